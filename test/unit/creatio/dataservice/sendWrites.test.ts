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
			stopsAtFailure: false,
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

	it('a query that never arrives is told as not written, with what stood in the way', async () => {
		const site = siteWith([], []);
		expect(tellingOf(await site.write([insert(A)]))).toEqual(['Not written: The connection broke']);
	});

	it('but not of a record that is deleted and made anew: a second delete would lose it', async () => {
		const site = siteWith([A], [{ does: () => undefined, says: lostAnswer() }]);
		expect(tellingOf(await site.write([await remove(A), insert(A)]))).toEqual(['unknown', 'unknown']);
		expect(site.sent()).toEqual([2]);
		expect(site.records).toEqual(new Set([A]));
	});

	it('nor of an update: nothing tells the value before from the value after', async () => {
		const change: DataServiceWrite = { query: insertQuery('Contact', [], 'UTC'), repeat: 'harmless' };
		const site = siteWith([A], [{ does: () => undefined, says: refused }]);
		expect(tellingOf(await site.write([change, await remove(A), insert(B)], false))).toEqual([
			'unknown',
			'Not written, because the batch stopped: 23505: duplicate key',
			'Not written, because the batch stopped: 23505: duplicate key',
		]);
		expect(site.sent()).toEqual([3]);
	});

	it('nor of one whose key was taken before', async () => {
		const site = siteWith([A], [{ does: () => undefined, says: refused }]);
		const outcomes = await site.write([insert(A, { mayBeTaken: true }), insert(B)], false);
		expect(tellingOf(outcomes)).toEqual([
			'unknown',
			'Not written, because the batch stopped: 23505: duplicate key',
		]);
	});
});
