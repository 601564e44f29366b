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
		['EAI_AGAIN', 'address', false],
		['ECONNREFUSED', 'address', false],
		['EHOSTUNREACH', 'address', false],
		['UND_ERR_CONNECT_TIMEOUT', 'address', false],
		['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate', false],
		['CERT_HAS_EXPIRED', 'certificate', false],
		['EPROTO', 'address', false],
		['HPE_INVALID_CONSTANT', 'address', false],
		['ECONNRESET', 'network', true],
		['UND_ERR_SOCKET', 'network', true],
		['EPIPE', 'network', true],
	])('%s is of kind %s; perhaps done: %s', (code, kind, perhapsDone) => {
		const error = sendFailure(failed(code), request, false);
		expect(error.kind).toBe(kind);
		expect(error.perhapsDone ?? false).toBe(perhapsDone);
		expect(error.message).toContain('crm.example');
		expect(`${error.message} ${error.cure}`).not.toMatch(/secret/);
	});

	it('after the time limit, it is a time-out of a request that may have been processed', () => {
		expect(sendFailure(failed('UND_ERR_ABORTED'), request, true)).toMatchObject({
			kind: 'timeout',
			perhapsDone: true,
		});
	});

	it('of a cancelled run it is the cancellation, whatever else was reported', () => {
		const signal = AbortSignal.abort();
		expect(sendFailure(failed('ECONNRESET'), { ...request, signal }, true)).toMatchObject({
			kind: 'cancelled',
			perhapsDone: true,
		});
	});

	it('finds the code however deep undici put it', () => {
		const several = Object.assign(
			new AggregateError([{ code: 'ECONNREFUSED' }, { code: 'EHOSTUNREACH' }]),
			{},
		);
		expect(sendFailure(new Error('outer', { cause: several }), request, false).kind).toBe('address');
	});
});
