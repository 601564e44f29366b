import { sendFailure } from '../../../nodes/shared/http/networkFailure';

const request = {
	method: 'GET',
	url: 'https://crm.example/0/odata/Contact?secret',
	headers: { cookie: 'BPMCSRF=secret' },
	timeoutMs: 2_000,
} as const;
const failed = (code: string) => Object.assign(new Error('secret'), { cause: { code } });

describe('why no answer came', () => {
	it.each([
		['ENOTFOUND', 'address', false],
		['EAI_AGAIN', 'unavailable', false],
		['ECONNREFUSED', 'unavailable', false],
		['EHOSTUNREACH', 'unavailable', false],
		['UND_ERR_CONNECT_TIMEOUT', 'unavailable', false],
		['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate', false],
		['CERT_HAS_EXPIRED', 'certificate', false],
		['EPROTO', 'address', false],
		['HPE_INVALID_CONSTANT', 'address', true],
		['ECONNRESET', 'network', true],
		['UND_ERR_SOCKET', 'network', true],
		['EPIPE', 'network', true],
		['ETIMEDOUT', 'network', true],
		['UND_ERR_INVALID_ARG', 'input', false],
		['HPE_HEADER_OVERFLOW', 'unreadable', true],
		['UND_ERR_HEADERS_OVERFLOW', 'unreadable', true],
	])('%s is of kind %s; perhaps done: %s', (code, kind, perhapsDone) => {
		const error = sendFailure(failed(code), request);
		expect(error.kind).toBe(kind);
		expect(error.perhapsDone ?? false).toBe(perhapsDone);
		expect(error.message).toContain('crm.example');
		expect(`${error.message} ${error.cure}`).not.toMatch(/secret/);
	});

	it('after the time limit, it is a time-out of a request that may have been processed', () => {
		expect(sendFailure(failed('UND_ERR_ABORTED'), request, { timedOut: true })).toMatchObject({
			kind: 'timeout',
			perhapsDone: true,
		});
	});

	it('of a cancelled run it is the cancellation, whatever else was reported', () => {
		const signal = AbortSignal.abort();
		expect(sendFailure(failed('ECONNRESET'), { ...request, signal }, { timedOut: true })).toMatchObject({
			kind: 'cancelled',
			perhapsDone: true,
		});
	});

	it('finds the code however deep undici put it', () => {
		const several = Object.assign(
			new AggregateError([{ code: 'ECONNREFUSED' }, { code: 'EHOSTUNREACH' }]),
			{},
		);
		expect(sendFailure(new Error('outer', { cause: several }), request).kind).toBe('unavailable');
	});

	it('tells a connection that never opened from one that broke', () => {
		const connecting = new Error('x', { cause: { code: 'ETIMEDOUT', syscall: 'connect' } });
		expect(sendFailure(connecting, request)).toMatchObject({ kind: 'unavailable', perhapsDone: false });
	});

	it('names the proxy that refuses, by its port', () => {
		const refused = (port: number) =>
			new Error('x', { cause: { code: 'ECONNREFUSED', address: '10.0.0.9', port } });
		expect(sendFailure(refused(3_128), request)).toMatchObject({
			kind: 'unavailable',
			message: expect.stringContaining('10.0.0.9:3128'),
			cure: expect.stringContaining('HTTPS_PROXY'),
		});
		expect(sendFailure(refused(443), request).message).toContain('crm.example');
	});

	it('advises https only where nothing of an answer came', () => {
		const plain = { ...request, url: 'http://crm.example/' };
		expect(sendFailure(failed('UND_ERR_SOCKET'), plain).cure).toMatch(/https/);
		expect(sendFailure(failed('UND_ERR_SOCKET'), plain, { hasBegun: true }).cure).not.toMatch(/https/);
	});
});
