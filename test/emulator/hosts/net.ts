import { type Answer, empty, type SiteRequest } from '../http';
import { headerBytes, type Host, requestLineBytes } from './host';
import { refuseByIis } from './iis';

/** Kestrel's defaults (contract 10.1). */
const MOST_BODY = 30_000_000;
const MOST_HEADERS = 32 * 1024;
const LONGEST_REQUEST_LINE = 8192;

/** Kestrel and ASP.NET Core: an error that the application does not describe has a status and nothing else. */
export const NET: Host = {
	odata: {
		json: 'application/json; odata.metadata=minimal; odata.streaming=true',
		hasDetails: true,
		hasJsonMetadata: true,
		streamsReads: true,
		partsInheritHeaders: true,
		argumentName: (name) => ` (Parameter '${name}')`,
		unauthorized: () => empty(401),
		notRouted: () => empty(404),
		wrongBatchType: (sentence) => ({ status: 400, headers: [], body: sentence }),
	},
	notFound: () => empty(404),
	unhandled: () => empty(500),
	serviceError: (status) => empty(status),
	wrongVerb: () => empty(404),
	bodyLimit: () => MOST_BODY,
	refuse: (request, setup) =>
		(setup.switches.netBehindIis ? refuseByIis(request, setup) : undefined) ?? refuseByKestrel(request),
	/** OData reports a body that is too large in its own way (contract 2.9). */
	refuseBody: (path, request) =>
		request.bodyTooLarge === true && !/^\/odata(\/|$)/i.test(path) ? empty(413) : undefined,
	refuseBytes: (failure) => closing(failure === 'headersTooLong' ? 431 : failure === 'tooSlow' ? 408 : 400),
};

function refuseByKestrel(request: SiteRequest): Answer | undefined {
	if (requestLineBytes(request) > LONGEST_REQUEST_LINE) return closing(414);
	if (headerBytes(request.headers) > MOST_HEADERS) return closing(431);
	const isReadable = request.headers.host !== undefined && /^[\x21-\x7e]*$/.test(request.url);
	return isReadable ? undefined : closing(400);
}

function closing(status: number): Answer {
	return empty(status, [['Connection', 'close']]);
}
