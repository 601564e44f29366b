import { runCommand } from './lifecycle.mjs';
import { readOptions } from './options.mjs';

/**
 * Runs a command that takes options. `--help` is one of them and prints its help; an unknown one ends it with that help.
 *
 * @template {import('node:util').ParseArgsOptionsConfig} T
 * @param {object} command
 * @param {string} command.help
 * @param {T} [command.options]
 * @param {boolean} [command.allowPositionals]
 * @param {boolean} [command.onWindows] See `runCommand`.
 * @param {(given: { values: ReturnType<typeof import('node:util').parseArgs<{ options: T }>>['values'], positionals: string[] }) => Promise<number>} main
 */
export function runWithOptions({ help, options, allowPositionals = false, onWindows = false }, main) {
	const flag = { type: /** @type {const} */ ('boolean'), default: false };
	return runCommand(
		async () => {
			const all = /** @type {T & { help: typeof flag }} */ ({ ...options, help: flag });
			const { values, positionals } = readOptions({ allowPositionals, options: all }, help);
			const { help: asks } = /** @type {{ help?: boolean }} */ (values);
			if (!asks) return await main({ values, positionals });
			console.log(help);
			return 0;
		},
		{ onWindows },
	);
}
