import fc from 'fast-check';

import { beginNow } from '../../../nodes/shared/creatio/changes/begin';
import { look, type LookOptions } from '../../../nodes/shared/creatio/changes/look';
import type { Memory } from '../../../nodes/shared/creatio/changes/memory';
import { brokenLine, SimulatedSite } from './simulatedSite';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** A batch of writes that becomes visible at once. */
const batch = fc.record({
	records: fc.array(fc.nat(40), { minLength: 1, maxLength: 14 }),
	/** Milliseconds from the first one; few, so that many have one time, or nearly. */
	times: fc.array(fc.constantFrom(0, 0, 0, 1, 2, 5, 9, 10, 11, 30, 4_000), { minLength: 1, maxLength: 5 }),
	/** How much later than its time it is committed; as much as the overlap where 1. */
	late: fc.constantFrom(0, 0, 0.5, 1),
});

const step = fc.record({
	batch: fc.option(batch, { freq: 2 }),
	/** Comes while a poll reads, before its n-th request. */
	duringRead: fc.option(fc.tuple(fc.integer({ min: 2, max: 5 }), batch), { freq: 1, nil: undefined }),
	breaksAt: fc.constantFrom(0, 0, 0, 1, 2, 3),
	wait: fc.constantFrom(5 * SECOND, MINUTE, MINUTE, 10 * MINUTE),
});

const schedule = fc.record({
	pageSize: fc.integer({ min: 1, max: 6 }),
	most: fc.integer({ min: 1, max: 9 }),
	overlap: fc.constantFrom(0, 30 * SECOND, 2 * MINUTE),
	steps: fc.array(step, { minLength: 1, maxLength: 14 }),
});

type Schedule = typeof schedule extends fc.Arbitrary<infer T> ? T : never;
type Batch = typeof batch extends fc.Arbitrary<infer T> ? T : never;

const idOf = (number: number) =>
	// Spread, so that the order of keys is not the order in which they are written.
	`${((number * 2_654_435_761) % 2 ** 32).toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`;

/** Runs a schedule and tells what was told: each version is one text. */
async function run({ pageSize, most, overlap, steps }: Schedule, site = new SimulatedSite()) {
	const options: LookOptions = { overlapMs: overlap, most, pageSize, timeLimitMs: Infinity };
	const write = ({ records, times, late }: Batch) => {
		const start = site.now - late * overlap;
		for (const [index, number] of records.entries()) {
			const time = 1_000 * Math.min(site.now, start + (times[index % times.length] ?? 0));
			// A record that is there has an older time: nobody changes it before the last change is committed.
			const known = site.records.get(idOf(number));
			if (known === undefined || known.time < time) site.write(idOf(number), time);
		}
	};
	for (let number = 0; number < 5; number++) site.write(idOf(number), 1_000 * (site.now - 1 - (number >> 1)));
	const old = new Set([...site.records.values()].map(({ id, time }) => `${id} ${time}`));
	let memory: Memory = await beginNow(site.connect(), site.source, options);
	const told: string[] = [];
	const poll = async () => {
		const found = await look(site.connect(), site.source, memory, options);
		memory = JSON.parse(JSON.stringify(found.memory)) as Memory;
		told.push(...found.changes.map(({ id, stamp }) => `${id} ${microseconds(stamp)}`));
		return found.changes.length;
	};
	for (const { batch: before, duringRead, breaksAt, wait } of steps) {
		site.now += wait;
		if (before) write(before);
		let request = 0;
		site.beforeRead = () => {
			request++;
			if (request === duringRead?.[0]) write(duringRead[1]);
			if (request === breaksAt) throw brokenLine();
		};
		await poll().catch(() => undefined);
		site.beforeRead = () => undefined;
	}
	let rounds = 0;
	do site.now += MINUTE;
	while ((await poll()) > 0 && rounds++ < 300);
	const final = [...site.records.values()].map(({ id, time }) => `${id} ${time}`);
	return {
		lost: final.filter((version) => !old.has(version) && !told.includes(version)),
		doubled: told.filter((version, index) => told.indexOf(version) !== index || old.has(version)),
		poll,
		site,
	};
}

function microseconds(stamp: string): number {
	return Date.parse(`${stamp.slice(0, 23)}Z`) * 1_000 + Number(stamp.slice(23, 26));
}

it('no schedule of writes, late commits, page sizes and broken lines loses or doubles a version', async () => {
	await fc.assert(
		fc.asyncProperty(schedule, async (plan) => {
			const { lost, doubled } = await run(plan);
			expect({ lost, doubled }).toEqual({ lost: [], doubled: [] });
		}),
		{ numRuns: Number(process.env.RUNS ?? 300) },
	);
}, 300_000);
