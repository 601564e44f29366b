import { type CreatioError, type ErrorKind, isCreatioError } from '../../basics/errors';

/** What a site says of a row that it refuses, where it does not say which column is at fault. */
export type RefusalCause =
	/** Nothing (contract 2.9, 4.8). */
	| { readonly kind: 'unexplained' }
	/** A value is not in the form that OData's reader takes for its column (contract 2.9). */
	| { readonly kind: 'unreadable' }
	/** A text is longer than its column. `size` is the column's, if the site names it (contract 2.12). */
	| { readonly kind: 'tooLong'; readonly size: number | undefined }
	/** A number does not fit into its column. */
	| { readonly kind: 'outOfRange' }
	/** A column that needs a value has none. */
	| { readonly kind: 'missingValue' }
	/** A lookup points to a record that does not exist (contract 2.9). */
	| { readonly kind: 'missingRecord' };

/** A session, the network or rights have nothing to do with the row. */
const REFUSALS: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['invalid', 'server']);

const TOO_LONG = /\b22001\b|value too long for type|would be truncated/i;
const SIZE = /character varying\((\d{1,9})\)/i;
const OUT_OF_RANGE = /\b22003\b|field overflow|(?:integer|smallint|bigint) out of range|arithmetic overflow/i;
const MISSING_VALUE = /\b23502\b|not-null constraint|cannot insert the value null/i;
const MISSING_RECORD = /\b23503\b|foreign key constraint/i;

/** Sentences of .NET's parsers, as .NET Framework hosts pass them on (contract 2.9). */
const UNREADABLE =
	/^(?:Cannot convert a value|Value was either too large|The input string '|String '|Unrecognized Guid|Guid s|Dashes are in|The time zone information is missing|The string '|An unexpected 'Start|A stream property|Request body too large)/;

/** The cause of a refusal that leaves the column open; `undefined` for every other error. */
export function refusalCauseOf(error: unknown): RefusalCause | undefined {
	if (!isCreatioError(error) || error.mayPass || !REFUSALS.has(error.kind)) return undefined;
	return error.reason === 'unexplained' ? { kind: 'unexplained' } : causeInWords(error);
}

/** Parsers and databases have no code to go by, but the same words over OData and DataService (contract 2.12). */
function causeInWords({ message }: CreatioError): RefusalCause | undefined {
	if (UNREADABLE.test(message)) return { kind: 'unreadable' };
	if (TOO_LONG.test(message)) return { kind: 'tooLong', size: sizeIn(message) };
	if (OUT_OF_RANGE.test(message)) return { kind: 'outOfRange' };
	if (MISSING_VALUE.test(message)) return { kind: 'missingValue' };
	return MISSING_RECORD.test(message) ? { kind: 'missingRecord' } : undefined;
}

function sizeIn(message: string): number | undefined {
	const size = SIZE.exec(message)?.[1];
	return size === undefined ? undefined : Number(size);
}
