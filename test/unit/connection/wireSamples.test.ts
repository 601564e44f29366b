import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';

import { cookieHeader, sessionHeaders, withCookies } from '../../../nodes/shared/connection/cookies';
import { readLogin } from '../../../nodes/shared/connection/login';
import { serverSentence } from '../../../nodes/shared/connection/serverWords';
import { judge } from '../../../nodes/shared/connection/verdict';
import { asked } from './answers';

const sample = (path: string) => readFileSync(join(__dirname, '../../fixtures/wire-samples', path), 'utf8');

const answer = (status: number, body: string, type = 'application/json') => ({
	status,
	headers: { 'content-type': type },
	setCookies: [],
	body: Buffer.from(body),
});

const kindOf = (status: number, body: string, type?: string) => {
	const verdict = judge(answer(status, body, type), asked(true));
	return verdict.kind === 'ok' ? 'ok' : verdict.error.kind;
};

describe('recorded answers of a sign-in', () => {
	const login = (status: number, body: string) =>
		readLogin(answer(status, body), { url: 'https://host/Login' }, { username: '', password: '' });

	it('takes Code 0, and the site path in RedirectUrl', () => {
		expect(login(200, sample('auth/login-200-code0-8x.json')).redirectUrl).toBe('/0/Shell');
	});

	it('takes the 401 of 2015 for refused credentials', () => {
		const body = sample('auth/login-401-mobile-2015.json');
		expect(() => login(401, body)).toThrow(expect.objectContaining({ kind: 'credentials' }));
	});

	it.each([
		[1, 'credentials'],
		[3, 'licence'],
		[4, 'licence'],
		[5, 'passwordExpired'],
	])('takes Code %i for %s, although the status is 200', (code, kind) => {
		const body = JSON.stringify({ Code: code, Message: 'any', Exception: null });
		expect(() => login(200, body)).toThrow(expect.objectContaining({ kind }));
	});

	it('keeps the recorded cookies', () => {
		const lines = sample('auth/login-set-cookie-2022-redacted.txt').trim().split('\n');
		const headers = lines.map((line) => line.replace('set-cookie: ', '').replace(/<[^>]*>/, 'redacted'));
		const jar = withCookies(new Map(), headers, Date.parse('2022-04-30'));
		expect([...jar.keys()]).toEqual(['.ASPXAUTH', 'BPMCSRF', 'UserName']);
		expect(jar.get('UserName')).toBe('83|117|112|101|114|118|105|115|111|114');
		expect(sessionHeaders(jar)).toMatchObject({
			BPMCSRF: 'redacted',
			CRT_CSRF: 'redacted',
			ForceUseSession: 'true',
		});
	});
});

describe('recorded failures of OData 4', () => {
	const lines = sample('odata4/errors.jsonl').trim().split('\n');
	const errors = lines.map(
		(line) => JSON.parse(line) as { status: number | null; body?: unknown; request: string },
	);
	it.each(errors.filter(({ body }) => body !== undefined))(
		'$request is a failure that says why',
		({ status, body }) => {
			const request = asked(false, { url: 'https://my.example/0/odata/UsrCustomerStatus', service: 'odata' });
			const verdict = judge(answer(status ?? 400, JSON.stringify(body)), request);
			if (verdict.kind === 'ok') throw new Error('It is a success');
			// Of the routing's words, only the name of the object helps.
			if (verdict.error.reason === 'noObject') expect(verdict.error.message).toContain('UsrCustomerStatus');
			else if (status !== 401) expect(verdict.error.message).toBe(serverSentence(body));
			expect(serverSentence(body)).not.toMatch(
				/An error has occurred|failed to serialize|The request is invalid/,
			);
		},
	);

	it('names the memory limit and its cure', () => {
		const text = sample('odata4/error-500-ram-limit.http');
		const verdict = judge(answer(500, text.slice(text.indexOf('{'))), asked(false));
		expect(verdict).toMatchObject({
			kind: 'failed',
			error: { kind: 'server', message: expect.stringContaining('2000 MB') },
		});
	});

	it('takes the IIS page for a missing object, not for an ended session', () => {
		expect(kindOf(404, sample('odata4/error-404-iis-html-excerpt.txt'), 'text/html')).toBe('notFound');
	});
});

describe('any text', () => {
	it('never breaks serverSentence', () => {
		fc.assert(
			fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
				const sentence = serverSentence({ error: { innererror: value, message: value } });
				return sentence === undefined || typeof sentence === 'string';
			}),
		);
	});

	it('sends back what a cookie held, and never more than one line', () => {
		const name = fc.stringMatching(/^[A-Za-z._-]{1,20}$/);
		const value = fc.stringMatching(/^[!#-+\--:<-[\]-~]{1,40}$/);
		fc.assert(
			fc.property(fc.dictionary(name, value, { maxKeys: 8 }), (cookies) => {
				const headers = Object.entries(cookies).map(([key, text]) => `${key}=${text}; path=/; secure`);
				const jar = withCookies(new Map(), headers);
				return (
					Object.entries(cookies).every(([key, text]) => jar.get(key) === text) &&
					!/[\r\n]/.test(cookieHeader(jar))
				);
			}),
		);
	});
});
