import type { IBinaryData } from 'n8n-workflow';

import { mimeTypeOfName } from '../../basics/mimeTypes';
import { Outbox } from '../../basics/outbox';
import type { OperationContext } from '../context/operation';
import { storeBinary } from './storeBinary';

/** A file that n8n stores while it is written. It is begun with the first text. */
export class WrittenFile {
	private readonly outbox = new Outbox();
	private stored: Promise<IBinaryData> | undefined;

	constructor(
		private readonly context: Pick<OperationContext, 'n8n'>,
		private readonly fileName: string,
	) {}

	/** Rejects with kind `storage` where n8n cannot store it. */
	async write(text: string): Promise<void> {
		this.stored ??= this.begin();
		if (text === '') return;
		// What cannot be stored is read no further: of two that are settled, the first one counts.
		await Promise.race([this.stored, this.outbox.push(Buffer.from(text))]);
	}

	/** `undefined` where nothing was written. */
	async end(): Promise<IBinaryData | undefined> {
		this.outbox.end();
		return await this.stored;
	}

	private begin(): Promise<IBinaryData> {
		const names = { fileName: this.fileName, mimeType: mimeTypeOfName(this.fileName) };
		const stored = storeBinary(this.context, names)(this.outbox.pieces(), names);
		// A failure is reported when the file is written or ended.
		stored.catch(() => {});
		return stored;
	}
}
