import fc from 'fast-check';

import { bindConditions, type ConditionRow } from '../../../../nodes/shared/creatio/conditions/bindRow';
import { asksForEmptyLookup, both, compileFilter } from '../../../../nodes/shared/creatio/odata/filterText';
import { literal } from '../../../../nodes/shared/creatio/odata4/literal';
import type { Condition } from '../../../../nodes/shared/creatio/conditions/tree';
import { pathOf, reverseOf } from '../dataservice/fakes';
import { fakeMetadata } from '../fakes';
import { odata4 } from '../../../../nodes/shared/creatio/odata4/odata4';

const GUID = '405947d0-2ffb-4ded-8675-0475f19f5a81';
const NONE = '00000000-0000-0000-0000-000000000000';
const OTHER = 'e308b781-3c5b-4ecb-89ef-5c1ed4da488e';
const dialect = {
	clock: { now: new Date('2026-05-13T15:30:00Z'), zone: 'UTC' },
	protocol: odata4,
	emptyLookup: 'navigation',
} as const;

const bind = (rows: readonly ConditionRow[], combine: 'all' | 'any' = 'all') =>
	bindConditions(rows, combine, { metadata: fakeMetadata(), object: 'Contact', zone: 'Europe/Berlin' });
const filter = async (path: string, operator: ConditionRow['operator'], value?: unknown) =>
	compileFilter(await bind([{ path, operator, value }]), dialect)?.text;

