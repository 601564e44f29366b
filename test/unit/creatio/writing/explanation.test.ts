import fc from 'fast-check';

import { CreatioError } from '../../../../nodes/shared/basics/errors';
import type { ColumnDetails, ObjectDetails } from '../../../../nodes/shared/creatio/model/objectModel';
import type { Row } from '../../../../nodes/shared/creatio/model/rows';
import { explained } from '../../../../nodes/shared/creatio/writing/explanation';
import type { RefusalCause } from '../../../../nodes/shared/creatio/writing/refusalCause';
import { CONTACT } from '../fakes';

const NOBODY = '11111111-1111-4111-8111-111111111111';
const UNEXPLAINED: RefusalCause = { kind: 'unexplained' };

const detail = (name: string, more: Partial<ColumnDetails> = {}): [string, ColumnDetails] => [
	name,
	{ name, caption: name, required: false, hasDefault: false, dataValueType: 1, type: 'text', ...more },
];
const DETAILS: ObjectDetails = {
	name: 'Contact',
	caption: 'Contact',
	displayColumn: 'Name',
	columns: new Map([
		...[...CONTACT.columns.keys()].map((name) => detail(name)),
		detail('Name', { size: 250, required: true }),
		detail('Type', { required: true }),
		// A lookup to an object that OData does not expose is a plain GUID there.
		detail('Entity'),
	]),
};

interface Situation {
	cause?: RefusalCause;
	row: Row;
	isNew?: boolean;
	details?: ObjectDetails | undefined;
	missing?: string;
}

function explanationOf(
	situation: Situation,
	error = new CreatioError('invalid', 'The input was not valid.'),
) {
	const { cause = UNEXPLAINED, row, isNew = false, missing } = situation;
	const details = 'details' in situation ? situation.details : DETAILS;
	const facts = { details, isMissing: ({ id }: { id: string }) => id === missing };
	return explained(error, cause, { model: CONTACT, isNew, row }, facts);
}

it('says what the site says first, and then what is likely at fault', () => {
	const { message, cure } = explanationOf({ row: { Name: 'x'.repeat(300), Age: 5 } });
	expect(message).toBe(
		'The input was not valid. Likely at fault in Contact: Name takes at most 250 characters, but got 300',
	);
	expect(cure).toBe('Correct these columns and run the item again.');
});

it.each<[string, Situation, RegExp]>([
	['a name that the object does not have', { row: { Nmae: 'x' } }, /: Nmae is not a column/],
	[
		'a column that was removed meanwhile',
		{ row: { Email: 'x' }, details: { ...DETAILS, columns: new Map([detail('Name')]) } },
		/: Email is not a column/,
	],
	['null for a text', { row: { Email: null } }, /: Email takes an empty text, but got null/],
	['a wrong type', { row: { AccountId: 'Accom' } }, /: Account takes an ID, but got a text of 5/],
	['a date without a zone', { row: { CreatedOn: '2026-01-01T10:00' } }, /: CreatedOn takes .* zone/],
	['a number out of range', { row: { Age: 2 ** 31 } }, /: Age takes whole numbers/],
	['more than one', { row: { Email: 1, Age: 'x' } }, /: Email takes text.*; Age takes a whole number/],
	[
		'a lookup without a record',
		{ row: { AccountId: NOBODY }, missing: NOBODY },
		/: Account points to 1{8}-.* not a record of Account/,
	],
	[
		'a foreign key',
		{
			row: { AccountId: NOBODY, TypeId: NOBODY.replace('1', '2') },
			missing: NOBODY,
			cause: { kind: 'missingRecord' },
		},
		/: Account points to 1{8}-[^;]*$/,
	],
	['a required column sent empty', { row: { Name: '' } }, /: Name is required/],
	[
		'a required column not sent, where the site says that one is missing',
		{ row: { Name: 'x' }, isNew: true, cause: { kind: 'missingValue' } },
		/: Type is required/,
	],
	[
		'a long text, whose size the sentence of the site gives',
		{ row: { Name: 'x', Email: 'x'.repeat(60) }, details: undefined, cause: { kind: 'tooLong', size: 50 } },
		/: Email takes at most 50 characters, but got 60/,
	],
	[
		'a number with too many digits',
		{ row: { Amount: 1e17, Age: 1 }, cause: { kind: 'outOfRange' } },
		/: Amount has more than 16 digits/,
	],
	[
		'a body above what .NET takes',
		{ row: { Email: 'x'.repeat(30_000_001) } },
		/: the whole record has 30\.0 MB/,
	],
])('finds %s', (_, situation, place) => {
	expect(explanationOf(situation).message).toMatch(place);
});

