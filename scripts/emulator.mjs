/**
 * npm run emulator: the Creatio emulator alone.
 * Runs under any Node from 20 on and before any dependency is installed.
 */
import { join } from 'node:path';
import { bringDependencies } from './lib/bring/dependencies.mjs';
import { bringNode24 } from './lib/bring/node24.mjs';
import { environmentFor } from './lib/environment.mjs';
import { runCommand } from './lib/lifecycle.mjs';
import { repository } from './lib/paths.mjs';
import { run } from './lib/process/run.mjs';

runCommand(async () => {
	const node = await bringNode24();
	await bringDependencies(node);
	const program = join('test', 'emulator', 'main.ts');
	// The program knows its options, and explains them.
	const { code } = await run(node, ['--import', 'tsx', program, ...process.argv.slice(2)], {
		cwd: repository,
		env: environmentFor(node),
		show: true,
	});
	return code;
});
