import fc from 'fast-check';

import { EMPTY_GUID } from '../../../../nodes/shared/basics/guid';
import {
	type Comparison,
	COMPARISONS,
	TEXT_TESTS,
	type TextTest,
} from '../../../../nodes/shared/creatio/conditions/operators';
import type { Condition } from '../../../../nodes/shared/creatio/conditions/tree';
import {
	filterGroup,
	MAX_IN_VALUES,
	passesAll,
} from '../../../../nodes/shared/creatio/dataservice/filterGroup';
import type { FilterGroup } from '../../../../nodes/shared/creatio/dataservice/wireTypes';
import type { ColumnPath } from '../../../../nodes/shared/creatio/model/paths';
import { bind, context, GUID, pathOf, reverseOf, test } from './fakes';
import { every, negated, passes, some, type Truth } from './wireFilter';

const group = (condition?: Condition) => filterGroup(condition, 'Contact', context);

const only = (condition: Condition) => group(condition).items.item1;

const column = (columnPath: string) => ({ expressionType: 0, columnPath });

const parameter = (dataValueType: number, value: unknown) => ({
	expressionType: 2,
	parameter: { dataValueType, value },
});

const compared = (comparisonType: number, path: string, rightExpression: unknown) => ({
	filterType: 1,
	comparisonType,
	isEnabled: true,
	trimDateTimeParameterToDate: false,
	leftExpression: column(path),
	rightExpression,
});

const isNull = (path: string, isEmpty = true) => ({
	filterType: 2,
	comparisonType: isEmpty ? 1 : 2,
	isEnabled: true,
	isNull: isEmpty,
	leftExpression: column(path),
});

const joined = (logicalOperation: 0 | 1, ...parts: unknown[]) => ({
	filterType: 6,
	logicalOperation,
	isEnabled: true,
	items: Object.fromEntries(parts.map((part, index) => [`item${index + 1}`, part])),
});

