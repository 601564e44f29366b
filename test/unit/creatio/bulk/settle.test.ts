import fc from 'fast-check';

import { attempt, type Attempt } from '../../../../nodes/shared/basics/attempt';
import { CreatioError, isPerhapsDone, outcomeUnknown } from '../../../../nodes/shared/basics/errors';
import { Settler, type WriteChannel } from '../../../../nodes/shared/creatio/bulk/settle';
import type { Finding, Settlement } from '../../../../nodes/shared/creatio/bulk/settlement';

const lost = () => new CreatioError('timeout', 'No answer.', { status: 504, perhapsDone: true });
const broken = () =>
	new CreatioError('server', 'Status 500', { status: 500, reason: 'unexplained', perhapsDone: true });
const duplicate = () => new CreatioError('invalid', 'duplicate key', { reason: 'duplicate' });
const refused = () => new CreatioError('invalid', 'The input was not valid.', { reason: 'unexplained' });
const tooLarge = () => new CreatioError('tooLarge', 'Too large', { status: 413 });
const missing = () => new CreatioError('unreadable', 'No answer for this part', { perhapsDone: true });
const failed = (error: unknown): Attempt<string> => ({ done: false, error });

interface Write {
	readonly id: number;
	readonly settlement: Settlement;
	/** A request with it is refused as a whole, unless it is alone. */
	readonly isBad?: boolean;
	readonly size?: number;
}

const CREATE: Settlement = { shows: 'proof', isHarmless: false };
const UPDATE: Settlement = { shows: 'nothing', isHarmless: true };
const DELETE: Settlement = { shows: 'proof', isHarmless: true };
const REPORTED: Settlement = { shows: 'nothing', isHarmless: false };

const misfortunes = [
	'none',
	'lostBefore',
	'lostAfter',
	'lostHalfway',
	'late',
	'refused',
	'failedAfter',
	'deliveredTwice',
	'partsMissing',
	'partsBusy',
] as const;
type Misfortune = (typeof misfortunes)[number];

interface SiteOptions {
	readonly looks?: readonly boolean[];
	/** The largest request that passes. */
	readonly most?: number;
	readonly isGroup?: boolean;
}

/** A site at which requests meet misfortunes, one after the other. `late`: the work is done after the next look. */
function unluckySite(
	script: readonly Misfortune[],
	{ looks = [true], most = Infinity, isGroup = false }: SiteOptions = {},
) {
	const times = new Map<number, number>();
	const late: Array<() => Promise<unknown>> = [];
	const requests: number[][] = [];
	let [asked, repeats] = [0, 0];
	const isThere = ({ id }: Write) => (times.get(id) ?? 0) > 0;
	const work = (write: Write): Attempt<string> => {
		if (write.isBad) return failed(refused());
		if (write.settlement.shows === 'proof' && isThere(write)) return failed(duplicate());
		times.set(write.id, (times.get(write.id) ?? 0) + 1);
		return { done: true, value: `write ${write.id}` };
	};
	const workOn = (writes: readonly Write[]): Array<Attempt<string>> => {
		if (writes.length > 1 && writes.some(({ isBad }) => isBad)) throw broken();
		return writes.map(work);
	};
	const channel: WriteChannel<Write, string> = {
		send: async (writes) => {
			const misfortune = script[requests.length % script.length];
			requests.push(writes.map(({ id }) => id));
			if (writes.reduce((sum, { size = 1 }) => sum + size, 0) > most) throw tooLarge();
			switch (misfortune) {
				case 'lostBefore':
					throw lost();
				case 'lostAfter':
					workOn(writes);
					throw lost();
				case 'lostHalfway':
					workOn(isGroup ? [] : writes.slice(0, writes.length / 2));
					throw lost();
				case 'late':
					late.push(async () => await attempt((async () => workOn(writes))()));
					throw lost();
				case 'refused':
					throw refused();
				case 'failedAfter':
					workOn(writes);
					throw broken();
				case 'deliveredTwice':
					workOn(writes);
					return workOn(writes);
				case 'partsMissing':
					return workOn(writes).map((outcome, index) => (index % 2 ? failed(missing()) : outcome));
				case 'partsBusy':
					return isGroup
						? workOn(writes)
						: writes.map((write, index) =>
								index % 2 ? failed(new CreatioError('throttled', 'Busy')) : (workOn([write])[0] ?? failed(0)),
							);
				default:
					return workOn(writes);
			}
		},
		settlementOf: ({ settlement }) => settlement,
		look: async (writes) => {
			const isUp = looks[asked++ % looks.length];
			const found = writes.map((write): Finding<string> => {
				if (!isUp) return { kind: 'unknown' };
				return isThere(write) ? { kind: 'done', result: `write ${write.id}` } : { kind: 'notDone' };
			});
			for (const one of late.splice(0)) await one();
			return found;
		},
		saysDone: ({ settlement }, error) =>
			settlement.shows === 'proof' && error instanceof CreatioError && error.reason === 'duplicate',
		repeats: 3,
		beforeRepeat: async () => void repeats++,
		perhapsDone: (_, error) => outcomeUnknown(error, 'Not known', 'Look.'),
		mayDivide: !isGroup,
		sizeOf: ({ size = 1 }) => size,
		largestBody: Infinity,
		...(isGroup && { doneTogether: ({ id }) => `write ${id}` }),
	};
	const settle = async (writes: readonly Write[]) => await new Settler(channel).send(writes);
	const end = async () => await Promise.all(late.map((one) => one()));
	return { channel, settle, times, requests, counts: () => ({ repeats, asked }), end };
}

