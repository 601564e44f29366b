import type { Fault, FaultMatch } from '../emulator';
import { failure, openSite, useBench } from './setup';

const bench = useBench();

type Row = Readonly<Record<string, unknown>>;
const start = (process: string, parameters: Row = {}, more: Row = {}, run = {}) =>
	bench.engine.run({
		node: 'creatioProcess',
		parameters: {
			authentication: 'userPassword',
			operation: 'run',
			process: { __rl: true, mode: 'code', value: process },
			parameters: { mappingMode: 'defineBelow', value: parameters },
			...more,
		},
		items: [{}],
		credentials: bench.credential(),
		...run,
	});
const starts = (process: string) => bench.site.stats.processStarts[process] ?? 0;
const results = (run: { items: Array<{ json: Row }> }) => run.items[0]?.json.results;
const numbered = (count: number) => Array.from({ length: count }, (_, number) => ({ number }));
const RUN: FaultMatch = { method: 'POST', path: /RunProcess$/ };

describe('a start at a bad moment: never twice, never claimed', () => {
	it.each<[string, Fault, number]>([
		['connection reset before the work', { kind: 'resetBefore' }, 0],
		['connection reset after the work', { kind: 'resetAfter' }, 1],
		['answer cut in the middle', { kind: 'cutBody' }, 1],
		['503 of a gateway', { kind: 'status', status: 503 }, 0],
		['504 after the work', { kind: 'status', status: 504, after: true }, 1],
		['login page with status 200', { kind: 'htmlLogin' }, 0],
		['page of nginx after the work', { kind: 'outage', by: 'nginx', status: 502, after: true }, 1],
		['error of the application after the work', { kind: 'jsonError', after: true }, 1],
		['error of the application, with 503', { kind: 'jsonError', status: 503, after: true }, 1],
		['error handler of the site', { kind: 'globalHandler', status: 200, after: true }, 1],
		['empty answer', { kind: 'emptyAnswer', body: '', after: true }, 1],
		['answer without anything', { kind: 'emptyAnswer', body: '{}', after: true }, 1],
		['half of an answer as a whole one', { kind: 'shortAnswer' }, 1],
		['routes that reload', { kind: 'collectionModified' }, 0],
	])('%s', async (_, fault, started) => {
		bench.site.faults.add({ match: RUN, fault });
		const run = await start(
			'UsrSum',
			{ FirstNumber: '={{ $json.number }}' },
			{ resultParameters: ['Sum'] },
			{ items: numbered(20), onError: 'continueErrorOutput' },
		);
		const [good = [], bad = []] = run.outputs;
		expect(good).toHaveLength(19);
		expect(bad.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }]);
		expect(JSON.stringify(bad)).toContain('may have been started');
		expect(starts('UsrSum')).toBe(19 + started);
	});

	it.each<[string, Fault]>([
		['429 with Retry-After', { kind: 'status', status: 429, headers: { 'retry-after': '1' } }],
		['session ended', { kind: 'meanwhile', happens: () => bench.site.expireSessions() }],
		['CSRF refused', { kind: 'csrf403' }],
	])('%s is harmless', async (_, fault) => {
		bench.site.faults.add({ match: RUN, fault });
		const run = await start('UsrSum', { FirstNumber: 1 }, { resultParameters: ['Sum'] });
		expect(results(run)).toEqual({ Sum: 2 });
		expect(starts('UsrSum')).toBe(1);
	});

	it.each<[string, Fault, number]>([
		['connection reset before the work', { kind: 'resetBefore' }, 0],
		['connection reset after the work', { kind: 'resetAfter' }, 1],
		['answer cut in the middle', { kind: 'cutBody' }, 1],
		['503 of a gateway', { kind: 'status', status: 503 }, 0],
		['login page with status 200', { kind: 'htmlLogin' }, 0],
		['error of the application after the work', { kind: 'jsonError', after: true }, 1],
		['error handler of the site', { kind: 'globalHandler', status: 200, after: true }, 1],
		['empty answer', { kind: 'emptyAnswer', body: '', after: true }, 1],
		['half of an answer as a whole one', { kind: 'shortAnswer' }, 1],
		['routes that reload', { kind: 'collectionModified' }, 0],
	])('the old request, although it is a GET: %s', async (_, fault, started) => {
		bench.site.faults.add({ match: { method: 'GET', path: /UsrSum\/Execute/ }, fault });
		const run = await start(
			'UsrSum',
			{ FirstNumber: 1 },
			{ resultParameters: ['Sum'], options: { oldExecute: true } },
		);
		expect(run.items).toEqual([]);
		expect(run.error).toMatchObject({ perhapsDone: true, message: expect.stringContaining('UsrSum') });
		expect(starts('UsrSum')).toBe(started);
	});

	it('cancelling starts nothing more, and says that what was started goes on', async () => {
		const run = await start('UsrSlowReport', {}, {}, { items: numbered(5), cancelAfterMs: 1_500 });
		expect(run.status).toBe('canceled');
		expect(run.items).toEqual([]);
		expect(run.error).toMatchObject(failure('cancelled', 'UsrSlowReport', { perhapsDone: true }));
		// Until a second one would have begun.
		await new Promise((resolve) => setTimeout(resolve, 2_500));
		expect(starts('UsrSlowReport')).toBe(1);
	});
});

