import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { BareClient } from './bare.mjs';
import { Engine } from './engine.mjs';
import { creatio, inARow } from './workflows.mjs';

/** @typedef {import('../measured/fileProcess.mjs').FileOrder} FileOrder */
/** @typedef {Awaited<ReturnType<typeof openRecord>>} BenchRecord */

const user = { username: 'Supervisor', password: 'Supervisor' };
/** The chunks that the node sends by default. */
const chunkBytes = 4_000_000;

/**
 * A record of a site that takes files of any size, and what is done beside the measuring.
 *
 * @param {string} site
 */
export async function openRecord(site) {
	const client = new BareClient(site);
	await client.signIn(user);
	await client.request('POST', '/0/DataService/json/SyncReply/PostSysSettingsValues', {
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ isPersonal: false, sysSettingsValues: { MaxFileSize: 0 } }),
	});
	const { value } = await client.get('Contact?$select=Id&$top=1');
	const id = /** @type {string} */ (value[0].Id);
	return {
		id,
		client,
		/** @param {string} fileId */
		read: (fileId) => client.request('GET', downloadPath(fileId), { headers: { accept: '*/*' } }),
		/** Removes its files. */
		async remove() {
			const { value: rows } = await client.get(`ContactFile?$select=Id&$filter=Contact/Id%20eq%20${id}`);
			for (const { Id } of rows) {
				const body = await client.request('DELETE', `/0/odata/ContactFile(${Id})`, { headers: {} });
				await body.dump();
			}
		},
	};
}

/** @param {string} fileId */
const downloadPath = (fileId) => `/0/rest/FileService/Download/ContactFile/${fileId}`;

/** The least that a program can do: the same chunks, read from a file, and the same download, written into one. */
export class BareFiles {
	#order;
	#record;

	/**
	 * @param {FileOrder} order
	 * @param {BenchRecord} record
	 */
	constructor(order, record) {
		this.#order = order;
		this.#record = record;
	}

	/** Loads what n8n has loaded, and does not use it. */
	async load() {
		this.loaded = new Engine(this.#order.n8nFolder, {});
		await this.loaded.load();
	}

	/**
	 * @param {number} bytes How much of the source.
	 * @returns {Promise<() => Promise<string>>} Uploads it, and gives the ID of the file.
	 */
	async prepare(bytes) {
		const { source } = this.#order;
		const { id, client } = this.#record;
		return async () => {
			const fileId = randomUUID();
			const query = new URLSearchParams({
				...{ fileId, totalFileLength: String(bytes), mimeType: 'application/octet-stream' },
				...{ fileName: 'bench.bin', columnName: 'Data', entitySchemaName: 'ContactFile' },
				...{ parentColumnName: 'Contact', parentColumnValue: id },
			});
			let from = 0;
			for await (const chunk of createReadStream(source, { highWaterMark: chunkBytes, end: bytes - 1 })) {
				const body = await client.request('POST', `/0/rest/FileApiService/UploadFile?${query}`, {
					headers: {
						'content-type': 'application/octet-stream',
						'content-range': `bytes ${from}-${from + chunk.length - 1}/${bytes}`,
						'content-disposition': 'attachment; filename=bench.bin',
					},
					body: chunk,
				});
				const text = await body.text();
				if (!/"success":\s*true/i.test(text)) throw new Error(`A chunk was refused: ${text}`);
				from += chunk.length;
			}
			return fileId;
		};
	}

	/**
	 * @param {string} fileId
	 * @returns {Promise<string>} Where it is then.
	 */
	async download(fileId) {
		const target = join(this.#order.folder, `${fileId}.bin`);
		await pipeline(await this.#record.read(fileId), createWriteStream(target));
		return target;
	}

	/** @param {string} target */
	async open(target) {
		return createReadStream(target);
	}
}

/** The node, between n8n's storage and the record. */
export class NodeFiles {
	#order;
	#record;
	#engine;
	/** @type {import('n8n-core').BinaryDataService | undefined} */
	#files;

	/**
	 * @param {FileOrder} order
	 * @param {BenchRecord} record
	 */
	constructor(order, record) {
		this.#order = order;
		this.#record = record;
		const settings = { baseUrl: order.site, ...user, hosting: 'auto', allowUnauthorizedCerts: false };
		this.#engine = new Engine(order.n8nFolder, settings);
	}

	async load() {
		await this.#engine.load();
		this.#files = await this.#engine.openFiles();
	}

	/** @param {number} bytes */
	async prepare(bytes) {
		if (!this.#files) throw new Error('Nothing was loaded');
		const content = createReadStream(this.#order.source, { end: bytes - 1 });
		const location = { type: /** @type {const} */ ('execution'), workflowId: 'bench', executionId: '1' };
		const about = { data: '', mimeType: 'application/octet-stream', fileName: 'bench.bin' };
		const data = await this.#files.store(location, content, about);
		return async () => {
			const [item] = await this.#engine.run(
				inARow([creatio({ ...this.#common, operation: 'upload', binaryPropertyName: 'data' })]),
				[{}],
				[{ data }],
			);
			return String(item?.json.Id);
		};
	}

	/** @param {string} fileId */
	async download(fileId) {
		const parameters = { ...this.#common, operation: 'download', binaryPropertyName: 'data' };
		const node = creatio({ ...parameters, fileId: { __rl: true, mode: 'id', value: fileId } });
		const [item] = await this.#engine.run(inARow([node]), [{}]);
		return String(item?.binary?.data?.id);
	}

	/** @param {string} id */
	async open(id) {
		if (!this.#files) throw new Error('Nothing was loaded');
		return await this.#files.getAsStream(id);
	}

	get #common() {
		return { resource: 'file', recordId: { __rl: true, mode: 'id', value: this.#record.id } };
	}
}
