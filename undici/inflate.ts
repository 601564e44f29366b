import { Transform, type TransformCallback } from 'node:stream';
import { createInflate, createInflateRaw } from 'node:zlib';

/**
 * Decompresses the encoding `deflate`: in the format of zlib, as the standard says, or without its header, as some servers
 * send it. The first byte shows which.
 */
export class Inflate extends Transform {
	private decoder: ReturnType<typeof createInflate> | undefined;

	override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
		if (chunk.length === 0) return done();
		this.decoder ??= this.begin(((chunk[0] ?? 0) & 0x0f) === 8);
		if (this.decoder.write(chunk)) done();
		else this.decoder.once('drain', done);
	}

	override _flush(done: TransformCallback): void {
		if (!this.decoder) return done();
		this.decoder.once('end', done).end();
	}

	override _destroy(error: Error | null, done: (error: Error | null) => void): void {
		this.decoder?.destroy();
		done(error);
	}

	private begin(hasHeader: boolean) {
		const decoder = hasHeader ? createInflate() : createInflateRaw();
		decoder.on('data', (chunk) => this.push(chunk)).on('error', (error) => this.destroy(error));
		return decoder;
	}
}