describe('conditions become filters', () => {
	it.each<[string, Parameters<typeof test>, unknown]>([
		['=', ['Name', 'equals', "O'Brien"], compared(3, 'Name', parameter(1, "O'Brien"))],
		['<>', ['Name', 'notEquals', 'x'], compared(4, 'Name', parameter(1, 'x'))],
		['<', ['Age', 'less', 18], compared(5, 'Age', parameter(4, 18))],
		['<=', ['Age', 'lessOrEqual', 18], compared(6, 'Age', parameter(4, 18))],
		['>', ['Amount', 'greater', '1.5'], compared(7, 'Amount', parameter(5, 1.5))],
		['>=', ['Age', 'greaterOrEqual', 18], compared(8, 'Age', parameter(4, 18))],
		['starts', ['Name', 'startsWith', 'x'], compared(9, 'Name', parameter(1, 'x'))],
		['not starts', ['Name', 'notStartsWith', 'x'], compared(10, 'Name', parameter(1, 'x'))],
		['contains', ['Name', 'contains', 'x'], compared(11, 'Name', parameter(1, 'x'))],
		['not contains', ['Name', 'notContains', 'x'], compared(12, 'Name', parameter(1, 'x'))],
		['ends', ['Name', 'endsWith', 'x'], compared(13, 'Name', parameter(1, 'x'))],
		['not ends', ['Name', 'notEndsWith', 'x'], compared(14, 'Name', parameter(1, 'x'))],
		['boolean', ['Confirmed', 'equals', 'no'], compared(3, 'Confirmed', parameter(12, false))],
		['lookup', ['AccountId', 'equals', GUID], compared(3, 'Account', parameter(0, GUID))],
		['lookup by text', ['Account', 'equals', 'Accom'], compared(3, 'Account.Name', parameter(1, 'Accom'))],
		[
			'another lookup, or none',
			['Account', 'notEquals', GUID],
			joined(1, compared(4, 'Account', parameter(0, GUID)), isNull('Account')),
		],
		[
			'another lookup by text, or none',
			['Account', 'notEquals', 'Accom'],
			joined(1, compared(4, 'Account.Name', parameter(1, 'Accom')), isNull('Account')),
		],
		['further away', ['Account/Type', 'contains', 'a'], compared(11, 'Account.Type.Name', parameter(1, 'a'))],
		[
			'instant, in the zone of the session',
			['CreatedOn', 'greater', '2026-01-31T10:00:00Z'],
			compared(7, 'CreatedOn', parameter(7, '"2026-01-31T11:00:00.000"')),
		],
		[
			'day, in no zone',
			['BirthDate', 'equals', '2024-02-29'],
			compared(3, 'BirthDate', parameter(8, '"2024-02-29T00:00:00.000"')),
		],
		[
			'day, although it was written as an instant',
			['BirthDate', 'equals', '2024-02-29T00:00:00Z'],
			compared(3, 'BirthDate', parameter(8, '"2024-02-29T00:00:00.000"')),
		],
		['empty text', ['Name', 'isEmpty'], joined(1, isNull('Name'), compared(3, 'Name', parameter(1, '')))],
		[
			'filled text',
			['Name', 'isNotEmpty'],
			joined(0, isNull('Name', false), compared(4, 'Name', parameter(1, ''))),
		],
		[
			'empty GUID',
			['EntityId', 'isEmpty'],
			joined(1, isNull('EntityId'), compared(3, 'EntityId', parameter(0, EMPTY_GUID))),
		],
		['empty lookup', ['Account', 'isEmpty'], isNull('Account')],
		['filled number', ['Age', 'isNotEmpty'], isNull('Age', false)],
		[
			'any of',
			['Account', 'isAnyOf', [GUID]],
			{
				filterType: 4,
				comparisonType: 3,
				isEnabled: true,
				leftExpression: column('Account'),
				rightExpressions: [parameter(0, GUID)],
			},
		],
		[
			'none of',
			['Age', 'isNoneOf', [1, 2]],
			{
				filterType: 4,
				comparisonType: 4,
				isEnabled: true,
				leftExpression: column('Age'),
				rightExpressions: [parameter(4, 1), parameter(4, 2)],
			},
		],
		[
			'today',
			['CreatedOn', 'today'],
			joined(
				0,
				compared(8, 'CreatedOn', parameter(7, '"2026-05-13T02:00:00.000"')),
				compared(5, 'CreatedOn', parameter(7, '"2026-05-14T02:00:00.000"')),
			),
		],
		[
			'older than days, of a column that holds days',
			['BirthDate', 'olderThanDays', 7],
			joined(
				0,
				compared(5, 'BirthDate', parameter(8, '"2026-05-06T00:00:00.000"')),
				isNull('BirthDate', false),
			),
		],
	])('%s', async (_, parts, expected) => {
		const condition = await test(...parts);
		const { rootSchemaName, ...filters } = group({ kind: 'group', combine: 'all', parts: [condition] });
		expect(rootSchemaName).toBe('Contact');
		expect(filters).toEqual(joined(0, expected));
	});

	it('the user, a range, and related records with conditions of their own', async () => {
		const owner = await pathOf('Account.Owner');
		expect(only({ kind: 'macro', path: owner, macro: 'currentUserContact', negated: false })).toEqual(
			compared(3, 'Account.Owner', { expressionType: 1, functionType: 1, macrosType: 2 }),
		);
		expect(only({ kind: 'macro', path: owner, macro: 'currentUser', negated: true })).toEqual(
			compared(4, 'Account.Owner', { expressionType: 1, functionType: 1, macrosType: 1 }),
		);
		const integer = (value: number) => ({ type: 'integer', value }) as const;
		expect(only({ kind: 'between', path: await pathOf('Age'), from: integer(18), to: integer(65) })).toEqual({
			filterType: 3,
			comparisonType: 0,
			isEnabled: true,
			trimDateTimeParameterToDate: false,
			leftExpression: column('Age'),
			rightLessExpression: parameter(4, 18),
			rightGreaterExpression: parameter(4, 65),
		});
		const path = await reverseOf('[Activity:Contact].Title');
		const condition = await test('Title', 'contains', 'call', 'Activity');
		expect(only({ kind: 'exists', path, negated: false, condition })).toEqual({
			filterType: 5,
			comparisonType: 15,
			isEnabled: true,
			leftExpression: column('[Activity:Contact].Id'),
			subFilters: joined(0, compared(11, 'Title', parameter(1, 'call'))),
		});
		expect(only({ kind: 'exists', path, negated: true })).toMatchObject({
			comparisonType: 16,
			subFilters: joined(0),
		});
	});

	it('groups stay groups, and what says nothing is left out', async () => {
		const name = { path: 'Name', operator: 'equals', value: 'x' } as const;
		const any = await bind([name, { path: 'Age', operator: 'less', value: 3 }], 'any');
		const { rootSchemaName: _, ...filters } = group(any);
		expect(filters).toEqual(
			joined(1, compared(3, 'Name', parameter(1, 'x')), compared(5, 'Age', parameter(4, 3))),
		);
		const nothing: Condition = { kind: 'group', combine: 'any', parts: [] };
		expect(group({ kind: 'group', combine: 'all', parts: [nothing, any] }).items.item1).toEqual(filters);
		for (const condition of [undefined, nothing, { kind: 'not', part: nothing } as const]) {
			expect(group(condition)).toEqual({ ...joined(0), rootSchemaName: 'Contact' });
			expect(passesAll(group(condition))).toBe(true);
		}
		expect(passesAll(group(any))).toBe(false);
	});

	it('long lists are cut into several, joined so that they mean the same', async () => {
		const values = Array.from({ length: 2 * MAX_IN_VALUES + 1 }, (_, index) => index);
		for (const operator of ['isAnyOf', 'isNoneOf'] as const) {
			const filter = group(await test('Age', operator, values));
			expect(filter.logicalOperation).toBe(operator === 'isAnyOf' ? 1 : 0);
			expect(Object.values(filter.items)).toHaveLength(3);
			expect(passes(filter, { Age: 2 * MAX_IN_VALUES })).toBe(operator === 'isAnyOf');
			expect(passes(filter, { Age: -1 })).toBe(operator !== 'isAnyOf');
			expect(passes(filter, { Age: null })).toBeUndefined();
		}
	});
});

