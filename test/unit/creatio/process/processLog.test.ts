import { CreatioError } from '../../../../nodes/shared/basics/errors';
import { cancelProcess } from '../../../../nodes/shared/creatio/process/cancelProcess';
import { executeElement } from '../../../../nodes/shared/creatio/process/executeElement';
import { PROCESS_STATUS, readRun, waitForEnd } from '../../../../nodes/shared/creatio/process/processLog';
import { fakeSite, notFound, pageOf } from '../fakeSite';
import { RUN, ZERO } from './fakes';

const row = (status: keyof typeof PROCESS_STATUS, more: object = {}) => ({
	Id: RUN,
	Name: 'Place an order',
	StatusId: PROCESS_STATUS[status],
	StartDate: '2026-05-13T15:30:00Z',
	CompleteDate: '0001-01-01T00:00:00Z',
	ErrorDescription: '',
	...more,
});

const inLog = (path: string) => path.startsWith('SysProcessLog?');

describe('the state of a run', () => {
	it.each([
		['running', 'running'],
		['inactive', 'running'],
		['cancelling', 'running'],
		['completed', 'done'],
		['cancelled', 'cancelled'],
		['error', 'failed'],
	] as const)('%s is %s', async (status, kind) => {
		const { connection } = fakeSite((_request, query) => pageOf([row(status)], query));
		expect(await readRun(connection, RUN.toUpperCase())).toMatchObject({
			kind,
			processId: RUN,
			name: 'Place an order',
			startedAt: '2026-05-13T15:30:00Z',
		});
	});

	it('asks for the one row, by its ID', async () => {
		const { connection, requests } = fakeSite((_request, query) => pageOf([row('completed')], query));
		const state = await readRun(connection, RUN);
		expect(state.endedAt).toBeUndefined();
		expect(state).not.toHaveProperty('message');
		const query = new URLSearchParams(requests[0]?.path.split('?')[1]);
		expect(query.get('$filter')).toBe(`Id eq ${RUN}`);
		expect(query.get('$select')).toBe('Id,Name,StartDate,CompleteDate,StatusId,ErrorDescription');
		expect(requests).toHaveLength(1);
	});

	it('says what failed, and where', async () => {
		const error = row('error', { ErrorDescription: 'System.Exception: No stock\n   at A.B()' });
		const { connection, requests } = fakeSite(({ path }, query) =>
			pageOf([inLog(path) ? error : { Caption: 'Reserve', ErrorDescription: 'deep' }], query),
		);
		expect(await readRun(connection, RUN)).toMatchObject({
			kind: 'failed',
			failedElement: 'Reserve',
			message: 'System.Exception: No stock',
			details: 'System.Exception: No stock\n   at A.B()',
		});
		expect(new URLSearchParams(requests[1]?.path.split('?')[1]).get('$filter')).toBe(
			`SysProcess/Id eq ${RUN} and Status/Id eq ${PROCESS_STATUS.error}`,
		);
	});

	it('takes the words of the element where the run has none, and does without', async () => {
		const withError = fakeSite(({ path }, query) =>
			pageOf([inLog(path) ? row('error') : { Caption: '', ErrorDescription: 'A: b\nc' }], query),
		);
		expect(await readRun(withError.connection, RUN)).toMatchObject({
			message: 'A: b',
			failedElement: undefined,
		});
		const hidden = fakeSite(({ path }, query) => (inLog(path) ? pageOf([row('error')], query) : notFound()));
		expect((await readRun(hidden.connection, RUN)).kind).toBe('failed');
	});

	it('is found among archived runs', async () => {
		const { connection } = fakeSite(({ path }, query) =>
			pageOf(inLog(path) ? [] : [row('completed')], query),
		);
		expect((await readRun(connection, RUN)).kind).toBe('done');
		const refusing = fakeSite(({ path }, query) =>
			inLog(path) ? notFound() : pageOf([row('completed')], query),
		);
		expect((await readRun(refusing.connection, RUN)).kind).toBe('done');
	});

	it('is missing where no log has it, and an error where none is shown', async () => {
		const empty = fakeSite((_request, query) => pageOf([], query));
		expect(await readRun(empty.connection, RUN)).toEqual({ kind: 'missing', processId: RUN });
		const hidden = fakeSite(() => new CreatioError('forbidden', 'No rights'));
		await expect(readRun(hidden.connection, RUN)).rejects.toMatchObject({ message: 'No rights' });
	});

	it.each(['', 'x', ZERO, `${RUN}0`, 'bbbbbbbb-0000-0000-0000-000000000001 or 1 eq 1'])(
		'is not asked for by "%s"',
		async (id) => {
			const { connection, requests } = fakeSite(() => ({}));
			for (const ask of [readRun, executeElement, cancelProcess])
				await expect(ask(connection, id)).rejects.toMatchObject({ kind: 'input' });
			expect(requests).toEqual([]);
		},
	);
});

describe('waiting for the end', () => {
	const WAITING = { intervalMs: 1, limitMs: 5_000 };
	const states = (...list: Array<Parameters<typeof row>[0] | 'missing'>) => {
		let looks = 0;
		const site = fakeSite((_request, query) => {
			const status = list[Math.min(looks++, list.length - 1)];
			return pageOf(status === undefined || status === 'missing' ? [] : [row(status)], query);
		});
		return { ...site, looks: () => looks };
	};

	it('looks until the run has ended', async () => {
		const { connection, looks } = states('inactive', 'running', 'cancelling', 'cancelled');
		expect((await waitForEnd(connection, RUN, WAITING)).kind).toBe('cancelled');
		expect(looks()).toBe(4);
	});

	it('says that it still runs at the limit, after at least one check', async () => {
		const { connection, looks } = states('running');
		expect((await waitForEnd(connection, RUN, { intervalMs: 20, limitMs: 50 })).kind).toBe('running');
		expect(looks()).toBeGreaterThan(1);
		expect((await waitForEnd(connection, RUN, { intervalMs: 1, limitMs: 0 })).kind).toBe('running');
	});

	it('waits an interval between two looks, and no longer than the limit', async () => {
		const clock = jest.spyOn(Date, 'now');
		let now = Date.now();
		clock.mockImplementation(() => now);
		const pauses: number[] = [];
		const wait = async (ms: number) => {
			pauses.push(ms);
			now += ms;
		};
		const connection = { ...states('running').connection, wait };
		const state = await waitForEnd(connection, RUN, { intervalMs: 40_000, limitMs: 100_000 });
		clock.mockRestore();
		expect(state.kind).toBe('running');
		expect(pauses).toEqual([40_000, 40_000, 20_000]);
	});

	it('gives the log a moment to have the run', async () => {
		// Each look without a row asks both logs.
		const late = states('missing', 'missing', 'completed');
		expect((await waitForEnd(late.connection, RUN, WAITING)).kind).toBe('done');
		const never = states('missing');
		expect((await waitForEnd(never.connection, RUN, WAITING)).kind).toBe('missing');
		expect(never.looks()).toBe(6);
	});

	it('ends when it is cancelled, and leaves the process alone', async () => {
		const { endedBy, requests } = states('running');
		const stop = new AbortController();
		const waiting = waitForEnd(endedBy(stop.signal), RUN, { intervalMs: 60_000, limitMs: 600_000 });
		setImmediate(() => stop.abort());
		await expect(waiting).rejects.toMatchObject({ kind: 'cancelled' });
		expect(requests.every(({ repeat }) => repeat === 'read')).toBe(true);
	});
});
