/**
 * npm run mutants: puts known faults into a copy of the sources, one at a time, and checks that the tests notice each.
 * Runs under any Node from 20 on and before any dependency is installed.
 */
import { cp, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { bringDependencies } from './lib/bring/dependencies.mjs';
import { bringNode24 } from './lib/bring/node24.mjs';
import { runWithOptions } from './lib/command.mjs';
import { environmentFor } from './lib/environment.mjs';
import { repository } from './lib/paths.mjs';
import { run } from './lib/process/run.mjs';
import { temporaryFolder } from './lib/temporary.mjs';

/** What the tests of a copy do not need. */
const left = new Set(['.cache', '.git', 'coverage', 'dist', 'node_modules']);

const help = `npm run mutants [-- options]

  --only <text>   only faults whose name or file contains this text; may be given several times (all)
  --help          this text

The faults are in test/mutants/table: each with the text to replace in a file, and the tests that have to fail then.
Exits with 0 when the tests notice every fault. A few minutes.`;

runWithOptions(
	{
		help,
		options: {
			only: { type: 'string', multiple: true, default: [] },
		},
	},
	async ({ values }) => {
		const node = await bringNode24();
		await bringDependencies(node);
		const copy = await temporaryFolder('mutants');
		await cp(repository, copy, { recursive: true, filter: (path) => !left.has(basename(path)) });
		await symlink(join(repository, 'node_modules'), join(copy, 'node_modules'));
		const only = values.only.flatMap((text) => ['--only', text]);
		const { code } = await run(node, ['--import', 'tsx', join('test', 'mutants', 'main.ts'), ...only], {
			cwd: copy,
			env: environmentFor(node),
			show: true,
		});
		return code;
	},
);