const creates = (count: number, more: (id: number) => Partial<Write> = () => ({})) =>
	Array.from({ length: count }, (_, id): Write => ({ id, settlement: CREATE, ...more(id) }));
const doneIn = (outcomes: ReadonlyMap<Write, Attempt<string>>) =>
	[...outcomes].flatMap(([{ id }, { done }]) => (done ? [id] : []));
const messagesIn = (outcomes: ReadonlyMap<Write, Attempt<string>>) =>
	[...outcomes.values()].map((outcome) =>
		outcome.done ? 'done' : outcome.error instanceof Error ? outcome.error.message : 'strange',
	);

const aWrite = fc.record({
	settlement: fc.constantFrom(CREATE, CREATE, UPDATE, DELETE, REPORTED),
	isBad: fc.oneof({ arbitrary: fc.constant(false), weight: 9 }, { arbitrary: fc.constant(true), weight: 1 }),
	size: fc.integer({ min: 1, max: 9 }),
});

it('whatever happens, nothing is done twice, claimed, or given up without saying so', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.constantFrom(...misfortunes), { minLength: 1, maxLength: 8 }),
			fc.array(fc.boolean(), { minLength: 1, maxLength: 4 }),
			fc.array(aWrite, { minLength: 1, maxLength: 9 }),
			fc.constantFrom(Infinity, 30, 8),
			async (script, looks, plans, most) => {
				const site = unluckySite(script, { looks, most });
				const writes = plans.map((plan, id): Write => ({ id, ...plan }));
				const outcomes = await site.settle(writes);
				await site.end();
				expect([...outcomes.keys()]).toEqual(writes);
				const twice = script.includes('deliveredTwice');
				for (const [{ id, settlement }, outcome] of outcomes) {
					const times = site.times.get(id) ?? 0;
					if (outcome.done) expect([outcome.value, times > 0]).toEqual([`write ${id}`, true]);
					// What is harmless may be done as often as it is sent.
					if (settlement.isHarmless) continue;
					expect(times).toBeLessThanOrEqual(twice && settlement.shows === 'nothing' ? 2 : 1);
					if (!outcome.done && times > 0) expect(isPerhapsDone(outcome.error)).toBe(true);
				}
				expect(site.requests.length).toBeLessThanOrEqual(9 * writes.length);
			},
		),
		{ numRuns: 2_000 },
	);
});

