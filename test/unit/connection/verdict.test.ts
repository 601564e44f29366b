import fc from 'fast-check';
import type { CreatioError } from '../../../nodes/shared/basics/errors';
import type { AnswerForm } from '../../../nodes/shared/connection/serviceCall';
import { judge } from '../../../nodes/shared/connection/verdict';
import type { HttpResponse } from '../../../nodes/shared/http/types';
import { answer, asked, HOST, page } from './answers';

interface How {
	readonly isWrite?: boolean;
	readonly form?: AnswerForm;
}

const verdictOf = (response: HttpResponse, { isWrite = false, form }: How = {}) =>
	judge(response, asked(isWrite), form);

function errorOf(response: HttpResponse, how: How = {}): CreatioError {
	const verdict = verdictOf(response, how);
	if (verdict.kind === 'ok') throw new Error('It is a success');
	return verdict.error;
}

const says = (text: string) => expect.stringContaining(text);
const sentence = (message: string) => ({ error: { message } });

describe('a success', () => {
	it.each([200, 201, 204, 299])('with status %i has headers, text and JSON, and no bytes', (status) => {
		const verdict = verdictOf(answer(status, '{"a":1}', { etag: 'x' }));
		expect(verdict).toEqual({
			kind: 'ok',
			answer: {
				status,
				headers: { 'content-type': 'application/json', etag: 'x' },
				json: { a: 1 },
				text: '{"a":1}',
			},
		});
	});

	it.each([
		[204, ''],
		[202, ' \n'],
	])('of a write may have an empty body: %i %j', (status, body) => {
		expect(verdictOf(answer(status, body), { isWrite: true })).toMatchObject({
			kind: 'ok',
			answer: { json: undefined, text: body },
		});
	});

	it('of the description of objects has an end', () => {
		const url = 'https://my.example/0/odata/$metadata';
		const description = (text: string) =>
			judge(
				answer(200, text, { 'content-type': 'application/xml' }),
				asked(false, { url, service: 'odata' }),
				'odata',
			);
		expect(description('<edmx:Edmx></edmx:Edmx>\n')).toMatchObject({ kind: 'ok' });
		expect(description('<edmx:Edmx><Schema>')).toMatchObject({
			error: { kind: 'unreadable', mayPass: true, message: expect.stringContaining('$metadata') },
		});
	});

	it('has data in it where it is a read', () => {
		const url = 'https://my.example/0/odata/Contact';
		const nothing = [answer(200), answer(204), answer(200, {}), answer(200, []), answer(200, null)];
		for (const response of nothing) {
			expect(judge(response, asked(false, { url, service: 'odata' }), 'odata')).toMatchObject({
				error: { kind: 'unreadable', mayPass: true, perhapsDone: false },
			});
		}
		expect(verdictOf(answer(200, ''), { isWrite: true }).kind).toBe('ok');
		expect(verdictOf(answer(200, ''), { form: 'own' }).kind).toBe('ok');
	});

	it.each([
		['text/plain', '{"a":1}', { a: 1 }],
		['text/plain', ' \n[1]', [1]],
		['text/plain', '"a"', 'a'],
		['text/plain', '42', undefined],
		['text/plain', 'a{', undefined],
		['text/plain', '{"cut', undefined],
		['application/problem+JSON', '42', 42],
	])('%s %j is read as %j', (type, body, json) => {
		expect(verdictOf(answer(200, body, { 'content-type': type }))).toMatchObject({
			kind: 'ok',
			answer: { json, text: body },
		});
	});

	it('may lack a content type', () => {
		const bare = (body: string) => ({ ...answer(200, body), headers: {} });
		expect(verdictOf(bare('12'))).toMatchObject({ kind: 'ok', answer: { json: undefined, text: '12' } });
		expect(verdictOf(bare('{"a":1}'))).toMatchObject({ kind: 'ok', answer: { json: { a: 1 } } });
	});
});