describe('the setting "Retry On Fail"', () => {
	const sums = (run = {}) =>
		start(
			'UsrSum',
			{ FirstNumber: '={{ $json.number }}' },
			{ resultParameters: ['Sum'] },
			{ items: numbered(3), tries: 2, ...run },
		);

	it('does not start again what was started, nor what may have been', async () => {
		bench.site.faults.add({ match: { ...RUN, nth: 2 }, fault: { kind: 'resetAfter' } });
		const run = await sums();
		expect(run.error).toMatchObject(failure('network', 'UsrSum', { perhapsDone: true }));
		expect(starts('UsrSum')).toBe(2);
	});

	it('starts what was certainly not started, and gives the results of all items', async () => {
		// Too long to be waited for, so that the item fails.
		const busy = { kind: 'status', status: 429, headers: { 'retry-after': '600' } } as const;
		bench.site.faults.add({ match: { ...RUN, nth: 2 }, fault: busy });
		const run = await sums();
		expect(run.error).toBeUndefined();
		expect(run.items.map(({ json }) => json.results)).toEqual([{ Sum: 1 }, { Sum: 2 }, { Sum: 3 }]);
		expect(starts('UsrSum')).toBe(3);
	});

	it('does not start a process again that failed inside', async () => {
		const run = await start('UsrFailInside', {}, {}, { tries: 2 });
		expect(run.error).toMatchObject(failure('invalid', 'The credit limit is exceeded.'));
		expect(starts('UsrFailInside')).toBe(1);
	});
});

describe('connections in use', () => {
	it.each([
		[1, 'that keep the caller waiting', 'UsrSlowReport', {}],
		[3, 'that keep the caller waiting', 'UsrSlowReport', {}],
		[3, 'that are waited for by the log', 'UsrRemindLater', { wait: 'done', interval: 1 }],
	])('are one for each of %d runs %s', async (parallel, _, process, more) => {
		// A session that takes one request at a time would hide how many are sent.
		const fresh = await openSite(bench.engine, { switches: { sessionLock: 'none' } });
		const run = await start(
			process,
			{},
			{ ...more, options: { parallel } },
			{ items: numbered(parallel + 1), credentials: fresh.credential() },
		);
		const { processStarts, mostAtOnce } = fresh.site.stats;
		expect(run.items).toHaveLength(parallel + 1);
		expect(processStarts).toEqual({ [process]: parallel + 1 });
		expect(mostAtOnce).toBeLessThanOrEqual(parallel);
	});
});
