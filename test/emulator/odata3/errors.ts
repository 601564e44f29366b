import { ODataError } from '../odata/errors';
import { UnreadableBody } from '../odata/body/unreadable';
import { QueryTooComplex } from '../store/database';

/** An exception as `innererror` describes it. */
export interface Inner {
	message: string;
	type: string;
}

const LIBRARY_EXCEPTION = 'Microsoft.Data.OData.ODataException';

/** The library's own sentence where it does not show what went wrong (contract 3.6). */
const GENERAL = 'An error occurred while processing this request.';

/** A refusal in the shape of contract 3. */
export class ServiceError extends Error {
	constructor(
		readonly status: number,
		sentence: string,
		/** What caused it, from the outside in. Its own refusals have no cause, and so no `innererror` (contract 3.6). */
		readonly inner: readonly Inner[] = [],
		/** Verbs that the address takes, of a 405. */
		readonly allow?: string,
	) {
		super(sentence);
	}
}

/** 400 of an address or a query option. */
export function badRequest(sentence: string): ServiceError {
	return new ServiceError(400, sentence);
}

/** 400 where the library says no more than that. */
export function syntaxError(): ServiceError {
	return badRequest('Bad Request - Error in query syntax.');
}

export function notFound(segment: string): ServiceError {
	return new ServiceError(404, `Resource not found for the segment '${segment}'.`);
}

export function unsupportedMediaType(): ServiceError {
	return new ServiceError(415, 'Unsupported media type requested.');
}

/** 400 of a body that the library of formats cannot read: its sentence is the cause. */
export function unreadable(sentence: string): ServiceError {
	return new ServiceError(400, GENERAL, [{ message: sentence, type: LIBRARY_EXCEPTION }]);
}

/** 500 of an exception that the library does not know. */
export function serverFault(message: string, type = 'System.Exception'): ServiceError {
	return new ServiceError(500, GENERAL, [{ message, type }]);
}

/** 501 of a query that Creatio's provider cannot carry out: so the library reports its NotSupportedException. */
export function notImplemented(what: string): ServiceError {
	return new ServiceError(501, 'Not Implemented', [
		{ message: `'${what}' is not supported.`, type: 'System.NotSupportedException' },
	]);
}

/** What the shared layers throw, as this service reports it; `undefined` for a bug of the emulator. */
export function asServiceError(cause: unknown): ServiceError | undefined {
	if (cause instanceof ServiceError) return cause;
	if (cause instanceof UnreadableBody) return unreadable(cause.sentence);
	if (cause instanceof QueryTooComplex) return serverFault(cause.message);
	if (!(cause instanceof ODataError)) return undefined;
	const inner = cause.nested.map(({ message, type = 'System.Exception' }) => ({ message, type }));
	return new ServiceError(500, GENERAL, inner);
}
