import { type Answer, decodePercent, type SiteRequest } from '../http';
import { isAtLeast } from '../options';
import { headerBytes, type HostSetup, requestLineBytes, splitAddress } from './host';
import { httpSysPage, iisPage } from './pages';

/** Windows' own limits, in front of IIS (contract 10.1). */
const MOST_HEAD = 16 * 1024;
const LONGEST_SEGMENT = 260;

/** IIS request filtering without settings of the site's own (contract 10.1). */
const LONGEST_PATH = 4096;

/** `denyQueryStringSequences` of the root web.config of 8.2.1 (contract 10.1). */
const DENIED_SEQUENCES = [
	'../',
	'..\\',
	'..%2f',
	'..%5c',
	'%2e%2e/',
	'%2e%2e%2f',
	'%2e%2e%5c',
	'2e%2e\\',
	'%252e%252e%255c',
	'..%255c',
];

/** What http.sys and IIS refuse by the first line, the headers and the size, in their order (contract 10.1). */
export function refuseByIis(request: SiteRequest, setup: HostSetup): Answer | undefined {
	return refuseByHttpSys(request) ?? (isFiltered(request, setup) ? iisPage(404) : undefined);
}

function refuseByHttpSys(request: SiteRequest): Answer | undefined {
	if (request.headers.host === undefined) return httpSysPage('hostname');
	if (requestLineBytes(request) + headerBytes(request.headers) > MOST_HEAD) return httpSysPage('tooLong');
	const { path } = splitAddress(request.url);
	if (path.split('/').some((segment) => decodePercent(segment).length > LONGEST_SEGMENT))
		return httpSysPage('url');
	return undefined;
}

/** Sub-statuses .13, .14, .15 and .18, none of which a remote caller sees. */
function isFiltered(request: SiteRequest, { options, switches }: HostSetup): boolean {
	if (request.bodyTooLarge === true) return true;
	const { path, query } = splitAddress(request.url);
	if (path.length > LONGEST_PATH || query.length > switches.maxQueryString) return true;
	return switches.denyQuerySequences && isAtLeast(options.version, '8.2.3') && hasDeniedSequence(query);
}

/** The query string is tested as it was sent and decoded once, without regard to letter case. */
function hasDeniedSequence(query: string): boolean {
	const forms = [query.toLowerCase(), decodePercent(query).toLowerCase()];
	return DENIED_SEQUENCES.some((sequence) => forms.some((form) => form.includes(sequence)));
}
