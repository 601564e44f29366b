import { createHash } from 'node:crypto';

import { CreatioError } from '../basics/errors';
import type { TableSource } from './table';

interface Fingerprint {
	readonly bytes: number;
	/** SHA-256 in hexadecimal digits. */
	readonly checksum: string;
}

/**
 * A source that has to give the same bytes each time that it is read to its end. Otherwise the reading rejects with kind
 * `storage`: at the first byte too many, or at the end.
 */
export class UnchangedSource implements TableSource {
	private first: Fingerprint | undefined;
	/** How often it was read to its end. */
	private readings = 0;

	constructor(private readonly source: TableSource) {}

	async *open(): AsyncGenerator<Uint8Array> {
		const hash = createHash('sha256');
		let bytes = 0;
		for await (const piece of this.source.open()) {
			bytes += piece.length;
			if (this.first && bytes > this.first.bytes) throw changedFile();
			hash.update(piece);
			yield piece;
		}
		const checksum = hash.digest('hex');
		this.first ??= { bytes, checksum };
		if (checksum !== this.first.checksum) throw changedFile();
		this.readings++;
	}

	/** Of the first reading to the end, which may be this one. */
	async checksum(): Promise<string> {
		return this.first?.checksum ?? (await this.read());
	}

	/** The same rows. The last one is followed by a reading of all bytes, where the reading of the rows was not one. */
	async *checked<T>(rows: AsyncIterable<T>): AsyncGenerator<T> {
		const before = this.readings;
		try {
			for await (const row of rows) yield row;
		} catch (error) {
			// They could be read before.
			throw error instanceof CreatioError && error.kind === 'input' ? changedFile(error) : error;
		}
		if (this.readings === before) await this.read();
	}

	private async read(): Promise<string> {
		for await (const _ of this.open());
		return (this.first as Fingerprint).checksum;
	}
}

function changedFile(cause?: CreatioError): CreatioError {
	return new CreatioError('storage', 'The file has changed while it was read', {
		cure: 'Check that nothing else writes the file, and run again.',
		cause,
	});
}