describe('a refused session', () => {
	it('is a 401, before any work', () => {
		expect(verdictOf(answer(401, sentence('no')), { isWrite: true })).toMatchObject({
			kind: 'signInAgain',
			refused: true,
			error: { kind: 'session', status: 401, message: says(HOST), perhapsDone: false },
		});
	});

	it.each(['/Login/NuiLogin.aspx', '/0/LOGIN/x', '/x?returnurl=%2f', 'https://my.example/Login/Login.html'])(
		'is a redirect to the login page: %s',
		(location) => {
			expect(verdictOf(answer(302, '', { location }), { isWrite: true })).toMatchObject({
				kind: 'signInAgain',
				refused: true,
				error: { kind: 'session', status: 302, message: says(HOST), perhapsDone: false },
			});
		},
	);

	it.each(['<a href="/Login/x">', 'bootstrap.login', 'nuilogin'])(
		'is the login page with status 200, after which a write may be done: %s',
		(text) => {
			for (const isWrite of [false, true]) {
				expect(verdictOf(page(`<html>${text}</html>`), { isWrite })).toMatchObject({
					kind: 'signInAgain',
					refused: false,
					error: { kind: 'session', status: 200, message: says(HOST), perhapsDone: isWrite },
				});
			}
		},
	);

	it.each(['', ' \r\n'])('may be a 403 without words: %j', (body) => {
		expect(verdictOf(answer(403, body))).toMatchObject({
			kind: 'signInAgain',
			refused: true,
			error: { kind: 'forbidden', status: 403 },
		});
	});
});

describe('a redirect elsewhere', () => {
	it.each([
		[300, 'https://other.example/a/b', 'https://other.example'],
		[301, '/elsewhere', '/elsewhere'],
		[302, 'http://my.example:81/x', 'http://my.example:81'],
		[399, 'http://', 'http://'],
	])('%i to %s is an address to correct', (status, location, target) => {
		const error = errorOf(answer(status, '', { location }), { isWrite: true });
		expect(error).toMatchObject({ kind: 'address', status, cure: says('Site Address'), perhapsDone: false });
		expect(error.message).toMatch(HOST);
		expect(error.message.endsWith(` ${target}`)).toBe(true);
		expect(verdictOf(answer(status, '', { location })).kind).toBe('failed');
	});

	it('of the same site names the page', () => {
		const { message } = errorOf(answer(302, '', { location: '/maintenance.html' }));
		expect(message).toMatch(/page \/maintenance\.html$/);
	});

	it('may lack the address', () => {
		expect(errorOf(answer(307))).toMatchObject({ kind: 'address', status: 307 });
	});
});

describe('a web page instead of data', () => {
	const gateway = (status: number) => page('<html><TITLE> Gateway of\n the house </TITLE></html>', status);

	it('with a good status may be data the next time; a write may be done', () => {
		expect(errorOf(gateway(200), { isWrite: true })).toMatchObject({
			kind: 'unreadable',
			status: 200,
			mayPass: true,
			perhapsDone: true,
			message: says(HOST),
			cure: says('Site Address'),
		});
		expect(errorOf(gateway(200)).perhapsDone).toBe(false);
		expect(errorOf(gateway(200)).message).toMatch(/: Gateway of\n the house$/);
	});

	// The status says what it is, whatever the page is.
	it.each<[number, object]>([
		[403, { kind: 'forbidden', cure: says('address of n8n') }],
		[404, { kind: 'notFound' }],
		[405, { kind: 'invalid', reason: 'verbRefused', cure: says('WebDAV') }],
		[408, { kind: 'unavailable', perhapsDone: true, mayPass: true }],
		[413, { kind: 'tooLarge', mayPass: false }],
		[414, { kind: 'invalid', reason: 'addressTooLong' }],
		[429, { kind: 'throttled', mayPass: true }],
		[406, { kind: 'forbidden', cure: says('address of n8n') }],
		[500, { kind: 'server', perhapsDone: true, mayPass: false }],
		[502, { kind: 'unavailable', perhapsDone: true, mayPass: true }],
		[503, { kind: 'unavailable', perhapsDone: true, mayPass: true }],
		[520, { kind: 'unavailable', perhapsDone: true, mayPass: true }],
	])('with status %i is %j', (status, error) => {
		const given = errorOf(gateway(status), { isWrite: true });
		expect(given).toMatchObject({ status, perhapsDone: false, ...error });
		expect(`${given.message} ${given.cure}`).not.toMatch(
			/Check the Site Address of the credential;|no such record/,
		);
		expect(errorOf(gateway(status)).perhapsDone).toBe(false);
	});

	it('keeps the advice of the server', () => {
		const busy = answer(503, '<html>', { 'content-type': 'text/html', 'retry-after': '7' });
		expect(errorOf(busy).retryAfterMs).toBe(7_000);
	});

	it.each([
		'<html></html>',
		'<html><title></title></html>',
		`<html><title>${'x'.repeat(121)}</title></html>`,
	])('is described without a title that does not help: %s', (text) => {
		expect(errorOf(page(text)).message).toMatch(/[a-z]$/);
		expect(errorOf(page(text)).message).not.toMatch(/undefined|xxx/);
	});

	it('is the failure of a service when it holds its exception', () => {
		const text =
			"<html><p>The server encountered an error processing the request. The exception message is 'Collection was modified'. See server logs for more details.</p></html>";
		for (const isWrite of [false, true]) {
			expect(errorOf(page(text, 400), { isWrite })).toMatchObject({
				kind: 'server',
				status: 400,
				reason: 'reloading',
				perhapsDone: isWrite,
				message: says('Collection was modified'),
			});
		}
	});
});

