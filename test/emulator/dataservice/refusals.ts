import { ODataError } from '../odata/errors';
import type { Database } from '../options';
import type { Switches } from '../switches';
import { QueryTooComplex } from '../store/database';

/** Rows of the table in contract 4.8. */
export type Situation =
	/** The site broke down over the request, the database refused. */
	| 'fault'
	| 'unknownPath'
	| 'noRights'
	| 'restricted'
	| 'malformed'
	/** `{"success":false}` and nothing else. */
	| 'unexplained';

/** Why a query fails. `errorCode` is the short name of the exception's type. */
export class Refusal extends Error {
	constructor(
		readonly situation: Situation,
		readonly errorCode: string,
		message: string,
	) {
		super(message);
	}
}

export function unknownPath(path: string, schema: string): Refusal {
	return new Refusal(
		'unknownPath',
		'ItemNotFoundException',
		`Column by path ${path} not found in schema ${schema}.`,
	);
}

export function unknownSchema(name: string): Refusal {
	return new Refusal('unknownPath', 'ItemNotFoundException', `Schema with name "${name}" was not found.`);
}

export function malformed(message: string): Refusal {
	return new Refusal('malformed', 'SerializationException', message);
}

/** A worker of a site ends here; the emulator does not. */
export function tooDeep(): Refusal {
	return new Refusal(
		'fault',
		'InsufficientExecutionStackException',
		'Insufficient stack to continue executing the program safely.',
	);
}

/** Something that the contract does not know of, or that makes no sense. */
export function notSupported(message: string): Refusal {
	return new Refusal('fault', 'NotSupportedException', message);
}

/** A time or date that could not be read arrives as null (contract 4.4). */
export function nullValue(): Refusal {
	return new Refusal('fault', 'ArgumentNullException', 'Value cannot be null. Parameter name: value');
}

export function nullReference(): Refusal {
	return new Refusal(
		'fault',
		'NullReferenceException',
		'Object reference not set to an instance of an object.',
	);
}

/** The database refuses the statement. */
export function databaseFault(database: Database, postgres: string, mssql: string): Refusal {
	return new Refusal('fault', 'DbOperationException', database === 'postgres' ? postgres : mssql);
}

/** What the entity layer, shared with OData, refuses. */
function fromEntityLayer(error: ODataError): Refusal {
	const [cause] = error.nested;
	if (!cause) return new Refusal('unexplained', '', '');
	return new Refusal(
		'fault',
		cause.type === undefined ? 'InvalidOperationException' : 'DbOperationException',
		cause.message,
	);
}

/** As ServiceStack maps them (contract 4.8). */
const BY_TYPE: Readonly<Record<string, number>> = {
	NotSupportedException: 405,
	NotImplementedException: 405,
	ArgumentException: 400,
	ArgumentNullException: 400,
	UnauthorizedAccessException: 403,
};

export function statusOf(refusal: Refusal, switches: Switches): number {
	switch (refusal.situation) {
		case 'fault':
			return switches.exceptionStatus === 'byType' ? (BY_TYPE[refusal.errorCode] ?? 500) : 500;
		case 'unknownPath':
			return switches.unknownPathStatus;
		case 'noRights':
			return switches.noRightsStatus;
		case 'malformed':
			return switches.malformedStatus;
		case 'restricted':
		case 'unexplained':
			return 200;
	}
}

/** The body of a failure. */
export function failureOf(refusal: Refusal): Record<string, unknown> {
	const { errorCode, message } = refusal;
	switch (refusal.situation) {
		case 'unexplained':
			return { success: false };
		case 'restricted':
			return { success: false, errorInfo: { errorCode, message } };
		default:
			return {
				responseStatus: { ErrorCode: errorCode, Message: message, Errors: [] },
				rowsAffected: -1,
				success: false,
			};
	}
}

/** The cause of a failed query as a refusal; bugs of the emulator pass through. */
export function toRefusal(cause: unknown): Refusal {
	if (cause instanceof Refusal) return cause;
	if (cause instanceof ODataError) return fromEntityLayer(cause);
	if (cause instanceof QueryTooComplex) return notSupported(cause.message);
	throw cause;
}
