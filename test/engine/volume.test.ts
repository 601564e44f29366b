import { randomUUID } from 'node:crypto';

import type { Fault, FaultMatch } from '../emulator';
import { keepsConnections, type RunResult } from '../support/engine';
import { ACCOM, autoMap, failure, object, openSite, record, useBench } from './setup';

const bench = useBench();

const COUNT = 1_000;
const contacts = { object: object('Contact'), columns: autoMap() };
const create = { operation: 'create', ...contacts };
const people = (prefix: string, count = COUNT) =>
	Array.from({ length: count }, (_, index) => ({
		Name: `${prefix} ${index}`,
		Email: `${prefix}${index}@volume.example`,
	}));
const update = {
	operation: 'update',
	...contacts,
	recordId: record('={{ $json.id }}'),
	options: { unknownColumns: 'ignore' },
};
const NOWHERE = '99999999-9999-4999-8999-999999999999';
const hintsOf = ({ hints }: RunResult) => hints.map(({ message }) => message).join('\n');
const created = () => bench.site.stats.writes.Contact?.created ?? [];
const rowsOf = (prefix: string) => bench.site.store.rows('Contact', '"Name" like ?', `${prefix} %`);

describe('a thousand records', () => {
	it('are created with a dozen requests, each answer on its own item', async () => {
		const items = people('made');
		const fresh = await openSite(bench.engine);
		const run = await fresh.creatio(create, { items });
		expect(run.items.map(({ json, pairedItem }) => [json.Name, pairedItem])).toEqual(
			items.map(({ Name }, item) => [Name, { item }]),
		);
		expect(fresh.site.stats.requests.length).toBeLessThanOrEqual(12);
		if (keepsConnections()) expect(fresh.site.stats.connections).toBeLessThanOrEqual(4);
	});

	it('are created, updated and deleted, a few requests each', async () => {
		const made = await bench.creatio(create, { items: people('life') });
		const ids = made.items.map(({ json }) => ({ id: json.Id, JobTitle: 'Changed' }));
		bench.site.resetStats();
		const changed = await bench.creatio(
			{
				operation: 'update',
				...contacts,
				recordId: record('={{ $json.id }}'),
				options: { unknownColumns: 'ignore' },
			},
			{ items: ids },
		);
		expect(changed.items).toHaveLength(COUNT);
		expect(rowsOf('life').every(({ JobTitle }) => JobTitle === 'Changed')).toBe(true);
		// Each batch looks which keys exist, and then writes.
		expect(bench.site.stats.requests.length).toBeLessThanOrEqual(20);

		const gone = await bench.creatio(
			{ operation: 'delete', object: object('Contact'), recordId: record('={{ $json.id }}') },
			{ items: ids },
		);
		expect(gone.items[0]?.json).toEqual({ deleted: true, Id: ids[0]?.id });
		expect(rowsOf('life')).toEqual([]);
	});

	it('are created or updated, matches and lookup texts asked for together', async () => {
		const items = people('upsert').map((person, index) => ({
			...person,
			Account: index % 2 ? 'Accom (sample)' : 'Our company',
		}));
		const upsert = { operation: 'upsert', object: object('Contact'), columns: autoMap(['Email']) };
		const first = await bench.creatio(upsert, { items });
		expect(first.items.map(({ json }) => json.Name)).toEqual(items.map(({ Name }) => Name));
		expect(created()).toHaveLength(COUNT);
		bench.site.resetStats();
		const again = await bench.creatio(upsert, { items: items.map((item) => ({ ...item, Account: ACCOM })) });
		expect(again.items.map(({ json }) => json.Id)).toEqual(first.items.map(({ json }) => json.Id));
		expect(created()).toEqual([]);
		expect(rowsOf('upsert').every(({ AccountId }) => AccountId === ACCOM)).toBe(true);
		expect(bench.site.stats.requests.length).toBeLessThanOrEqual(25);
	});

	it('with keys of their own are created once it is known that none of the keys is taken', async () => {
		const items = people('keyed').map((person) => ({ ...person, Id: randomUUID() }));
		const run = await bench.creatio(create, { items });
		expect(run.items.map(({ json }) => json.Id)).toEqual(items.map(({ Id }) => Id));
		// The keys are asked for hundreds at a time, not one by one.
		expect(bench.site.stats.requests.length).toBeLessThanOrEqual(14);

		bench.site.resetStats();
		const again = people('keyed again', 300).map((person, index) => ({
			...person,
			Id: index === 177 ? items[500]?.Id : randomUUID(),
		}));
		const refused = await bench.creatio(create, { items: again });
		const context = { itemIndex: 177 };
		expect(refused.error).toMatchObject(failure('input', String(items[500]?.Id), { context }));
		expect(bench.site.stats.writes).toEqual({});
	});

	it('of which some are refused leave the others alone', async () => {
		const items = people('mixed').map((person, index) => ({
			...person,
			AccountId: index % 100 === 7 ? NOWHERE : ACCOM,
		}));
		const run = await bench.creatio(create, { items, onError: 'continueErrorOutput' });
		expect(run.outputs[0]).toHaveLength(COUNT - 10);
		expect(run.outputs[1]?.map(({ pairedItem }) => pairedItem)).toEqual(
			Array.from({ length: 10 }, (_, index) => ({ item: index * 100 + 7 })),
		);
		expect(JSON.stringify(run.outputs[1])).toContain('23503');
		expect(created()).toHaveLength(COUNT - 10);
	});

	it('that stop at a refusal say how many were written', async () => {
		const items = people('stop', 300).map((person, index) => ({
			...person,
			AccountId: index === 150 ? NOWHERE : ACCOM,
		}));
		const run = await bench.creatio({ ...create, options: { parallel: 1 } }, { items });
		expect(run.error).toMatchObject({
			kind: 'invalid',
			perhapsDone: false,
			context: { itemIndex: 150 },
			description: expect.stringContaining('199 other items'),
		});
		expect(created()).toHaveLength(199);
	});

	it('of several objects stop at a refusal as well', async () => {
		const items = [
			{ object: 'Contact', Name: 'Refused', AccountId: NOWHERE },
			{ object: 'Account', Name: 'Behind the refused one' },
		];
		const run = await bench.creatio(
			{ ...create, object: object('={{ $json.object }}'), options: { unknownColumns: 'ignore' } },
			{ items },
		);
		expect(run.error).toMatchObject({ kind: 'invalid', perhapsDone: false, context: { itemIndex: 0 } });
		expect(bench.site.stats.writes).toEqual({});
	});

	it('go one by one to a site without batches, and the run says so', async () => {
		const old = await openSite(bench.engine, { switches: { batch: false, odata3Batch: false } });
		const run = await old.creatio(create, { items: people('single', 250) });
		expect(run.items).toHaveLength(250);
		expect(old.site.store.rows('Contact', '"Name" like ?', 'single %')).toHaveLength(250);
		expect(hintsOf(run)).toContain('The site has no $batch');
	});

	it('travel in multipart batches to a site that refuses JSON, and the run says so', async () => {
		const old = await openSite(bench.engine, { switches: { batchJson: false } });
		const run = await old.creatio(create, {
			items: people('old', 250).map((person, index) => ({
				...person,
				AccountId: index === 123 ? NOWHERE : ACCOM,
			})),
			onError: 'continueErrorOutput',
		});
		expect(run.outputs[0]).toHaveLength(249);
		expect(run.outputs[1]?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 123 }]);
		expect(JSON.stringify(run.outputs[1])).toContain('23503');
		// Over OData 3 they are the only kind.
		if (bench.odataVersion === '4') expect(hintsOf(run)).toContain('multipart');
		const ids = run.outputs[0]?.map(({ json }) => ({ id: json.Id, JobTitle: 'Später & <danach>' })) ?? [];
		old.site.resetStats();
		const changed = await old.creatio(update, { items: ids });
		expect(changed.items).toHaveLength(249);
		const rows = old.site.store.rows('Contact', '"JobTitle" = ?', 'Später & <danach>');
		expect(rows).toHaveLength(249);
		expect(old.odata().length).toBeLessThanOrEqual(6);
	});

	it('over several sessions do not wait for each other where a site serialises one', async () => {
		const slow = await openSite(bench.engine, {
			latencyMs: 150,
			switches: { sessionLock: 'servicesAndOData' },
		});
		const sessions = (count: number) => ({ credentials: slow.credential({ sessions: count }) });
		const run = await slow.creatio(create, { items: people('spread', 400), ...sessions(4) });
		expect(run.items).toHaveLength(400);
		expect(slow.site.stats.signInAttempts).toBe(4);
		const users = new Set(slow.site.stats.find('POST', /\$batch$/).map(({ session }) => session));
		expect(users.size).toBe(4);
		slow.site.resetStats();
		const few = await slow.creatio(create, { items: people('few', 3), ...sessions(4) });
		expect(few.items).toHaveLength(3);
		expect(slow.site.stats.signInAttempts).toBe(0);
	});
});

