import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { type Answer, bytesOf, isStreamed } from './http';

/** Sends an answer. `time`: the clock of the site, which need not be that of this machine. */
export async function send(response: ServerResponse, answer: Answer, time: Date): Promise<void> {
	if (answer.breaksOff === true) {
		response.writeHead(answer.status, ['Date', time.toUTCString(), ...answer.headers.flat()]);
		response.flushHeaders();
		response.socket?.end();
		return;
	}
	response.writeHead(answer.status, flatHeaders(answer, time));
	const isHead = response.req.method === 'HEAD';
	if (!isStreamed(answer.body)) response.end(bytesOf(answer));
	else if (isHead) response.end();
	else {
		// The caller who leaves, or the connection that breaks, ends it.
		await pipeline(Readable.from(piecesOf(answer)), response).catch(() => response.socket?.destroy());
	}
}

/** Announces the whole body, sends the first `bytes` of it, or half of it, and closes the socket. */
export async function sendPart(
	response: ServerResponse,
	answer: Answer,
	time: Date,
	bytes?: number,
): Promise<void> {
	response.writeHead(answer.status, flatHeaders(answer, time));
	let left = bytes ?? Math.floor(lengthOf(answer) / 2);
	for (const piece of piecesOf(answer)) {
		const part = piece.subarray(0, left);
		left -= part.length;
		await new Promise((resolve) => {
			response.write(part, resolve);
		});
		if (left === 0 || response.destroyed) break;
	}
	response.socket?.destroy();
}

/** Content that changes while it is sent is sent up to the length that was announced; if it got shorter, it breaks off. */
function* piecesOf(answer: Answer): Generator<Uint8Array, void, undefined> {
	const { body } = answer;
	if (!isStreamed(body)) {
		yield bytesOf(answer);
		return;
	}
	let left = body.length;
	for (const piece of body.pieces()) {
		const part = piece.subarray(0, left);
		left -= part.length;
		if (part.length > 0) yield part;
		if (left === 0) return;
	}
	if (left > 0) throw new Error('The content is shorter than it was.');
}

/** Bytes of the body. */
function lengthOf(answer: Answer): number {
	return isStreamed(answer.body) ? answer.body.length : bytesOf(answer).length;
}

function flatHeaders(answer: Answer, time: Date): string[] {
	const headers = ['Date', time.toUTCString(), ...answer.headers.flat()];
	const hasLength = answer.status !== 204 && answer.status !== 304 && answer.isChunked !== true;
	if (hasLength) headers.push('Content-Length', String(lengthOf(answer)));
	return headers;
}
