import { inspect } from 'node:util';

import { type CreatioError, isCreatioError } from '../../../nodes/shared/basics/errors';
import type { HttpRequest, HttpResponse, Pieces, Send } from '../../../nodes/shared/http/types';
import type { SendOptions } from '../../../nodes/shared/n8n/connect/helperSend';
import type { LocalServer } from './localServers';

/** What no error may contain: not in its text, nor in anything that hangs on it. */
export const SECRET = 'sEcReT-cOoKiE-4711';

interface SenderOptions extends Omit<SendOptions, 'allowUnauthorizedCerts'> {
	/** Off when left out. */
	readonly allowUnauthorizedCerts?: boolean;
}

/** One sender, and servers that end with the test that opened them. */
export interface SendBench {
	senderWith(options: SenderOptions): Send;
	/** The sender with its defaults. */
	readonly send: Send;
	opened<T extends LocalServer>(server: Promise<T>): Promise<T>;
}

/** A request to a local server; its cookie is a secret. */
export const requestTo = (
	{ port }: LocalServer,
	{ path = '/', secure = false, ...more }: Partial<HttpRequest> & { path?: string; secure?: boolean } = {},
): HttpRequest => ({
	method: 'GET',
	url: `${secure ? 'https' : 'http'}://127.0.0.1:${port}${path}`,
	headers: { cookie: SECRET },
	timeoutMs: 5_000,
	...more,
});

/** The error of a request that must fail, as a `CreatioError` without secrets. */
export async function failureOf(answer: Promise<HttpResponse>): Promise<CreatioError> {
	const error: unknown = await answer.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (!isCreatioError(error)) throw new Error(`no CreatioError but ${String(error)}`);
	expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(SECRET);
	return error;
}

export const textOf = ({ body }: HttpResponse) => Buffer.from(body).toString();

export const PIECE = Buffer.alloc(200_000, 'x');

export async function* pieces(count: number, pauseMs = 0): AsyncGenerator<Uint8Array> {
	for (let i = 0; i < count; i++) {
		if (pauseMs > 0) await pause(pauseMs);
		yield PIECE;
	}
}

export async function sizeOf(answered: Pieces): Promise<number> {
	let size = 0;
	for await (const part of answered) size += part.length;
	return size;
}

/** Ends when it holds; the time of the test is the limit. */
export async function until(holds: () => boolean): Promise<void> {
	while (!holds()) await pause(5);
}

export async function pause(ms: number): Promise<void> {
	await new Promise((resolve) => setTimeout(resolve, ms));
}
