import { attempt } from '../basics/attempt';
import { withPerhapsDone } from '../basics/errors';
import { LABELS } from '../basics/labels';
import { jsonText } from '../basics/exactNumber';
import { refuseUnsendable } from '../basics/json';
import { orCancelled } from '../basics/wait';
import { isStreamed } from '../http/streaming';
import type { HttpRequest, HttpResponse } from '../http/types';
import type { Authorizer, Caller, Pass } from './authorizer';
import { isOfPlatform } from './causes';
import {
	confirmRoot,
	findRoot,
	isNothingThere,
	isOfApplication,
	isSuccess,
	otherRoots,
	type SiteRoot,
} from './hostFamily';
import { odataAddress, odataVersionOf } from './odataAddress';
import { secretsIn, verdictWithoutSecrets } from './secrets';
import type { Service, ServiceRequest } from './serviceCall';
import type { ConnectionSettings, ODataVersion } from './settings';
import { isWithinSite, serviceAddress } from './siteAddress';
import { judge, type Verdict } from './verdict';
import { VERBOSE_JSON } from './verboseJson';

/** What a call needs of its connection. */
export interface CallContext extends Pick<Caller, 'send' | 'meter' | 'timeoutMs'> {
	readonly site: string;
	/** As of `Connection.identity`. */
	readonly identity: string;
	readonly settings: ConnectionSettings;
	readonly notes: Set<string>;
	readonly noteAnswer: (response: HttpResponse, root: SiteRoot) => void;
	readonly authorizer: Authorizer;
	/** Ends the call. */
	readonly signal: AbortSignal | undefined;
}

/** Roots of the other services behind the workspace prefix (contract 0.3). */
const ROOTS: Record<Exclude<Service, 'odata'>, string> = {
	dataService: '/DataService/json/SyncReply/',
	rest: '/rest/',
	portalRest: '/ssp/rest/',
	serviceModel: '/ServiceModel/',
	workspace: '/',
	root: '/',
};

/**
 * Sends a request once and judges the answer. As long as it is not sure where the services of the site are, a request that
 * met nothing is sent to the other places where they may be: a host that has nothing there has done nothing.
 */
export async function exchange(context: CallContext, request: ServiceRequest, pass: Pass): Promise<Verdict> {
	const hints = context.authorizer.signInHints();
	const found = await beforeSending(findRoot(context, hints), context.signal);
	const odataVersion = odataVersionOf(context.settings, request);
	const prepared = { ...request, body: bodyOf(request), odataVersion };
	const first = await sendTo(context, prepared, pass, found);
	if (found.isSure || !isNothingThere(first.response)) {
		if (!found.isSure) confirmAnswered(context, first);
		return conclude(context, prepared, pass, first);
	}
	for (const root of otherRoots(context, found)) {
		const other = await sendTo(context, prepared, pass, root);
		if (!isOfApplication(other.response)) continue;
		confirmAnswered(context, other);
		return conclude(context, prepared, pass, other);
	}
	return conclude(context, prepared, pass, first);
}

function confirmAnswered(context: CallContext, { root, response }: Answered): void {
	if (isOfApplication(response) && isSuccess(response)) confirmRoot(context, root);
}

/**
 * Waits for what comes before a request. When it fails, nothing of the request was done, unless the request was sent before
 * and its outcome is open.
 */
export async function beforeSending<T>(
	work: Promise<T>,
	signal: AbortSignal | undefined,
	isOpen = false,
): Promise<T> {
	const outcome = await attempt(orCancelled(work, signal));
	if (outcome.done) return outcome.value;
	throw withPerhapsDone(outcome.error, isOpen);
}

/** A request with its body, whose text is written once, and with its version of OData. */
type PreparedRequest = ServiceRequest & {
	readonly body: HttpRequest['body'];
	readonly odataVersion: ODataVersion;
};

interface Answered {
	readonly root: SiteRoot;
	readonly url: string;
	readonly response: HttpResponse;
}

