import type { Condition } from '../../../../nodes/shared/creatio/conditions/tree';
import { asksForEmptyLookup, compileFilter } from '../../../../nodes/shared/creatio/odata/filterText';
import { splitFilter } from '../../../../nodes/shared/creatio/odata/splitFilter';
import { bind, context, GUID, pathOf, reverseOf, test } from '../dataservice/fakes';
import { odata4 } from '../../../../nodes/shared/creatio/odata4/odata4';

const dialect = { clock: context.clock, protocol: odata4, emptyLookup: 'navigation' } as const;

const filter = (condition: Condition) => compileFilter(condition, dialect)?.text;

const not = (part: Condition): Condition => ({ kind: 'not', part });

describe('what is new in conditions, over OData', () => {
	it.each<[string, Parameters<typeof test>, string]>([
		['equals', ['Name', 'equals', 'x'], "Name ne 'x'"],
		['less', ['Age', 'less', 3], 'Age ge 3'],
		['greater', ['Age', 'greater', 3], 'Age le 3'],
		['contains', ['Name', 'contains', 'x'], "not contains(Name,'x')"],
		['notEndsWith', ['Name', 'notEndsWith', 'x'], "endswith(Name,'x')"],
		['isEmpty', ['Name', 'isEmpty'], "(Name ne null and Name ne '')"],
		['isAnyOf', ['Age', 'isAnyOf', [1, 2]], '(Age ne 1 and Age ne 2)'],
		['equals a lookup', ['Account', 'equals', GUID], `(Account/Id ne ${GUID} or Account eq null)`],
		[
			'today',
			['CreatedOn', 'today'],
			'((CreatedOn lt 2026-05-13T00:00:00.000Z and CreatedOn ne null) or CreatedOn ge 2026-05-14T00:00:00.000Z)',
		],
		['olderThanDays', ['CreatedOn', 'olderThanDays', 7], 'CreatedOn ge 2026-05-06T15:30:00.000Z'],
		[
			'laterThanDays',
			['CreatedOn', 'laterThanDays', 7],
			'(CreatedOn lt 2026-05-20T15:30:00.000Z and CreatedOn ne null)',
		],
	])('not %s', async (_, parts, expected) => {
		const condition = await test(...parts);
		expect(filter(not(condition))).toBe(expected);
		expect(filter(not(not(condition)))).toBe(filter(condition));
	});

	it('not of a group turns the group around', async () => {
		const rows = [
			{ path: 'Name', operator: 'equals', value: 'x' },
			{ path: 'Account', operator: 'isEmpty', value: undefined },
		] as const;
		const condition = not(await bind(rows, 'any'));
		expect(filter(condition)).toBe("(Name ne 'x' and Account ne null)");
		expect(asksForEmptyLookup(condition, context.clock)).toBe(true);
		expect(filter(not({ kind: 'group', combine: 'all', parts: [] }))).toBeUndefined();
	});

	it('a range with both ends', async () => {
		const range = {
			kind: 'between',
			path: await pathOf('Age'),
			from: { type: 'integer', value: 18 },
			to: { type: 'integer', value: 65 },
		} as const;
		expect(filter(range)).toBe('(Age ge 18 and Age le 65)');
		expect(filter(not(range))).toBe('(Age lt 18 or Age gt 65)');
	});

	it.each<[string, Parameters<typeof test> | undefined, boolean, string]>([
		['[Activity:Contact]', undefined, false, 'ActivityCollectionByContact/any()'],
		['[Activity:Contact]', undefined, true, 'not ActivityCollectionByContact/any()'],
		[
			'[Activity:Contact]',
			['Title', 'contains', "O'B", 'Activity'],
			false,
			"ActivityCollectionByContact/any(x: contains(x/Title,'O''B'))",
		],
		[
			'[Activity:Contact]',
			['Account', 'isAnyOf', [GUID, 'Accom'], 'Activity'],
			true,
			`not ActivityCollectionByContact/any(x: (x/Account/Id eq ${GUID} or x/Account/Name eq 'Accom'))`,
		],
		[
			'Account.[Contact:Account]',
			['Account', 'isEmpty', undefined, 'Contact'],
			false,
			'Account/ContactCollectionByAccount/any(x: x/Account eq null)',
		],
	])('related records %s %j', async (path, inner, negated, expected) => {
		const condition: Condition = {
			kind: 'exists',
			path: await reverseOf(path),
			negated,
			condition: inner && (await test(...inner)),
		};
		expect(filter(condition)).toBe(expected);
		expect(filter(not(condition))).toBe(
			expected.startsWith('not ') ? expected.slice('not '.length) : `not ${expected}`,
		);
		expect(asksForEmptyLookup(condition, context.clock)).toBe(inner?.[1] === 'isEmpty');
	});

	it('long lists of related records are cut', async () => {
		const values = Array.from({ length: 40 }, (_, index) => `name ${index}`);
		const condition: Condition = {
			kind: 'exists',
			path: await reverseOf('[Activity:Contact]'),
			negated: false,
			condition: await test('Title', 'isAnyOf', values, 'Activity'),
		};
		const { filters, disjoint } = splitFilter(condition, dialect, 1);
		expect(disjoint).toBe(false);
		expect(filters.length).toBeGreaterThan(1);
		for (const value of values)
			expect(filters.filter((part) => part?.text.includes(`'${value}'`))).toHaveLength(1);
		expect(() => splitFilter({ ...condition, negated: true }, dialect, 1)).toThrow(
			expect.objectContaining({ kind: 'input' }),
		);
	});

	it('what OData cannot say is refused', async () => {
		const refusal = expect.objectContaining({ kind: 'input', cure: expect.stringMatching(/DataService/) });
		const path = await reverseOf('[Activity:EntityId]');
		expect(() => filter({ kind: 'exists', path, negated: false })).toThrow(refusal);
		expect(() => filter({ kind: 'exists', path, negated: false })).toThrow(
			/condition on \[Activity:EntityId\] works with DataService only/,
		);
		const macro = { path: await pathOf('Account.Owner'), macro: 'currentUserContact' } as const;
		expect(() => filter({ kind: 'macro', ...macro, negated: false })).toThrow(refusal);
		const inner: Condition = {
			kind: 'exists',
			path: await reverseOf('[Contact:Account]', 'Account'),
			negated: false,
		};
		const outer: Condition = {
			kind: 'exists',
			path: await reverseOf('Account.[Contact:Account]'),
			negated: false,
			condition: inner,
		};
		expect(() => filter(outer)).toThrow(/one connection at a time/);
	});
});
