import { createRequire } from 'node:module';
import { join } from 'node:path';
import { repository } from '../../../scripts/lib/paths.mjs';

const require = createRequire(import.meta.url);
/** @param {string} file A built file of the package. */
const built = (file) => require(join(repository, 'dist', file));

/** What the node keeps on the way at the same time. */
const parallel = 4;

/** The client of the package as the nodes use it, without n8n around it. */
export class PackageClient {
	#connection;

	/**
	 * @param {string} url Address of the site.
	 * @param {{ username: string, password: string }} user
	 */
	constructor(url, { username, password }) {
		const settings = {
			baseUrl: url,
			hosting: 'framework',
			allowUnauthorizedCerts: false,
			signIn: { kind: 'password', username, password },
			timeoutMs: 60_000,
			retries: 3,
		};
		const send = built('undici/createSend.js').createSend(settings);
		this.#connection = built('nodes/shared/connection/connection.js').openConnection(settings, send);
	}

	/**
	 * Writes contacts and returns the outcomes, all of which must be successes.
	 *
	 * @param {ReadonlyArray<{ kind: 'create' | 'update', id: string, body: object }>} writes
	 * @returns {Promise<readonly unknown[]>}
	 */
	async write(writes) {
		const options = { batchSize: 100, parallel, atomic: false, stopsAtFailure: true, columns: [] };
		const outcomes = await built('nodes/shared/creatio/odata/writeRecords.js').writeMany(
			this.#connection,
			'Contact',
			writes,
			options,
		);
		const failed = outcomes.find((/** @type {{ done: boolean }} */ outcome) => outcome?.done !== true);
		if (failed) throw failed.error;
		return outcomes;
	}

	/**
	 * @param {readonly string[]} properties
	 * @param {number} limit
	 * @returns {Promise<readonly unknown[]>}
	 */
	async read(properties, limit) {
		const columns = properties.map((property) => ({ name: property, property, type: 'text' }));
		const query = {
			object: 'Contact',
			shape: { columns, labels: [], related: [] },
			limit,
			paging: { size: 1_000, parallel },
		};
		return await built('nodes/shared/creatio/odata/readRows.js').readRows(this.#connection, query);
	}
}
