import { CreatioError, isCreatioError } from '../../../../nodes/shared/basics/errors';
import type { BatchQuery } from '../../../../nodes/shared/creatio/dataservice/batchQuery';
import { type DataServiceWrite, writeQueries } from '../../../../nodes/shared/creatio/dataservice/sendWrites';
import {
	deleteQuery,
	insertQuery,
	recordsWithIds,
} from '../../../../nodes/shared/creatio/dataservice/writeQuery';
import { fakeSite, lostAnswer } from '../fakeSite';
import { context, metadata } from './fakes';

const [A = '', B = ''] = ['a', 'b'].map((end) => `00000000-0000-4000-8000-00000000000${end}`);
const insert = (id: string, more: Partial<DataServiceWrite> = {}): DataServiceWrite => ({
	query: insertQuery('Contact', [], 'UTC'),
	record: { object: 'Contact', id },
	repeat: 'once',
	...more,
});
const remove = async (id: string): Promise<DataServiceWrite> => ({
	query: deleteQuery('Contact', recordsWithIds(await metadata.object('Contact'), [id]), context),
	record: { object: 'Contact', id },
	repeat: 'once',
});

/** A site that does, or does not, what it is asked, and answers as told. */
function siteWith(there: string[], answers: ReadonlyArray<{ does: () => void; says: unknown }>) {
	const records = new Set(there);
	const left = [...answers];
	const { connection, requests } = fakeSite(() => {
		const next = left.shift();
		next?.does();
		const says = next?.says ?? lostAnswer();
		return says instanceof CreatioError ? says : { json: says };
	});
	const write = (writes: readonly DataServiceWrite[], continuesAfterFailure = true) =>
		writeQueries(connection, writes, {
			batchSize: 100,
			parallel: 1,
			inOrder: true,
			continuesAfterFailure,
			mostFailures: Infinity,
			existing: async (_, ids) => new Set(ids.filter((id) => records.has(id))),
		});
	const sent = () => requests.map(({ json }) => (json as BatchQuery).items.length);
	return { records, write, sent, meter: connection.meter };
}
const tellingOf = (outcomes: Awaited<ReturnType<typeof writeQueries>>) =>
	outcomes.map((outcome) => {
		if (outcome?.done) return 'done';
		if (!isCreatioError(outcome?.error)) throw outcome?.error;
		return outcome.error.perhapsDone ? 'unknown' : outcome.error.message;
	});
const refused = { success: false, responseStatus: { ErrorCode: 'X', Message: '23505: duplicate key' } };
/** As the connection reports a refusal of the whole batch. */
const refusal = () => new CreatioError('invalid', '23503: foreign key', { status: 200 });

