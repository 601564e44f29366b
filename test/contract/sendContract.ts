import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';

import { CreatioError, isCreatioError } from '../../nodes/shared/basics/errors';
import type { EgressPolicy, HttpRequest, HttpResponse, Send } from '../../nodes/shared/http/types';
import { type LocalServer, serve, serveProxy, serveTls } from './localServers';

type CreateSend = (options: {
	allowUnauthorizedCerts: boolean;
	egress?: EgressPolicy;
	largestAnswer?: number;
}) => Send;

const SECRET = 'sEcReT-cOoKiE-4711';

/** What every implementation of `Send` must do, on real sockets. */
export function describeSendContract(name: string, createSend: CreateSend): void {
	describe(`Send over ${name}`, () => {
		const open: LocalServer[] = [];
		const opened = async <T extends LocalServer>(server: Promise<T>): Promise<T> => {
			open.push(await server);
			return await server;
		};
		afterEach(async () => {
			await Promise.all(open.splice(0).map((server) => server.close()));
		});

		const send = createSend({ allowUnauthorizedCerts: false });
		const get = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
			method: 'GET',
			url,
			headers: { cookie: SECRET },
			timeoutMs: 5_000,
			...more,
		});
		const failure = async (answer: Promise<HttpResponse>) => {
			const error: unknown = await answer.then(
				() => undefined,
				(reason: unknown) => reason,
			);
			if (!isCreatioError(error)) throw new Error(`no CreatioError but ${String(error)}`);
			expect(`${error.message} ${error.cure ?? ''} ${error.stack ?? ''}`).not.toContain(SECRET);
			return error;
		};

		it('passes method, headers and body on, and returns status, headers and each cookie of the answer', async () => {
			const server = await opened(
				serve((request, response) => {
					let body = '';
					request.on('data', (chunk: Buffer) => (body += chunk.toString()));
					request.on('end', () => {
						response.writeHead(418, [
							...['Set-Cookie', 'a=1; expires=Fri, 06-May-2044 02:59:15 GMT'],
							...['Set-Cookie', 'b=2', 'X-Many', 'one', 'X-Many', 'two'],
						]);
						response.end(`${request.method} ${request.url} ${request.headers['x-one']} ${body}`);
					});
				}),
			);
			const answer = await send({
				...get(`http://127.0.0.1:${server.port}/a%20b?c=%27d`),
				method: 'PATCH',
				headers: { 'x-one': 'two' },
				body: 'bödy',
			});
			expect(answer.status).toBe(418);
			expect(answer.headers['x-many']).toBe('one, two');
			expect(answer.headers).not.toHaveProperty('set-cookie');
			expect(answer.setCookies).toEqual(['a=1; expires=Fri, 06-May-2044 02:59:15 GMT', 'b=2']);
			expect(Buffer.from(answer.body).toString()).toBe('PATCH /a%20b?c=%27d two bödy');
		});

		it('uses connections again for requests that follow each other', async () => {
			const server = await opened(serve((_request, response) => response.end('x')));
			for (let i = 0; i < 20; i++) await send(get(`http://127.0.0.1:${server.port}/`));
			expect(server.connections()).toBeLessThanOrEqual(2);
		});

		it.each([301, 302, 303, 307, 308])('does not follow a redirect (%i)', async (status) => {
			const elsewhere = await opened(serve((_request, response) => response.end('caught')));
			const server = await opened(
				serve((_request, response) => {
					response.writeHead(status, { location: `http://127.0.0.1:${elsewhere.port}/` });
					response.end();
				}),
			);
			expect((await send(get(`http://127.0.0.1:${server.port}/`))).status).toBe(status);
			expect(elsewhere.connections()).toBe(0);
		});

		it('says so when nothing listens', async () => {
			const server = await serve(() => undefined);
			await server.close();
			const error = await failure(send(get(`http://127.0.0.1:${server.port}/?q=${SECRET}`)));
			expect(error).toMatchObject({ kind: 'unavailable', perhapsDone: false });
		});

		it('says so when there is no such host', async () => {
			expect(await failure(send(get('http://nowhere.invalid/')))).toMatchObject({
				kind: 'address',
				perhapsDone: false,
			});
		});

		it('refuses a certificate that is not trusted, names the switch, and takes it when asked to', async () => {
			const server = await opened(serveTls((_request, response) => response.end('secure')));
			const url = `https://127.0.0.1:${server.port}/`;
			const error = await failure(send(get(url)));
			expect(error).toMatchObject({ kind: 'certificate', perhapsDone: false });
			expect(error.cure).toContain('Ignore SSL Issues');
			const trusting = createSend({ allowUnauthorizedCerts: true });
			expect(Buffer.from((await trusting(get(url))).body).toString()).toBe('secure');
			await failure(send(get(url)));
		});

		it('says so when https meets a plain http port', async () => {
			const server = await opened(serve((_request, response) => response.end('plain')));
			expect(await failure(send(get(`https://127.0.0.1:${server.port}/`)))).toMatchObject({
				kind: 'address',
				perhapsDone: false,
			});
		});

		it('leaves open whether a request was done whose connection broke', async () => {
			const server = await opened(serve((request) => request.socket.destroy()));
			const error = await failure(
				send(get(`http://127.0.0.1:${server.port}/`, { method: 'POST', body: SECRET })),
			);
			expect(error).toMatchObject({ kind: 'network', perhapsDone: true });
		});

		it('does not take a cut body for an answer', async () => {
			const server = await opened(
				serve((request, response) => {
					response.writeHead(200, { 'content-length': '1000' });
					response.write('{"value":[');
					setTimeout(() => request.socket.destroy(), 50);
				}),
			);
			expect(await failure(send(get(`http://127.0.0.1:${server.port}/`)))).toMatchObject({
				kind: 'network',
				perhapsDone: true,
			});
		});

		it.each(['before the headers', 'in the body'])('keeps the timeout %s', async (place) => {
			const server = await opened(
				serve((_request, response) => {
					if (place === 'in the body') response.write('{');
				}),
			);
			const error = await failure(send(get(`http://127.0.0.1:${server.port}/`, { timeoutMs: 200 })));
			expect(error).toMatchObject({ kind: 'timeout', perhapsDone: true });
		});

		it('stops at once when the execution is stopped', async () => {
			const server = await opened(serve(() => undefined));
			const stop = new AbortController();
			const answer = failure(send(get(`http://127.0.0.1:${server.port}/`, { signal: stop.signal })));
			setTimeout(() => stop.abort(), 100);
			const began = performance.now();
			expect((await answer).kind).toBe('cancelled');
			expect(performance.now() - began).toBeLessThan(1_000);
		});

		it('sends nothing to an address that the egress policy refuses', async () => {
			const server = await opened(serve((_request, response) => response.end('x')));
			const egress: EgressPolicy = { validateUrl: async () => ({ ok: false, error: new Error('private') }) };
			const guarded = createSend({ allowUnauthorizedCerts: false, egress });
			expect((await failure(guarded(get(`http://127.0.0.1:${server.port}/`)))).kind).toBe('blocked');
			expect(server.connections()).toBe(0);
		});

		describe('compressed answers', () => {
			const compressing = async (encoding: string, body: Buffer) => {
				const { port } = await opened(
					serve((_request, response) => {
						response.setHeader('content-encoding', encoding);
						response.end(body);
					}),
				);
				return send(get(`http://127.0.0.1:${port}/`));
			};

			it.each([
				['gzip', gzipSync('{"a":1}')],
				['deflate', deflateSync('{"a":1}')],
				['deflate', deflateRawSync('{"a":1}')],
				['br', brotliCompressSync('{"a":1}')],
				['deflate, gzip', gzipSync(deflateSync('{"a":1}'))],
				['identity', Buffer.from('{"a":1}')],
			])('are read whatever was asked for: %s', async (encoding, body) => {
				const answer = await compressing(encoding, body);
				expect(Buffer.from(answer.body).toString()).toBe('{"a":1}');
			});

			it('may be empty', async () => {
				expect((await compressing('gzip', Buffer.alloc(0))).body).toHaveLength(0);
			});

			it.each([
				['an unknown encoding', 'exi', Buffer.from('{"a":1}'), 'unreadable'],
				['too many encodings', 'gzip, gzip, gzip, gzip', gzipSync('{"a":1}'), 'unreadable'],
				['another encoding than they say', 'gzip', Buffer.from('{"a":1}'), 'unreadable'],
				['no end', 'gzip', gzipSync('{"a":1}'.repeat(1_000)).subarray(0, 30), 'network'],
			])('are not taken for data with %s, and may have been done', async (_what, encoding, body, kind) => {
				expect(await failure(compressing(encoding, body))).toMatchObject({ kind, perhapsDone: true });
			});
		});

		describe('streamed bodies', () => {
			const piece = Buffer.alloc(200_000, 'x');
			async function* pieces(count: number, pauseMs = 0): AsyncGenerator<Uint8Array> {
				for (let i = 0; i < count; i++) {
					if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
					yield piece;
				}
			}
			const sizeOf = async (answered: AsyncIterable<Uint8Array>) => {
				let size = 0;
				for await (const part of answered) size += part.length;
				return size;
			};

			it('sends a body of a known length, read anew for each request', async () => {
				const server = await opened(
					serve((request, response) => {
						let size = 0;
						request.on('data', (chunk: Buffer) => (size += chunk.length));
						request.on('end', () => response.end(`${size} ${request.headers['content-length']}`));
					}),
				);
				const length = 20 * piece.length;
				const request: HttpRequest = {
					...get(`http://127.0.0.1:${server.port}/`),
					method: 'PUT',
					headers: { 'content-length': String(length) },
					body: { length, open: () => pieces(20) },
				};
				for (let i = 0; i < 2; i++) {
					expect(Buffer.from((await send(request)).body).toString()).toBe(`${length} ${length}`);
				}
			});

			it('ends a request whose body cannot be read with the error of its source', async () => {
				const server = await opened(serve((request) => request.resume()));
				const broken = new CreatioError('storage', 'The file is gone');
				const open = async function* (): AsyncGenerator<Uint8Array> {
					yield* pieces(1);
					throw broken;
				};
				const length = 2 * piece.length;
				const request = { headers: { 'content-length': String(length) }, body: { length, open } };
				const sent = send({ ...get(`http://127.0.0.1:${server.port}/`, request), method: 'PUT' });
				expect(await failure(sent)).toMatchObject({ kind: 'storage' });
			});

			const serveFile = async (encoding?: string) =>
				await opened(
					serve((_request, response) => {
						const body = Buffer.concat(Array<Buffer>(10).fill(piece));
						if (encoding !== undefined) response.setHeader('content-encoding', encoding);
						response.end(encoding === undefined ? body : gzipSync(body));
					}),
				);

			it.each([undefined, 'gzip'])('gives an answer away as a stream (%s)', async (encoding) => {
				const server = await serveFile(encoding);
				const small = createSend({ allowUnauthorizedCerts: false, largestAnswer: 1_000 });
				let size = 0;
				const answer = await small(
					get(`http://127.0.0.1:${server.port}/`, {
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

			it('reads an answer that is not taken', async () => {
				const server = await serveFile();
				const answer = await send(get(`http://127.0.0.1:${server.port}/`, { receive: () => undefined }));
				expect(answer.body).toHaveLength(2_000_000);
				expect(answer.received).toBeUndefined();
			});

			it('closes the connection where what takes the answer stops early', async () => {
				let close = () => {};
				const closed = new Promise<void>((resolve) => (close = resolve));
				const server = await opened(
					serve((_request, response) => {
						response.on('close', close);
						const write = () => {
							while (!response.destroyed && response.write(piece));
						};
						response.on('drain', write);
						write();
					}),
				);
				const receive = () => async () => undefined;
				const answer = await send(get(`http://127.0.0.1:${server.port}/`, { receive }));
				expect(answer).toMatchObject({ status: 200, received: 0 });
				await closed;
			});

			it('reports a connection that breaks, whatever what takes the answer makes of it', async () => {
				const server = await opened(
					serve((_request, response) => {
						response.writeHead(200, { 'content-length': 1_000_000 });
						response.write(piece, () => response.destroy());
					}),
				);
				const request = get(`http://127.0.0.1:${server.port}/`, {
					receive: () => async (answered) => {
						await sizeOf(answered).catch(() => 0);
					},
				});
				expect(await failure(send(request))).toMatchObject({ kind: 'network', mayPass: true });
			});

			it('passes on the failure of what takes the answer', async () => {
				const server = await serveFile();
				const receive = () => async () => {
					throw new CreatioError('storage', 'The disk is full');
				};
				const sent = send(get(`http://127.0.0.1:${server.port}/`, { receive }));
				expect(await failure(sent)).toMatchObject({ kind: 'storage' });
			});

			it('waits as long as there is progress, and no longer', async () => {
				const server = await opened(
					serve((request, response) => {
						if (request.url === '/stuck') response.write('x');
						else void pipeline(Readable.from(pieces(8, 50)), response);
					}),
				);
				const receive = () => async (answered: AsyncIterable<Uint8Array>) => {
					await sizeOf(answered);
				};
				const limited = { timeoutMs: 200, receive };
				expect(await send(get(`http://127.0.0.1:${server.port}/`, limited))).toMatchObject({
					received: 8 * piece.length,
				});
				const stuck = send(get(`http://127.0.0.1:${server.port}/stuck`, limited));
				expect(await failure(stuck)).toMatchObject({ kind: 'timeout' });
			});
		});

		describe('answers larger than the limit', () => {
			const limited = createSend({ allowUnauthorizedCerts: false, largestAnswer: 1_000_000 });

			it.each<[string, Parameters<typeof serve>[0]]>([
				[
					'without an end',
					(_request, response) => {
						const more = () => response.write('x'.repeat(65_536)) && setImmediate(more);
						response.on('drain', more);
						more();
					},
				],
				[
					'compressed to little',
					(_request, response) => {
						response.setHeader('content-encoding', 'gzip');
						response.end(gzipSync(Buffer.alloc(5_000_000)));
					},
				],
			])('end the connection: %s', async (_what, listener) => {
				const server = await opened(serve(listener));
				expect(await failure(limited(get(`http://127.0.0.1:${server.port}/`)))).toMatchObject({
					kind: 'unreadable',
					reason: 'outOfMemory',
					mayPass: false,
					perhapsDone: true,
				});
				while (server.openConnections() > 0) await new Promise((resolve) => setImmediate(resolve));
			});

			it('are read up to the limit', async () => {
				const server = await opened(serve((_request, response) => response.end('x'.repeat(1_000_000))));
				expect((await limited(get(`http://127.0.0.1:${server.port}/`))).body).toHaveLength(1_000_000);
			});
		});

		it.each(['HTTPS_PROXY', 'ALL_PROXY'])('goes through %s, and past it for NO_PROXY', async (variable) => {
			const proxy = await opened(serveProxy());
			const server = await opened(serveTls((_request, response) => response.end('through')));
			await withEnvironment({ [variable]: `127.0.0.1:${proxy.port}`, NO_PROXY: 'localhost' }, async () => {
				const proxied = createSend({ allowUnauthorizedCerts: true });
				const answer = await proxied(get(`https://127.0.0.1:${server.port}/`));
				expect(Buffer.from(answer.body).toString()).toBe('through');
				expect(proxy.seen).toEqual([`CONNECT 127.0.0.1:${server.port}`]);
				await proxied(get(`https://localhost:${server.port}/`));
				expect(proxy.seen).toHaveLength(1);
			});
		});
	});
}

async function withEnvironment(values: Record<string, string>, work: () => Promise<void>): Promise<void> {
	const before = { ...process.env };
	for (const name of ['http_proxy', 'https_proxy', 'all_proxy', 'no_proxy']) {
		delete process.env[name];
		delete process.env[name.toUpperCase()];
	}
	Object.assign(process.env, values);
	try {
		await work();
	} finally {
		process.env = before;
	}
}
