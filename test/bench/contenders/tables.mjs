import { createReadStream } from 'node:fs';
import { atOnce } from './bare.mjs';
import { creatio, inARow } from './workflows.mjs';

/** Columns of the exported file. */
const properties = ['Id', 'Name', 'Email', 'JobTitle', 'CreatedOn', 'ModifiedOn', 'AccountId'];
/** The pages of the node. */
const pageSize = 2_000;
const keysInPage = 20_000;

/**
 * What the node put out: its item, and its files by their names.
 *
 * @typedef {object} TableOutput
 * @property {Readonly<Record<string, any>>} json
 * @property {(name: string) => Promise<import('node:stream').Readable>} open
 */

/** The files of the node. */
export class NodeTables {
	#engine;

	/** @param {import('./fileEngine.mjs').FileEngine} engine */
	constructor(engine) {
		this.#engine = engine;
	}

	/** @param {string} [range] Of keys. */
	async export(range = '..') {
		const options = { outputColumns: properties, lookups: 'id', range };
		return await this.#run({ operation: 'exportFile', format: 'csv', options });
	}

	/**
	 * Brings a CSV file into n8n's storage.
	 *
	 * @param {string} source
	 * @param {'create' | 'upsert'} importMode
	 */
	async prepareImport(source, importMode) {
		const names = { fileName: 'contacts.csv', mimeType: 'text/csv' };
		const data = await this.#engine.store(createReadStream(source), names);
		const matching = importMode === 'upsert' ? { matchColumns: ['Email'] } : {};
		return () => this.#run({ operation: 'importFile', importMode, ...matching }, [{ data }]);
	}

	/**
	 * @param {import('./engine.mjs').Members} parameters
	 * @param {readonly import('n8n-workflow').IBinaryKeyData[]} [files]
	 * @returns {Promise<TableOutput>}
	 */
	async #run(parameters, files) {
		const [item] = await this.#engine.run(inARow([creatio(parameters)]), [{}], files);
		return {
			json: item?.json ?? {},
			open: (name) => this.#engine.files.getAsStream(String(item?.binary?.[name]?.id)),
		};
	}
}

/**
 * Reads the pages of the export by key, parses them, and throws them away, four at a time. As the node does, it learns from pages of
 * 20,000 keys, the next of which is on the way meanwhile, between which keys the pages lie: otherwise each page would have to wait for
 * the last key of the one before.
 *
 * @param {import('./bare.mjs').BareClient} client
 * @param {string} [last] The last key to read.
 * @returns {Promise<number>} How many rows there were.
 */
export async function readBare(client, last) {
	let rows = 0;
	const windows = windowsOf(client, last);
	const worker = async () => {
		for await (const filter of windows) {
			const page = await readPage(client, properties, filter, pageSize);
			rows += page.length;
		}
	};
	await Promise.all(Array.from({ length: atOnce }, worker));
	return rows;
}

/**
 * Conditions for full pages.
 *
 * @param {import('./bare.mjs').BareClient} client
 * @param {string} [last]
 */
async function* windowsOf(client, last) {
	const upTo = last === undefined ? [] : [`Id le ${last}`];
	const keysAfter = (/** @type {string[]} */ after) =>
		readPage(client, ['Id'], [...after, ...upTo].join(' and '), keysInPage);
	/** @type {string[]} */
	let after = [];
	for (let coming = keysAfter(after); ;) {
		const keys = await coming;
		const isLast = keys.length < keysInPage;
		if (!isLast) coming = keysAfter([`Id gt ${keys.at(-1)?.Id}`]);
		for (let end = pageSize; end - pageSize < keys.length; end += pageSize) {
			const key = keys[Math.min(end, keys.length) - 1]?.Id;
			yield [...after, `Id le ${key}`].join(' and ');
			after = [`Id gt ${key}`];
		}
		if (isLast) return;
	}
}

/**
 * @param {import('./bare.mjs').BareClient} client
 * @param {readonly string[]} columns
 * @param {string} filter
 * @param {number} size
 * @returns {Promise<ReadonlyArray<{ Id: string }>>}
 */
async function readPage(client, columns, filter, size) {
	const condition = filter === '' ? '' : `&$filter=${encodeURIComponent(filter)}`;
	const { value } = await client.get(
		`Contact?$select=${columns.join(',')}${condition}&$orderby=Id&$top=${size}`,
	);
	return value;
}