describe('conditions become a $filter', () => {
	it.each<[string, ConditionRow['operator'], unknown, string]>([
		['Name', 'equals', "O'Brien & Söhne 100%", "Name eq 'O''Brien & Söhne 100%'"],
		['Name', 'notContains', 'x', "not contains(Name,'x')"],
		['Name', 'startsWith', 'x', "startswith(Name,'x')"],
		['Name', 'notEndsWith', 'x', "not endswith(Name,'x')"],
		['Name', 'isEmpty', undefined, "(Name eq null or Name eq '')"],
		['Name', 'isNotEmpty', undefined, "(Name ne null and Name ne '')"],
		['Age', 'greaterOrEqual', '18', 'Age ge 18'],
		['Age', 'isEmpty', undefined, 'Age eq null'],
		['Amount', 'less', 1e-7, 'Amount lt 0.0000001'],
		['Amount', 'less', 1e21, 'Amount lt 1000000000000000000000'],
		['Confirmed', 'equals', 'true', 'Confirmed eq true'],
		['CreatedOn', 'greater', '2026-01-31T10:00:00+02:00', 'CreatedOn gt 2026-01-31T08:00:00.000Z'],
		['CreatedOn', 'greater', '2026-01-31', 'CreatedOn gt 2026-01-30T23:00:00.000Z'],
		['BirthDate', 'equals', '2024-02-29', 'BirthDate eq 2024-02-29T00:00:00.000Z'],
		// A lookup is compared by its key behind the navigation, never by the flat key.
		['Account', 'equals', GUID, `Account/Id eq ${GUID}`],
		['AccountId', 'equals', GUID, `Account/Id eq ${GUID}`],
		['Account.Id', 'equals', GUID, `Account/Id eq ${GUID}`],
		['Account', 'equals', 'Accom', "Account/Name eq 'Accom'"],
		['Account', 'notEquals', GUID, `(Account/Id ne ${GUID} or Account eq null)`],
		['Account', 'notEquals', 'Accom', "(Account/Name ne 'Accom' or Account eq null)"],
		[
			'Account',
			'isNoneOf',
			[GUID, OTHER],
			`((Account/Id ne ${GUID} and Account/Id ne ${OTHER}) or Account eq null)`,
		],
		['Account.Type', 'notEquals', GUID, `(Account/Type/Id ne ${GUID} or Account/Type eq null)`],
		['Account.Name', 'notEquals', 'Accom', "Account/Name ne 'Accom'"],
		['Account', 'notContains', 'acc', "not contains(Account/Name,'acc')"],
		['Account', 'contains', 'acc', "contains(Account/Name,'acc')"],
		['Account', 'isEmpty', undefined, 'Account eq null'],
		['Account.Type.Name', 'equals', 'Customer', "Account/Type/Name eq 'Customer'"],
		['Account/Type', 'equals', 'Customer', "Account/Type/Name eq 'Customer'"],
		['Account.Type', 'isNotEmpty', undefined, 'Account/Type ne null'],
		// A plain GUID that merely ends in Id is compared flat.
		['EntityId', 'equals', GUID, `EntityId eq ${GUID}`],
		['Name', 'isAnyOf', 'a, b', "(Name eq 'a' or Name eq 'b')"],
		['Name', 'isAnyOf', 'Smith, John\nDoe, Jane', "(Name eq 'Smith, John' or Name eq 'Doe, Jane')"],
		['Name', 'isAnyOf', '["a, b", "c"]', "(Name eq 'a, b' or Name eq 'c')"],
		['Age', 'isNoneOf', [1, 2, 2], '(Age ne 1 and Age ne 2)'],
		['Account', 'isAnyOf', [GUID, 'Accom'], `(Account/Id eq ${GUID} or Account/Name eq 'Accom')`],
		[
			'CreatedOn',
			'today',
			undefined,
			'(CreatedOn ge 2026-05-13T00:00:00.000Z and CreatedOn lt 2026-05-14T00:00:00.000Z)',
		],
		[
			'CreatedOn',
			'lastWeek',
			undefined,
			'(CreatedOn ge 2026-05-04T00:00:00.000Z and CreatedOn lt 2026-05-11T00:00:00.000Z)',
		],
		[
			'CreatedOn',
			'thisQuarter',
			undefined,
			'(CreatedOn ge 2026-04-01T00:00:00.000Z and CreatedOn lt 2026-07-01T00:00:00.000Z)',
		],
		[
			'CreatedOn',
			'lastHours',
			2,
			'(CreatedOn ge 2026-05-13T13:30:00.000Z and CreatedOn lt 2026-05-13T15:30:00.000Z)',
		],
		['CreatedOn', 'olderThanDays', '7', '(CreatedOn lt 2026-05-06T15:30:00.000Z and CreatedOn ne null)'],
		[
			'BirthDate',
			'nextYear',
			undefined,
			'(BirthDate ge 2027-01-01T00:00:00.000Z and BirthDate lt 2028-01-01T00:00:00.000Z)',
		],
	])('%s %s %j', async (path, operator, value, expected) => {
		expect(await filter(path, operator, value)).toBe(expected);
	});

	it.each<[string, ConditionRow['operator'], unknown]>([
		['CreatedOn', 'greater', '0001-01-01T00:00:00Z'],
		['BirthDate', 'lessOrEqual', '0001-01-01'],
		['Amount', 'equals', NaN],
		['Name', 'contains', Infinity],
	])('%s %s %p is refused', async (path, operator, value) => {
		await expect(filter(path, operator, value)).rejects.toMatchObject({
			kind: 'input',
			message: expect.stringMatching(/Conditions, row 1/),
		});
	});

	it('both ends of a range decide whether a day is meant', async () => {
		const row = {
			path: 'BirthDate',
			operator: 'isBetween',
			value: '2026-01-31T00:00:00Z',
			valueTo: '2026-02-28',
		} as const;
		expect(compileFilter(await bind([row]), dialect)?.text).toContain(
			'BirthDate le 2026-02-28T00:00:00.000Z',
		);
	});

	it('joins with brackets, so that no precedence matters', async () => {
		const rows: ConditionRow[] = [
			{ path: 'Name', operator: 'isAnyOf', value: 'a,b' },
			{ path: 'Age', operator: 'less', value: 3 },
		];
		expect(compileFilter(await bind(rows), dialect)?.text).toBe(
			"((Name eq 'a' or Name eq 'b') and Age lt 3)",
		);
		expect(compileFilter(await bind(rows, 'any'), dialect)?.text).toBe(
			"((Name eq 'a' or Name eq 'b') or Age lt 3)",
		);
		expect(compileFilter(await bind([]), dialect)).toBeUndefined();
	});

	it('can ask for an empty lookup by its key', async () => {
		const condition = await bind([{ path: 'Account', operator: 'isEmpty', value: undefined }]);
		expect(compileFilter(condition, { ...dialect, emptyLookup: 'key' })?.text).toBe('Account/Id eq null');
	});

	it.each<[string, ConditionRow['operator'], unknown, RegExp]>([
		['Nmae', 'equals', 'x', /Contact has no column "Nmae" \(field Conditions, row 1\)/],
		['', 'equals', 'x', /Column is empty/],
		['Name.First', 'equals', 'x', /goes through Name, which is not a lookup/],
		['Name', 'greater', 'x', /"greater" does not fit the column Name, which contains text/],
		['Age', 'contains', '1', /does not fit/],
		['Photo', 'isEmpty', undefined, /does not fit/],
		['Name', 'equals', '', /value is empty/],
		['Name', 'equals', undefined, /value is empty/],
		['Name', 'isAnyOf', [], /value is empty/],
		['Name', 'isAnyOf', '[a', /not a JSON list/],
		['Age', 'equals', 'old', /takes a number/],
		['CreatedOn', 'greater', '2026-02-31', /a date and time/],
		['CreatedOn', 'lastDays', '-1', /from 0 to 36500/],
		['CreatedOn', 'nextHours', 'x', /number of hours/],
		['BirthDate', 'lastHours', 2, /"lastHours" does not fit the column BirthDate, which contains a date/],
		['BirthDate', 'thisHour', undefined, /"thisHour" does not fit/],
		['Account', 'equals', '405947d0-2ffb-4ded-8675-0475f19f5a8', /takes an ID/],
	])('refuses %s %s %j', async (path, operator, value, message) => {
		await expect(filter(path, operator, value)).rejects.toThrow(message);
	});
});