describe('any condition', () => {
	const path = (name: string, type: 'integer' | 'text'): ColumnPath => ({
		text: name,
		steps: [],
		column: { name, property: name, type },
		owner: 'Contact',
	});
	const AGE = path('Age', 'integer');
	const NAME = path('Name', 'text');
	const age = fc.integer({ min: 0, max: 3 }).map((value) => ({ type: 'integer', value }) as const);
	const word = fc.stringMatching(/^[ab]{1,2}$/).map((value) => ({ type: 'text', value }) as const);
	const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
		condition: fc.oneof(
			{ maxDepth: 4, depthSize: 'small' },
			fc.record({
				kind: fc.constant('compare' as const),
				path: fc.constant(AGE),
				operator: fc.constantFrom<Comparison>(...COMPARISONS),
				value: age,
			}),
			fc.record({
				kind: fc.constant('compare' as const),
				path: fc.constant(NAME),
				operator: fc.constantFrom<TextTest>(...TEXT_TESTS),
				value: word,
			}),
			fc.record({ kind: fc.constant('between' as const), path: fc.constant(AGE), from: age, to: age }),
			fc.record({
				kind: fc.constant('anyOf' as const),
				path: fc.constant(AGE),
				values: fc.array(age, { minLength: 1, maxLength: 3 }),
				negated: fc.boolean(),
			}),
			fc.record({
				kind: fc.constant('empty' as const),
				path: fc.constantFrom(AGE, NAME),
				negated: fc.boolean(),
			}),
			fc.record({ kind: fc.constant('not' as const), part: tie('condition') }),
			fc.record({
				kind: fc.constant('group' as const),
				combine: fc.constantFrom('all' as const, 'any' as const),
				parts: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }),
			}),
		),
	}));
	const row = fc.record({
		Age: fc.option(fc.integer({ min: 0, max: 3 })),
		Name: fc.option(fc.stringMatching(/^[ab]{0,3}$/)),
	});

	/** What a condition means, part by part. */
	function truth(of: Condition, given: { Age: number | null; Name: string | null }): Truth {
		if (of.kind === 'not') return negated(truth(of.part, given));
		if (of.kind === 'group') {
			const parts = of.parts.map((part) => truth(part, given));
			return of.combine === 'all' ? every(parts) : some(parts);
		}
		if (of.kind === 'empty') {
			const cell = of.path === AGE ? given.Age : given.Name;
			return (cell === null || cell === '') !== of.negated;
		}
		return passes(group(of), given);
	}

	it('selects the same rows as its parts do, also behind any number of nots', () => {
		fc.assert(
			fc.property(condition, row, (of, given) => {
				// Whether a row is selected is what matters: no row is selected by "unknown".
				expect(passes(group(of), given) === true).toBe(truth(of, given) === true);
				const opposite: Condition = { kind: 'not', part: of };
				expect(passes(group(opposite), given) === true).toBe(truth(opposite, given) === true);
			}),
			{ numRuns: 500 },
		);
	});

	it('sends isEnabled with every filter, and safe types only', () => {
		const filtersIn = (filter: FilterGroup): object[] =>
			Object.values(filter.items).flatMap((item) =>
				item.filterType === 6 ? [item, ...filtersIn(item)] : [item],
			);
		fc.assert(
			fc.property(condition, (of) => {
				const whole = group(of);
				for (const filter of [whole, ...filtersIn(whole)]) expect(filter).toHaveProperty('isEnabled', true);
				for (const [, code] of JSON.stringify(whole).matchAll(/"dataValueType":(\d+)/g))
					expect([1, 4]).toContain(Number(code));
			}),
		);
	});

	it('any text arrives as it is', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (value) => {
				const of: Condition = {
					kind: 'compare',
					path: NAME,
					operator: 'equals',
					value: { type: 'text', value },
				};
				const sent: FilterGroup = JSON.parse(JSON.stringify(group(of)));
				expect(passes(sent, { Name: value })).toBe(true);
				expect(passes(sent, { Name: `${value}x` })).toBe(false);
			}),
		);
	});
});
