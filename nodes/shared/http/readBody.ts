import { pipeline, Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip } from 'node:zlib';

import { CreatioError } from '../basics/errors';
import { LABELS } from '../basics/labels';
import { Inflate } from './inflate';
import type { Pieces } from './types';

/** What requests accept. Gateways that compress otherwise all the same are understood as well. */
export const ACCEPTED_ENCODING = 'gzip';

const DECODERS = new Map<string, () => Transform>([
	['gzip', () => createGunzip()],
	['x-gzip', () => createGunzip()],
	['deflate', () => new Inflate()],
	['br', () => createBrotliDecompress()],
]);

/** Real servers apply one. */
const MOST_ENCODINGS = 3;

/**
 * Reads a body, decompressed. Rejects with kind `unreadable` when it has more than `most` bytes, so that an endless or a
 * densely compressed one does not fill the memory, or when it cannot be decompressed. Its connection is closed then.
 */
export async function readBody(
	body: Readable,
	contentEncoding: ContentEncoding,
	most: number,
	host: string,
): Promise<Uint8Array> {
	const { stream, decoders } = decode(body, contentEncoding, host);
	return await bytesOf(stream, most, host).catch((error: unknown) => {
		close(body);
		if (codeOf(error) === CUT && hasReadNothing(decoders[0])) return new Uint8Array();
		throw whyUndecoded(error, host);
	});
}

/**
 * Gives the parts of a body, decompressed, to `take`, which may stop before the end: the connection is closed then. Rejects
 * as `take` does; with kind `unreadable` where the body cannot be decompressed.
 */
export async function streamBody(
	body: Readable,
	contentEncoding: ContentEncoding,
	host: string,
	take: (pieces: Pieces) => Promise<void>,
): Promise<void> {
	const { stream } = decode(body, contentEncoding, host);
	try {
		await take(pieces(stream, host));
	} finally {
		close(body);
	}
}

async function* pieces(stream: Readable, host: string): Pieces {
	try {
		for await (const piece of stream) yield piece as Uint8Array;
	} catch (error) {
		throw whyUndecoded(error, host);
	}
}

type ContentEncoding = string | string[] | undefined;

function decode(body: Readable, contentEncoding: ContentEncoding, host: string) {
	const decoders = decodersFor(contentEncoding);
	if (decoders === undefined) {
		close(body);
		throw undecodable(`as ${String(contentEncoding)}`, host);
	}
	const stream = decoders.reduce<Readable>((source, decoder) => pipeline(source, decoder, () => {}), body);
	return { stream, decoders };
}

/** The code of zlib for data that ends too early. */
const CUT = 'Z_BUF_ERROR';

/** A body that ends too early is a connection that broke. */
function whyUndecoded(error: unknown, host: string): unknown {
	const code = codeOf(error);
	return code.startsWith('Z_') && code !== CUT ? undecodable('in a broken form', host) : error;
}

/** Whether a body has yet to be read. */
export function isStream(body: unknown): body is Readable {
	return body instanceof Readable;
}

/** An empty body stays empty, however it is said to be compressed. */
function hasReadNothing(decoder: Transform | undefined): boolean {
	return decoder !== undefined && 'bytesWritten' in decoder && decoder.bytesWritten === 0;
}

/** Without a listener, undici's report that the body was not read to its end would end the process. */
function close(body: Readable): void {
	body.on('error', () => {}).destroy();
}

/** The decoders of an answer, the last encoding first; `undefined` when there is no decoder for one. */
function decodersFor(header: string | string[] | undefined): Transform[] | undefined {
	const names = [header ?? []]
		.flat()
		.flatMap((line) => line.split(','))
		.map((name) => name.trim().toLowerCase())
		.filter((name) => name !== '' && name !== 'identity');
	const decoders = names.flatMap((name) => DECODERS.get(name)?.() ?? []);
	return decoders.length === names.length && names.length <= MOST_ENCODINGS ? decoders.reverse() : undefined;
}

/** By events: iterating over the stream takes noticeably longer for small bodies. */
async function bytesOf(stream: Readable, most: number, host: string): Promise<Uint8Array> {
	return await new Promise((resolve, reject) => {
		const chunks: Uint8Array[] = [];
		let size = 0;
		stream.on('data', (chunk: Uint8Array) => {
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

function undecodable(how: string, host: string): CreatioError {
	return new CreatioError('unreadable', `${host} sent an answer that is compressed ${how}`, {
		cure: 'A gateway in front of the site compresses answers. Ask an administrator to limit it to gzip.',
		perhapsDone: true,
	});
}

function tooLarge(most: number, host: string): CreatioError {
	const megabytes = Math.round(most / 1_000_000).toLocaleString('en-US');
	return new CreatioError('unreadable', `${host} sent more than ${megabytes} MB in one answer`, {
		reason: 'outOfMemory',
		cure: `Return fewer columns or read fewer records at a time, or raise the option "${LABELS.maxResponseSize}".`,
		perhapsDone: true,
	});
}