describe('the other tests of a column', () => {
	it.each<[string, ConditionRow['operator'], unknown, string]>([
		['Name', 'contains', 'x', "contains(Name,'x')"],
		['Name', 'notStartsWith', 'x', "not startswith(Name,'x')"],
		['Name', 'endsWith', 'x', "endswith(Name,'x')"],
		['Age', 'notEquals', 1, 'Age ne 1'],
		['Age', 'less', 1, 'Age lt 1'],
		['Age', 'lessOrEqual', 1, 'Age le 1'],
		['Age', 'greater', 1, 'Age gt 1'],
		['Age', 'isNotEmpty', undefined, 'Age ne null'],
		['Account', 'isNotEmpty', undefined, 'Account ne null'],
		[
			'EntityId',
			'isEmpty',
			undefined,
			'(EntityId eq null or EntityId eq 00000000-0000-0000-0000-000000000000)',
		],
		[
			'EntityId',
			'isNotEmpty',
			undefined,
			'(EntityId ne null and EntityId ne 00000000-0000-0000-0000-000000000000)',
		],
		['Age', 'isAnyOf', [1], 'Age eq 1'],
		['Amount', 'equals', '12345678901234567.89', 'Amount eq 12345678901234567.89'],
		['Amount', 'isAnyOf', '[12345678901234567.89]', 'Amount eq 12345678901234567.89'],
		// Creatio's words for no value.
		['Account', 'equals', NONE, 'Account eq null'],
		['Account', 'notEquals', NONE, 'Account ne null'],
		['Account', 'notEquals', { value: '', displayValue: '' }, 'Account ne null'],
		['Account', 'isAnyOf', [GUID, NONE], `(Account/Id eq ${GUID} or Account eq null)`],
		['Account', 'isAnyOf', [NONE], 'Account eq null'],
		[
			'Account',
			'isNoneOf',
			`${GUID}, ${NONE}`,
			`((Account/Id ne ${GUID} or Account eq null) and Account ne null)`,
		],
		['EntityId', 'equals', NONE, `(EntityId eq null or EntityId eq ${NONE})`],
		['CreatedOn', 'equals', '0001-01-01T00:00:00Z', 'CreatedOn eq null'],
		['BirthDate', 'notEquals', '0001-01-01', 'BirthDate ne null'],
		['Name', 'equals', NONE, `Name eq '${NONE}'`],
		// A Date is the day in the zone of the workflow.
		['BirthDate', 'equals', new Date('2026-07-31T23:00:00Z'), 'BirthDate eq 2026-08-01T00:00:00.000Z'],
	])('%s %s %j', async (path, operator, value, expected) => {
		expect(await filter(path, operator, value)).toBe(expected);
	});
});

describe('the nodes of a filter', () => {
	const nodesOf = async (...rows: ConditionRow[]) => compileFilter(await bind(rows), dialect)?.nodes;

	it.each<[ConditionRow[], number]>([
		// A path takes one more than its parts, a comparison and a text function three, null for a text four; a whole number
		// one less, since it is not converted.
		[[{ path: 'Age', operator: 'equals', value: 1 }], 4],
		[[{ path: 'Id', operator: 'equals', value: GUID }], 5],
		[[{ path: 'Account', operator: 'equals', value: GUID }], 6],
		[[{ path: 'Account.Type.Name', operator: 'equals', value: 'x' }], 7],
		[[{ path: 'Account', operator: 'isEmpty', value: undefined }], 6],
		[[{ path: 'Name', operator: 'contains', value: 'x' }], 5],
		[[{ path: 'Name', operator: 'notContains', value: 'x' }], 6],
		// Each operator between parts takes one, and one more between a text function and a comparison.
		[[{ path: 'Name', operator: 'isEmpty', value: undefined }], 12],
		[[{ path: 'Age', operator: 'isAnyOf', value: [1, 2, 3] }], 14],
		[
			[
				{ path: 'Age', operator: 'equals', value: 1 },
				{ path: 'Name', operator: 'contains', value: 'x' },
			],
			11,
		],
	])('of %j are %i', async (rows, nodes) => {
		expect(await nodesOf(...rows)).toBe(nodes);
	});

	it('of related records are those of their conditions, and of the path', async () => {
		const nodes = async (path: string, negated: boolean, condition?: Condition) =>
			compileFilter({ kind: 'exists', path: await reverseOf(path), negated, condition }, dialect)?.nodes;
		const inner: Condition = {
			kind: 'compare',
			path: await pathOf('Duration', 'Activity'),
			operator: 'less',
			value: { type: 'integer', value: 5 },
		};
		expect(await nodes('[Activity:Contact]', false)).toBe(3);
		expect(await nodes('[Activity:Contact]', true)).toBe(4);
		expect(await nodes('[Activity:Contact]', false, inner)).toBe(7);
		expect(await nodes('Account.[Contact:Account]', false)).toBe(4);
	});
});