describe('what became of a batch is looked up', () => {
	it('where the answer got lost: what is there is done, what is not is sent again', async () => {
		const site = siteWith(
			[],
			[
				{ does: () => site.records.add(A), says: lostAnswer() },
				{ does: () => site.records.add(B), says: { queryResults: [{ success: true, id: B }] } },
			],
		);
		expect(tellingOf(await site.write([insert(A), insert(B)]))).toEqual(['done', 'done']);
		expect(site.sent()).toEqual([2, 1]);
		expect(site.meter.retries).toBe(1);
	});

	it('where it never arrives, it may still be on its way', async () => {
		const site = siteWith([], []);
		expect(tellingOf(await site.write([insert(A)]))).toEqual(['unknown']);
		expect(site.sent()).toEqual([1, 1, 1, 1]);
	});

	it('where the answer is no answer', async () => {
		for (const says of [{}, null, []]) {
			const site = siteWith([], [{ does: () => site.records.add(A).add(B), says }]);
			expect(tellingOf(await site.write([insert(A), insert(B)]))).toEqual(['done', 'done']);
			expect(site.sent()).toEqual([2]);
		}
	});

	it('where a request is delivered twice, the second answer of which is a refusal', async () => {
		const twice = { queryResults: [refused, refused] };
		const site = siteWith([], [{ does: () => site.records.add(A).add(B), says: twice }]);
		const [inserted, chosen] = await site.write([insert(A), insert(B, { mayBeTaken: true })]);
		// A key that the user chose may have been chosen by somebody else.
		expect(tellingOf([inserted, chosen])).toEqual(['done', 'unknown']);
	});

	it('but not of a record that is deleted and made anew: a second delete would lose it', async () => {
		const site = siteWith([A], [{ does: () => undefined, says: lostAnswer() }]);
		expect(tellingOf(await site.write([await remove(A), insert(A)]))).toEqual(['unknown', 'unknown']);
		expect(site.sent()).toEqual([2]);
		expect(site.records).toEqual(new Set([A]));
	});

	it('and what stopped at another item is not sent again', async () => {
		const change = { ...insert(B), repeat: 'harmless' } as const;
		const site = siteWith([A], [{ does: () => undefined, says: refusal() }]);
		const outcomes = await site.write([change, await remove(A), insert(B.replace('b', 'c'))], false);
		expect(tellingOf(outcomes)).toEqual([
			'unknown',
			expect.stringMatching(/another item: 23503/),
			expect.stringMatching(/another item: 23503/),
		]);
		expect(site.sent()).toEqual([3]);
	});

	it('nor is one looked up whose key was taken before', async () => {
		const site = siteWith([A], [{ does: () => undefined, says: refusal() }]);
		const outcomes = await site.write([insert(A, { mayBeTaken: true }), insert(B)], false);
		expect(tellingOf(outcomes)).toEqual(['unknown', expect.stringMatching(/another item/)]);
	});
});

describe('a delete', () => {
	const nothingToDo = { queryResults: [{ success: true, rowsAffected: 0 }] };

	it('of a record that was there is done, although a second delivery found nothing', async () => {
		const site = siteWith([A], [{ does: () => site.records.delete(A), says: nothingToDo }]);
		expect(await site.write([await remove(A)])).toMatchObject([{ value: { rowsAffected: 1 } }]);
	});

	it('of a record that was not there is none', async () => {
		const site = siteWith([], [{ does: () => undefined, says: nothingToDo }]);
		expect(await site.write([await remove(A)])).toMatchObject([{ value: { rowsAffected: 0 } }]);
	});
});

describe('an update of one record', () => {
	const update = (id: string) => insert(id, { repeat: 'harmless' });
	const done = (count: number) => ({ queryResults: Array(count).fill({ success: true, rowsAffected: 1 }) });

	it('is sent again where its answer is missing', async () => {
		const site = siteWith(
			[],
			[
				{ does: () => undefined, says: done(1) },
				{ does: () => undefined, says: done(1) },
			],
		);
		expect(tellingOf(await site.write([update(A), update(B)]))).toEqual(['done', 'done']);
		expect(site.sent()).toEqual([2, 1]);
	});

	it('but not where the run writes the record again', async () => {
		const site = siteWith(
			[],
			[{ does: () => undefined, says: { queryResults: [null, ...done(1).queryResults] } }],
		);
		expect(tellingOf(await site.write([update(A), update(A)]))).toEqual(['unknown', 'done']);
	});
});

it('a batch that is refused as a whole is divided until the write is found because of which it is', async () => {
	const broken = new CreatioError('server', 'Status 500', {
		status: 500,
		reason: 'unexplained',
		perhapsDone: true,
	});
	const ok = (count: number) => ({ queryResults: Array(count).fill({ success: true, id: A }) });
	const none = () => undefined;
	const site = siteWith(
		[],
		[
			{ does: none, says: broken },
			{ does: none, says: broken },
			{ does: none, says: refusal() },
			{ does: none, says: ok(1) },
			{ does: none, says: ok(2) },
		],
	);
	const ids = ['a', 'b', 'c', 'd'].map((end) => `00000000-0000-4000-8000-00000000000${end}`);
	const outcomes = await site.write(ids.map((id) => insert(id)));
	expect(tellingOf(outcomes)).toEqual(['23503: foreign key', 'done', 'done', 'done']);
	expect(site.sent()).toEqual([4, 2, 1, 1, 2]);
});
