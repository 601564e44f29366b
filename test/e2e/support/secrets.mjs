import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { emulator } from './emulator.mjs';
import { world } from './world.mjs';

/** Shorter values, such as "true", are not secrets and occur everywhere. */
const shortest = 12;

/**
 * What must be nowhere: what authorized requests to the emulator since its start, and what was typed, in each spelling in which
 * n8n may write it.
 *
 * @param {readonly string[]} typed
 */
export async function spelledSecrets(typed) {
	const carried = (await emulator.carried()).filter((value) => value.length >= shortest);
	const secrets = [...new Set([...carried, ...typed])];
	return secrets.flatMap((secret) => [
		secret,
		JSON.stringify(secret).slice(1, -1),
		encodeURIComponent(secret),
		// Without the end, which depends on what follows.
		Buffer.from(secret).toString('base64').slice(0, -4),
	]);
}

/**
 * Everything that n8n keeps of all runs: each row of its database, where credentials are encrypted, its log, and all its other
 * files.
 *
 * @returns {Promise<Array<{ place: string, text: string }>>}
 */
export async function everythingKept() {
	const folder = join(world.n8nUserFolder, '.n8n');
	const rows = rowsOf(join(folder, 'database.sqlite'));
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	// The package itself is there too.
	const files = entries
		.filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
		.map((entry) => join(entry.parentPath, entry.name));
	const texts = [world.n8nLog, ...files].map(async (place) => ({
		place,
		text: await readFile(place, 'latin1'),
	}));
	return [...rows, ...(await Promise.all(texts))];
}

/** @param {string} path */
function rowsOf(path) {
	const database = new DatabaseSync(path, { readOnly: true });
	try {
		const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
		return tables.flatMap(({ name }) =>
			database
				.prepare(`SELECT * FROM "${name}"`)
				.all()
				.map((row) => ({ place: `table ${name}`, text: Object.values(row).map(String).join('\n') })),
		);
	} finally {
		database.close();
	}
}
