import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';

import { CreatioError } from '../../../nodes/shared/basics/errors';
import type { Pieces, StreamedBody } from '../../../nodes/shared/http/types';
import { failureOf, pause, PIECE, pieces, requestTo, type SendBench, sizeOf, textOf, until } from './bench';
import { closedPort, type LocalServer, serve, serveTcp } from './localServers';

export function describeStreams(bench: SendBench): void {
	describe('that are sent', () => describeUploads(bench));
	describe('that are received', () => describeDownloads(bench));
}

const upload = (server: LocalServer, body: StreamedBody, timeoutMs = 5_000) =>
	requestTo(server, {
		method: 'PUT',
		headers: { 'content-type': 'a/b', 'content-length': String(body.length) },
		body,
		timeoutMs,
	});

/** A body that counts how often it is opened, and closed again. */
function watched(count: number, pauseMs = 0) {
	const times = { opened: 0, closed: 0 };
	const open = async function* () {
		times.opened++;
		try {
			yield* pieces(count, pauseMs);
		} finally {
			times.closed++;
		}
	};
	return { times, body: { length: count * PIECE.length, open } };
}

function describeUploads({ send, opened }: SendBench): void {
	const counting = async () =>
		await opened(
			serve((request, response) => {
				let size = 0;
				request.on('data', (chunk: Buffer) => (size += chunk.length));
				request.on('end', () => {
					const { 'content-length': length, 'transfer-encoding': transfer } = request.headers;
					response.end(`${size} ${length} ${transfer}`);
				});
			}),
		);

	it('have a known length, and are read anew for each request', async () => {
		const server = await counting();
		const { body, times } = watched(20);
		for (let i = 0; i < 2; i++) {
			expect(textOf(await send(upload(server, body)))).toBe(`${body.length} ${body.length} undefined`);
		}
		expect(times).toEqual({ opened: 2, closed: 2 });
	});

	it('may be empty', async () => {
		const { body } = watched(0);
		expect(textOf(await send(upload(await counting(), body)))).toBe('0 0 undefined');
	});

	it('end a request with the error of their source', async () => {
		const server = await opened(serve((request) => request.resume()));
		const open = async function* (): AsyncGenerator<Uint8Array> {
			yield* pieces(1);
			throw new CreatioError('storage', 'The file is gone');
		};
		const sent = send(upload(server, { length: 2 * PIECE.length, open }));
		expect(await failureOf(sent)).toMatchObject({ kind: 'storage' });
		await server.allClosed();
	});

	it('are not read faster than they are taken, and run into the timeout when nothing is taken', async () => {
		const server = await opened(serve((request) => request.pause()));
		const { body, times } = watched(1_000);
		let taken = 0;
		const open = async function* () {
			for await (const piece of body.open()) {
				taken += piece.length;
				yield piece;
			}
		};
		const sent = send(upload(server, { length: body.length, open }, 300));
		expect(await failureOf(sent)).toMatchObject({ kind: 'timeout', perhapsDone: true });
		expect(taken).toBeLessThan(50_000_000);
		await until(() => times.closed === 1);
	});

	it('may take longer than the timeout as long as there is progress', async () => {
		const server = await counting();
		const { body } = watched(8, 100);
		expect((await send(upload(server, body, 600))).status).toBe(200);
	});

	it.each<[string, (server: LocalServer) => Promise<LocalServer>, string]>([
		['nothing listens', async () => await closedPort(), 'unavailable'],
		['the connection breaks', async (server) => server, 'network'],
	])('are closed where %s', async (_what, serverOf, kind) => {
		const breaking = await opened(serve((request) => request.once('data', () => request.socket.destroy())));
		const { body, times } = watched(100, 1);
		expect(await failureOf(send(upload(await serverOf(breaking), body)))).toMatchObject({ kind });
		// A sender may connect before it opens a body.
		await until(() => times.closed === times.opened);
	});

	it('are closed, and the connection too, where the execution is stopped', async () => {
		const server = await opened(serve((request) => request.resume()));
		const { body, times } = watched(1_000, 5);
		const stop = new AbortController();
		const sent = send({ ...upload(server, body), signal: stop.signal });
		await until(() => times.opened === 1);
		await pause(20);
		stop.abort();
		expect(await failureOf(sent)).toMatchObject({ kind: 'cancelled', perhapsDone: true });
		await until(() => times.closed === 1);
		await server.allClosed();
	});

	it('may be answered before their end', async () => {
		// Node's own server would close the connection, so that the answer might be lost.
		const server = await opened(
			serveTcp((socket) => {
				socket.once('data', () => socket.write('HTTP/1.1 413 No\r\ncontent-length: 9\r\n\r\ntoo large'));
				socket.resume();
			}),
		);
		const { body, times } = watched(200, 1);
		const answer = await send(upload(server, body));
		expect({ status: answer.status, body: textOf(answer) }).toEqual({ status: 413, body: 'too large' });
		await until(() => times.closed === times.opened);
	});
}

