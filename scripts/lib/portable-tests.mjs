/** What reaches this file needs `node:sqlite`, which Node 20 does not have. */
const database = 'test/emulator/store/database.ts';

/**
 * The unit and contract tests that do not need the emulator, and so run under every Node that the package allows.
 *
 * @param {(args: readonly string[]) => Promise<string[]>} list Lists the test files that jest would run with these arguments.
 * @returns {Promise<string[]>} Paths.
 */
export async function portableTests(list) {
	const withDatabase = new Set(await list(['--findRelatedTests', database]));
	const all = await list(['test/unit', 'test/contract']);
	return all.filter((file) => !withDatabase.has(file));
}
