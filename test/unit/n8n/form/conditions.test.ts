import { conditionFilter, filterFields, readFilter } from '../../../../nodes/shared/n8n/form/conditions';
import { test as conditionOf } from '../../creatio/dataservice/fakes';
import { expectRefusal, fakeContext, propertyOf, shownWith, valuesOf } from './fakeForm';
import { odata4 } from '../../../../nodes/shared/creatio/odata4/odata4';

const NAVIGATION = { protocol: odata4, emptyLookup: 'navigation' } as const;

const row = (column: string, operator: string, value?: unknown) => ({ column, operator, value });

const raw = (filter?: unknown) => ({ filterMode: 'raw', filter });

const rows = (...condition: readonly object[]) => ({ conditions: { condition } });

async function filtersOf(values: object, zone = 'Europe/Berlin') {
	const filter = await readFilter(fakeContext([{}, { ...values }], { zone }), 'Contact', 1);
	return filter.compile(NAVIGATION).filters.map((one) => one?.text);
}

describe('a filter of rows', () => {
	it('matches all records without rows', async () => {
		expect(await filtersOf({})).toEqual([undefined]);
	});

	it('joins the rows with and, or with or', async () => {
		const both = rows(row('Name', 'equals', 'A'), row('Age', 'greater', '3'));
		expect(await filtersOf(both)).toEqual(["(Name eq 'A' and Age gt 3)"]);
		expect(await filtersOf({ ...both, combineConditions: 'any' })).toEqual(["(Name eq 'A' or Age gt 3)"]);
	});

	it('reads dates in the zone of the workflow', async () => {
		const dated = rows(row('CreatedOn', 'greater', '2026-01-31T10:00:00'));
		expect(await filtersOf(dated)).toEqual(['CreatedOn gt 2026-01-31T09:00:00.000Z']);
		expect(await filtersOf(dated, 'UTC')).toEqual(['CreatedOn gt 2026-01-31T10:00:00.000Z']);
	});

	it('begins days in the zone of the workflow, today', async () => {
		jest.useFakeTimers({ now: new Date('2026-03-10T20:00:00Z'), doNotFake: ['nextTick'] });
		try {
			const [filter] = await filtersOf(rows(row('CreatedOn', 'today')), 'Asia/Tokyo');
			expect(filter).toContain('ge 2026-03-10T15:00:00');
			expect(filter).toContain('lt 2026-03-11T15:00:00');
		} finally {
			jest.useRealTimers();
		}
	});

	it('knows whether it asks for an empty lookup, which sites spell in two ways', async () => {
		const filterOf = async (column: string) =>
			await readFilter(fakeContext(rows(row(column, 'isEmpty'))), 'Contact', 0);
		expect(await filterOf('Account')).toMatchObject({ hasEmptyLookup: true });
		expect(await filterOf('Name')).toMatchObject({ hasEmptyLookup: false });
		const filter = await filterOf('Account');
		expect(filter.compile({ ...NAVIGATION, emptyLookup: 'key' })).not.toEqual(filter.compile(NAVIGATION));
	});

	it.each([
		['an unknown operator', row('Name', 'sounds', 'A')],
		['an operator that only DataService has', row('Age', 'isBetween', 3)],
		['an unknown column', row('Nmae', 'equals', 'A')],
		['a value of another type', row('Age', 'equals', 'A')],
	])('names the row with %s', async (_, wrong) => {
		await expectRefusal(() => filtersOf(rows(row('Name', 'isEmpty'), wrong)), 'Conditions, row 2');
	});
});

describe('a filter of text', () => {
	it('is sent as it is', async () => {
		expect(await filtersOf(raw(" Name eq ' A ' "))).toEqual(["Name eq ' A '"]);
		for (const empty of ['', '  ']) expect(await filtersOf(raw(empty))).toEqual([undefined]);
	});

	it('is one filter, which has one spelling', async () => {
		const filter = await readFilter(fakeContext(raw('Account eq null')), 'Contact', 0);
		expect(filter.hasEmptyLookup).toBe(false);
		expect(filter.compile({ ...NAVIGATION, emptyLookup: 'key' })).toEqual({
			filters: [{ text: 'Account eq null' }],
			disjoint: true,
		});
	});

	it('may be of any length', async () => {
		const long = 'a'.repeat(10_000);
		expect(await filtersOf(raw(long))).toEqual([long]);
	});
});

it('a bound condition is a filter of as many requests as it takes', async () => {
	const values = Array.from({ length: 600 }, (_, index) => index);
	const condition = await conditionOf('Age', 'isAnyOf', values);
	const { filters, disjoint } = conditionFilter(condition, 'UTC').compile(NAVIGATION);
	expect(filters.length).toBeGreaterThan(1);
	expect(disjoint).toBe(true);
});

describe('the form', () => {
	it('shows rows or text', () => {
		expect(shownWith({ filterMode: 'conditions' }, filterFields)).toEqual([
			'filterMode',
			'combineConditions',
			'conditions',
		]);
		expect(shownWith({ filterMode: 'raw' }, filterFields)).toEqual(['filterMode', 'filter']);
	});

	it('begins with rows of which all must match', () => {
		const [mode, combine] = [
			propertyOf(filterFields, 'filterMode'),
			propertyOf(filterFields, 'combineConditions'),
		];
		expect([mode.default, ...valuesOf(mode)]).toEqual(['conditions', 'conditions', 'json', 'raw']);
		expect([combine.default, ...valuesOf(combine)]).toEqual(['all', 'all', 'any']);
		expect(propertyOf(filterFields, 'conditions').typeOptions).toMatchObject({ sortable: true });
		expect(propertyOf(filterFields, 'filter').typeOptions).toEqual({ rows: 2 });
	});

	it.each([
		['filterMode', { filterMode: 'x' }],
		['combineConditions', { combineConditions: 'none' }],
	])('refuses another %s', async (name, values) => {
		await expectRefusal(() => filtersOf(values), `field ${propertyOf(filterFields, name).displayName}`);
	});
});
