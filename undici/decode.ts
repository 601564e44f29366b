import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip } from 'node:zlib';

import { closeStream } from '../nodes/shared/http/nodeStream';
import { type ArrivingBody, undecodable } from '../nodes/shared/http/readBody';
import { Inflate } from './inflate';

/** More than requests accept: some gateways compress otherwise all the same. */
const DECODERS = new Map<string, () => Transform>([
	['gzip', () => createGunzip()],
	['x-gzip', () => createGunzip()],
	['deflate', () => new Inflate()],
	['br', () => createBrotliDecompress()],
]);

/** Real servers apply one. */
const MOST_ENCODINGS = 3;

/** Decompresses a body while it arrives. Where there is no decoder for it, closes its connection and throws with kind `unreadable`. */
export function decode(
	body: Readable,
	contentEncoding: string | string[] | undefined,
	host: string,
): ArrivingBody {
	const decoders = decodersFor(contentEncoding);
	if (decoders === undefined) {
		closeStream(body);
		throw undecodable(`as ${String(contentEncoding)}`, host);
	}
	const stream = decoders.reduce<Readable>((source, decoder) => pipeline(source, decoder, () => {}), body);
	return { stream, isEmpty: () => hasReadNothing(decoders[0]) };
}

function hasReadNothing(decoder: Transform | undefined): boolean {
	return decoder !== undefined && 'bytesWritten' in decoder && decoder.bytesWritten === 0;
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
