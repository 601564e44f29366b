import fc from 'fast-check';

import { beginAtDate, beginNow } from '../../../../nodes/shared/creatio/changes/begin';
import type { LookOptions } from '../../../../nodes/shared/creatio/changes/changeSource';
import type { Memory } from '../../../../nodes/shared/creatio/changes/memory';
import { readChanges } from '../../../../nodes/shared/creatio/changes/readChanges';
import type { Row } from '../../../../nodes/shared/creatio/model/rows';
import { brokenLine, SimulatedSite } from './simulatedSite';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** A batch of writes that becomes visible at once. */
const batch = fc.record({
	records: fc.array(fc.nat(40), { minLength: 1, maxLength: 14 }),
	/** Milliseconds from the first one; few, so that many have one time, or nearly. */
	times: fc.array(fc.constantFrom(0, 0, 0, 1, 2, 5, 9, 10, 11, 30, 4_000), { minLength: 1, maxLength: 5 }),
	/** How much later than its time it is committed; as much as the overlap where 1. */
	late: fc.constantFrom(0, 0, 0.5, 1),
	/** Records that are deleted, or match no longer. */
	gone: fc.array(fc.nat(40), { maxLength: 2 }),
});

const SMALL = fc.integer({ min: 1, max: 9 });

const step = fc.record({
	batch: fc.option(batch, { freq: 2 }),
	/** Comes while a poll reads, before its n-th request. */
	duringRead: fc.option(fc.tuple(fc.integer({ min: 2, max: 5 }), batch), { freq: 1, nil: undefined }),
	breaksAt: fc.constantFrom(0, 0, 0, 1, 2, 3),
	/** Somebody changes the options from this poll on. */
	other: fc.option(fc.record({ pageSize: SMALL, most: SMALL }), { freq: 8, nil: undefined }),
	/** Never whole quarters of an hour, by which only zones differ. */
	wait: fc.constantFrom(5_011, 60_007, 60_007, 600_013, 3 * HOUR + 17_003),
});

const schedule = fc.record({
	pageSize: SMALL,
	most: SMALL,
	skewMs: fc.constantFrom(0, 0, 4 * MINUTE, -4 * MINUTE, -HOUR),
	overlap: fc.constantFrom(0, 30 * SECOND, 2 * MINUTE),
	/** None: a read ends after the first page that has something new. */
	timeLimit: fc.constantFrom(Infinity, Infinity, 0),
	steps: fc.array(step, { minLength: 1, maxLength: 14 }),
});

type Schedule = typeof schedule extends fc.Arbitrary<infer T> ? T : never;
type Batch = typeof batch extends fc.Arbitrary<infer T> ? T : never;

const idOf = (number: number) =>
	// Spread, so that the order of keys is not the order in which they are written.
	`${((number * 2_654_435_761) % 2 ** 32).toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`;

