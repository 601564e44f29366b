import type { Answer } from '../http';

export interface Nested {
	message: string;
	type?: string;
}

/** A refusal in the shape of contract 2.12. `nested` goes into innererror, internalexception and so on. */
export class ODataError extends Error {
	constructor(
		readonly status: number,
		readonly headline: string,
		readonly nested: Nested[] = [],
	) {
		super(headline);
	}
}

/** 400 of a query option. */
export function invalidQuery(message: string): ODataError {
	return new ODataError(400, `The query specified in the URI is not valid. ${message}`, [{ message }]);
}

/** 400 of a body. */
export function invalidBody(message: string): ODataError {
	return new ODataError(400, 'The request is invalid.', [{ message: `item : ${message}` }]);
}

/** 500 whose cause is nested. */
export function serverFault(...nested: Nested[]): ODataError {
	return new ODataError(500, 'An error has occurred.', nested);
}

/** 500 that a read meets while its answer is being written: the cause sits two levels down. */
export function serializationFault(cause: string, status = 500): ODataError {
	const outer =
		"The 'ObjectContent`1' type failed to serialize the response body for content type 'application/json; odata.metadata=minimal'.";
	return new ODataError(status, 'An error has occurred.', [{ message: outer }, { message: cause }]);
}

export function unknownProperty(name: string, entity: string): string {
	return `Could not find a property named '${name}' on type '${typeName(entity)}'.`;
}

export function typeName(entity: string): string {
	return `Terrasoft.Configuration.OData.${entity}`;
}

export function errorAnswer(error: ODataError): Answer {
	return {
		status: error.status,
		headers: [
			['Content-Type', 'application/json; odata.metadata=minimal'],
			['OData-Version', '4.0'],
		],
		body: JSON.stringify({ error: { code: '', message: error.headline, ...innerError(error.nested) } }),
	};
}

function innerError(nested: Nested[]): object {
	const [first, ...rest] = nested;
	return first === undefined ? {} : { innererror: describe(first, rest) };
}

function describe(one: Nested, rest: Nested[]): object {
	const [next, ...others] = rest;
	return {
		message: one.message,
		type: one.type ?? '',
		stacktrace: '',
		...(next === undefined ? {} : { internalexception: describe(next, others) }),
	};
}
