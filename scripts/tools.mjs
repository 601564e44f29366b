/**
 * The commands of package.json that are development tools run one after the other: npm run build, lint, typecheck, ...
 * Runs under any Node from 20 on and before any dependency is installed.
 */
import { join } from 'node:path';
import { bringDependencies } from './lib/bring/dependencies.mjs';
import { bringNode24 } from './lib/bring/node24.mjs';
import { environmentFor } from './lib/environment.mjs';
import { runCommand } from './lib/lifecycle.mjs';
import { readOptions } from './lib/options.mjs';
import { repository } from './lib/paths.mjs';
import { run } from './lib/process/run.mjs';
import { Stop } from './lib/stop.mjs';

/**
 * @typedef {object} ToolCommand
 * @property {string} does
 * @property {ReadonlyArray<readonly [tool: string, ...args: string[]]>} steps
 * @property {string} [flag] An option that is passed on to the last tool.
 */

/** @type {Record<string, ToolCommand>} */
const commands = {
	build: { does: 'builds the package into dist', steps: [['gulp', 'build']] },
	'build:verified': {
		does: 'builds the package without dependencies into cloud/dist',
		steps: [['gulp', 'buildVerified']],
	},
	typecheck: {
		does: 'checks the types of the package, its tests and the scripts',
		steps: [
			['tsc', '--noEmit'],
			['tsc', '-p', 'test'],
			['tsc', '-p', 'scripts'],
		],
	},
	lint: { does: 'checks the style', steps: [['eslint', '.']], flag: 'fix' },
	format: { does: 'formats all files', steps: [['prettier', '--write', '.']] },
	'format:check': { does: 'lists the files that are not formatted', steps: [['prettier', '--check', '.']] },
	unused: { does: 'finds unused files, exports and dependencies', steps: [['knip']] },
	docs: {
		does: 'renews the tables of parameters in the documentation',
		steps: [
			['gulp', 'build'],
			['tsx', 'test/package/docs/writeDocs.ts'],
		],
	},
	'stored-names': {
		does: 'adds new names of the built package to test/package/storedNames.json',
		steps: [
			['gulp', 'build'],
			['tsx', 'test/package/writeStoredNames.ts'],
		],
	},
};

runCommand(async () => {
	const [name = '', ...args] = process.argv.slice(2);
	const command = commands[name];
	if (!command)
		throw new Stop(`There is no command ${name}.`, `There are ${Object.keys(commands).join(', ')}.`);
	const { does, steps, flag } = command;
	const help = `npm run ${name} ${does}.\n\n  ${flag ? `--${flag}   passed on to ${steps.at(-1)?.[0]}\n  ` : ''}--help  this text`;
	const isFlag = { type: /** @type {const} */ ('boolean') };
	const options = { help: isFlag, ...(flag && { [flag]: isFlag }) };
	const given = new Map(Object.entries(readOptions({ args, options }, help).values));
	if (given.has('help')) {
		console.log(help);
		return 0;
	}
	// Programs of test use what Node 20 lacks.
	const node = await bringNode24();
	await bringDependencies(node);
	const passedOn = flag && given.has(flag) ? [`--${flag}`] : [];
	for (const [index, [tool, ...toolArgs]] of steps.entries()) {
		const isLast = index === steps.length - 1;
		const { code } = await run(
			join('node_modules', '.bin', tool),
			[...toolArgs, ...(isLast ? passedOn : [])],
			{ cwd: repository, env: environmentFor(node), show: true },
		);
		if (code !== 0) return 1;
	}
	return 0;
});
