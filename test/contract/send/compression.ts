import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';

import type { HttpRequest } from '../../../nodes/shared/http/types';
import { failureOf, requestTo, type SendBench, sizeOf, textOf } from './bench';
import type { Differences } from './contract';
import { serve } from './localServers';

const TEXT = '{"a":1}';

export function describeCompression(
	{ send, senderWith, opened }: SendBench,
	{ readsSeveralEncodings, noticesCutCompression }: Differences,
): void {
	const compressing = async (encoding: string, body: Buffer) =>
		await opened(
			serve((_request, response) => {
				response.setHeader('content-encoding', encoding);
				response.end(body);
			}),
		);
	const ask = async (encoding: string, body: Buffer, more: Partial<HttpRequest> = {}) =>
		send(requestTo(await compressing(encoding, body), more));

	it.each([
		['gzip', gzipSync(TEXT)],
		['x-gzip', gzipSync(TEXT)],
		['deflate', deflateSync(TEXT)],
		['deflate', deflateRawSync(TEXT)],
		['br', brotliCompressSync(TEXT)],
		['identity', Buffer.from(TEXT)],
	])('are read whatever was asked for: %s', async (encoding, body) => {
		expect(textOf(await ask(encoding, body))).toBe(TEXT);
	});

	it('may be compressed more than once', async () => {
		const answer = ask('deflate, gzip', gzipSync(deflateSync(TEXT)));
		if (readsSeveralEncodings) expect(textOf(await answer)).toBe(TEXT);
		else expect(await failureOf(answer)).toMatchObject({ kind: 'unreadable', perhapsDone: true });
	});

	it('may be empty', async () => {
		expect((await ask('gzip', Buffer.alloc(0))).body).toHaveLength(0);
	});

	it.each([
		['an unknown encoding', 'exi', Buffer.from(TEXT)],
		['too many encodings', 'gzip, gzip, gzip, gzip', gzipSync(TEXT)],
		['another encoding than they say', 'gzip', Buffer.from(TEXT)],
	])('are not taken for data with %s, and may have been done', async (_what, encoding, body) => {
		const server = await compressing(encoding, body);
		expect(await failureOf(send(requestTo(server)))).toMatchObject({
			kind: 'unreadable',
			perhapsDone: true,
		});
		const receive = () => async (answered: AsyncIterable<Uint8Array>) => {
			await sizeOf(answered);
		};
		expect(await failureOf(send(requestTo(server, { receive })))).toMatchObject({ kind: 'unreadable' });
	});

	it('close their connection where they cannot be read', async () => {
		const server = await opened(
			serve((_request, response) => {
				response.setHeader('content-encoding', 'exi');
				response.write(TEXT);
			}),
		);
		expect(await failureOf(send(requestTo(server)))).toMatchObject({ kind: 'unreadable' });
		await server.allClosed();
	});

	it('that were cut', async () => {
		const whole = TEXT.repeat(1_000);
		const answer = ask('gzip', gzipSync(whole).subarray(0, 30));
		if (noticesCutCompression)
			expect(await failureOf(answer)).toMatchObject({ kind: 'network', perhapsDone: true });
		else expect(textOf(await answer)).not.toBe(whole);
	});

	it('whose connection breaks', async () => {
		const server = await opened(
			serve((_request, response) => {
				response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': '100000' });
				response.write(gzipSync(TEXT.repeat(1_000)).subarray(0, 30), () => response.destroy());
			}),
		);
		expect(await failureOf(send(requestTo(server)))).toMatchObject({ kind: 'network', perhapsDone: true });
	});

	it('that are compressed to little end at the limit', async () => {
		const server = await compressing('gzip', gzipSync(Buffer.alloc(5_000_000)));
		const answer = senderWith({ largestAnswer: 1_000_000 })(requestTo(server));
		expect(await failureOf(answer)).toMatchObject({ kind: 'unreadable', reason: 'outOfMemory' });
	});
}
