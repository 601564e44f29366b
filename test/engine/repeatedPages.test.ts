import { randomUUID } from 'node:crypto';

import type { Fault } from '../emulator';
import { column, failure, object, useBench } from './setup';
import { watch } from './triggerSetup';

/** A cache between n8n and the site returns one page again and again. */
const bench = useBench();

const ROWS = Array.from({ length: 1_000 }, (_, index) => ({
	Id: randomUUID(),
	Name: `n${index}`,
	ModifiedOn: new Date(Date.UTC(2026, 0, 1, 0, 0, index)).toISOString(),
}));

const always = (path: RegExp, body: object): void => {
	const headers = { 'content-type': 'application/json' };
	const fault: Fault = { kind: 'status', status: 200, headers, body: JSON.stringify(body) };
	bench.site.faults.add({ match: { path, times: Infinity }, fault });
};
const cachedOData = () =>
	always(/\/(?:odata|EntityDataService\.svc)\/Contact(?:Collection)?\?/, { value: ROWS });
const cachedSelect = () =>
	always(/SelectQuery/, { success: true, rows: ROWS, rowConfig: {}, rowsAffected: 1_000 });

const expectedError = failure('unreadable', 'Contact');
const fewRequests = () => expect(bench.site.stats.requests.length).toBeLessThan(60);

const rule = { column: column('Name'), direction: 'asc' };

it.each([
	['by key', {}],
	['in an order', { sort: { rule: [rule] } }],
])('Get Many %s ends', async (_, more) => {
	cachedOData();
	const run = await bench.creatio({
		operation: 'getAll',
		object: object('Contact'),
		returnAll: true,
		options: { outputColumns: ['Name'] },
		...more,
	});
	expect(run.error).toMatchObject(expectedError);
	fewRequests();
});

it.each([
	['by key', {}, 'Id'],
	['by offset', { options: { paging: 'offset' } }, 'Id'],
	['of rows that are no records', { options: { distinct: true } }, 'Name'],
])('Select %s ends', async (_, more, name) => {
	cachedSelect();
	const run = await bench.dataService({
		operation: 'select',
		object: object('Contact'),
		returnAll: true,
		selectColumns: { column: [{ column: column(name) }] },
		...more,
	});
	expect(run.error).toMatchObject(expectedError);
	fewRequests();
});

it('a poll ends, the first one too', async () => {
	cachedOData();
	const trigger = watch(bench, { event: 'createdOrUpdated' });
	const { error } = await trigger.poll();
	expect(error).toMatchObject(expectedError);
	fewRequests();
	bench.site.faults.clear();
	await trigger.poll();
	cachedOData();
	expect((await trigger.poll()).error).toMatchObject(expectedError);
});

it('a poll that does not come to its end is ended with the time that n8n gives it', async () => {
	const match = { path: /\/(?:odata|EntityDataService\.svc)\/Contact/, times: Infinity };
	bench.site.faults.add({ match, fault: { kind: 'delay', ms: 5_000 } });
	const trigger = watch(bench, {});
	trigger.budgetMs = 300;
	expect((await trigger.poll()).error).toMatchObject(failure('timeout', 'poll'));
	bench.site.faults.clear();
	trigger.budgetMs = undefined;
	expect((await trigger.poll()).error).toBeUndefined();
});
