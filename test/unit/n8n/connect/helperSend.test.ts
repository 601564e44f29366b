import { Readable } from 'node:stream';
import { inspect } from 'node:util';

import { sendByHelper, sendByOlderHelper } from '../../../../nodes/shared/n8n/connect/helperSend';
import type { HttpRequest, Send } from '../../../../nodes/shared/http/types';

const request: HttpRequest = {
	method: 'POST',
	url: 'https://my.example/0/ServiceModel/AuthService.svc/Login',
	headers: { cookie: 'a=S3cret-cookie' },
	body: '{"UserPassword":"S3cret-password"}',
	timeoutMs: 5_000,
};

type Help = (options: Readonly<Record<string, unknown>>) => Promise<unknown>;

const SENDERS: ReadonlyArray<[string, (help: Help, most?: number) => Send]> = [
	[
		'httpRequest',
		(help, largestAnswer) =>
			sendByHelper({ httpRequest: help as never }, { allowUnauthorizedCerts: false, largestAnswer }),
	],
	[
		'request',
		(help, largestAnswer) =>
			sendByOlderHelper({ request: help as never }, { allowUnauthorizedCerts: false, largestAnswer }),
	],
];

describe.each(SENDERS)('requests over %s', (_name, sender) => {
	const failing = async (failure: object) =>
		await sender(
			async (options) => await Promise.reject(Object.assign(new Error('x'), { config: options }, failure)),
		)(request).catch((error: unknown) => error);

	it.each<[string, unknown]>([
		['a stream', Readable.from([Buffer.from('{"Code"'), Buffer.from(':0}')])],
		['bytes', Buffer.from('{"Code":0}')],
		['text', '{"Code":0}'],
		['JSON', { Code: 0 }],
	])('take a body as %s', async (_form, body) => {
		const response = await sender(async () => ({
			statusCode: 200,
			headers: { 'Content-Type': 'application/json', 'set-cookie': ['a=1', 'b=2; expires=Fri, 1'] },
			body,
		}))(request);
		expect({ ...response, body: Buffer.from(response.body).toString() }).toEqual({
			status: 200,
			headers: { 'content-type': 'application/json' },
			setCookies: ['a=1', 'b=2; expires=Fri, 1'],
			body: '{"Code":0}',
		});
	});

	it.each<[unknown]>([[undefined], [null], ['']])('take %j as an empty body', async (body) => {
		const response = await sender(async () => ({ statusCode: 204, headers: undefined, body }))(request);
		expect(response).toEqual({ status: 204, headers: {}, setCookies: [], body: new Uint8Array() });
	});

	it('never follow a redirect', async () => {
		let options: Readonly<Record<string, unknown>> = {};
		await sender(async (given) => {
			options = given;
			return { statusCode: 307, headers: { location: 'https://other.example' }, body: '' };
		})(request);
		expect([options.disableFollowRedirect, options.followRedirect]).toEqual(
			'uri' in options ? [undefined, false] : [true, undefined],
		);
	});

	it.each([
		['blocked', { name: 'SsrfBlockedIpError' }],
		['blocked', { name: 'Error', cause: new Error('The request was blocked') }],
		['unavailable', { code: 'ECONNREFUSED' }],
		['address', { code: 'ENOTFOUND' }],
		['certificate', { code: 'X', cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } }],
		['network', { code: 'ECONNRESET', response: { data: request.body }, request, options: request }],
	])('report a failure as %s, without the request', async (kind, failure) => {
		const error = await failing(failure);
		expect(error).toMatchObject({ name: 'CreatioError', kind });
		expect(error).not.toHaveProperty('cause', expect.anything());
		expect(inspect(error, { depth: null, showHidden: true })).not.toMatch(/S3cret/);
	});

	it('report an answer that breaks off, and one that is too large', async () => {
		const broken = new Readable({ read() {} });
		const ended = sender(async () => ({ statusCode: 200, headers: {}, body: broken }))(request);
		setImmediate(() =>
			broken.destroy(Object.assign(new Error('reset'), { code: 'ECONNRESET', config: request })),
		);
		const error: unknown = await ended.catch((reason: unknown) => reason);
		expect(error).toMatchObject({ kind: 'network' });
		expect(inspect(error, { depth: null, showHidden: true })).not.toMatch(/S3cret/);

		const endless = Readable.from(
			(async function* () {
				for (;;) yield await Promise.resolve(Buffer.alloc(100));
			})(),
		);
		const sent = sender(async () => ({ statusCode: 200, headers: {}, body: endless }), 1_000)(request);
		await expect(sent).rejects.toMatchObject({ kind: 'unreadable', reason: 'outOfMemory' });
		expect(endless.destroyed).toBe(true);
	});

	it('end in time, also within an answer', async () => {
		const soon = { ...request, timeoutMs: 20 };
		const silent = sender(() => new Promise(() => undefined))(soon);
		await expect(silent).rejects.toMatchObject({ kind: 'timeout' });
		const body = new Readable({ read() {} });
		const slow = sender(async () => ({ statusCode: 200, headers: {}, body }))(soon);
		await expect(slow).rejects.toMatchObject({ kind: 'timeout' });
		expect(body.destroyed).toBe(true);
	});
});
