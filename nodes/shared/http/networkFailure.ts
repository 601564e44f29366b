import { CreatioError, isCreatioError } from '../basics/errors';
import { LABELS } from '../basics/labels';
import type { HttpRequest } from './types';

/** Why no connection was made, so that nothing can have been processed. */
const NO_CONNECTION: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'nothing listens at this port now',
	EHOSTUNREACH: 'the network has no route to it',
	ENETUNREACH: 'the network has no route to it',
	EADDRNOTAVAIL: 'this machine has no free port left',
	UND_ERR_CONNECT_TIMEOUT: 'it does not accept the connection in time',
	EAI_AGAIN: 'its name cannot be looked up now',
};

const NO_HOST = new Set(['ENOTFOUND', 'EAI_FAIL', 'ENODATA']);
const HEADERS_TOO_LARGE = new Set(['UND_ERR_HEADERS_OVERFLOW', 'HPE_HEADER_OVERFLOW']);
const INVALID_HEADER = new Set(['UND_ERR_INVALID_ARG', 'ERR_INVALID_CHAR', 'ERR_INVALID_HTTP_TOKEN']);
const CERTIFICATE = /CERT|SELF_SIGNED|ISSUER|LEAF_SIGNATURE|HOSTNAME_MISMATCH/;
const TLS = /^(EPROTO|ERR_SSL|ERR_TLS)/;
const PROXY_CURE = 'Check HTTP_PROXY, HTTPS_PROXY and NO_PROXY where n8n runs.';
const ADDRESS_CURE = `Check the ${LABELS.siteAddress} of the credential, and whether n8n can reach it.`;

/**
 * Explains why there was no response. Names the host, never the whole address, a header or a body; nor codes such as
 * ECONNREFUSED, for which n8n would replace our sentence with its own.
 */
export function sendFailure(
	error: unknown,
	request: HttpRequest,
	{ timedOut = false, hasBegun = false }: { timedOut?: boolean; hasBegun?: boolean } = {},
): CreatioError {
	if (isCreatioError(error)) return error;
	const url = new URL(request.url);
	if (request.signal?.aborted)
		return new CreatioError('cancelled', 'The execution was canceled', { perhapsDone: true });
	if (timedOut) {
		const seconds = request.timeoutMs / 1_000;
		return new CreatioError('timeout', `${url.host} did not answer within ${seconds} seconds`, {
			cure: `A site that was idle needs up to a minute for its first answer. Run again, or raise the option "${LABELS.timeout}".`,
			perhapsDone: true,
			cause: error,
		});
	}
	return (
		notConnected(error, url) ??
		notSent(error, request) ??
		unreadableAnswer(error, url, hasBegun) ??
		brokenConnection(error, url, hasBegun)
	);
}

/** The name, the network, the proxy or the certificate is the reason, so that nothing was sent. */
function notConnected(error: unknown, url: URL): CreatioError | undefined {
	const { host } = url;
	const code = codeOf(error);
	if (CERTIFICATE.test(code)) {
		return new CreatioError('certificate', `The certificate of ${host} is not trusted (${code})`, {
			cure: 'Install the certificate where n8n runs, or switch on "Ignore SSL Issues" in the credential if the site is yours.',
			cause: error,
		});
	}
	if (NO_HOST.has(code))
		return new CreatioError('address', `There is no host ${host}`, { cure: ADDRESS_CURE, cause: error });
	const why =
		NO_CONNECTION[code] ?? (isOfConnecting(error) ? NO_CONNECTION.UND_ERR_CONNECT_TIMEOUT : undefined);
	if (why !== undefined) {
		const proxy = refusingProxy(error, url);
		return proxy === undefined
			? new CreatioError('unavailable', `${host} cannot be reached: ${why}`, {
					cure: ADDRESS_CURE,
					cause: error,
				})
			: new CreatioError('unavailable', `The proxy ${proxy} cannot be reached: ${why}`, {
					cure: PROXY_CURE,
					cause: error,
				});
	}
	if (TLS.test(code)) {
		return new CreatioError('address', `${host} does not accept HTTPS connections`, {
			cure: `Check the port of the ${LABELS.siteAddress}, or use http:// for a site without a certificate.`,
			cause: error,
		});
	}
	return undefined;
}

