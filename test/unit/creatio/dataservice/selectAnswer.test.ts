import fc from 'fast-check';

import { EMPTY_GUID } from '../../../../nodes/shared/basics/guid';
import {
	type AnswerShape,
	rawRows,
	readRows,
} from '../../../../nodes/shared/creatio/dataservice/selectAnswer';
import type { SelectPlan } from '../../../../nodes/shared/creatio/dataservice/selectPlan';
import { GUID, pathOf } from './fakes';

const shape: AnswerShape = {
	lookups: 'text',
	zone: 'Europe/Berlin',
	addedColumns: 'drop',
	missingColumns: 'refuse',
};
async function planOf(...paths: string[]): Promise<SelectPlan> {
	const columns = paths.map(async (path) => ({
		alias: path,
		source: { kind: 'path', path: await pathOf(path) } as const,
	}));
	return { object: 'Contact', columns: await Promise.all(columns) };
}
const answer = (rows: unknown, rest: object = {}) => ({ rowConfig: {}, rows, success: true, ...rest });
const account = { value: GUID, displayValue: 'Accom', primaryImageValue: '' };

describe('answers become rows', () => {
	it('in the order of the plan, without what the server added', async () => {
		const plan = await planOf('Name', 'Age');
		const sent = answer([{ Age: 3, Id: GUID, Name: 'A', Photo: '' }]);
		const [row] = readRows(sent, plan, shape);
		expect(Object.entries(row ?? {})).toEqual([
			['Name', 'A'],
			['Age', 3],
		]);
		const [whole] = readRows(sent, plan, { ...shape, addedColumns: 'keep' });
		expect(Object.keys(whole ?? {})).toEqual(['Name', 'Age', 'Id', 'Photo']);
	});

	it('whatever the case of the members', async () => {
		const sent = {
			RowConfig: { NAME: { DataValueType: 1 }, CREATEDON: { DataValueType: 7 } },
			Rows: [{ NAME: 'A', CREATEDON: '2026-01-01T00:00:00.000' }],
			NotFoundColumns: [],
			Success: true,
		};
		expect(readRows(sent, await planOf('Name', 'CreatedOn'), shape)).toEqual([
			{ Name: 'A', CreatedOn: '2025-12-31T23:00:00.000Z' },
		]);
	});

	it.each<[AnswerShape['lookups'], unknown, object]>([
		['text', account, { Account: 'Accom' }],
		['id', account, { AccountId: GUID }],
		['both', account, { Account: 'Accom', AccountId: GUID }],
		['both', '', { Account: null, AccountId: null }],
		['both', { value: EMPTY_GUID, displayValue: '' }, { Account: null, AccountId: null }],
		['text', '', { Account: null }],
		['text', { value: GUID }, { Account: null }],
		['id', GUID, { AccountId: GUID }],
		['id', undefined, { AccountId: null }],
	])('lookups as %s: %j', async (lookups, cell, expected) => {
		const sent = answer([{ Account: cell }]);
		expect(readRows(sent, await planOf('Account'), { ...shape, lookups })).toEqual([expected]);
	});

	it('a name of the plan goes before the Id of a lookup', async () => {
		const plan: SelectPlan = {
			object: 'Contact',
			columns: [
				{ alias: 'Account', source: { kind: 'path', path: await pathOf('Account') } },
				{ alias: 'AccountId', source: { kind: 'path', path: await pathOf('Account.Code') } },
			],
		};
		const sent = answer([{ Account: account, AccountId: 'code' }]);
		expect(readRows(sent, plan, { ...shape, lookups: 'both' })).toEqual([
			{ Account: 'Accom', AccountId: 'code' },
		]);
	});

	it.each<[string, string, number | undefined, unknown, unknown]>([
		['an instant', 'CreatedOn', 7, '2026-07-01T10:00:00.340', '2026-07-01T08:00:00.340Z'],
		['one with its zone', 'CreatedOn', 7, '2026-07-01T10:00:00Z', '2026-07-01T10:00:00.000Z'],
		[
			'one without a type from the server',
			'CreatedOn',
			undefined,
			'2026-01-01T10:00:00',
			'2026-01-01T09:00:00.000Z',
		],
		['a day', 'BirthDate', 8, '1990-02-28T00:00:00.000', '1990-02-28'],
		['a day that the server calls a date-time', 'BirthDate', 7, '1990-02-28T00:00:00.000', '1990-02-28'],
		['a day of which only the server knows', 'CreatedOn', 8, '1990-02-28T00:00:00.000', '1990-02-28'],
		['a time of day', 'CreatedOn', 9, '0001-01-01T09:05:00.000', '09:05:00'],
		['an empty date', 'CreatedOn', 7, '', null],
		["a date of .NET's first day", 'CreatedOn', 7, '0001-01-01T00:00:00.000', null],
		['what is not a date', 'CreatedOn', 7, 'soon', 'soon'],
		['an empty GUID', 'EntityId', 0, '', null],
		['a GUID of zeros', 'EntityId', 0, EMPTY_GUID, null],
		['an empty number', 'Age', 4, '', null],
		['zero', 'Age', 4, 0, 0],
		['false', 'Confirmed', 12, false, false],
		['empty text', 'Name', 1, '', null],
		['text that looks like a date', 'Name', 1, '2026-07-01T10:00:00.340', '2026-07-01T10:00:00.340'],
		['nothing', 'Name', 1, undefined, null],
		['an empty picture', 'Name', 16, '', null],
	])('%s', async (_, path, dataValueType, cell, expected) => {
		const rowConfig = dataValueType === undefined ? {} : { [path]: { dataValueType } };
		expect(readRows(answer([{ [path]: cell }], { rowConfig }), await planOf(path), shape)).toEqual([
			{ [path]: expected },
		]);
	});

	it('takes a zone as minutes', async () => {
		const sent = answer([{ CreatedOn: '2026-07-01T03:00:00.000' }]);
		expect(readRows(sent, await planOf('CreatedOn'), { ...shape, zone: 180 })).toEqual([
			{ CreatedOn: '2026-07-01T00:00:00.000Z' },
		]);
	});

	it('names the columns that the site does not have', async () => {
		const plan = await planOf('Name', 'Age');
		const sent = answer([{ Name: 'A' }], { notFoundColumns: ['Age'] });
		expect(() => readRows(sent, plan, shape)).toThrow(
			expect.objectContaining({ kind: 'input', message: expect.stringContaining('Contact: Age') }),
		);
		expect(readRows(sent, plan, { ...shape, missingColumns: 'ignore' })).toEqual([{ Name: 'A', Age: null }]);
	});

	it.each<[unknown, string]>([
		[undefined, 'unreadable'],
		['', 'unreadable'],
		[[], 'unreadable'],
		[{}, 'unreadable'],
		[{ success: true }, 'unreadable'],
		[{ success: true, rows: {} }, 'unreadable'],
		[{ success: true, rows: [1] }, 'unreadable'],
		[{ success: false, rows: [] }, 'invalid'],
		[{ responseStatus: { ErrorCode: 'ItemNotFoundException', Message: 'Column by path' } }, 'invalid'],
	])('%j is not a list of rows', async (sent, kind) => {
		const plan = await planOf('Name');
		expect(() => readRows(sent, plan, shape)).toThrow(expect.objectContaining({ kind }));
		expect(() => rawRows(sent, 'Contact')).toThrow(expect.objectContaining({ kind }));
	});

	it('keeps hidden columns to itself, and raw rows whole', async () => {
		const plan = {
			...(await planOf('Name')),
			order: [{ by: await pathOf('Age'), direction: 'asc' }] as const,
		};
		const sent = answer([{ Name: 'A', Sort1: 3 }]);
		expect(readRows(sent, plan, { ...shape, addedColumns: 'keep' })).toEqual([{ Name: 'A' }]);
		expect(rawRows(sent, 'Contact')).toEqual([{ Name: 'A', Sort1: 3 }]);
	});

	it('any text comes out as it came in, under any name', async () => {
		const path = await pathOf('Name');
		fc.assert(
			fc.property(fc.string({ minLength: 1 }), fc.string(), (alias, text) => {
				fc.pre(alias.trim() !== '' && alias.trim().toLowerCase() !== 'id');
				const plan: SelectPlan = { object: 'Contact', columns: [{ alias, source: { kind: 'path', path } }] };
				const row = Object.fromEntries([[alias, text]]);
				const [read = {}] = readRows(answer([row]), plan, shape);
				expect(Object.entries(read)).toEqual([[alias, text === '' ? null : text]]);
				const [missing = {}] = readRows(answer([{}]), plan, shape);
				expect(Object.entries(missing)).toEqual([[alias, null]]);
			}),
		);
	});
});
