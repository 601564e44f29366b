import fc from 'fast-check';

import type { Column, ObjectModel } from '../../../../nodes/shared/creatio/model/objectModel';
import { compileFilter } from '../../../../nodes/shared/creatio/odata/filterText';
import { rankOf } from '../../../../nodes/shared/creatio/search/ranking';
import { searchColumns } from '../../../../nodes/shared/creatio/search/searchColumns';
import { searchConditions, searchText } from '../../../../nodes/shared/creatio/search/searchConditions';
import { odata4 } from '../../../../nodes/shared/creatio/odata4/odata4';

const text = (name: string): Column => ({ name, property: name, type: 'text' });
const modelOf = (...columns: readonly Column[]): ObjectModel => ({
	name: 'Contact',
	columns: new Map(columns.map((column) => [column.name, column])),
	collections: new Map(),
});
const COLUMNS = { names: [text('Name')], emails: [text('Email')], phones: [text('MobilePhone')] };
const filtersOf = (typed: string) =>
	searchConditions('Contact', COLUMNS, searchText(typed), 11).map(
		({ condition }) =>
			compileFilter(condition, {
				clock: { now: new Date(0), zone: 'UTC' },
				protocol: odata4,
				emptyLookup: 'navigation',
			})?.text,
	);

describe('the columns that are searched', () => {
	it('are known by their names', () => {
		const flag: Column = { name: 'DoNotUseEmail', property: 'DoNotUseEmail', type: 'boolean' };
		const columns = ['Name', 'Email', 'MobilePhone', 'BusinesPhone', 'JobTitle', 'Notes'].map(text);
		const found = searchColumns(modelOf(...columns, flag), undefined);
		expect(Object.values(found).map((of) => of.map(({ name }: Column) => name))).toEqual([
			['Name'],
			['Email'],
			['MobilePhone', 'BusinesPhone'],
		]);
	});

	it('are known by the runtime schema', () => {
		const column = (name: string, dataValueType: number) =>
			[
				name,
				{ name, caption: name, required: false, hasDefault: false, dataValueType, type: 'text' },
			] as const;
		const details = {
			name: 'UsrPerson',
			caption: '',
			displayColumn: 'UsrFull',
			columns: new Map([column('UsrA', 42), column('UsrB', 45), column('UsrC', 44), column('UsrFull', 28)]),
		};
		const model = modelOf(...['UsrA', 'UsrB', 'UsrC', 'UsrFull', 'UsrOther'].map(text));
		expect(searchColumns(model, details)).toMatchObject({
			names: [{ name: 'UsrFull' }],
			emails: [{ name: 'UsrB' }],
			phones: [{ name: 'UsrA' }],
		});
	});

	it('are none of an object without texts', () => {
		const found = searchColumns(modelOf({ name: 'Id', property: 'Id', type: 'guid' }), undefined);
		expect(found).toEqual({ names: [], emails: [], phones: [] });
		expect(searchConditions('Contact', found, searchText('abc'), 11)).toEqual([]);
	});
});

describe('what a site is asked for', () => {
	it('begins with what equals the text or begins with it', () => {
		expect(filtersOf("O'Brien 100%")).toEqual([
			"startswith(Name,'O''Brien 100%')",
			"(contains(Name,'O''Brien 100%') or (contains(Name,'o''brien') and contains(Name,'100%')))",
		]);
		expect(filtersOf('baker@ac.com')[1]).toBe(
			"(contains(Name,'baker@ac.com') or contains(Email,'baker@ac.com'))",
		);
	});

	it('has the endings of a phone number', () => {
		expect(filtersOf('617 221 5187')[2]).toMatch(/contains\(MobilePhone,'5187'\) or .*'51-87'/);
	});

	it('is never longer than the texts', () => {
		fc.assert(
			fc.property(fc.string({ minLength: 1, maxLength: 300 }), (typed) => {
				expect(filtersOf(typed).length).toBeLessThanOrEqual(3);
			}),
		);
	});
});

describe('the rank of a record', () => {
	const rank = (row: object, typed: string) => rankOf({ ...row }, COLUMNS, searchText(typed));

	it('is better the more of the text it is', () => {
		const ranks = ['baker', 'Baker Street', 'Andrew Baker'].map((Name) => rank({ Name }, 'BAKER')?.rank);
		expect(ranks).toEqual([0, 1, 2]);
		expect(rank({ Name: 'Baker (sample) Andrew' }, 'andrew baker')).toEqual({ rank: 3, matched: ['Name'] });
	});

	it('names all columns that match', () => {
		const row = { Name: 'a@b.c', Email: 'A@B.C', MobilePhone: '' };
		expect(rank(row, 'a@b.c')).toEqual({ rank: 0, matched: ['Name', 'Email'] });
	});

	it('is none for another number with the same end', () => {
		expect(rank({ MobilePhone: '+1 617 221 51 87' }, '617 221 5187')).toEqual({
			rank: 0,
			matched: ['MobilePhone'],
		});
		expect(rank({ MobilePhone: '+1 212 999 51 87' }, '617 221 5187')).toBeUndefined();
	});

	it('leaves it to the site how it compares', () => {
		expect(rank({ Name: 'Müller' }, 'muller')).toEqual({ rank: 4, matched: [] });
	});
});