describe('all or nothing', () => {
	const atomic = { ...create, options: { allOrNothing: true } };

	it('leaves nothing of a batch in which a record is refused, and all of the others', async () => {
		for (const switches of [{}, { batchJson: false }]) {
			const fresh = await openSite(bench.engine, { switches });
			const items = people('group', 250).map((person, index) => ({
				...person,
				AccountId: index === 123 ? NOWHERE : ACCOM,
			}));
			const run = await fresh.creatio(atomic, { items, onError: 'continueErrorOutput' });
			const [good = [], bad = []] = run.outputs;
			expect(good).toHaveLength(150);
			expect(bad.map(({ pairedItem }) => pairedItem)).toEqual(
				Array.from({ length: 100 }, (_, index) => ({ item: 100 + index })),
			);
			expect(String(bad[23]?.json.error)).toMatch(/^23503.*Account points to/);
			// A site with OData 3 does not say which record it was.
			expect(String(bad[0]?.json.error)).toMatch(
				bench.odataVersion === '3' ? /^23503/ : /^(?!23503).* 23503/,
			);
			const there = fresh.site.store.rows('Contact', '"Name" like ?', 'group %').map(({ Id }) => Id);
			expect(new Set(good.map(({ json }) => json.Id))).toEqual(new Set(there));
		}
	});

	it('changes nothing when one of the records does not exist', async () => {
		const made = await bench.creatio(create, { items: people('whole', 20) });
		const items = made.items.map(({ json }) => ({ id: json.Id, JobTitle: 'New' }));
		items.push({ id: NOWHERE, JobTitle: 'New' });
		const run = await bench.creatio(
			{ ...update, options: { allOrNothing: true, unknownColumns: 'ignore' } },
			{ items, onError: 'continueErrorOutput' },
		);
		expect(run.outputs[1]).toHaveLength(21);
		expect(rowsOf('whole').some(({ JobTitle }) => JobTitle === 'New')).toBe(false);
	});

	it('is refused by a site without batches, before anything is written', async () => {
		const old = await openSite(bench.engine, { switches: { batch: false, odata3Batch: false } });
		const run = await old.creatio(atomic, { items: people('none', 20) });
		expect(run.error).toMatchObject(failure('input', 'All or Nothing'));
		expect(old.site.stats.writes).toEqual({});
	});
});

