import fc from 'fast-check';

import type { ImportMode } from '../../../../nodes/shared/creatio/import/importRules';
import { planRow } from '../../../../nodes/shared/creatio/import/planRow';
import type { ReadyRow } from '../../../../nodes/shared/creatio/import/preparedRows';
import type { ColumnValue } from '../../../../nodes/shared/creatio/model/values';
import { CONTACT } from '../fakes';

const NEW_ID = '11111111-1111-5111-8111-111111111111';
const textOf = (name: string, value: string): ColumnValue => ({
	column: CONTACT.columns.get(name)!,
	value: { type: 'text', value },
});
const ID: ColumnValue = {
	column: CONTACT.columns.get('Id')!,
	value: { type: 'guid', value: '22222222-2222-4222-8222-222222222222' },
};
const rowOf = (match: readonly ColumnValue[], rest: readonly ColumnValue[]): ReadyRow => ({
	...{ row: { number: 2, values: {}, source: [] }, match, rest },
	...{ key: match.length > 0 ? 'key' : undefined, newId: NEW_ID },
});
const matched = rowOf([textOf('Email', 'a@x.example')], [textOf('Name', 'A')]);

const plan = (
	mode: ImportMode,
	row: ReadyRow,
	found: readonly string[] = [],
	severalMatches: 'all' | 'fail' | 'first' = 'fail',
) => planRow({ model: CONTACT, mode, severalMatches }, row, found);

describe('what a row of a file leads to', () => {
	it('a new record has the Id of the file, or else that of the row', () => {
		expect(plan('create', rowOf([], [textOf('Name', 'A')]))).toEqual({
			kind: 'write',
			writes: [{ kind: 'create', id: NEW_ID, body: { Name: 'A' } }],
		});
		expect(plan('create', rowOf([], [ID, textOf('Name', 'A')]))).toEqual({
			kind: 'write',
			writes: [{ kind: 'create', id: ID.value?.value, hasOwnId: true, body: { Name: 'A' } }],
		});
	});

	it('an upsert creates with the values that it looked for, and updates without them', () => {
		expect(plan('upsert', matched)).toMatchObject({
			writes: [{ kind: 'create', id: NEW_ID, body: { Email: 'a@x.example', Name: 'A' } }],
		});
		expect(plan('upsert', matched, ['one'])).toMatchObject({
			writes: [{ kind: 'update', id: 'one', body: { Name: 'A' } }],
		});
	});

	it.each([
		['a row without values', 'create', rowOf([], []), [], 'refuse'],
		['an update of nothing that is there', 'update', matched, [], 'refuse'],
		['a delete of nothing that is there', 'delete', matched, [], 'skip'],
		['an update without values', 'update', rowOf(matched.match, []), ['one'], 'skip'],
		['an update of two records', 'update', matched, ['one', 'two'], 'refuse'],
		['a delete of two records', 'delete', matched, ['one', 'two'], 'refuse'],
	] as const)('%s is not written', (_, mode, row, found, kind) => {
		expect(plan(mode, row, found).kind).toBe(kind);
	});

	it('the key of a record that exists is never written, and several records are all or the first', () => {
		fc.assert(
			fc.property(
				fc.constantFrom<ImportMode>('update', 'upsert', 'delete'),
				fc.constantFrom('all', 'first'),
				fc.array(fc.uuid(), { minLength: 1, maxLength: 5 }),
				(mode, several, found) => {
					const planned = plan(mode, rowOf(matched.match, [ID, textOf('Name', 'A')]), found, several);
					if (planned.kind !== 'write') throw new Error(planned.kind);
					expect(planned.writes.map(({ id }) => id)).toEqual(several === 'all' ? found : found.slice(0, 1));
					for (const write of planned.writes)
						expect('body' in write ? write.body : {}).not.toHaveProperty('Id');
				},
			),
		);
	});
});
