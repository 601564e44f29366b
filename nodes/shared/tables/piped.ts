import { type Attempt, attempt } from '../basics/attempt';

/** A stream that changes bytes, such as `CompressionStream`. */
interface Changing {
	readonly readable: CompressionStream['readable'];
	readonly writable: CompressionStream['writable'];
}

/** What comes out of a stream into which pieces are written no faster than it is read. Rejects as the pieces do, or the stream. */
export async function* piped(
	pieces: AsyncIterable<Uint8Array>,
	{ readable, writable }: Changing,
): AsyncGenerator<Uint8Array> {
	const written = writeAll(pieces, writable.getWriter());
	const reader = readable.getReader();
	try {
		for (;;) {
			const { done, value } = await reader.read();
			if (done) return;
			yield value;
		}
	} catch (error) {
		// The failure of the pieces rather than what the stream makes of it.
		const writing = await written;
		throw writing.done ? error : writing.error;
	} finally {
		await reader.cancel().catch(() => {});
		await written;
	}
}

type Writer = ReturnType<Changing['writable']['getWriter']>;

async function writeAll(pieces: AsyncIterable<Uint8Array>, writer: Writer): Promise<Attempt<void>> {
	const written = await attempt(writeEach(pieces, writer));
	if (!written.done) await writer.abort(written.error);
	return written;
}

async function writeEach(pieces: AsyncIterable<Uint8Array>, writer: Writer): Promise<void> {
	for await (const piece of pieces) await writer.write(piece as Uint8Array<ArrayBuffer>);
	await writer.close();
}
