import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from '../paths.mjs';

const folder = join(repository, 'test', 'demo');

/**
 * @typedef {object} Sample
 * @property {import('../n8n/client.mjs').Workflow} workflow
 * @property {string} shows What it shows, in a sentence.
 * @property {import('./expectations.mjs').Expectations} expectations
 * @property {Triggered} [triggered] For a workflow with a trigger of its own, which is switched on.
 */

/**
 * @typedef {object} Triggered
 * @property {string} node The last node behind the trigger.
 * @property {number} items The expected number of items.
 * @property {import('./expectations.mjs').Expectations} nodes What all that the trigger began must have produced together.
 * @property {boolean} [staysSo] Whether this still holds when all samples have run and the trigger has looked twice more.
 */

/**
 * By the number that the file names begin with.
 *
 * @param {readonly string[]} names
 */
const inOrder = (names) => [...names].sort((one, other) => Number.parseInt(one) - Number.parseInt(other));

/** @param {string} file */
const readJson = async (file) => JSON.parse(await readFile(file, 'utf8'));

/**
 * The sample workflows in the order of their file names: `<name>.json` as n8n exports it, and beside it
 * `<name>.expect.json` with what it shows and what it must produce.
 *
 * @returns {Promise<Sample[]>}
 */
export async function readSamples() {
	const workflows = join(folder, 'workflows');
	const names = (await readdir(workflows)).filter(
		(name) => name.endsWith('.json') && !name.endsWith('.expect.json'),
	);
	return await Promise.all(
		inOrder(names).map(async (name) => {
			const expected = await readJson(join(workflows, name.replace(/\.json$/, '.expect.json')));
			const { shows, nodes, triggered } = expected;
			return { workflow: await readJson(join(workflows, name)), shows, expectations: nodes, triggered };
		}),
	);
}

/**
 * The sample credentials, made for the emulator at the given address.
 *
 * @param {string} emulatorUrl
 * @returns {Promise<import('../n8n/client.mjs').Credential[]>}
 */
export async function readCredentials(emulatorUrl) {
	const text = await readFile(join(folder, 'credentials.json'), 'utf8');
	return JSON.parse(text.replaceAll('{{emulator}}', emulatorUrl));
}

/** @returns {Promise<import('../n8n/client.mjs').DataTable[]>} The data tables that workflows address by their names. */
export async function readTables() {
	return await readJson(join(folder, 'tables.json'));
}

/**
 * Joins a workflow to the credentials of this n8n by their names, as n8n's own import cannot do.
 *
 * @param {import('../n8n/client.mjs').Workflow} workflow
 * @param {ReadonlyMap<string, string>} idsByName
 * @param {Readonly<{ emulator: string, n8n: string }>} addresses Replace their placeholders in the parameters.
 * @returns {import('../n8n/client.mjs').Workflow}
 */
export function joinCredentials(workflow, idsByName, { emulator, n8n }) {
	const text = JSON.stringify(workflow).replaceAll('{{emulator}}', emulator).replaceAll('{{n8n}}', n8n);
	/** @type {import('../n8n/client.mjs').Workflow} */
	const joined = JSON.parse(text);
	for (const node of joined.nodes) {
		for (const reference of Object.values(node.credentials ?? {})) {
			reference.id = idsByName.get(reference.name);
		}
	}
	return joined;
}