describe('a 403 with words', () => {
	it.each([
		[sentence('Not allowed to delete'), 'Not allowed to delete', undefined],
		['{}', HOST, 'unexplained'],
		['""', HOST, 'unexplained'],
		['Only administrators may', 'Only administrators may', undefined],
	])('%j is about rights', (body, message, reason) => {
		const verdict = verdictOf(answer(403, body), { isWrite: true });
		expect(verdict).toMatchObject({
			kind: 'failed',
			error: {
				kind: 'forbidden',
				status: 403,
				reason,
				message: says(message),
				cure: says('administrator'),
				perhapsDone: false,
			},
		});
	});
});

describe('a status of failure', () => {
	it.each<[number, unknown, string, boolean, boolean]>([
		[400, '', 'invalid', false, false],
		[400, sentence('no'), 'invalid', true, false],
		[404, '', 'notFound', false, false],
		[404, sentence('no'), 'notFound', true, false],
		[405, '', 'invalid', false, false],
		[409, 'text', 'invalid', true, false],
		[410, '', 'notFound', false, false],
		[429, '', 'throttled', false, false],
		[499, '', 'invalid', false, false],
		[500, '', 'server', false, true],
		[500, 'text', 'server', true, true],
		[500, '{}', 'server', false, true],
		[500, sentence('no'), 'server', true, true],
		[500, sentence('23505: no'), 'invalid', true, true],
		[502, '', 'unavailable', false, true],
		[503, sentence('no'), 'unavailable', true, true],
	])(
		'%i %j is %s; explained: %s; a write perhaps done: %s',
		(status, body, kind, isExplained, perhapsDone) => {
			const error = errorOf(answer(status, body), { isWrite: true });
			expect(error).toMatchObject({ kind, status, perhapsDone });
			expect(errorOf(answer(status, body))).toMatchObject({ kind, status, perhapsDone: false });
			if (isExplained) expect(error.message).toMatch(/no$|text$/);
			else expect(error.message).toMatch(HOST);
		},
	);

	it('of what the database refuses is certain for a write that may be repeated', () => {
		const response = answer(500, sentence('23503: foreign key'));
		const verdict = judge(response, asked(true, { repeat: 'harmless' }));
		expect(verdict).toMatchObject({ error: { kind: 'invalid', perhapsDone: false } });
	});

	it('passes where only the moment was bad', () => {
		const deadlock = answer(500, sentence('Transaction was deadlocked on lock resources'));
		expect(errorOf(deadlock)).toMatchObject({ kind: 'server', mayPass: true });
		expect(errorOf(answer(400, sentence('Collection was modified')))).toMatchObject({
			kind: 'server',
			reason: 'reloading',
			mayPass: true,
		});
	});

	it('passes the advice of the server on', () => {
		const throttled = answer(429, '', { 'retry-after': '7' });
		expect(errorOf(throttled)).toMatchObject({ retryAfterMs: 7_000, cure: says('Wait') });
		expect(errorOf(answer(500)).retryAfterMs).toBeUndefined();
	});

	it.each([
		['23505: duplicate', 'invalid'],
		['Column by path X not found in schema Y.', 'invalid'],
		['violates a CONSTRAINT', 'invalid'],
		['The column must hold a unique value', 'invalid'],
		["The item is missing the property 'X'", 'invalid'],
		['Name is required', 'invalid'],
		['Required column Name is not filled in', 'invalid'],
		['Value cannot be null.', 'invalid'],
		['No primary key specified', 'invalid'],
		['Line 23505: oops', 'server'],
		['2: oops', 'server'],
		['abcde: oops', 'server'],
		['Something broke', 'server'],
		['Collection was modified, a value is required', 'server'],
	])('500 "%s" is %s', (words, kind) => {
		expect(errorOf(answer(500, sentence(words)))).toMatchObject({ kind, message: words });
	});

	it.each<[number, string, RegExp | undefined]>([
		[500, 'RAM consumption limit exceeded', /fewer/],
		[500, 'Column by path AccountId not found in schema', /Account\/Id/],
		[500, 'Column by path Account not found in schema', undefined],
		[500, '23503: x', /lookup/],
		[500, 'violates a foreign key', /lookup/],
		[500, 'conflicts with the REFERENCE constraint', /lookup/],
		[500, '23505: x', /exists/],
		[500, 'violates a unique constraint', /exists/],
		[500, 'duplicate key', /exists/],
		[500, 'The column must hold a unique value', /exists/],
		[429, 'no', /Wait/],
		[405, 'no', /WebDAV/],
		[503, 'no', /minutes/],
		[400, 'no', undefined],
		[500, 'no', /log of the site/],
	])('%i "%s" has the cure %s', (status, words, cure) => {
		const error = errorOf(answer(status, sentence(words)));
		if (cure === undefined) expect(error.cure).toBeUndefined();
		else expect(error.cure).toMatch(cure);
	});
});