describe('what OData cannot filter by', () => {
	it('is refused by its column, with the node that can', async () => {
		const path = await pathOf('Account.Owner');
		const reverse = await reverseOf('[Activity:Contact]');
		const macro: Condition = { kind: 'macro', path, macro: 'currentUserContact', negated: false };
		const count: Condition = {
			kind: 'related',
			path: reverse,
			function: 'count',
			operator: 'greater',
			value: { type: 'integer', value: 3 },
		};
		for (const condition of [macro, count]) {
			expect(() => compileFilter(condition, dialect)).toThrow(
				expect.objectContaining({
					kind: 'input',
					message: expect.stringContaining(condition === macro ? path.text : reverse.text),
					cure: expect.stringContaining('Creatio DataService'),
				}),
			);
		}
		const message = (condition: Condition) => {
			try {
				return String(compileFilter(condition, dialect));
			} catch (error) {
				return String(error);
			}
		};
		expect(message(macro)).toMatch(/current user/);
		expect(message(count)).toMatch(/aggregate/);
	});
});

describe('a test for an empty lookup', () => {
	const empty = async (path: string): Promise<Condition> => ({
		kind: 'empty',
		path: await pathOf(path),
		negated: false,
	});

	it('is found anywhere in a condition', async () => {
		const [lookup, text] = [await empty('Account'), await empty('Name')];
		const exists = { kind: 'exists', path: await reverseOf('[Activity:Contact]'), negated: false } as const;
		const equals = await bind([{ path: 'Account', operator: 'equals', value: GUID }]);
		const found: Condition[] = [
			lookup,
			await bind([{ path: 'Account', operator: 'notEquals', value: GUID }]),
			{ kind: 'not', part: equals },
			{ kind: 'not', part: lookup },
			{ kind: 'group', combine: 'all', parts: [text, lookup] },
			{ ...exists, condition: lookup },
		];
		const none: Condition[] = [
			text,
			{ kind: 'not', part: text },
			{ kind: 'group', combine: 'any', parts: [text, text] },
			{ kind: 'group', combine: 'any', parts: [] },
			{ ...exists, condition: text },
			exists,
			equals,
			await bind([{ path: 'Account.Name', operator: 'notEquals', value: 'Accom' }]),
		];
		const asks = (condition: Condition) => asksForEmptyLookup(condition, dialect.clock);
		expect(found.map(asks)).toEqual(found.map(() => true));
		expect(none.map(asks)).toEqual(none.map(() => false));
	});
});

it.each([
	[undefined, 'b', 'b'],
	['a', 'b', '(a) and (b)'],
])('both %s and %s are %s', (left, right, expected) => {
	expect(both(left, right)).toBe(expected);
});

describe('literals', () => {
	it.each([
		[{ type: 'guid', value: GUID }, GUID],
		[{ type: 'dateTime', value: '2026-05-13T00:00:00.000Z' }, '2026-05-13T00:00:00.000Z'],
		[{ type: 'boolean', value: false }, 'false'],
		[{ type: 'integer', value: -3 }, '-3'],
		[{ type: 'decimal', value: 1.5 }, '1.5'],
		[{ type: 'decimal', value: -1.25e-7 }, '-0.000000125'],
		[{ type: 'decimal', value: -1.5e21 }, '-1500000000000000000000'],
		[{ type: 'decimal', value: 1e-10 }, '0.0000000001'],
	] as const)('%j is %s', (value, expected) => {
		expect(literal(value)).toBe(expected);
	});

	it('double every quote and nothing else', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (text) => {
				const spelled = literal({ type: 'text', value: text });
				expect(spelled.slice(1, -1).split("''").join("'")).toBe(text);
				expect(spelled.slice(1, -1).replaceAll("''", '')).not.toContain("'");
			}),
		);
	});

	it('write any number without an exponent', () => {
		fc.assert(
			fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e25, max: 1e25 }), (value) => {
				const text = literal({ type: 'decimal', value });
				expect(text).toMatch(/^-?\d+(\.\d+)?$/);
				// Minus zero is written as zero.
				expect(Number(text) + 0).toBe(value + 0);
			}),
		);
	});
});
