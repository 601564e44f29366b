import { Engine } from './engine.mjs';

/** n8n's engine with the storage that n8n keeps files in. */
export class FileEngine extends Engine {
	/** @type {import('n8n-core').BinaryDataService | undefined} */
	#files;

	/** @override */
	async load() {
		await super.load();
		this.#files = await this.openFiles();
	}

	get files() {
		if (!this.#files) throw new Error('Nothing was loaded');
		return this.#files;
	}

	/**
	 * @param {import('node:stream').Readable} content
	 * @param {{ fileName: string, mimeType: string }} names
	 */
	async store(content, names) {
		const location = { type: /** @type {const} */ ('execution'), workflowId: 'bench', executionId: '1' };
		return await this.files.store(location, content, { data: '', ...names });
	}
}