describe('an answer that is cut off', () => {
	it.each([false, true])('leaves the outcome of a write open; write: %s', (isWrite) => {
		expect(errorOf(answer(201, '{"value":['), { isWrite })).toMatchObject({
			kind: 'unreadable',
			status: 201,
			perhapsDone: isWrite,
			message: says(HOST),
			cure: says('Run again'),
		});
	});

	it('is left to the caller in a raw answer, with its bytes', () => {
		const response = answer(200, '{"value":[');
		expect(verdictOf(response, { form: 'own' })).toMatchObject({
			kind: 'failed',
			error: { kind: 'unreadable', reason: 'notJson', mayPass: true },
		});
		expect(verdictOf(response, { form: 'raw' })).toMatchObject({
			kind: 'ok',
			answer: { status: 200, text: '{"value":[', bytes: response.body },
		});
	});
});

describe('an error of OData inside 200', () => {
	it.each<[unknown, object]>([
		[sentence('Oops'), { kind: 'server', message: 'Oops', reason: undefined, cure: undefined }],
		[sentence('23505: x'), { kind: 'invalid', message: '23505: x', cure: says('exists') }],
		[sentence('Collection was modified'), { kind: 'server', reason: 'reloading' }],
		[{ error: {} }, { kind: 'server', message: says(HOST), reason: 'unexplained' }],
		[
			{ Message: 'A', MessageDetail: 'B' },
			{ kind: 'server', message: 'B' },
		],
	])('%j is a failure', (body, error) => {
		expect(verdictOf(answer(200, body), { form: 'odata' })).toMatchObject({
			kind: 'failed',
			error: { status: 200, ...error },
		});
		expect(verdictOf(answer(200, body)).kind).toBe('ok');
	});

	it('is one only where nothing else is in the body', () => {
		const body = { ...sentence('Oops'), value: [] };
		expect(verdictOf(answer(200, body), { form: 'odata' })).toMatchObject({
			kind: 'ok',
			answer: { json: body },
		});
	});
});

it('any answer has a verdict: a success has a good status, and a read is never perhaps done', () => {
	const body = fc.oneof(
		fc.string(),
		fc.json(),
		fc.constantFrom('<html>', '{"success":false}', '{"error":{}}'),
	);
	const type = fc.constantFrom('application/json', 'text/html', 'text/plain', '');
	fc.assert(
		fc.property(
			fc.integer({ min: 200, max: 599 }),
			body,
			type,
			fc.option(fc.string(), { nil: undefined }),
			fc.boolean(),
			fc.constantFrom('odata' as const, 'service' as const, 'own' as const),
			(status, text, contentType, location, isWrite, form) => {
				const headers = { 'content-type': contentType, ...(location !== undefined && { location }) };
				const verdict = judge(answer(status, text, headers), asked(isWrite), form);
				if (verdict.kind === 'ok') return status < 300 && verdict.answer.text === text;
				return verdict.error.message !== '' && (isWrite || !verdict.error.perhapsDone);
			},
		),
		{ numRuns: 500 },
	);
});
