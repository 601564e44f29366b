import { isDateObject } from '../../basics/dateObjects';
import { inputError } from '../../basics/errors';
import { withLongNumbersAsText } from '../../basics/exactNumber';
import { refuseUnsendable, withoutByteOrderMark } from '../../basics/json';
import { LABELS } from '../../basics/labels';
import type { Repeat, ServiceRequest } from '../../connection/serviceCall';
import { describe, readValue } from '../model/values';
import { webServiceAddress, type WebServiceRoute } from './serviceAddress';
import { withWcfDates } from './serviceArgument';

/** What a POST carries. */
export type WebServiceBody =
	/** A member for each parameter of the method, as `BodyStyle = Wrapped` takes them (contract 6.1). */
	| { readonly kind: 'fields'; readonly fields: Readonly<Record<string, unknown>> }
	/** The one value that `BodyStyle = Bare` takes, or a body that the user wrote as a whole. */
	| { readonly kind: 'bare'; readonly value: unknown };

export interface WebServiceCall {
	readonly route: WebServiceRoute;
	/** Name of the class, as entered. */
	readonly service: string;
	/** Name of the method, or the path of its template, as entered. */
	readonly method: string;
	readonly verb: 'GET' | 'POST';
	/** Values by parameter; those that are null or missing are left out. */
	readonly query?: Readonly<Record<string, unknown>>;
	/** The body of a POST; without one `{}` is sent, since a POST without a body is refused (contract 6.2). */
	readonly body?: WebServiceBody;
	/** Whether the call may be sent again after a lost answer. By default a GET may, a POST may not. */
	readonly repeat?: Repeat;
	/** Milliseconds, instead of the connection's. */
	readonly timeoutMs?: number;
}

/** Accepts any type: JSON preferred, files too. */
export const ACCEPT = 'application/json, */*;q=0.8';

/** The request of a call (contract 6.1). Rejects with kind `input`. */
export function webServiceRequest(call: WebServiceCall): ServiceRequest {
	const { path, ...address } = webServiceAddress(call.route, call.service, call.method);
	const isPost = call.verb === 'POST';
	if (call.body && !isPost) {
		throw inputError(
			`A GET request cannot have a body (field ${LABELS.body})`,
			'Use query parameters, or the HTTP method POST.',
		);
	}
	return {
		...address,
		method: call.verb,
		path: withQuery(path, queryPairs(call.query ?? {})),
		...(isPost && { json: bodyValue(call.body) }),
		headers: { accept: ACCEPT },
		form: 'own',
		repeat: call.repeat ?? (isPost ? 'once' : 'read'),
		timeoutMs: call.timeoutMs,
	};
}

/** A path with what is not empty of its query. */
export function withQuery(path: string, ...queries: readonly string[]): string {
	const query = queries.filter((one) => one !== '').join('&');
	return query === '' ? path : `${path}?${query}`;
}

/** Query parameters as they are in an address; those that are null or missing are left out. */
export function queryPairs(query: Readonly<Record<string, unknown>>): string {
	const pairs = Object.entries(query)
		.filter(([, value]) => value !== undefined && value !== null)
		.map(
			([name, value]) =>
				`${encoded(name, 'name of a query parameter')}=${encoded(value, `query parameter ${name}`)}`,
		);
	return pairs.join('&');
}

function encoded(value: unknown, what: string): string {
	const isPlain = typeof value !== 'object' || isDateObject(value);
	refuseUnsendable(value, `${what} (field ${LABELS.queryParameters})`);
	const input = isPlain ? value : JSON.stringify(value);
	const { value: text } = readValue('text', input, {
		label: `${what} (field ${LABELS.queryParameters})`,
		zone: 'UTC',
	});
	return encodeURIComponent(String(text));
}

function bodyValue(body: WebServiceBody | undefined): unknown {
	if (!body) return {};
	return body.kind === 'fields' ? body.fields : body.value;
}

/**
 * A body that the user entered as JSON, or that an expression returned. Dates of Luxon and JavaScript in it are sent in the
 * notation of .NET; texts are sent as they are. Rejects with kind `input`, naming the place of the error if it is known.
 */
export function readJsonBody(typed: unknown): WebServiceBody {
	const isText = typeof typed === 'string';
	const value = isText ? parseBody(typed) : typed;
	refuseUnsendable(value, `field ${LABELS.bodyJson}`);
	return { kind: 'bare', value: isText ? value : withWcfDates(value, LABELS.bodyJson) };
}

/** The value of a body that was written as JSON. Rejects with kind `input`, naming the place of the error if it is known. */
export function parseBody(typed: string): unknown {
	try {
		return JSON.parse(withLongNumbersAsText(withoutByteOrderMark(typed)));
	} catch (error) {
		const where = error instanceof SyntaxError ? ` (${error.message.slice(0, 120)})` : '';
		throw inputError(
			`The body ${describe(typed)} is not JSON${where} (field ${LABELS.bodyJson})`,
			'Write JSON with double quotes, such as {"name": "Andrew"}. A single text is "text" in quotes.',
		);
	}
}