/** Runs a schedule and returns what was reported: each version is one text. */
async function run(
	{ pageSize, most, overlap, timeLimit, skewMs, steps }: Schedule,
	site = new SimulatedSite(),
	/** Versions that do not count, by their time. */
	isIgnoredAt: (time: number) => boolean = () => false,
) {
	const source = { ...site.source, isIgnored: ({ Stored }: Row) => isIgnoredAt(Number(Stored)) };
	let options: LookOptions = { overlapMs: overlap, most, pageSize, timeLimitMs: timeLimit };
	site.skewMs = skewMs;
	const gone = new Set<string>();
	const write = ({ records, times, late, gone: leaving }: Batch) => {
		const start = site.now - late * overlap;
		for (const [index, number] of records.entries()) {
			const time = 1_000 * Math.min(site.now, start + (times[index % times.length] ?? 0));
			// A record that is there has an older time: nobody changes it before the last change is committed.
			const known = site.records.get(idOf(number));
			if (gone.has(idOf(number))) continue;
			if (known === undefined || known.time < time) site.write(idOf(number), time);
		}
		for (const id of leaving.map(idOf)) {
			site.records.delete(id);
			gone.add(id);
		}
	};
	for (let number = 0; number < 5; number++) site.write(idOf(number), 1_000 * (site.now - 1 - (number >> 1)));
	const old = new Set([...site.records.values()].map(({ id, time }) => `${id} ${time}`));
	let memory: Memory = await beginNow(site.connect(), source, options);
	const reported: string[] = [];
	const poll = async () => {
		const found = await readChanges(site.connect(), source, memory, options);
		memory = JSON.parse(JSON.stringify(found.memory)) as Memory;
		const counted = found.changes.filter(({ isIgnored }) => !isIgnored);
		expect(counted.length).toBeLessThanOrEqual(options.most);
		reported.push(...counted.map(({ row }) => site.versionOf(row)));
		return found.isComplete && found.changes.length === 0;
	};
	for (const { batch: before, duringRead, breaksAt, other, wait } of steps) {
		options = { ...options, ...other };
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
	while (!(await poll()) && rounds++ < 300);
	const last = [...site.records.values()].filter(({ time }) => !isIgnoredAt(time));
	const final = last.map(({ id, time }) => `${id} ${time}`);
	return {
		lost: final.filter((version) => !old.has(version) && !reported.includes(version)),
		doubled: reported.filter((version, index) => reported.indexOf(version) !== index || old.has(version)),
		reported,
		poll,
		site,
	};
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

it('ignored versions are not reported, and neither lose nor double others', async () => {
	const isIgnoredAt = (time: number) => Math.floor(time / 1_000) % 3 === 0;
	await fc.assert(
		fc.asyncProperty(schedule, async (plan) => {
			const { lost, doubled, reported } = await run(plan, new SimulatedSite(), isIgnoredAt);
			expect({ lost, doubled }).toEqual({ lost: [], doubled: [] });
			expect(reported.filter((version) => isIgnoredAt(Number(version.split(' ')[1])))).toEqual([]);
		}),
		{ numRuns: Number(process.env.RUNS ?? 100) },
	);
}, 300_000);

describe.each(['stored', 'shown'])('a site that shows local times and compares with those %s', (compared) => {
	const begun = new SimulatedSite().now;
	it.each([
		['ahead of UTC', () => 180],
		['behind UTC', () => -300],
		['when summer time begins', (time: number) => (time < 1_000 * (begun + 20 * MINUTE) ? 60 : 120)],
		['when summer time ends', (time: number) => (time < 1_000 * (begun + 20 * MINUTE) ? 120 : 60)],
	])(
		'%s: nothing is lost or doubled',
		async (_, offsetAt) => {
			await fc.assert(
				fc.asyncProperty(schedule, async (plan) => {
					const site = new SimulatedSite({ offsetAt, comparesAsShown: compared === 'shown' });
					const { lost, doubled } = await run(plan, site);
					expect({ lost, doubled }).toEqual({ lost: [], doubled: [] });
				}),
				{ numRuns: Number(process.env.RUNS ?? 100) },
			);
		},
		300_000,
	);
});

/** A trigger at a site, polled each minute. */
async function watched(site: SimulatedSite) {
	const options: LookOptions = { overlapMs: 2 * MINUTE, most: 50, pageSize: 5, timeLimitMs: Infinity };
	let memory = await beginNow(site.connect(), site.source, options);
	return {
		async poll(): Promise<string[]> {
			site.now += MINUTE;
			site.requests = 0;
			const found = await readChanges(site.connect(), site.source, memory, options);
			memory = found.memory;
			return found.changes.map(({ row }) => site.versionOf(row));
		},
	};
}

let lastNumber = 100;
const writeNow = (site: SimulatedSite, time = site.now) => {
	const id = idOf(++lastNumber);
	site.write(id, 1_000 * time + (lastNumber % 997));
	return `${id} ${1_000 * time + (lastNumber % 997)}`;
};

it.each([
	[180, 'shown'],
	[180, 'stored'],
	[-300, 'shown'],
	[-300, 'stored'],
])(
	'local times that begin (%d minutes, compared with those %s) after a quiet time are noticed',
	async (offset, compared) => {
		const site = new SimulatedSite({ comparesAsShown: compared === 'shown' });
		const trigger = await watched(site);
		for (let number = 0; number < 12; number++) site.write(idOf(number), 1_000 * site.now);
		expect(await trigger.poll()).toHaveLength(12);
		let requests = 0;
		for (let minute = 0; minute < 60; minute++) {
			expect(await trigger.poll()).toEqual([]);
			if (minute >= 10) requests += site.requests;
		}
		// One per poll, and a check of the notation every half hour.
		expect(requests).toBeLessThanOrEqual(52);
		site.offsetAt = () => offset;
		const [written, reported]: [string[], string[]] = [[], []];
		for (let minute = 0; minute < 40; minute++) {
			written.push(writeNow(site));
			reported.push(...(await trigger.poll()));
		}
		expect(reported).toEqual(written);
	},
);

it('what cannot be measured because the connection broke does not count as the usual case', async () => {
	const site = new SimulatedSite({ offsetAt: () => -300 });
	writeNow(site);
	for (const broken of [1, 2]) {
		let questions = 0;
		site.beforeQuestion = () => {
			if (++questions === broken) throw brokenLine();
		};
		await expect(watched(site)).rejects.toThrow('The connection broke');
	}
	site.beforeQuestion = () => undefined;
	const trigger = await watched(site);
	const written = writeNow(site);
	expect(await trigger.poll()).toEqual([written]);
});

it('a read delivers as many changes as it may, and leaves the others to the next ones', async () => {
	const site = new SimulatedSite();
	const options: LookOptions = { overlapMs: MINUTE, most: 10, pageSize: 4, timeLimitMs: Infinity };
	let memory = await beginNow(site.connect(), site.source, options);
	for (let number = 0; number < 25; number++) writeNow(site, site.now + number);
	for (const [count, isComplete] of [
		[10, false],
		[10, false],
		[5, true],
	]) {
		const found = await readChanges(site.connect(), site.source, memory, options);
		expect([found.changes.length, found.isComplete]).toEqual([count, isComplete]);
		memory = found.memory;
	}
});

it('a read whose time is over ends after the first page with something new', async () => {
	const site = new SimulatedSite();
	const options: LookOptions = { overlapMs: MINUTE, most: 1_000, pageSize: 10, timeLimitMs: 0 };
	for (let number = 0; number < 30; number++) writeNow(site, site.now - SECOND + number);
	let memory = await beginNow(site.connect(), site.source, options);
	site.now += SECOND;
	for (let number = 0; number < 25; number++) writeNow(site, site.now + number);
	const written = 25;
	const counts: number[] = [];
	for (let isComplete = false; !isComplete;) {
		site.requests = 0;
		const found = await readChanges(site.connect(), site.source, memory, options);
		counts.push(found.changes.length);
		({ isComplete, memory } = found);
	}
	expect(counts.length).toBeGreaterThan(2);
	expect(Math.max(...counts)).toBeLessThanOrEqual(10);
	expect(counts.reduce((sum, count) => sum + count)).toBe(written);
});

it.each([true, false])(
	'a record from the future hides nothing (the site reports its time: %s)',
	async (tells) => {
		const site = new SimulatedSite();
		site.now = Date.now();
		site.tellsTime = tells;
		const trigger = await watched(site);
		const future = writeNow(site, site.now + 48 * HOUR);
		expect(await trigger.poll()).toEqual([future]);
		for (let minute = 0; minute < 10; minute++) {
			const written = writeNow(site);
			expect(await trigger.poll()).toEqual([written]);
		}
	},
);

it.each(['shown', 'stored'])(
	'a date to begin from is in the zone of the site (compared with times %s)',
	async (compared) => {
		const site = new SimulatedSite({ offsetAt: () => -300, comparesAsShown: compared === 'shown' });
		writeNow(site, site.now - HOUR);
		const written = writeNow(site, site.now - MINUTE);
		const options: LookOptions = { overlapMs: 0, most: 50, pageSize: 50, timeLimitMs: Infinity };
		const begun = new Date(site.now - 10 * MINUTE);
		const memory = await beginAtDate(site.connect(), site.source, begun, options);
		const { changes } = await readChanges(site.connect(), site.source, memory, options);
		expect(changes.map(({ row }) => site.versionOf(row))).toEqual([written]);
	},
);
