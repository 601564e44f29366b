/**
 * npm run soak: a simulated week at a Creatio site, watched by the trigger.
 * Runs under any Node from 20 on and before any dependency is installed.
 */
import { join } from 'node:path';
import { bringDependencies } from './lib/bring/dependencies.mjs';
import { bringNode24 } from './lib/bring/node24.mjs';
import { runWithOptions } from './lib/command.mjs';
import { environmentFor } from './lib/environment.mjs';
import { readNumber } from './lib/options.mjs';
import { buildPackage } from './lib/package/build.mjs';
import { repository } from './lib/paths.mjs';
import { run } from './lib/process/run.mjs';

const help = `npm run soak [-- options]

  --hours <n>     simulated time (168)
  --changes <n>   changes at the site in that time (100000)
  --seed <n>      another seed is another week (1)
  --help          this text

Prints how many changes were lost, reported twice or reported needlessly, and exits with 0 when none was. About two and a half minutes.`;

runWithOptions(
	{
		help,
		options: {
			hours: { type: 'string', default: '168' },
			changes: { type: 'string', default: '100000' },
			seed: { type: 'string', default: '1' },
		},
	},
	async ({ values }) => {
		const numbers = /** @type {const} */ ([
			['hours', 1],
			['changes', 1],
			['seed', 0],
		]).flatMap(([name, least]) => [
			`--${name}`,
			String(readNumber(String(values[name]), `--${name}`, least)),
		]);
		const node = await bringNode24();
		await bringDependencies(node);
		await buildPackage(node);
		const program = join('test', 'soak', 'main.ts');
		const { code } = await run(node, ['--import', 'tsx', program, ...numbers], {
			cwd: repository,
			env: environmentFor(node),
			show: true,
		});
		return code;
	},
);
