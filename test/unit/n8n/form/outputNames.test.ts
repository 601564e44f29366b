import fc from 'fast-check';

import type { ColumnSource } from '../../../../nodes/shared/creatio/dataservice/selectPlan';
import { aliased, withNames } from '../../../../nodes/shared/n8n/form/outputNames';
import { pathOf } from '../../creatio/dataservice/fakes';
import { expectRefusal } from './fakeForm';

let name: ColumnSource;
let id: ColumnSource;
let accountId: ColumnSource;

beforeAll(async () => {
	[name, id, accountId] = (
		await Promise.all(['Name', 'Id', 'Account.Type.Name'].map((path) => pathOf(path)))
	).map((path) => ({ kind: 'path', path }) as const) as [ColumnSource, ColumnSource, ColumnSource];
});

const aliasesOf = (...names: readonly string[]) =>
	aliased(names.map((given) => ({ name: given, source: name }))).map(({ alias }) => alias);

describe('aliases', () => {
	it.each<[readonly string[], readonly string[]]>([
		[['Name'], ['Name']],
		[
			['Full name', 'Größe'],
			['Fullname', 'Gre'],
		],
		[
			['a b', 'ab', 'A-B'],
			['ab', 'ab2', 'AB3'],
		],
		[
			['2026', 'über 3'],
			['C2026', 'ber3'],
		],
		[
			['!', '?'],
			['C', 'C2'],
		],
		[
			['Id', 'id'],
			['Id2', 'id3'],
		],
		[['a_1'], ['a_1']],
	])('of %j are %j', (names, aliases) => expect(aliasesOf(...names)).toEqual(aliases));

	it('leave the name Id to the record itself', () => {
		const sources = [
			{ name: 'Key', source: id },
			{ name: 'Id', source: name },
			{ name: 'Type', source: accountId },
		];
		expect(aliased(sources)).toEqual([
			{ alias: 'Id', source: id },
			{ alias: 'Id2', source: name },
			{ alias: 'Type', source: accountId },
		]);
	});

	it('are unique in any case, and only what every database takes', () => {
		fc.assert(
			fc.property(
				fc.uniqueArray(fc.oneof(fc.string(), fc.constantFrom('a', 'A', 'Id', '1', 'a2'))),
				(names) => {
					const aliases = aliasesOf(...names);
					expect(new Set(aliases.map((alias) => alias.toLowerCase())).size).toBe(names.length);
					for (const alias of aliases) expect(alias).toMatch(/^[A-Za-z_]\w*$/);
					expect(aliases).not.toContain('Id');
				},
			),
		);
	});

	it('are not given where two columns have one name', async () => {
		await expectRefusal(() => aliasesOf('A', 'B', 'A'), 'named A', 'Columns');
	});
});

describe('the names of the user', () => {
	const named = (names: Readonly<Record<string, string>>, row: object) =>
		Object.entries(withNames(new Map(Object.entries(names)))({ ...row }));

	it('come back in the rows, in their order', () => {
		expect(named({ Fullname: 'Full name', Age: 'Age' }, { Fullname: 'A', Age: 3, More: 1 })).toEqual([
			['Full name', 'A'],
			['Age', 3],
			['More', 1],
		]);
	});

	it('go on to the Id of a lookup, and to nothing else that looks alike', () => {
		expect(
			named({ Acc: 'My account', Na: 'My name' }, { Acc: 'A', AccId: 'x', Nabc: 1, OtherId: 2 }),
		).toEqual([
			['My account', 'A'],
			['My accountId', 'x'],
			['Nabc', 1],
			['OtherId', 2],
		]);
	});

	it('are not pushed out by what the site added', () => {
		expect(named({ A: 'Id', B: 'b b' }, { A: 1, Id: 2, B: 3 })).toEqual([
			['Id', 1],
			['b b', 3],
		]);
		expect(named({ A: 'Id', B: 'b b' }, { Id: 2, A: 1, B: 3 })).toEqual([
			['Id', 1],
			['b b', 3],
		]);
	});

	it('leave rows alone where they are the aliases', () => {
		const row = { Name: 'A' };
		expect(withNames(new Map([['Name', 'Name']]))(row)).toBe(row);
		const names = new Map([
			['Name', 'Name'],
			['b', 'B B'],
		]);
		expect(withNames(names)(row)).not.toBe(row);
	});
});
