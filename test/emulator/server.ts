import { once } from 'node:events';
import {
	createServer as createHttp,
	type IncomingMessage,
	type Server,
	type ServerResponse,
	STATUS_CODES,
} from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';

import type { ParseFailure } from './hosts/host';
import { type Answer, bytesOf } from './http';

type Serve = (request: IncomingMessage, response: ServerResponse, body: ReceivedBody) => Promise<void>;

/** What came of a body. One that is longer than the host takes is left out. */
export interface ReceivedBody {
	body: Buffer;
	tooLarge: boolean;
}

export interface Listening {
	port: number;
	/** Breaks all connections and takes no others until `listenAgain`, as a site that restarts. */
	refuse(): void;
	/** Listens at the same port again. */
	listenAgain(): Promise<void>;
	close(): Promise<void>;
}

interface ListenOptions {
	port: number;
	host: string;
	https?: { key: string; cert: string };
	onConnection(socket: Socket): void;
	/** Most bytes of a body for this address. */
	bodyLimit(url: string): number;
	/** The answer to bytes that are not a request. */
	refuseBytes(failure: ParseFailure): Answer;
	serve: Serve;
}

/** Above the limits of every host, which answer for themselves. */
const MOST_HEAD = 1024 * 1024;
/** How long the rest of a body that is too large is waited for, once nothing more comes. */
const REST_OF_BODY_MS = 50;

/** Opens one HTTP(S) server. Rejects with Node's error when the port is taken. */
export function listen(options: ListenOptions): Promise<Listening> {
	const handler = (request: IncomingMessage, response: ServerResponse) => {
		readBody(request, options.bodyLimit(request.url ?? '/'))
			.then((body) => {
				if (body.tooLarge) response.shouldKeepAlive = false;
				return options.serve(request, response, body);
			})
			.catch((cause: unknown) => fail(response, cause));
	};
	const limits = { maxHeaderSize: MOST_HEAD, keepAliveTimeout: 60_000, requireHostHeader: false };
	const server: Server = options.https
		? createHttps({ ...limits, key: options.https.key, cert: options.https.cert }, handler)
		: createHttp(limits, handler);
	server.on(options.https ? 'secureConnection' : 'connection', options.onConnection);
	server.on('clientError', (cause: NodeJS.ErrnoException, socket: Duplex) =>
		sendRaw(socket, options.refuseBytes(failureOf(cause.code))),
	);
	server.on('connect', (_request: IncomingMessage, socket: Duplex) =>
		sendRaw(socket, options.refuseBytes('syntax')),
	);
	server.on('checkExpectation', handler);
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(options.port, options.host, () => {
			server.off('error', reject);
			const { port } = server.address() as AddressInfo;
			resolve({
				port,
				refuse() {
					server.close();
					server.closeAllConnections();
				},
				async listenAgain() {
					if (server.listening) return;
					server.listen(port, options.host);
					await once(server, 'listening');
				},
				close: () => close(server),
			});
		});
	});
}

function close(server: Server): Promise<void> {
	if (!server.listening) return Promise.resolve();
	return new Promise((resolve, reject) => {
		server.close((cause) => (cause ? reject(cause) : resolve()));
		server.closeAllConnections();
	});
}

async function readBody(request: IncomingMessage, limit: number): Promise<ReceivedBody> {
	if (Number(request.headers['content-length']) > limit) return skipBody(request);
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request.iterator({ destroyOnReturn: false })) {
		const bytes = chunk as Buffer;
		size += bytes.length;
		if (size > limit) return skipBody(request);
		chunks.push(bytes);
	}
	return { body: Buffer.concat(chunks), tooLarge: false };
}

/** Takes what still comes, so that the caller can read the answer before the connection is closed. */
function skipBody(request: IncomingMessage): Promise<ReceivedBody> {
	return new Promise((resolve) => {
		const done = () => {
			clearTimeout(timer);
			resolve({ body: Buffer.alloc(0), tooLarge: true });
		};
		const timer = setTimeout(done, REST_OF_BODY_MS);
		request.on('data', () => timer.refresh());
		request.once('end', done);
		request.once('close', done);
	});
}

function failureOf(code: string | undefined): ParseFailure {
	if (code === 'HPE_HEADER_OVERFLOW') return 'headersTooLong';
	return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'tooSlow' : 'syntax';
}

/** Answers on a connection on which no request could be read, and closes it. */
function sendRaw(socket: Duplex, answer: Answer): void {
	if (!socket.writable) {
		socket.destroy();
		return;
	}
	const { status, headers } = answer;
	const body = bytesOf(answer);
	const lines = [
		`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
		...headers.map(([name, value]) => `${name}: ${value}`),
		`Content-Length: ${body.length}`,
	];
	socket.end(`${lines.join('\r\n')}\r\n\r\n${body.toString()}`);
}

/** A bug of the emulator shows as a 500 that says so, never as a hanging test. */
function fail(response: ServerResponse, cause: unknown): void {
	if (response.destroyed || response.headersSent) return;
	const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
	response.writeHead(500, { 'Content-Type': 'text/plain' }).end(`The emulator itself broke down: ${text}`);
}