describe('what a run cost', () => {
	it('stands in a hint', async () => {
		const fresh = await openSite(bench.engine);
		const run = await fresh.creatio(create, { items: people('cost', 250) });
		const requests = fresh.site.stats.requests.length;
		expect(hintsOf(run)).toContain(
			`${requests} requests to Creatio, 1 sign-in, 250 rows, 250 parts in 3 batches. ` +
				`Against a quota of the site, this counts as ${requests - 3 + 250} calls.`,
		);
	});

	it('includes what was repeated', async () => {
		bench.site.faults.add({
			match: { path: /Contact(Collection)?\?/ },
			fault: { kind: 'status', status: 503 },
		});
		const run = await bench.creatio({ operation: 'getAll', object: object('Contact'), limit: 7 });
		expect(hintsOf(run)).toBe('2 requests to Creatio, 7 rows, 1 retry.');
	});

	it('includes a batch that had to be sent again, for the quota as well', async () => {
		bench.site.faults.add({
			match: { method: 'POST', path: /\$batch$/ },
			fault: { kind: 'resetBefore' },
		});
		const run = await bench.creatio(create, { items: people('again', 5) });
		// The batch, the read of its five keys, and the batch again.
		expect(hintsOf(run)).toBe(
			'3 requests to Creatio, 5 rows, 10 parts in 2 batches, 1 retry. ' +
				'Against a quota of the site, this counts as 11 calls.',
		);
	});
});