/** undici, n8n or a proxy refused the request, so that the site did not get it. */
function notSent(error: unknown, request: HttpRequest): CreatioError | undefined {
	const { host } = new URL(request.url);
	const code = codeOf(error);
	if (INVALID_HEADER.has(code)) {
		return new CreatioError('input', `The request to ${host} has a header that cannot be sent`, {
			cure: 'The access token, or a cookie of the site, contains characters that are not allowed in a header. Connect the credential again; if that does not help, an administrator must check what the site, or the gateway in front of it, issues.',
		});
	}
	// undici and the system give every failure a code; an error without one comes from n8n's own name look-up.
	if (code === '' && error instanceof Error && isRefusedLookup(error)) return blocked(request, error);
	if (/Proxy response/.test(messageOf(error))) {
		return new CreatioError('network', `The proxy refused the connection to ${host}`, {
			cure: PROXY_CURE,
			cause: error,
		});
	}
	return undefined;
}

function unreadableAnswer(
	error: unknown,
	{ host, protocol }: URL,
	hasBegun: boolean,
): CreatioError | undefined {
	const code = codeOf(error);
	if (HEADERS_TOO_LARGE.has(code)) {
		return new CreatioError('unreadable', `${host} sent more than 16 kB of headers`, {
			cure: 'An administrator must make the site, or the gateway in front of it, set fewer or smaller cookies.',
			perhapsDone: true,
			cause: error,
		});
	}
	// undici's own parser gives no code.
	const isUnparsed = code.startsWith('HPE_') || innermost(error).name === 'HTTPParserError';
	if (!isUnparsed || hasBegun) return undefined;
	const server = protocol === 'https:' ? 'an HTTPS' : 'an HTTP';
	return new CreatioError('address', `${host} does not answer as ${server} server`, {
		cure: `Check the ${LABELS.siteAddress}: https:// instead of http://, or another port.`,
		perhapsDone: true,
		cause: error,
	});
}

/** `hasBegun`: the head of the answer has arrived. */
function brokenConnection(error: unknown, { host, protocol }: URL, hasBegun: boolean): CreatioError {
	const when = hasBegun ? ' during the answer' : '';
	return new CreatioError('network', `The connection to ${host} broke${when}`, {
		cure:
			protocol === 'http:' && !hasBegun
				? `Run again. If it happens every time, the site may require https:// in the ${LABELS.siteAddress}.`
				: 'Run again. If it happens often, a firewall or a proxy may cut long requests.',
		perhapsDone: true,
		cause: error,
	});
}

function isRefusedLookup(error: Error): boolean {
	return /ssrf|blocked|not allowed|forbidden/i.test(
		`${error.name} ${error.message} ${messageOf(error.cause)}`,
	);
}

/** n8n's own policy forbids the address; nothing was sent. */
export function blocked(request: HttpRequest, cause: unknown): CreatioError {
	return new CreatioError('blocked', `n8n does not allow requests to ${new URL(request.url).host}`, {
		cure: 'Ask the administrator of n8n to allow this address in its network policy (SSRF protection).',
		cause,
	});
}

/** undici wraps causes; the innermost code says what happened. */
function codeOf(error: unknown): string {
	if (typeof error !== 'object' || error === null) return '';
	const inner = 'cause' in error ? codeOf(error.cause) : '';
	if (inner !== '') return inner;
	if ('errors' in error && Array.isArray(error.errors)) return codeOf(error.errors[0]);
	return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** The innermost error, which the system made. */
function innermost(error: unknown): Readonly<Record<string, unknown>> {
	if (typeof error !== 'object' || error === null) return {};
	if ('errors' in error && Array.isArray(error.errors) && error.errors.length > 0)
		return innermost(error.errors[0]);
	if ('cause' in error && typeof error.cause === 'object' && error.cause !== null)
		return innermost(error.cause);
	return error as Record<string, unknown>;
}

/** A time-out of the system may end a connection that was open, or one that never opened. */
function isOfConnecting(error: unknown): boolean {
	const { code, syscall } = innermost(error);
	return code === 'ETIMEDOUT' && syscall === 'connect';
}

/** The address that refused the connection, where it is another port than the site's: then it is a proxy's. */
function refusingProxy(error: unknown, { port, protocol }: URL): string | undefined {
	const { address, port: refused } = innermost(error);
	const own = Number(port) || (protocol === 'https:' ? 443 : 80);
	return typeof refused === 'number' && refused !== own ? `${String(address)}:${refused}` : undefined;
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : '';
}