describe('writes that are done together or not at all', () => {
	it.each(['lostBefore', 'lostAfter', 'failedAfter', 'deliveredTwice', 'partsMissing'] as const)(
		'are settled together: %s',
		async (misfortune) => {
			const site = unluckySite([misfortune, 'none'], { isGroup: true });
			const writes = [...creates(2), { id: 2, settlement: UPDATE }];
			expect(doneIn(await site.settle(writes))).toEqual([0, 1, 2]);
			expect([site.times.get(0), site.times.get(1)]).toEqual([1, 1]);
		},
	);

	it('are never sent in parts', async () => {
		const site = unluckySite(['none'], { isGroup: true, most: 2 });
		expect(messagesIn(await site.settle(creates(3)))).toEqual(Array(3).fill('Too large'));
		expect(site.requests).toHaveLength(1);
	});
});

describe('a request that is repeated below as often as the user wants', () => {
	it('is not repeated here as well', async () => {
		const site = unluckySite(['lostBefore']);
		const outcomes = await site.settle([{ id: 0, settlement: UPDATE }]);
		expect([...outcomes.values()].map((outcome) => !outcome.done && isPerhapsDone(outcome.error))).toEqual([
			true,
		]);
		expect(site.requests).toHaveLength(1);
	});

	it('is repeated for writes that lack an answer in a good one', async () => {
		const site = unluckySite(['partsMissing', 'none']);
		const updates = [0, 1, 2].map((id): Write => ({ id, settlement: UPDATE }));
		expect(doneIn(await site.settle(updates))).toEqual([0, 1, 2]);
		expect(site.requests).toEqual([[0, 1, 2], [1]]);
	});
});

describe('a write because of which a request is refused as a whole', () => {
	it('is found with few requests, and the others are done', async () => {
		const site = unluckySite(['none']);
		const outcomes = await site.settle(creates(100, (id) => ({ isBad: id === 63 })));
		expect(doneIn(outcomes)).toHaveLength(99);
		expect(messagesIn(outcomes)[63]).toBe('The input was not valid.');
		expect(site.requests.length).toBeLessThanOrEqual(15);
	});

	it('is found where there are several', async () => {
		const site = unluckySite(['none']);
		const outcomes = await site.settle(creates(100, (id) => ({ isBad: id % 20 === 7 })));
		expect(doneIn(outcomes)).toHaveLength(95);
		expect(site.requests.length).toBeLessThanOrEqual(5 * 14);
	});

	it('is not looked for in each when all fail alike, nor in the next request of the run', async () => {
		const site = unluckySite(['none']);
		const settler = new Settler(site.channel);
		for (const before of [20, 24]) {
			const outcomes = await settler.send(creates(100, () => ({ isBad: true })));
			expect(messagesIn(outcomes)).toEqual(Array(100).fill('The input was not valid.'));
			expect(site.requests.length).toBeLessThanOrEqual(before);
		}
		const good = await settler.send(creates(100, (id) => ({ isBad: id === 50 })));
		expect(doneIn(good)).toHaveLength(99);
	});

	it('keeps the order of the others', async () => {
		const site = unluckySite(['none']);
		await site.settle(creates(9, (id) => ({ isBad: id === 4 })));
		expect([...site.times.keys()]).toEqual([0, 1, 2, 3, 5, 6, 7, 8]);
	});
});

describe('requests that are too large', () => {
	it('are sent in pieces, and the size that passed holds for the rest of the run', async () => {
		const site = unluckySite(['none'], { most: 60 });
		const settler = new Settler(site.channel);
		expect(doneIn(await settler.send(creates(100)))).toHaveLength(100);
		expect(site.requests.map(({ length }) => length)).toEqual([100, 50, 50]);
		const others = creates(100).map(({ id, ...write }): Write => ({ ...write, id: id + 100 }));
		await settler.send(others);
		expect(site.requests.slice(3).map(({ length }) => length)).toEqual([50, 50]);
	});

	it('fail for the one write that is too large by itself', async () => {
		const site = unluckySite(['none'], { most: 60 });
		const outcomes = await site.settle(creates(10, (id) => ({ size: id === 3 ? 100 : 1 })));
		expect(messagesIn(outcomes)[3]).toBe('Too large');
		expect(doneIn(outcomes)).toHaveLength(9);
	});
});