function describeDownloads({ send, senderWith, opened }: SendBench): void {
	const serveFile = async (encoding?: string) =>
		await opened(
			serve((_request, response) => {
				const body = Buffer.concat(Array<Buffer>(10).fill(PIECE));
				if (encoding !== undefined) response.setHeader('content-encoding', encoding);
				response.end(encoding === undefined ? body : gzipSync(body));
			}),
		);

	const serveEndless = async () =>
		await opened(
			serve((_request, response) => {
				const write = () => {
					while (!response.destroyed && response.write(PIECE));
				};
				response.on('drain', write);
				write();
			}),
		);

	it.each([undefined, 'gzip'])('are given away, larger than the limit too (%s)', async (encoding) => {
		const server = await serveFile(encoding);
		let size = 0;
		const answer = await senderWith({ largestAnswer: 1_000 })(
			requestTo(server, {
				receive:
					({ status }) =>
					async (answered) => {
						expect(status).toBe(200);
						size = await sizeOf(answered);
					},
			}),
		);
		expect(size).toBe(2_000_000);
		expect(answer).toMatchObject({ received: 2_000_000, body: new Uint8Array() });
	});

	it('are read where they are not taken', async () => {
		const server = await serveFile();
		const answer = await send(requestTo(server, { receive: () => undefined }));
		expect(answer.body).toHaveLength(2_000_000);
		expect(answer.received).toBeUndefined();
	});

	it('may be empty', async () => {
		const server = await opened(serve((_request, response) => response.end()));
		const receive = () => async (answered: Pieces) => {
			expect(await sizeOf(answered)).toBe(0);
		};
		expect(await send(requestTo(server, { receive }))).toMatchObject({ status: 200, received: 0 });
	});

	it('are not read faster than they are taken', async () => {
		const server = await serveEndless();
		let slow = false;
		const receive = () => async (answered: Pieces) => {
			for await (const piece of answered) {
				expect(piece.length).toBeGreaterThan(0);
				await pause(100);
				slow = true;
				break;
			}
		};
		await send(requestTo(server, { receive }));
		expect(slow).toBe(true);
		await server.allClosed();
	});

	it('close the connection where nothing of them is read', async () => {
		const server = await serveEndless();
		const receive = () => async () => undefined;
		expect(await send(requestTo(server, { receive }))).toMatchObject({ status: 200, received: 0 });
		await server.allClosed();
	});

	it('report a connection that breaks, whatever what takes them makes of it', async () => {
		const server = await opened(
			serve((_request, response) => {
				response.writeHead(200, { 'content-length': 1_000_000 });
				response.write(PIECE, () => response.destroy());
			}),
		);
		const receive = () => async (answered: Pieces) => {
			await sizeOf(answered).catch(() => 0);
		};
		expect(await failureOf(send(requestTo(server, { receive })))).toMatchObject({
			kind: 'network',
			mayPass: true,
		});
	});

	it('pass on the failure of what takes them, and close the connection', async () => {
		const server = await serveEndless();
		const receive = () => async () => {
			throw new CreatioError('storage', 'The disk is full');
		};
		expect(await failureOf(send(requestTo(server, { receive })))).toMatchObject({ kind: 'storage' });
		await server.allClosed();
	});

	it('wait as long as there is progress, and no longer', async () => {
		const server = await opened(
			serve((request, response) => {
				if (request.url === '/stuck') response.write('x');
				else void pipeline(Readable.from(pieces(8, 100)), response);
			}),
		);
		const receive = () => async (answered: Pieces) => {
			await sizeOf(answered);
		};
		const limited = { timeoutMs: 600, receive };
		expect(await send(requestTo(server, limited))).toMatchObject({ received: 8 * PIECE.length });
		const stuck = send(requestTo(server, { ...limited, path: '/stuck' }));
		expect(await failureOf(stuck)).toMatchObject({ kind: 'timeout' });
		await server.allClosed();
	});
}
