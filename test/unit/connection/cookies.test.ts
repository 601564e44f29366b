import {
	cookieHeader,
	headersFor,
	sessionHeaders,
	withCookies,
} from '../../../nodes/shared/connection/cookies';

const NOW = Date.parse('2026-05-13T12:00:00Z');

/** The jar `a=1; b=2` after one more cookie. */
function after(...setCookies: string[]): Record<string, string> {
	const jar = new Map([
		['a', '1'],
		['b', '2'],
	]);
	const result = Object.fromEntries(withCookies(jar, setCookies, NOW));
	expect([...jar.values()]).toEqual(['1', '2']);
	return result;
}

describe('the jar after a response', () => {
	it.each<[string, Record<string, string>]>([
		['c=3; path=/; HttpOnly', { a: '1', b: '2', c: '3' }],
		['a=3', { a: '3', b: '2' }],
		[' a = 3 ; path=/', { a: '3', b: '2' }],
		['a=x=y==', { a: 'x=y==', b: '2' }],
		['a=', { a: '1', b: '2' }],
		['a= ; path=/', { a: '1', b: '2' }],
		['a', { a: '1', b: '2' }],
		['=3', { a: '1', b: '2' }],
		['', { a: '1', b: '2' }],
		['; max-age=0', { a: '1', b: '2' }],
		['a=3; Max-Age=0', { b: '2' }],
		['a=; max-age = -1', { b: '2' }],
		['a=3; max-age=1', { a: '3', b: '2' }],
		['a=3; max-age=1; expires=Thu, 01 Jan 1970 00:00:00 GMT', { a: '3', b: '2' }],
		['a=3; expires=Thu, 01 Jan 1970 00:00:00 GMT; max-age=1', { a: '3', b: '2' }],
		['a=3; expires=Fri, 01 Jan 2100 00:00:00 GMT; max-age=0', { b: '2' }],
		['a=3; Expires=Thu, 01 Jan 1970 00:00:00 GMT', { b: '2' }],
		['a=3; path=/; expires=Thu, 01-Jan-1970 00:00:00 GMT', { b: '2' }],
		['a=3; expires=Wed, 13-May-2026 12:00:00 GMT', { b: '2' }],
		['a=3; expires=Wed, 13-May-2026 12:00:01 GMT', { a: '3', b: '2' }],
		['a=3; expires=soon', { a: '3', b: '2' }],
		['a=3; expires', { a: '3', b: '2' }],
	])('with "%s"', (setCookie, expected) => {
		expect(after(setCookie)).toEqual(expected);
	});

	it('follows the order of the cookies, and skips what is not one', () => {
		expect(after('nothing', 'a=3; max-age=0', 'c=4', 'a=5')).toEqual({ b: '2', c: '4', a: '5' });
	});

	it('is the same one when no cookie came', () => {
		const jar = new Map([['a', '1']]);
		expect(withCookies(jar, [])).toBe(jar);
	});
});

describe('the headers of a session', () => {
	it('are its cookies', () => {
		expect(cookieHeader(new Map(Object.entries({ a: '1', b: '2' })))).toBe('a=1; b=2');
		expect(sessionHeaders(new Map([['a', '1']]))).toEqual({ cookie: 'a=1', ForceUseSession: 'true' });
		expect(sessionHeaders(new Map())).toEqual({ ForceUseSession: 'true' });
	});

	it.each([
		[{ BPMCSRF: 'x' }, 'x'],
		[{ CRT_CSRF: 'y' }, 'y'],
		[{ CRT_CSRF: 'y', BPMCSRF: 'x' }, 'x'],
	])('hold the CSRF value of %j under both names', (cookies, csrf) => {
		expect(sessionHeaders(new Map(Object.entries(cookies)))).toEqual({
			cookie: expect.any(String),
			ForceUseSession: 'true',
			BPMCSRF: csrf,
			CRT_CSRF: csrf,
		});
	});

	it('hold no CSRF value where others send a request that only reads', () => {
		const jar = new Map([['BPMCSRF', 'x']]);
		for (const method of ['GET', 'head', 'OPTIONS'])
			expect(headersFor(method, jar)).toEqual({ cookie: 'BPMCSRF=x', ForceUseSession: 'true' });
		for (const method of ['POST', 'patch', 'PUT', 'DELETE'])
			expect(headersFor(method, jar)).toEqual(sessionHeaders(jar));
	});
});
