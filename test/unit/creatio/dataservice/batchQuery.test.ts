import { CreatioError } from '../../../../nodes/shared/basics/errors';
import {
	type Batch,
	batchQuery,
	outcomesAfter,
	readBatch,
} from '../../../../nodes/shared/creatio/dataservice/batchQuery';
import {
	deleteQuery,
	insertQuery,
	readInserted,
	recordsWithIds,
} from '../../../../nodes/shared/creatio/dataservice/writeQuery';
import { context, GUID, metadata } from './fakes';

const FIRST = '00000000-0000-4000-8000-000000000001';
const SECOND = '00000000-0000-4000-8000-00000000000a';
const query = insertQuery('Contact', [], 'UTC');
const batch = (continueIfError: boolean): Batch => ({
	items: [
		{ queryId: FIRST, query },
		{ queryId: SECOND, query },
	],
	continueIfError,
});
const done = (id = GUID) => ({ id, rowsAffected: 1, success: true });
const refused = {
	responseStatus: { ErrorCode: 'DbOperationException', Message: '23503: violates foreign key', Errors: [] },
	rowsAffected: -1,
	success: false,
};
const kinds = (answer: unknown, continueIfError = true) =>
	readBatch(answer, batch(continueIfError)).map(({ kind }) => kind);

describe('a BatchQuery (contract 4.7)', () => {
	it('begins each item with its type', async () => {
		const condition = recordsWithIds(await metadata.object('Contact'), [GUID]);
		const items = [
			{ queryId: FIRST, query },
			{ queryId: SECOND, query: deleteQuery('Contact', condition, context) },
		];
		const body = batchQuery({ items, continueIfError: true });
		expect(body).toEqual({
			items: [
				{
					__type: 'Terrasoft.Nui.ServiceModel.DataContract.InsertQuery',
					queryId: FIRST,
					rootSchemaName: 'Contact',
					operationType: 1,
					columnValues: { items: {} },
				},
				expect.objectContaining({
					__type: 'Terrasoft.Nui.ServiceModel.DataContract.DeleteQuery',
					operationType: 3,
				}),
			],
			continueIfError: true,
			includeProcessExecutionData: false,
		});
		for (const item of body.items) expect(JSON.stringify(item)).toMatch(/^\{"__type":/);
	});
});

describe('the answer to a batch', () => {
	it('gives an outcome to each item, by place or by the query it belongs to', () => {
		expect(kinds({ queryResults: [done(), refused], success: true, hasErrors: true })).toEqual([
			'done',
			'failed',
		]);
		const turned = [
			{ ...refused, queryId: SECOND.toUpperCase() },
			{ ...done(), queryId: FIRST },
		];
		const [first, second] = readBatch({ queryResults: turned, success: false }, batch(true));
		expect(first?.kind === 'done' && readInserted(first.answer, 'Contact')).toBe(GUID);
		expect(second).toMatchObject({
			kind: 'failed',
			error: {
				kind: 'invalid',
				message: '23503: violates foreign key',
				cure: expect.stringContaining('does not exist'),
				perhapsDone: false,
			},
		});
	});

	it('of 7.x has results only', () => {
		expect(kinds({ queryResults: [done(), done()] })).toEqual(['done', 'done']);
		expect(kinds({ QueryResults: [{ RowsAffected: 1, Success: true }, refused] })).toEqual([
			'done',
			'failed',
		]);
	});

	it('without results is that of a batch that went well as a whole', () => {
		expect(kinds({ success: true, queryResults: [] })).toEqual(['done', 'done']);
		expect(kinds({ success: true, hasErrors: true })).toEqual(['unknown', 'unknown']);
	});

	it.each([
		[{ queryResults: [done()] }, ['done', 'unknown']],
		[{ queryResults: [{ ...done(), queryId: SECOND }] }, ['unknown', 'done']],
		[{ queryResults: [null, done()] }, ['unknown', 'done']],
		[{}, ['unknown', 'unknown']],
		[null, ['unknown', 'unknown']],
		['<html>', ['unknown', 'unknown']],
	])('%j leaves open what it does not say', (answer, expected) => {
		expect(kinds(answer)).toEqual(expected);
		for (const outcome of readBatch(answer, batch(true)))
			if (outcome.kind === 'unknown') expect(outcome.error.perhapsDone).toBe(true);
	});

	it('of a batch that stopped leaves open what was done before', () => {
		const [first, second] = readBatch(refused, batch(false));
		expect([first?.kind, second?.kind]).toEqual(['unknown', 'unknown']);
		expect(first).toMatchObject({
			error: {
				kind: 'invalid',
				perhapsDone: true,
				message: expect.stringMatching(/^23503: violates foreign key\. Whether/),
			},
		});
		expect(kinds({ queryResults: [done(), refused] }, false)).toEqual(['unknown', 'failed']);
		expect(kinds({ queryResults: [done(), done()], success: true }, false)).toEqual(['done', 'done']);
	});

	it('when none came, depends on whether the server may have worked', () => {
		const single: Batch = { items: [{ queryId: FIRST, query }], continueIfError: false };
		const lost = new CreatioError('network', 'The connection broke', { perhapsDone: true });
		const refusal = new CreatioError('forbidden', 'No rights');
		expect(outcomesAfter(lost, single)).toMatchObject([{ kind: 'unknown' }]);
		expect(outcomesAfter(refusal, single)).toEqual([{ kind: 'failed', error: refusal }]);
		expect(outcomesAfter(refusal, batch(true))).toMatchObject([{ kind: 'unknown' }, { kind: 'unknown' }]);
		expect(readBatch(refused, single)).toMatchObject([{ kind: 'failed' }]);
	});
});
