/** The cookies of one session, by name. A session belongs to one site, so domains and paths need not be kept. */
export type CookieJar = ReadonlyMap<string, string>;

const CSRF_COOKIES = ['BPMCSRF', 'CRT_CSRF'] as const;

/** The jar after a response. An expired cookie is removed; an empty one (late `BPMSESSIONID=`, contract 1.2) is ignored. */
export function withCookies(jar: CookieJar, setCookies: readonly string[], now = Date.now()): CookieJar {
	if (setCookies.length === 0) return jar;
	const result = new Map(jar);
	for (const text of setCookies) {
		const [pair = '', ...attributes] = text.split(';');
		const equals = pair.indexOf('=');
		if (equals < 1) continue;
		const name = pair.slice(0, equals).trim();
		const value = pair.slice(equals + 1).trim();
		if (isExpired(attributes, now)) result.delete(name);
		else if (value !== '') result.set(name, value);
	}
	return result;
}

/** `Max-Age` counts before `Expires`, in whichever order they come (RFC 6265, section 5.3). */
function isExpired(attributes: readonly string[], now: number): boolean {
	const valueOf = (wanted: string) =>
		attributes
			.map((attribute) => attribute.split('=').map((part) => part.trim()))
			.find(([name = '']) => name.toLowerCase() === wanted)?.[1];
	const maxAge = valueOf('max-age');
	if (maxAge !== undefined) return Number(maxAge) <= 0;
	// A date that cannot be read does not expire a cookie.
	return Date.parse(valueOf('expires')?.replaceAll('-', ' ') ?? '') <= now;
}

export function cookieHeader(jar: CookieJar): string {
	return [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
}

/** Methods of HTTP that change nothing, so that they need no CSRF token (contract 1.3). */
const READING: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * What a request of a cookie session carries (contract 1.2 to 1.4). The CSRF value is sent under the old and the new
 * name: it is not known whether 8.3.2 renamed the header as well, and the other one does no harm.
 */
export function sessionHeaders(jar: CookieJar): Record<string, string> {
	const csrf = CSRF_COOKIES.map((name) => jar.get(name)).find((value) => value !== undefined);
	return {
		...readingHeaders(jar),
		...(csrf !== undefined && Object.fromEntries(CSRF_COOKIES.map((name) => [name, csrf]))),
	};
}

/** The same for a request that others send, with the CSRF token only where it is needed. */
export function headersFor(method: string, jar: CookieJar): Record<string, string> {
	return READING.has(method.toUpperCase()) ? readingHeaders(jar) : sessionHeaders(jar);
}

function readingHeaders(jar: CookieJar): Record<string, string> {
	return { ...(jar.size > 0 && { cookie: cookieHeader(jar) }), ForceUseSession: 'true' };
}
