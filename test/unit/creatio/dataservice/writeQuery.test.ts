import type { Condition } from '../../../../nodes/shared/creatio/conditions/tree';
import {
	deleteQuery,
	insertQuery,
	readAffected,
	readInserted,
	recordsWithIds,
	updateQuery,
} from '../../../../nodes/shared/creatio/dataservice/writeQuery';
import type { ColumnValue, TypedValue } from '../../../../nodes/shared/creatio/model/values';
import { context, GUID, metadata } from './fakes';

async function valueOf(name: string, value: TypedValue | null): Promise<ColumnValue> {
	const column = (await metadata.object('Contact')).columns.get(name);
	if (!column) throw new Error(name);
	return { column, value };
}

const parameter = (dataValueType: number, value: unknown) => ({
	expressionType: 2,
	parameter: { dataValueType, value },
});

const nothing: Condition = { kind: 'group', combine: 'all', parts: [] };

describe('writes become queries (contract 4.6)', () => {
	it('columns by their own names and codes', async () => {
		const at = { type: 'dateTime', value: '1990-02-28T00:00:00.000Z' } as const;
		const values = await Promise.all([
			valueOf('Id', { type: 'guid', value: GUID }),
			valueOf('Name', { type: 'text', value: 'X' }),
			valueOf('Account', { type: 'guid', value: GUID }),
			valueOf('Type', null),
			valueOf('Amount', { type: 'decimal', value: 1.5 }),
			valueOf('Confirmed', { type: 'boolean', value: true }),
			valueOf('BirthDate', at),
			valueOf('CreatedOn', at),
		]);
		expect(insertQuery('Contact', values, context.zone)).toEqual({
			rootSchemaName: 'Contact',
			operationType: 1,
			columnValues: {
				items: {
					Id: parameter(0, GUID),
					Name: parameter(1, 'X'),
					Account: parameter(10, GUID),
					Type: parameter(10, null),
					Amount: parameter(5, 1.5),
					Confirmed: parameter(12, true),
					BirthDate: parameter(8, '"1990-02-28T00:00:00.000"'),
					CreatedOn: parameter(7, '"1990-02-28T01:00:00.000"'),
				},
			},
		});
	});

	it('updates and deletes of the records that match', async () => {
		const values = [await valueOf('Name', { type: 'text', value: '' })];
		const condition = recordsWithIds(await metadata.object('Contact'), [GUID]);
		const filters = {
			filterType: 6,
			logicalOperation: 0,
			isEnabled: true,
			rootSchemaName: 'Contact',
			items: {
				item1: {
					filterType: 4,
					comparisonType: 3,
					isEnabled: true,
					leftExpression: { expressionType: 0, columnPath: 'Id' },
					rightExpressions: [parameter(0, GUID)],
				},
			},
		};
		expect(updateQuery('Contact', values, condition, context)).toEqual({
			rootSchemaName: 'Contact',
			operationType: 2,
			columnValues: { items: { Name: parameter(1, '') } },
			filters,
			isForceUpdate: false,
			isUpsert: false,
		});
		expect(updateQuery('Contact', values, condition, context, { force: true, upsert: true })).toMatchObject({
			isForceUpdate: true,
			isUpsert: true,
		});
		expect(deleteQuery('Contact', condition, context)).toEqual({
			rootSchemaName: 'Contact',
			operationType: 3,
			filters,
		});
	});

	it('never touch every record, and never write nothing', async () => {
		const values = [await valueOf('Name', { type: 'text', value: 'X' })];
		const nobody = recordsWithIds(await metadata.object('Contact'), []);
		for (const condition of [nothing, nobody, { kind: 'not', part: nothing } as const]) {
			const refusal = expect.objectContaining({
				kind: 'input',
				message: expect.stringMatching(/every record/),
			});
			expect(() => updateQuery('Contact', values, condition, context)).toThrow(refusal);
			expect(() => deleteQuery('Contact', condition, context)).toThrow(refusal);
		}
		const one = recordsWithIds(await metadata.object('Contact'), [GUID]);
		expect(() => updateQuery('Contact', [], one, context)).toThrow(/nothing to write/);
	});
});

describe('answers to writes', () => {
	it('contain the Id, or the number of records', () => {
		expect(readInserted({ id: GUID.toUpperCase(), rowsAffected: 1, success: true }, 'Contact')).toBe(GUID);
		expect(readAffected({ RowsAffected: 0, Success: true }, 'Contact')).toBe(0);
	});

	it.each([
		[{ success: true }],
		[{ success: true, id: '', rowsAffected: -1 }],
		[{ success: true, id: 1, rowsAffected: '1' }],
		[null],
	])('%j leaves open what was done', (answer) => {
		const open = expect.objectContaining({ kind: 'unreadable', perhapsDone: true });
		expect(() => readInserted(answer, 'Contact')).toThrow(open);
		expect(() => readAffected(answer, 'Contact')).toThrow(open);
	});

	it('that say no are failures with the sentence of the server', () => {
		const answer = { success: false, errorInfo: { errorCode: 'AccessDenied', message: 'Access is denied' } };
		const refusal = expect.objectContaining({
			kind: 'forbidden',
			message: 'Access is denied',
			perhapsDone: false,
		});
		expect(() => readInserted(answer, 'Contact')).toThrow(refusal);
		expect(() => readAffected(answer, 'Contact')).toThrow(refusal);
	});
});
