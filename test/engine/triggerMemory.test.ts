import fc from 'fast-check';

import type { Members } from '../support/engine';
import { column, failure, object, type Parameters, useBench } from './setup';
import { watch } from './triggerSetup';

/** What n8n stores for a trigger can be of another version, or be written by hand or over n8n's API. */

let now = Date.parse('2026-03-02T09:00:00Z');
const MINUTE = 60_000;
const bench = useBench({ sampleData: false, clock: () => new Date(now) });

const EVENTS: Parameters[] = [
	{ event: 'created', options: { startFrom: '2010-01-01' } },
	{ event: 'updated' },
	{ event: 'createdOrUpdated', options: { startFrom: '2010-01-01' } },
	{ event: 'columnsChanged', watchedColumns: ['JobTitle'] },
	{ event: 'columnsChanged', watchedColumns: ['JobTitle'], options: { oldValues: true } },
	{ event: 'enteredValue', column: column('JobTitle'), value: 'Welder' },
	{ event: 'deleted' },
];

describe.each(EVENTS)('the stored memory of %j', (parameters) => {
	let right: Members;
	let recent: string[];

	beforeEach(async () => {
		const { store } = bench.site;
		store.insert('Contact', { Name: 'Old' });
		now += 180 * MINUTE;
		const trigger = watch(bench, parameters);
		await trigger.poll();
		now += MINUTE;
		recent = [1, 2, 3].map((number) => store.insert('Contact', { Name: `Person ${number}` }));
		await trigger.poll();
		now += MINUTE;
		for (const id of recent) {
			const ModifiedOn = `${new Date(now).toISOString().slice(0, 23)}0000`;
			store.updateRaw(store.entity('Contact'), id, { JobTitle: 'Welder', ModifiedOn });
		}
		await trigger.poll();
		right = trigger.memory();
	});

	const poll = async (staticData: Members, workflowId = 'memory') =>
		await bench.engine.poll({
			node: 'creatioTrigger',
			parameters: { authentication: 'userPassword', object: object('Contact'), ...parameters },
			credentials: bench.credential(),
			staticData,
			workflowId,
		});

	it('is replaced when it is wrong, and what is there now is not reported', async () => {
		await fc.assert(
			fc.asyncProperty(wrong(right), async (staticData) => {
				const first = await poll(staticData);
				expect(first.error).toBeUndefined();
				// At most what the overlap covers, where a list of what was seen is empty now.
				const reported = (first.items ?? []).map(({ json }) => json.Id);
				expect(recent).toEqual(expect.arrayContaining(reported));
				expect(await poll(first.staticData)).toMatchObject({ items: null, warnings: [] });
			}),
			{ numRuns: Number(process.env.RUNS ?? 20) },
		);
	});

	it('is said to be unusable once, and the next changes are reported', async () => {
		const { watch: stored } = right;
		const first = await poll({ watch: { ...(stored as object), memory: { keys: 7, changes: [] } } });
		expect(first).toMatchObject({ items: null, warnings: [expect.stringContaining('starts again')] });
		now += MINUTE;
		const id = bench.site.store.insert('Contact', { Name: 'Next', JobTitle: 'Welder' });
		const { items, warnings } = await poll(first.staticData);
		const expected = { created: 1, createdOrUpdated: 1, enteredValue: 1 }[String(parameters.event)] ?? 0;
		expect((items ?? []).map(({ json }) => json.Id)).toEqual(Array(expected).fill(id));
		expect(warnings).toEqual([]);
	});
});

it('data of n8n that cannot keep anything is reported with a cure', async () => {
	const staticData = null as unknown as Members;
	const { error } = await bench.engine.poll({
		node: 'creatioTrigger',
		parameters: { authentication: 'userPassword', object: object('Contact'), event: 'created' },
		credentials: bench.credential(),
		staticData,
	});
	expect(error).toMatchObject({
		...failure('input', 'stores'),
		description: expect.stringContaining('Rename'),
	});
});

/** The data of n8n with any value in some place of its memory, or without that place. */
function wrong(right: Members): fc.Arbitrary<Members> {
	const any = fc.jsonValue({ maxDepth: 3 });
	const inside = fc
		.tuple(fc.constantFrom(...placesIn(right.watch)), fc.option(any, { nil: undefined }))
		.map(([place, value]) => changedAt(right.watch, place, value));
	return fc.oneof({ weight: 1, arbitrary: any }, { weight: 9, arbitrary: inside }).map((watched) => ({
		watch: watched,
	}));
}

type Place = ReadonlyArray<string | number>;

function placesIn(value: unknown, place: Place = []): Place[] {
	if (typeof value !== 'object' || value === null) return [];
	const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
	return entries.flatMap(([key, inner]) => {
		const here = [...place, key];
		return [here, ...placesIn(inner, here)];
	});
}

function changedAt(value: unknown, [key, ...rest]: Place, inner: unknown): unknown {
	if (key === undefined) return inner;
	const copy = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) };
	const members = copy as Record<string | number, unknown>;
	members[key] = changedAt(members[key], rest, inner);
	return copy;
}
