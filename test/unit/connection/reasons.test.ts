import type { CreatioError } from '../../../nodes/shared/basics/errors';
import { mayRepeat } from '../../../nodes/shared/connection/retry';
import { judge } from '../../../nodes/shared/connection/verdict';
import { asked } from './answers';

const json = { 'content-type': 'application/json' };

function failure(
	status: number,
	body: unknown,
	{ isWrite = false, form = 'service' as 'odata' | 'service' | 'own' } = {},
): CreatioError {
	const bytes = new TextEncoder().encode(JSON.stringify(body));
	const verdict = judge({ status, headers: json, setCookies: [], body: bytes }, asked(isWrite), form);
	if (verdict.kind !== 'failed') throw new Error(`The verdict is ${verdict.kind}`);
	return verdict.error;
}

const message = (text: string) => ({ error: { message: text } });

describe('the reason of a failure', () => {
	it.each([
		['Collection was modified; enumeration operation may not execute.'],
		['Configuration assembly is not initialized'],
		['Another compilation is in progress'],
	])('is that the site reloads: %s', (text) => {
		const error = failure(500, message(text), { form: 'odata' });
		expect(error).toMatchObject({ kind: 'server', reason: 'reloading' });
		expect(mayRepeat(error, 'read')).toBe(true);
		const write = failure(500, message(text), { form: 'odata', isWrite: true });
		expect(mayRepeat(write, 'harmless')).toBe(true);
		expect(mayRepeat(write, 'once')).toBe(false);
		const inside = failure(200, { success: false, errorInfo: { message: text } }, { isWrite: true });
		expect(mayRepeat(inside, 'once')).toBe(false);
	});

	it('is that the site reloads where it refuses a read without a sentence, but not where it refuses a write', () => {
		const read = failure(200, { success: false });
		expect(read).toMatchObject({ kind: 'server', reason: 'reloading', cure: expect.any(String) });
		expect(mayRepeat(read, 'read')).toBe(true);
		const write = failure(200, { success: false }, { isWrite: true });
		expect(write).toMatchObject({ kind: 'invalid', reason: 'unexplained', cure: expect.any(String) });
		expect(mayRepeat(write, 'harmless')).toBe(false);
	});

	it('is the memory of the site', () => {
		const error = failure(500, message('RAM consumption limit 2000 MB exceeded'), { form: 'odata' });
		expect(error).toMatchObject({ kind: 'server', reason: 'outOfMemory' });
		expect(mayRepeat(error, 'read')).toBe(false);
	});

	it('is not explained by a status alone, and such a failure is not repeated', () => {
		expect(failure(400, {}, { form: 'own' })).toMatchObject({ kind: 'invalid', reason: 'unexplained' });
		const error = failure(500, { value: 1 });
		expect(error).toMatchObject({ kind: 'server', reason: 'unexplained' });
		expect(mayRepeat(error, 'read')).toBe(false);
	});

	it('is left out where the sentence of the site says it all', () => {
		expect(failure(400, message('Column by path X not found'), { form: 'odata' }).reason).toBeUndefined();
	});
});
