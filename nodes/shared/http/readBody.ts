import { CreatioError } from '../basics/errors';
import { LABELS } from '../basics/labels';
import { closeStream, type NodeStream } from './nodeStream';

/** The most bytes of an answer, decompressed, where nothing else is set. */
export const LARGEST_ANSWER = 100_000_000;

/** How answers may be compressed. */
export const ACCEPTED_ENCODING = 'gzip';

/** A body that arrives, decompressed. */
export interface ArrivingBody {
	readonly stream: NodeStream;
	/** Whether nothing has come, which decoders take for a body that was cut. */
	readonly isEmpty?: () => boolean;
}

/**
 * Reads a body. Rejects with kind `unreadable` when it has more than `most` bytes, so that an endless or a densely compressed one
 * does not fill the memory, or when it could not be decompressed. Its connection is closed then.
 */
export async function readBody(
	{ stream, isEmpty }: ArrivingBody,
	most: number,
	host: string,
): Promise<Uint8Array> {
	return await bytesOf(stream, most, host).catch((error: unknown) => {
		closeStream(stream);
		// An empty body stays empty, however it is said to be compressed.
		if (codeOf(error) === CUT && isEmpty?.()) return new Uint8Array();
		throw whyUndecoded(error, host);
	});
}

/** The code of zlib for data that ends too early. */
const CUT = 'Z_BUF_ERROR';

/** A body that ends too early is a connection that broke. */
export function whyUndecoded(error: unknown, host: string): unknown {
	const code = codeOf(error);
	return code.startsWith('Z_') && code !== CUT ? undecodable('in a broken form', host) : error;
}

export function undecodable(how: string, host: string): CreatioError {
	return new CreatioError('unreadable', `${host} sent an answer that is compressed ${how}`, {
		cure: 'A gateway in front of the site compresses answers. Ask an administrator to limit it to gzip.',
		perhapsDone: true,
	});
}

/** By events: iterating over the stream takes noticeably longer for small bodies. */
async function bytesOf(stream: NodeStream, most: number, host: string): Promise<Uint8Array> {
	return await new Promise((resolve, reject) => {
		const chunks: Uint8Array[] = [];
		let size = 0;
		stream.on('data', (chunk) => {
			size += chunk.length;
			if (size <= most) chunks.push(chunk);
			else reject(tooLarge(most, host));
		});
		stream.on('end', () => resolve(Buffer.concat(chunks, size)));
		stream.on('error', reject);
	});
}

function codeOf(error: unknown): string {
	return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

function tooLarge(most: number, host: string): CreatioError {
	const megabytes = Math.round(most / 1_000_000).toLocaleString('en-US');
	return new CreatioError('unreadable', `${host} sent more than ${megabytes} MB in one answer`, {
		reason: 'outOfMemory',
		cure: `Return fewer columns or read fewer records at a time, or raise the option "${LABELS.maxResponseSize}".`,
		perhapsDone: true,
	});
}