describe('a thousand records at a bad moment: none twice, none lost, none claimed', () => {
	const BATCH: FaultMatch = { method: 'POST', path: /\$batch$/ };
	it.each<[string, FaultMatch, Fault]>([
		['connection reset before the work', { ...BATCH, nth: 3 }, { kind: 'resetBefore' }],
		['connection reset after the work', { ...BATCH, nth: 3 }, { kind: 'resetAfter' }],
		['every second connection reset after the work', { ...BATCH, times: 4 }, { kind: 'resetAfter' }],
		['answer cut in the middle', { ...BATCH, nth: 2 }, { kind: 'cutBody' }],
		[
			'429 with Retry-After',
			{ ...BATCH, nth: 2 },
			{ kind: 'status', status: 429, headers: { 'retry-after': '1' } },
		],
		['503', { ...BATCH, nth: 2 }, { kind: 'status', status: 503 }],
		['504 of a gateway after the work', { ...BATCH, nth: 4 }, { kind: 'status', status: 504, after: true }],
		['session ended', { ...BATCH, nth: 5 }, { kind: 'status', status: 401 }],
		['login page with status 200', { ...BATCH, nth: 2 }, { kind: 'htmlLogin' }],
		['CSRF refused', { ...BATCH, nth: 3 }, { kind: 'csrf403' }],
	])('%s', async (name, match, fault) => {
		bench.site.faults.add({ match, fault });
		const prefix = `bad ${name}`;
		const run = await bench.creatio(create, { items: people(prefix), onError: 'continueErrorOutput' });
		const [good = [], bad = []] = run.outputs;
		expect(good.length + bad.length).toBe(COUNT);
		const there = rowsOf(prefix).map(({ Id }) => Id);
		expect(there.length).toBe(new Set(rowsOf(prefix).map(({ Name }) => Name)).size);
		expect(new Set(good.map(({ json }) => json.Id))).toEqual(new Set(there));
		expect(bad).toEqual([]);
	});

	it('session ended in mid-run', async () => {
		bench.site.faults.add({
			match: { ...BATCH, nth: 4 },
			fault: { kind: 'meanwhile', happens: () => bench.site.expireSessions() },
		});
		const run = await bench.creatio(create, { items: people('ended') });
		expect(run.items).toHaveLength(COUNT);
		expect(new Set(run.items.map(({ json }) => json.Id))).toEqual(
			new Set(rowsOf('ended').map(({ Id }) => Id)),
		);
		expect(rowsOf('ended')).toHaveLength(COUNT);
	});

	it('updates and creates of one run, connections reset after the work', async () => {
		const known = await bench.creatio(create, { items: people('both', 500) });
		bench.site.resetStats();
		bench.site.faults.add({ match: { ...BATCH, nth: 2, times: 3 }, fault: { kind: 'resetAfter' } });
		const items = people('both').map((person) => ({ ...person, JobTitle: 'Second' }));
		const upsert = { operation: 'upsert', object: object('Contact'), columns: autoMap(['Email']) };
		const run = await bench.creatio(upsert, { items });
		expect(run.error).toBeUndefined();
		expect(run.items.map(({ json }) => json.Name)).toEqual(items.map(({ Name }) => Name));
		expect(run.items.slice(0, 500).map(({ json }) => json.Id)).toEqual(
			known.items.map(({ json }) => json.Id),
		);
		expect(rowsOf('both')).toHaveLength(COUNT);
		expect(rowsOf('both').every(({ JobTitle }) => JobTitle === 'Second')).toBe(true);
	});

	it('a group whose answer got lost is settled as a whole', async () => {
		bench.site.faults.add({ match: { ...BATCH, nth: 2 }, fault: { kind: 'resetAfter' } });
		bench.site.faults.add({ match: { ...BATCH, nth: 5 }, fault: { kind: 'resetBefore' } });
		const items = people('atomic');
		const run = await bench.creatio({ ...create, options: { allOrNothing: true } }, { items });
		expect(run.items).toHaveLength(COUNT);
		expect(rowsOf('atomic')).toHaveLength(COUNT);
		expect(new Set(created()).size).toBe(created().length);
	});

	it('canceled: nothing is sent again, and no record is there twice', async () => {
		const slow = await openSite(bench.engine, { latencyMs: 250 });
		const items = people('stopped');
		const run = await slow.creatio({ ...create, options: { parallel: 2 } }, { items, cancelAfterMs: 1_100 });
		expect(run.status).toBe('canceled');
		expect(run.items).toEqual([]);
		const sent = slow.site.stats.find('POST', /\$batch$/).length;
		await new Promise((resolve) => setTimeout(resolve, 700));
		expect(slow.site.stats.find('POST', /\$batch$/)).toHaveLength(sent);
		const names = slow.site.store.rows('Contact', '"Name" like ?', 'stopped %').map(({ Name }) => Name);
		expect(names.length).toBeLessThan(COUNT);
		expect(new Set(names).size).toBe(names.length);
	});
});
