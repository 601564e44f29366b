import { attempt } from '../../basics/attempt';
import { type CreatioError, inputError, isCreatioError, outcomeUnknown } from '../../basics/errors';
import { keyText } from '../../basics/keyText';
import { LABELS } from '../../basics/labels';
import { odataVersionIn } from '../../connection/odataAddress';
import { changesByAnyMethod } from '../../connection/readOnly';
import type { Connection, Repeat, ServiceRequest } from '../../connection/serviceCall';
import { isWithinSite } from '../../connection/siteAddress';
import { VERBOSE_JSON } from '../../connection/verboseJson';
import { describe } from '../model/values';
import { sendOwnCall } from './callService';
import { isSafePart } from './safePath';
import type { AnswerReading, WebServiceAnswer } from './serviceAnswer';
import { ACCEPT, queryPairs, withQuery } from './serviceRequest';

/** A call of any address of a site. */
export interface SiteCall {
	readonly method: ServiceRequest['method'];
	/** As entered: `rest/UsrService/Method?id=1`, with or without `/0`, or the whole address. */
	readonly address: string;
	/** Whether an address without `/0` is below the workspace, or directly below the site. */
	readonly below: 'workspace' | 'root';
	/** Values by parameter, beside those in the address; those that are null or missing are left out. */
	readonly query?: Readonly<Record<string, unknown>>;
	/** Sent as JSON; nothing is sent for `undefined`. */
	readonly body?: unknown;
	/** Whether the call may be sent again after a lost answer. By default a GET may, others may not; what changes something by GET never. */
	readonly repeat?: Repeat;
}

/** An address below the site, encoded. */
interface SitePath {
	readonly service: 'workspace' | 'root';
	readonly path: string;
	readonly query: string;
}

/**
 * Calls an address of the site and reads its answer like that of a web service. Rejects with kind `input` for an address
 * that leads out of the site; with `perhapsDone` when it is not known whether a call that must not be repeated has done its work.
 */
export async function callSite(
	connection: Connection,
	call: SiteCall,
	reading: Omit<AnswerReading, 'method'>,
): Promise<WebServiceAnswer> {
	const { service, path, query } = sitePath(call.address, call.below, connection.site);
	const request: ServiceRequest = {
		method: call.method,
		service,
		path: withQuery(path, query, queryPairs(call.query ?? {})),
		...(call.body !== undefined && { json: call.body }),
		headers: headersFor(path, call.body !== undefined),
		form: 'own',
		repeat: repeatOf(call, path),
		passedOn: true,
	};
	const method = decodeURIComponent(path.split('/').findLast((part) => part !== '') ?? '');
	const outcome = await attempt(sendOwnCall(connection, request, { ...reading, method }));
	if (outcome.done) return outcome.value;
	throw siteCallError(outcome.error, `${call.method} ${path}`, path);
}

/** OData 3 has its own media type for JSON, and returns `$metadata` as XML only. */
function headersFor(path: string, hasBody: boolean): Record<string, string> {
	if (odataVersionIn(`/${path}`) === '4') return { accept: ACCEPT };
	return { accept: `${VERBOSE_JSON}, */*;q=0.8`, ...(hasBody && { 'content-type': VERBOSE_JSON }) };
}

/** A process is started by GET as well, for example: whatever the user says, such a call is not a read. */
function repeatOf({ method, repeat }: SiteCall, path: string): Repeat {
	if (changesByAnyMethod(path)) return 'once';
	return repeat ?? (method === 'GET' ? 'read' : 'once');
}

const SCHEME = /^[a-z][a-z0-9+.-]*:/i;

/** Where an entered address leads. Rejects with kind `input` what is not below the site. */
export function sitePath(typed: string, below: SiteCall['below'], site: string): SitePath {
	const text = keyText(typed);
	if (text.includes('#'))
		throw notBelow(typed, 'Leave out "#" and what follows it: only the browser uses it.');
	const [address = '', ...query] = text.split('?');
	const path = SCHEME.test(address) ? pathBelow(address, typed, site) : address.replace(/^\//, '');
	const inWorkspace = /^0\//.test(path);
	const parts = (inWorkspace ? path.slice(2) : path).split('/');
	// `odata/` is the list of objects.
	const isFolder = parts.length > 1 && parts.at(-1) === '';
	const own = isFolder ? parts.slice(0, -1) : parts;
	const encoded = own.map((part) => encodedPart(part, typed)).join('/');
	return {
		service: inWorkspace ? 'workspace' : below,
		path: isFolder ? `${encoded}/` : encoded,
		query: encodedQuery(query.join('?')),
	};
}

function pathBelow(address: string, typed: string, site: string): string {
	if (!isWithinSite(address, site)) {
		throw notBelow(typed, `The credential is for ${site}: its session is sent nowhere else.`);
	}
	const { pathname } = new URL(address);
	return pathname.slice(new URL(site).pathname.replace(/\/$/, '').length).replace(/^\//, '');
}

/** A part as it is sent, whether it was entered encoded or not. */
function encodedPart(part: string, typed: string): string {
	const plain = decoded(part);
	if (plain === undefined || !isSafePart(plain)) {
		throw notBelow(
			typed,
			'Write it like rest/UsrService/Method or odata/Contact, without dots and empty parts.',
		);
	}
	// These have no meaning of their own in a path, and hosts refuse some of them encoded.
	return encodeURIComponent(plain).replace(/%(?:24|2C|3B|3D|40)/g, decodeURIComponent);
}

function decoded(part: string): string | undefined {
	try {
		return decodeURIComponent(part);
	} catch {
		return undefined;
	}
}

/** A query as it was entered, with what addresses cannot have encoded. */
function encodedQuery(query: string): string {
	return new URL(`https://site/?${query}`).search.slice(1);
}

function notBelow(typed: string, cure: string): CreatioError {
	return inputError(`${describe(typed)} is not an address below the site (field ${LABELS.address})`, cure);
}

function siteCallError(error: unknown, call: string, path: string): unknown {
	if (!isCreatioError(error) || !error.perhapsDone) return error;
	const look = 'It was not sent again. Check in Creatio what was done before you send it again.';
	const reads = ` For a call that only reads, switch on the option "${LABELS.safeToRetry}".`;
	return outcomeUnknown(
		error,
		`The call ${call} may have been carried out`,
		changesByAnyMethod(path) ? look : look + reads,
	);
}
