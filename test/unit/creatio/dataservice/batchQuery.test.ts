import type { Attempt } from '../../../../nodes/shared/basics/attempt';
import { CreatioError, isPerhapsDone } from '../../../../nodes/shared/basics/errors';
import {
	type Batch,
	batchFailure,
	batchQuery,
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
const kindOf = (outcome: Attempt<unknown>) =>
	outcome.done ? 'done' : isPerhapsDone(outcome.error) ? 'unknown' : 'failed';
const kinds = (answer: unknown, continueIfError = true) =>
	readBatch(answer, batch(continueIfError)).map(kindOf);

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
		expect(first?.done && readInserted(first.value, 'Contact')).toBe(GUID);
		expect(second).toMatchObject({
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
	});

	it.each([
		[{ queryResults: [done()] }, ['done', 'unknown']],
		[{ queryResults: [{ ...done(), queryId: SECOND }] }, ['unknown', 'done']],
		[{ queryResults: [null, done()] }, ['unknown', 'done']],
	])('%j leaves open what it does not say', (answer, expected) => {
		expect(kinds(answer)).toEqual(expected);
	});

	it.each([{}, null, [], '<html>', { success: true, hasErrors: true }])(
		'%j leaves everything open',
		(answer) => {
			expect(() => readBatch(answer, batch(true))).toThrow(
				expect.objectContaining({ kind: 'unreadable', perhapsDone: true }),
			);
		},
	);

	const stopped = {
		kind: 'invalid',
		perhapsDone: true,
		message: expect.stringMatching(/another item: 23503: violates foreign key/),
	};

	it('of a batch that stopped leaves open what was done before', () => {
		expect(() => readBatch({ ...refused, queryResults: null }, batch(false))).toThrow(
			expect.objectContaining(stopped),
		);
		const [first, second] = readBatch({ queryResults: [done(), refused] }, batch(false));
		expect(first).toMatchObject({ error: stopped });
		expect(second && kindOf(second)).toBe('failed');
		expect(kinds({ queryResults: [done(), done()], success: true }, false)).toEqual(['done', 'done']);
	});

	it('of a batch that stopped may be that of the failed item alone, whichever it is', () => {
		expect(kinds({ queryResults: [refused], success: false }, false)).toEqual(['unknown', 'unknown']);
		const named = { ...refused, queryId: SECOND };
		expect(kinds({ queryResults: [named], success: false }, false)).toEqual(['unknown', 'failed']);
	});

	it('when none came, depends on whether the server may have worked', () => {
		const single: Batch = { items: [{ queryId: FIRST, query }], continueIfError: false };
		const lost = new CreatioError('network', 'The connection broke', { perhapsDone: true });
		const refusal = new CreatioError('invalid', '23503: violates foreign key', { status: 400 });
		for (const some of [single, batch(true), batch(false)]) expect(batchFailure(lost, some)).toBe(lost);
		expect(batchFailure(refusal, single)).toBe(refusal);
		expect(batchFailure(refusal, batch(false))).toMatchObject(stopped);
		expect(batchFailure(refusal, batch(true))).toMatchObject({ kind: 'invalid', perhapsDone: false });
		// With a good status the application answered, after whatever it did.
		const inEnvelope = new CreatioError('invalid', 'no', { status: 200 });
		expect(batchFailure(inEnvelope, batch(true))).toMatchObject({ message: 'no', perhapsDone: true });
		expect(readBatch({ queryResults: [refused] }, single).map(kindOf)).toEqual(['failed']);
	});
});
