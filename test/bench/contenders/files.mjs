import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { BareClient } from './bare.mjs';
import { FileEngine } from './fileEngine.mjs';
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

/** What both do: a file of n8n's storage, which they read from and write into. */
class Files {
	order;
	record;
	engine;

	/**
	 * @param {FileOrder} order
	 * @param {BenchRecord} record
	 */
	constructor(order, record) {
		const settings = { baseUrl: order.site, ...user, hosting: 'auto', allowUnauthorizedCerts: false };
		this.order = order;
		this.record = record;
		this.engine = new FileEngine(order.n8nFolder, settings);
	}

	async load() {
		await this.engine.load();
	}

	/** @param {import('node:stream').Readable} content */
	async store(content) {
		return await this.engine.store(content, { mimeType: 'application/octet-stream', fileName: 'bench.bin' });
	}

	/** @param {number} bytes How much of the source. */
	async storeSource(bytes) {
		return await this.store(createReadStream(this.order.source, { end: bytes - 1 }));
	}

	/** @param {string} id */
	async open(id) {
		return await this.engine.files.getAsStream(id);
	}
}

/** The least that a node could do: the same requests, between n8n's storage and the record. */
export class BareFiles extends Files {
	/**
	 * @param {number} bytes How much of the source.
	 * @returns {Promise<() => Promise<string>>} Uploads it, and gives the ID of the file.
	 */
	async prepare(bytes) {
		const { id, client } = this.record;
		const stored = String((await this.storeSource(bytes)).id);
		return async () => {
			const fileId = randomUUID();
			const query = new URLSearchParams({
				...{ fileId, totalFileLength: String(bytes), mimeType: 'application/octet-stream' },
				...{ fileName: 'bench.bin', columnName: 'Data', entitySchemaName: 'ContactFile' },
				...{ parentColumnName: 'Contact', parentColumnValue: id },
			});
			let from = 0;
			for await (const chunk of await this.engine.files.getAsStream(stored, chunkBytes)) {
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
	 * @returns {Promise<string>} Its ID in n8n's storage.
	 */
	async download(fileId) {
		return String((await this.store(await this.record.read(fileId))).id);
	}
}

/** The node, between n8n's storage and the record. */
export class NodeFiles extends Files {
	/** @param {number} bytes */
	async prepare(bytes) {
		const data = await this.storeSource(bytes);
		return async () => {
			const [item] = await this.engine.run(
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
		const [item] = await this.engine.run(inARow([node]), [{}]);
		return String(item?.binary?.data?.id);
	}

	get #common() {
		return { resource: 'file', recordId: { __rl: true, mode: 'id', value: this.record.id } };
	}
}
