import { failureOf, requestTo, type SendBench, textOf } from './bench';
import { serve } from './localServers';

export function describeAnswers({ send, senderWith, opened }: SendBench): void {
	it('have status, headers and each cookie', async () => {
		const server = await opened(
			serve((_request, response) => {
				response.writeHead(418, [
					...['Set-Cookie', 'a=1; expires=Fri, 06-May-2044 02:59:15 GMT'],
					...['Set-Cookie', 'b=2', 'X-Many', 'one', 'X-Many', 'two'],
				]);
				response.end('tea');
			}),
		);
		const answer = await send(requestTo(server));
		expect(answer.status).toBe(418);
		expect(answer.headers['x-many']).toBe('one, two');
		expect(answer.headers).not.toHaveProperty('set-cookie');
		expect(answer.setCookies).toEqual(['a=1; expires=Fri, 06-May-2044 02:59:15 GMT', 'b=2']);
		expect(textOf(answer)).toBe('tea');
		expect(answer.received).toBeUndefined();
	});

	it.each([200, 201, 204, 304, 400, 401, 404, 407, 500, 503, 999])(
		'are answers with any status: %i',
		async (status) => {
			const hasBody = status !== 204 && status !== 304;
			const server = await opened(
				serve((_request, response) => {
					response.writeHead(status, { 'www-authenticate': 'Digest realm="x", nonce="y", qop="auth"' });
					response.end(hasBody ? '{"error":{}}' : undefined);
				}),
			);
			const answer = await send(requestTo(server));
			expect({ status: answer.status, body: textOf(answer) }).toEqual({
				status,
				body: hasBody ? '{"error":{}}' : '',
			});
			expect(server.connections()).toBe(1);
		},
	);

	it.each([301, 302, 303, 307, 308])('are not followed to another place: %i', async (status) => {
		const elsewhere = await opened(serve((_request, response) => response.end('caught')));
		const location = `http://127.0.0.1:${elsewhere.port}/`;
		const server = await opened(
			serve((_request, response) => {
				response.writeHead(status, { location });
				response.end('moved');
			}),
		);
		const answer = await send(requestTo(server, { method: 'POST', body: 'x' }));
		expect({ ...answer, body: textOf(answer) }).toMatchObject({
			status,
			headers: { location },
			body: 'moved',
		});
		expect(elsewhere.connections()).toBe(0);
	});

	it.each<[string, string, Buffer]>([
		['all bytes', 'application/octet-stream', Buffer.from(Array.from({ length: 256 }, (_, index) => index))],
		['JSON with spaces', 'application/json', Buffer.from(' {"a": 1.0}\n')],
		['text with a byte order mark', 'application/json', Buffer.from('\uFEFF{}')],
		['nothing', 'application/json', Buffer.alloc(0)],
		['text in another encoding', 'text/plain; charset=windows-1251', Buffer.from([0xcf, 0xf0, 0xe8])],
	])('have their bytes as they were sent: %s', async (_what, type, body) => {
		const server = await opened(
			serve((_request, response) => {
				response.writeHead(200, { 'content-type': type });
				response.end(body);
			}),
		);
		const answer = await send(requestTo(server));
		expect(Buffer.from(answer.body)).toEqual(body);
		expect(answer.headers['content-type']).toBe(type);
	});

	it('may arrive in parts, and after the head of another', async () => {
		const server = await opened(
			serve((_request, response) => {
				response.writeEarlyHints({ link: '</a>; rel=preload' });
				response.write('{"a"');
				setTimeout(() => response.end(':1}'), 30);
			}),
		);
		expect(textOf(await send(requestTo(server)))).toBe('{"a":1}');
	});

	describe('larger than the limit', () => {
		it.each([undefined, '2000000'])('end the connection (length: %s)', async (length) => {
			const server = await opened(
				serve((_request, response) => {
					if (length !== undefined) response.setHeader('content-length', length);
					const more = () => response.write('x'.repeat(65_536)) && setImmediate(more);
					response.on('drain', more);
					more();
				}),
			);
			const answer = senderWith({ largestAnswer: 1_000_000 })(requestTo(server));
			expect(await failureOf(answer)).toMatchObject({
				kind: 'unreadable',
				reason: 'outOfMemory',
				mayPass: false,
				perhapsDone: true,
			});
			await server.allClosed();
		});

		it('are read up to the limit', async () => {
			const server = await opened(serve((_request, response) => response.end('x'.repeat(1_000_000))));
			const answer = await senderWith({ largestAnswer: 1_000_000 })(requestTo(server));
			expect(answer.body).toHaveLength(1_000_000);
		});
	});
}