it.each<[string, Situation, RegExp]>([
	['the columns', { row: { Name: 'x', AccountId: NOBODY } }, /Columns sent: Name, Account$/],
	[
		'the required columns that were not sent, which the site may fill in',
		{ row: { Name: 'x' }, isNew: true },
		/Columns sent: Name\. Required, and left to the defaults of the site: Type$/,
	],
	[
		'the longest texts',
		{ row: { Name: 'xx', Email: 'xxx', AccountId: NOBODY }, cause: { kind: 'tooLong', size: undefined } },
		/texts sent: Email \(3 characters\), Name \(2 characters\)$/,
	],
	['the numbers', { row: { Name: 'x', Amount: 3 }, cause: { kind: 'outOfRange' } }, /Numbers sent: Amount$/],
	[
		'the lookups',
		{ row: { Name: 'x', AccountId: NOBODY }, cause: { kind: 'missingRecord' } },
		/sent: Account$/,
	],
	['that there were none', { row: {} }, /Columns sent: none$/],
])('where nothing is found, says so and lists %s', (_, situation, place) => {
	const { message, cure } = explanationOf(situation);
	expect(message).toMatch(/The site does not say which column of Contact it refuses/);
	expect(message).toMatch(place);
	expect(cure).toContain('error log');
});

it('a plain GUID whose lookup only the details know is a column of the object', () => {
	expect(explanationOf({ row: { EntityId: NOBODY } }).message).toMatch(/does not say/);
});

it('what callers act on stays, and so does the advice on a write that was perhaps done', () => {
	const error = new CreatioError('server', 'Status 500', {
		reason: 'unexplained',
		status: 500,
		perhapsDone: true,
		cure: 'Look for the record first.',
	});
	const { kind, reason, status, perhapsDone, mayPass, cure } = explanationOf({ row: { Age: 'x' } }, error);
	expect({ kind, reason, status, perhapsDone, mayPass }).toEqual({
		kind: 'server',
		reason: 'unexplained',
		status: 500,
		perhapsDone: true,
		mayPass: false,
	});
	expect(cure).toMatch(/^Look for the record first\. Correct/);
});

describe('whatever was sent', () => {
	const causes: RefusalCause[] = [
		UNEXPLAINED,
		{ kind: 'tooLong', size: 5 },
		{ kind: 'tooLong', size: undefined },
		{ kind: 'outOfRange' },
		{ kind: 'missingValue' },
		{ kind: 'missingRecord' },
	];
	const names = fc.oneof(
		fc.constantFrom(...[...CONTACT.columns.values()].map(({ property }) => property)),
		fc.string({ maxLength: 200 }),
	);
	const SECRET = 'correct-horse-battery-staple';
	const values = fc.oneof(fc.jsonValue(), fc.constant(SECRET), fc.constant(`${SECRET} `.repeat(500)));

	it('the message is short, and has no values', () => {
		fc.assert(
			fc.property(
				fc.dictionary(names, values, { maxKeys: 40 }),
				fc.constantFrom(...causes),
				fc.boolean(),
				fc.constantFrom(DETAILS, undefined),
				fc.string({ maxLength: 5_000 }),
				(row, cause, isNew, details, sentence) => {
					const error = new CreatioError('invalid', sentence);
					const { message } = explanationOf({ row, cause, isNew, details }, error);
					expect(message.length).toBeLessThan(4_000);
					expect(message).not.toContain(SECRET);
				},
			),
		);
	});
});
