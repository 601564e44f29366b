import type { HttpRequest, StreamedBody } from '../../../nodes/shared/http/types';
import { failureOf, requestTo, type SendBench, textOf } from './bench';
import type { Differences } from './contract';
import { serve, serveEcho } from './localServers';

/** Headers of every request over HTTP/1.1. */
const USUAL_HEADERS = ['accept-encoding', 'connection', 'content-length', 'host'];

/** JSON that a parser would write in another way, and would trim. */
const JSON_TEXT = ' {"a": 1.0, "b":"ü",\n"c": 12345678901234567890}\r\n ';

const TYPES = [
	'application/json',
	'application/json; charset=utf-8',
	'application/x-www-form-urlencoded',
	'multipart/form-data; boundary=b',
	'multipart/mixed; boundary=b',
	'application/octet-stream',
	'text/plain',
];

export function describeRequests({ send, opened }: SendBench, differences: Differences): void {
	it.each(['GET', 'POST', 'PATCH', 'MERGE', 'PUT', 'DELETE'] as const)(
		'pass method, address and headers on: %s',
		async (method) => {
			const server = await opened(serveEcho());
			await send(
				requestTo(server, {
					method,
					path: `/a%20b?c=%27d&e=f'g`,
					headers: { 'x-one': 'two, three', cookie: 'a="b c"; d=e', authorization: 'Bearer a.b-c_d==' },
					...(method !== 'GET' && { body: '' }),
				}),
			);
			expect(server.seen).toMatchObject([
				{
					method,
					url: '/a%20b?c=%27d&e=f%27g',
					headers: { 'x-one': 'two, three', cookie: 'a="b c"; d=e', authorization: 'Bearer a.b-c_d==' },
					body: Buffer.alloc(0),
				},
			]);
		},
	);

	it('have no headers that nobody asked for', async () => {
		const server = await opened(serveEcho());
		const headers = { accept: 'text/x', 'content-type': 'a/b' };
		await send(requestTo(server, { method: 'POST', headers, body: Buffer.from('x') }));
		const [{ headers: seen = {} } = {}] = server.seen;
		const others = Object.keys(seen).filter((name) => !USUAL_HEADERS.includes(name));
		expect(others.sort()).toEqual(['accept', 'content-type', ...differences.addedHeaders].sort());
		expect(seen).toMatchObject({ ...headers, 'accept-encoding': 'gzip', 'content-length': '1' });
	});

	describe.each(TYPES)('with the type %s', (type) => {
		const arrives = async (body: NonNullable<HttpRequest['body']>) => {
			const server = await opened(serveEcho());
			await send(requestTo(server, { method: 'PUT', headers: { 'content-type': type }, body }));
			const [request] = server.seen;
			expect(server.seen).toHaveLength(1);
			return { type: request?.headers['content-type'], body: request?.body.toString('latin1') };
		};
		it.each<[string, string]>([
			['JSON', JSON_TEXT],
			['a form', 'a=b+c%20d&e=%C3%BC&f'],
			['plain text', 'hello "ü" €'],
		])('send text as it is: %s', async (_what, body) => {
			const bytes = Buffer.from(body).toString('latin1');
			expect(await arrives(body)).toEqual({ type, body: bytes });
		});

		it('send bytes as they are, also a part of an array', async () => {
			const all = Uint8Array.from({ length: 300 }, (_, index) => index);
			const part = all.subarray(20, 290);
			for (const body of [part, Buffer.from(part)]) {
				expect(await arrives(body)).toEqual({ type, body: Buffer.from(part).toString('latin1') });
			}
		});

		it('send parts as they are', async () => {
			const all = [Buffer.from([0, 255, 128]), Buffer.from('{"a":1}'), Buffer.from([13, 10])];
			const body: StreamedBody = {
				length: 12,
				open: async function* () {
					yield* all;
				},
			};
			expect(await arrives(body)).toEqual({ type, body: Buffer.concat(all).toString('latin1') });
		});
	});

	it.each([
		['another line', 'a\r\nx-two: b'],
		['the end of a text', 'a\0b'],
		['a character outside Latin-1', 'a€b'],
	])('with a header that cannot be sent are refused, and nothing is sent: %s', async (_what, value) => {
		const server = await opened(serveEcho());
		for (const name of ['x-one', 'cookie', 'authorization']) {
			expect(await failureOf(send(requestTo(server, { headers: { [name]: value } })))).toMatchObject({
				kind: 'input',
				perhapsDone: false,
			});
		}
		expect(server.seen).toEqual([]);
	});

	it('with a name of a header that cannot be sent are refused, and nothing is sent', async () => {
		const server = await opened(serve(() => undefined));
		expect(await failureOf(send(requestTo(server, { headers: { 'x one': 'a' } })))).toMatchObject({
			kind: 'input',
			perhapsDone: false,
		});
		expect(server.connections()).toBe(0);
	});

	it('may have a large body', async () => {
		const server = await opened(serveEcho());
		const body = `"${'ü'.repeat(2_000_000)}"`;
		const headers = { 'content-type': 'application/json' };
		expect(textOf(await send(requestTo(server, { method: 'POST', headers, body })))).toBe('4000002 bytes');
	});

	it('are not changed by sending them', async () => {
		const server = await opened(serveEcho());
		const request = requestTo(server, {
			method: 'POST',
			headers: { 'content-type': 'a/b', cookie: 'c=d' },
			body: 'x',
		});
		const before = structuredClone(request);
		await send(request);
		expect(request).toEqual(before);
	});
}
