import { Readable } from 'node:stream';

import { attempt } from '../basics/attempt';
import { sendFailure } from './networkFailure';
import { readBody, streamBody } from './readBody';
import type { HttpRequest, HttpResponse, Pieces, StreamedBody } from './types';

/** A streamed body opened for one attempt; other bodies as they are. */
export function openBody(
	body: HttpRequest['body'],
	onProgress: () => void,
): string | Uint8Array | Readable | undefined {
	return isStreamed(body) ? readableOf(counted(body.open(), onProgress)) : body;
}

export function isStreamed(body: HttpRequest['body']): body is StreamedBody {
	return typeof body === 'object' && 'open' in body;
}

interface Arrived {
	readonly head: Pick<HttpResponse, 'status' | 'headers'>;
	readonly body: Readable;
	readonly encoding: string | string[] | undefined;
}

/** The body of a response: given away where the request takes it as a stream, and read otherwise. */
export async function receiveBody(
	request: HttpRequest,
	{ head, body, encoding }: Arrived,
	largestAnswer: number,
	onProgress: () => void,
): Promise<Pick<HttpResponse, 'body' | 'received'>> {
	const { host } = new URL(request.url);
	const take = request.receive?.(head);
	if (!take) {
		const read = await attempt(readBody(body, encoding, largestAnswer, host));
		if (read.done) return { body: read.value };
		throw sendFailure(read.error, request, { hasBegun: true });
	}
	let received = 0;
	let broken: unknown;
	const count = (bytes: number) => {
		received += bytes;
		onProgress();
	};
	const taken = streamBody(body, encoding, host, (pieces) =>
		take(
			counted(
				noting(pieces, (error) => (broken ??= error)),
				count,
			),
		),
	);
	const outcome = await attempt(taken);
	// What takes the body may wrap the error of the connection, or swallow it.
	if (broken !== undefined) throw sendFailure(broken, request, { hasBegun: true });
	if (outcome.done) return { body: new Uint8Array(), received };
	throw outcome.error;
}

/** The same for a body that has been read already, as older versions of n8n's helper do. */
export async function receiveRead(
	{ receive }: HttpRequest,
	head: Arrived['head'],
	body: Uint8Array,
): Promise<Pick<HttpResponse, 'body' | 'received'>> {
	const take = receive?.(head);
	if (!take) return { body };
	await take(Readable.from([body]));
	return { body: new Uint8Array(), received: body.length };
}

/** Parts that are read ahead: by Node's default 16, each of which may have some megabytes. */
const READ_AHEAD = 4;

/** Parts of a body as a stream of Node, which n8n's helpers take. In the mode for objects parts are not joined, which would copy them. */
export function readableOf(pieces: Pieces): Readable {
	return Readable.from(pieces, { highWaterMark: READ_AHEAD });
}

async function* noting(pieces: Pieces, note: (error: unknown) => unknown): Pieces {
	try {
		yield* pieces;
	} catch (error) {
		throw note(error);
	}
}

async function* counted(pieces: Pieces, count: (bytes: number) => void): Pieces {
	for await (const piece of pieces) {
		count(piece.length);
		yield piece;
	}
}
