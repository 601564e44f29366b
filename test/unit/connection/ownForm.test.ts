import { mayRepeat } from '../../../nodes/shared/connection/retry';
import { judge } from '../../../nodes/shared/connection/verdict';
import { asked } from './answers';

const answer = (body: string, status = 200, type = 'application/json') => ({
	status,
	headers: { 'content-type': type },
	setCookies: [],
	body: Buffer.from(body),
});

describe('an answer of its own form', () => {
	it.each<[string, unknown]>([
		['42', 42],
		['true', true],
		['null', null],
		['"a"', 'a'],
		['{"success":false}', { success: false }],
		['{"error":{"message":"x"}}', { error: { message: 'x' } }],
	])('%s is left to the caller', (body, json) => {
		expect(judge(answer(body), asked(true), 'own')).toMatchObject({ kind: 'ok', answer: { json } });
	});

	it.each([
		['a status of failure', answer('{"message":"No"}', 500), { message: 'No' }],
		['a page', answer('<html></html>', 200, 'text/html'), { kind: 'unreadable', perhapsDone: true }],
		['a missing method', answer('', 404), { kind: 'notFound' }],
	])('is not a success with %s', (_what, response, error) => {
		expect(judge(response, asked(true), 'own')).toMatchObject({ kind: 'failed', error });
	});

	it('may be asked for again while the site reloads its routes, if that changes nothing', () => {
		const reloading = answer('{"success":false,"errorInfo":{"message":"Collection was modified"}}');
		expect(judge(reloading, asked(false), 'own')).toMatchObject({
			kind: 'failed',
			error: { kind: 'server' },
		});
		expect(judge(reloading, asked(true), 'own').kind).toBe('ok');
	});
});

describe('a refusal without a sentence', () => {
	it.each(['{"success":false}', '{"success":false,"errorInfo":{"message":""}}'])(
		'%s may pass, so that reads are repeated and writes that count are not',
		(body) => {
			const verdict = judge(answer(body), asked(false));
			if (verdict.kind !== 'failed') throw new Error(verdict.kind);
			expect(verdict.error).toMatchObject({ kind: 'server', cure: expect.stringContaining('error log') });
			expect(mayRepeat(verdict.error, 'read')).toBe(true);
			const write = judge(answer(body), asked(true));
			if (write.kind !== 'failed') throw new Error(write.kind);
			expect(mayRepeat(write.error, 'once')).toBe(false);
		},
	);

	it('is for the caller to judge where the service has a form of its own', () => {
		expect(judge(answer('{"success":false,"reason":"No"}'), asked(false), 'own').kind).toBe('ok');
	});
});

describe('a text that calls itself JSON', () => {
	it('is JSON when it is a bare number, and cut when it is neither', () => {
		expect(judge(answer('42'), asked(true))).toMatchObject({ kind: 'ok', answer: { json: 42 } });
		expect(judge(answer('{"cut'), asked(true))).toMatchObject({
			kind: 'failed',
			error: { kind: 'unreadable', perhapsDone: true },
		});
		expect(judge(answer('42', 200, 'text/plain'), asked(true))).toMatchObject({
			answer: { json: undefined },
		});
	});
});
