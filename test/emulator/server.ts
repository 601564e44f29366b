import {
	createServer as createHttp,
	type IncomingMessage,
	type Server,
	type ServerResponse,
} from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

import type { Answer } from './http';

type Serve = (request: IncomingMessage, response: ServerResponse, body: Buffer) => Promise<void>;

export interface Listening {
	port: number;
	close(): Promise<void>;
}

interface ListenOptions {
	port: number;
	host: string;
	https?: { key: string; cert: string };
	onConnection(socket: Socket): void;
	serve: Serve;
}

/** Most bytes of one request body; a real site has a limit of this order. */
const MOST_BODY = 64 * 1024 * 1024;

/** Opens one HTTP(S) server. Rejects with Node's error when the port is taken. */
export function listen(options: ListenOptions): Promise<Listening> {
	const handler = (request: IncomingMessage, response: ServerResponse) => {
		readBody(request)
			.then((body) => options.serve(request, response, body))
			.catch((cause: unknown) => fail(response, cause));
	};
	const limits = { maxHeaderSize: 128 * 1024, keepAliveTimeout: 60_000 };
	const server: Server = options.https
		? createHttps({ ...limits, key: options.https.key, cert: options.https.cert }, handler)
		: createHttp(limits, handler);
	server.on(options.https ? 'secureConnection' : 'connection', options.onConnection);
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(options.port, options.host, () => {
			server.off('error', reject);
			resolve({ port: (server.address() as AddressInfo).port, close: () => close(server) });
		});
	});
}

function close(server: Server): Promise<void> {
	return new Promise((resolve, reject) => {
		server.close((cause) => (cause ? reject(cause) : resolve()));
		server.closeAllConnections();
	});
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request) {
		const bytes = chunk as Buffer;
		size += bytes.length;
		if (size > MOST_BODY) throw new Error('The request body is too large.');
		chunks.push(bytes);
	}
	return Buffer.concat(chunks);
}

/** A bug of the emulator shows as a 500 that says so, never as a hanging test. */
function fail(response: ServerResponse, cause: unknown): void {
	if (response.destroyed || response.headersSent) return;
	const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
	response.writeHead(500, { 'Content-Type': 'text/plain' }).end(`The emulator itself broke down: ${text}`);
}

/** `time`: the clock of the site, which need not be that of this machine. */
export function send(response: ServerResponse, answer: Answer, time: Date): void {
	const body = typeof answer.body === 'string' ? Buffer.from(answer.body, 'utf8') : answer.body;
	response.writeHead(answer.status, flatHeaders(answer, body, time));
	response.end(body);
}

/** Announces the whole body, sends half of it and closes the socket. */
export function sendHalf(response: ServerResponse, answer: Answer, time: Date): void {
	const body = typeof answer.body === 'string' ? Buffer.from(answer.body, 'utf8') : answer.body;
	response.writeHead(answer.status, flatHeaders(answer, body, time));
	response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.destroy());
}

function flatHeaders(answer: Answer, body: Buffer, time: Date): string[] {
	const headers = ['Date', time.toUTCString(), ...answer.headers.flat()];
	if (answer.status !== 204 && answer.status !== 304) headers.push('Content-Length', String(body.length));
	return headers;
}
