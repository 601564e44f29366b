import { CreatioError, type ErrorDetails, type ErrorKind } from '../../../../nodes/shared/basics/errors';
import { refusalCauseOf, type RefusalCause } from '../../../../nodes/shared/creatio/writing/refusalCause';

/** Sentences of parsers and databases (contract 2.9, 2.12). */
it.each<[RefusalCause, string]>([
	[{ kind: 'unreadable' }, 'Value was either too large or too small for a Decimal.'],
	[
		{ kind: 'unreadable' },
		"Cannot convert a value of type 'Edm.Int32' to the expected target type 'Edm.String'.",
	],
	[{ kind: 'tooLong', size: 250 }, '22001: value too long for type character varying(250)'],
	[{ kind: 'tooLong', size: undefined }, 'String or binary data would be truncated.'],
	[{ kind: 'outOfRange' }, '22003: numeric field overflow'],
	[{ kind: 'outOfRange' }, 'Arithmetic overflow error converting numeric to data type numeric.'],
	[{ kind: 'missingValue' }, '23502: null value in column "X" violates not-null constraint'],
	[{ kind: 'missingValue' }, "Cannot insert the value NULL into column 'X', table 'T'"],
	[
		{ kind: 'missingRecord' },
		'23503: insert or update on table "Contact" violates foreign key constraint "FKx"',
	],
	[
		{ kind: 'missingRecord' },
		'The INSERT statement conflicted with the FOREIGN KEY constraint "FKx". The conflict occurred in …',
	],
])('%j', (cause, sentence) => {
	expect(refusalCauseOf(new CreatioError('invalid', sentence))).toEqual(cause);
	expect(refusalCauseOf(new CreatioError('server', sentence))).toEqual(cause);
});

it.each<[string, ErrorKind, string, ErrorDetails]>([
	['has a reason of its own', 'invalid', 'A contact needs an e-mail address', {}],
	['may pass', 'server', 'Collection was modified', { reason: 'reloading' }],
	['is a broken connection', 'network', 'The connection broke', {}],
	['is a missing right', 'forbidden', 'The user is not allowed', { reason: 'unexplained' }],
])('a failure that %s is left as it is', (_, kind, sentence, details) => {
	expect(refusalCauseOf(new CreatioError(kind, sentence, details))).toBeUndefined();
	expect(refusalCauseOf(new Error(sentence))).toBeUndefined();
});