function conclude(
	context: CallContext,
	request: PreparedRequest,
	pass: Pass,
	{ root, url, response }: Answered,
): Verdict {
	if (root.site !== context.site) {
		context.notes.add(
			`Nothing answers as Creatio at ${context.site}, so ${root.site} was used. Correct the ${LABELS.siteAddress} of the credential.`,
		);
	}
	const { service, repeat } = request;
	const form = request.form ?? (service === 'odata' ? 'odata' : 'service');
	const verdict = judge(response, { url, service, repeat, bytes: sizeOf(request.body) }, form);
	const secrets = secretsIn({
		headers: pass.headers,
		setCookies: response.setCookies,
		signIn: context.settings.signIn,
	});
	return verdictWithoutSecrets(verdict, secrets, mayQuote(request));
}

/** Large answers are records, which are read one by one. */
function mayQuote({ service, parts, repeat, passedOn }: ServiceRequest): boolean {
	return parts !== undefined || passedOn === true || repeat !== 'read' || !isOfPlatform(service);
}

async function sendTo(
	context: CallContext,
	request: PreparedRequest,
	pass: Pass,
	root: SiteRoot,
): Promise<Answered> {
	const prefix = root.family === 'framework' && request.service !== 'root' ? '/0' : '';
	const service =
		request.service === 'odata' ? odataAddress(request.odataVersion, '') : ROOTS[request.service];
	const url = serviceAddress(`${root.site}${prefix}${service}`, request.path);
	const response = await follow(root.site, url, (address) => {
		context.meter.requests++;
		if (request.parts !== undefined) {
			context.meter.batches++;
			context.meter.parts += request.parts;
		}
		return context.send({
			method: request.method,
			url: address,
			headers: { ...contentHeaders(request), ...request.headers, ...pass.headers },
			body: request.body,
			receive: request.receive,
			timeoutMs: request.timeoutMs ?? context.timeoutMs,
			signal: context.signal,
		});
	});
	context.noteAnswer(response, root);
	context.authorizer.absorb(response, pass);
	return { root, url, response };
}

function bodyOf({ json, content }: ServiceRequest): HttpRequest['body'] {
	if (json === undefined) return content?.body;
	refuseUnsendable(json, 'value to send');
	return jsonText(json);
}

function sizeOf(body: HttpRequest['body']): number | undefined {
	if (body === undefined) return undefined;
	return isStreamed(body) ? body.length : Buffer.byteLength(body);
}

function contentHeaders(request: PreparedRequest): Record<string, string> {
	const isOData3 = request.service === 'odata' && request.odataVersion === '3';
	const accepted = isOData3 ? VERBOSE_JSON : 'application/json';
	const written = isOData3 ? VERBOSE_JSON : 'application/json; charset=utf-8';
	return {
		accept: request.path.startsWith('$metadata') ? 'application/xml' : accepted,
		// Without it .NET answers an ended session by a redirect, with it by 401 (contract 1.5).
		'x-requested-with': 'XMLHttpRequest',
		...(request.json !== undefined && { 'content-type': written }),
		...(request.content !== undefined && { 'content-type': request.content.type }),
		...(isStreamed(request.body) && { 'content-length': String(request.body.length) }),
	};
}

/** Follows a 307 or 308 once, within the site and not to a login page: some sites send them (contract 1.5). */
async function follow(
	site: string,
	url: string,
	send: (address: string) => Promise<HttpResponse>,
): Promise<HttpResponse> {
	const response = await send(url);
	const { location } = response.headers;
	if (response.status !== 307 && response.status !== 308) return response;
	// Without a location, the request would go to its own address a second time, even a write.
	if (!location || !URL.canParse(location, url)) return response;
	const target = new URL(location, url);
	const isOurs = isWithinSite(target.href, site) && !/\/login\//i.test(target.pathname);
	return isOurs ? await send(target.href) : response;
}
