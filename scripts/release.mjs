/**
 * npm run release: gives all packages the next version, in a commit with a tag. It publishes nothing and pushes nothing.
 * Runs under any Node from 20 on and before any dependency is installed.
 */
import { join } from 'node:path';
import { bringDependencies } from './lib/bring/dependencies.mjs';
import { bringNode24 } from './lib/bring/node24.mjs';
import { runWithOptions } from './lib/command.mjs';
import { environmentFor } from './lib/environment.mjs';
import { readChoices } from './lib/options.mjs';
import { repository } from './lib/paths.mjs';
import { run } from './lib/process/run.mjs';
import { Stop } from './lib/stop.mjs';

const help = `npm run release -- <major | minor | patch> [options]

  --dry-run   say what would be done, and with which text of the changelog
  --help      this text

Raises the version of every package.json, puts what CHANGELOG.md has under "Unreleased" under the new version, commits both and
sets the tag. Then git push --follow-tags publishes it.`;

runWithOptions(
	{ help, allowPositionals: true, options: { 'dry-run': { type: 'boolean', default: false } } },
	async ({ values, positionals }) => {
		if (positionals.length !== 1) throw new Stop(`Say which part of the version is raised.\n\n${help}`);
		const [increment] = readChoices(positionals, 'The part', ['major', 'minor', 'patch']);
		const node = await bringNode24();
		await bringDependencies(node);
		const args = ['--ci', String(increment), ...(values['dry-run'] ? ['--dry-run'] : [])];
		const { code } = await run(node, [join('node_modules', '.bin', 'release-it'), ...args], {
			cwd: repository,
			env: environmentFor(node),
			show: true,
		});
		return code;
	},
);
