import { envelopeFailure, unreadable } from '../../../nodes/shared/connection/envelopeFailure';
import { judge } from '../../../nodes/shared/connection/verdict';
import type { HttpResponse } from '../../../nodes/shared/http/types';
import { answer, asked } from './answers';

const verdictOf = (response: HttpResponse, isWrite = false) => judge(response, asked(isWrite));

const says = (text: string) => expect.stringContaining(text);

describe('an envelope without success', () => {
	const refused = (words: string, ErrorCode = '') => ({
		success: false,
		errorInfo: { message: words, ErrorCode },
	});

	it.each<[string, string, object]>([
		['Sign in', '5', { kind: 'passwordExpired', cure: says('password') }],
		['no', 'SecurityException', { kind: 'forbidden', cure: says('administrator') }],
		['no', 'accessdenied', { kind: 'forbidden', cure: says('administrator') }],
		['File type is not allowed.', 'FileSecurityException', { kind: 'invalid', cure: undefined }],
		['no', 'NoRights', { kind: 'forbidden', cure: says('administrator') }],
		['no', '', { kind: 'invalid', cure: undefined }],
		['no', '15', { kind: 'invalid', cure: undefined }],
		['duplicate key', 'Db', { kind: 'invalid', cure: says('exists') }],
		['Collection was modified', 'NoRights', { kind: 'server', reason: 'reloading' }],
	])('"%s" with the code "%s" is a failure', (words, code, error) => {
		const body = refused(words, code);
		expect(verdictOf(answer(200, body), true)).toMatchObject({
			kind: 'failed',
			error: { status: 200, message: words, ...error },
		});
		expect(verdictOf(answer(200, body))).toMatchObject({ error });
		expect(envelopeFailure(body, 207)).toMatchObject({ status: 207, ...error });
	});

	it('without a sentence may pass, so that a read is tried again', () => {
		const response = answer(200, { success: false });
		const [read, write] = [false, true].map((isWrite) => {
			const verdict = verdictOf(response, isWrite);
			return verdict.kind === 'failed' ? verdict.error : undefined;
		});
		expect(read).toMatchObject({ kind: 'server', reason: 'reloading', cure: says('error log'), status: 200 });
		expect(write).toMatchObject({ kind: 'invalid', reason: 'unexplained', cure: says('error log') });
		expect(read?.message).toBe(write?.message);
		expect(read?.message).toMatch(/Creatio/);
	});

	it.each([{ success: true }, { success: false, values: {} }, [], 1, null])('%j is none', (json) => {
		expect(envelopeFailure(json, 200)).toBeUndefined();
		expect(verdictOf(answer(200, json)).kind).toBe('ok');
	});
});

it.each([false, true])(
	'an answer that lacks a part leaves the outcome of a write open; write: %s',
	(isWrite) => {
		const error = unreadable('the query', 'rows', isWrite);
		expect(error).toMatchObject({ kind: 'unreadable', perhapsDone: isWrite, cure: says('Site Address') });
		expect(error.message).toMatch(/the query.*rows/);
	},
);
