import type { Host } from '../hosts/host';
import type { Answer } from '../http';
import { MissingBody, type UnreadableBody } from './body/unreadable';

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
		/** Messages in the list of details, where the host has one. */
		readonly details: readonly string[] = [],
	) {
		super(headline);
	}

	/** As this host puts it. */
	on(_host: Host): ODataError {
		return this;
	}
}

/** An exception that nothing catches: the host answers (contract 2.12). */
export class UnhandledFault extends Error {}

/** Microsoft's library. .NET Framework sites do not name it (contract 2.12). */
const LIBRARY = 'Microsoft.OData.ODataException';

/** 400 of a query option. */
export function invalidQuery(message: string): ODataError {
	return new ODataError(400, `The query specified in the URI is not valid. ${message}`, [
		{ message, type: LIBRARY },
	]);
}

/** 400 of an option that the library does not know, in its words on this kind of .NET. */
export function argumentOutOfRange(name: string): ODataError {
	return new UnknownOption(name);
}

class UnknownOption extends ODataError {
	constructor(private readonly option: string) {
		super(400, '');
	}

	override on(host: Host): ODataError {
		const message = `Specified argument was out of the range of valid values.${host.odata.argumentName(this.option)}`;
		return new ODataError(400, `The query parameter '${message}' is not supported.`, [
			{ message, type: host.odata.hasDetails ? 'System.ArgumentOutOfRangeException' : '' },
		]);
	}
}

/** 400 of a body that the library cannot read. */
export function invalidBody(fault: UnreadableBody): ODataError {
	return new InvalidBody(fault);
}

/**
 * .NET Framework shows the library's sentence. .NET says only that there is no body, or that it was not valid (contract
 * 2.9).
 */
class InvalidBody extends ODataError {
	constructor(private readonly fault: UnreadableBody) {
		super(400, '');
	}

	override on(host: Host): ODataError {
		const { fault } = this;
		if (!host.odata.hasDetails) {
			return new ODataError(400, 'The request is invalid.', [{ message: `item : ${fault.sentence}` }]);
		}
		const message = fault instanceof MissingBody ? fault.sentence : 'The input was not valid.';
		return new ODataError(400, message, [], [message]);
	}
}

/** 500 whose cause is nested. */
export function serverFault(...nested: Nested[]): ODataError {
	return new ODataError(500, 'An error has occurred.', nested);
}

/** What Creatio's provider refuses of a query, once OData's library has passed it. */
export class ProviderRefusal extends ODataError {}

/** 500 that a read meets while its answer is being written: the cause sits two levels down. */
export function serializationFault(cause: string, status = 500): ProviderRefusal {
	const outer =
		"The 'ObjectContent`1' type failed to serialize the response body for content type 'application/json; odata.metadata=minimal'.";
	return new ProviderRefusal(status, 'An error has occurred.', [{ message: outer }, { message: cause }]);
}

export function unknownProperty(name: string, type: string): string {
	return `Could not find a property named '${name}' on type '${type}'.`;
}

export function typeName(entity: string): string {
	return `Terrasoft.Configuration.OData.${entity}`;
}

export function errorAnswer(raised: ODataError, host: Host): Answer {
	const { status, headline, nested, details } = raised.on(host);
	const error = {
		code: '',
		message: headline,
		...(host.odata.hasDetails && { details: details.map((message) => ({ code: '', message })) }),
		...innerError(nested, host),
	};
	return {
		status,
		headers: [
			['Content-Type', host.odata.json],
			['OData-Version', '4.0'],
		],
		body: JSON.stringify({ error }),
	};
}

function innerError(nested: Nested[], host: Host): object {
	const [first, ...rest] = nested;
	return first === undefined ? {} : { innererror: describe(first, rest, host) };
}

function describe(one: Nested, rest: Nested[], host: Host): object {
	const [next, ...others] = rest;
	return {
		message: one.message,
		type: one.type === LIBRARY && !host.odata.hasDetails ? '' : (one.type ?? ''),
		stacktrace: '',
		...(next === undefined ? {} : { internalexception: describe(next, others, host) }),
	};
}

/** Creatio's query provider does not say what it cannot do; the sentence is the emulator's own. */
export function notSupported(what: string): ProviderRefusal {
	return new ProviderRefusal(500, 'An error has occurred.', [
		{ message: `'${what}' is not supported.`, type: 'System.NotSupportedException' },
	]);
}
