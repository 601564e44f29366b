import fc from 'fast-check';

import type { Attempt } from '../../../../nodes/shared/basics/attempt';
import { CreatioError, isPerhapsDone, perhapsDone } from '../../../../nodes/shared/basics/errors';
import {
	type Finding,
	impliedBy,
	isOpen,
	nextStep,
	sendAndSettle,
	type Settlement,
	type WriteChannel,
} from '../../../../nodes/shared/creatio/bulk/settle';

const lost = () => new CreatioError('timeout', 'No answer.', { status: 504, perhapsDone: true });
const refused = () => new CreatioError('invalid', 'duplicate key');
const failed = (error: unknown): Attempt<string> => ({ done: false, error });
const DONE: Attempt<string> = { done: true, value: 'answered' };
const FOUND: Finding<string> = { kind: 'done', result: 'found' };
const NOT_DONE: Finding<string> = { kind: 'notDone' };
const UNKNOWN: Finding<string> = { kind: 'unknown' };

describe('whether an outcome is open', () => {
	it.each<[string, Attempt<string>, Settlement, boolean, boolean]>([
		['what was done is not', DONE, 'look', true, false],
		['a lost answer is', failed(lost()), 'look', false, true],
		['a lost answer to what is harmless is', failed(lost()), 'repeat', false, true],
		['a lost answer that nothing can settle is not', failed(lost()), 'report', false, false],
		['a refusal is not', failed(refused()), 'look', false, false],
		['a refusal of the second attempt is', failed(refused()), 'look', true, true],
		['a refusal of the second harmless attempt is not', failed(refused()), 'repeat', true, false],
	])('%s', (_, outcome, settlement, wasRepeated, expected) => {
		expect(isOpen(outcome, settlement, wasRepeated)).toBe(expected);
	});
});

describe('the step after a look', () => {
	const channel = {
		isWorthRepeating: isPerhapsDone,
		notDone: (write: string) => `${write} not done`,
		notFoundOut: (write: string) => `${write} not found out`,
	};
	it.each<[string, Attempt<string>, Finding<string>, boolean, Attempt<string> | 'repeat']>([
		['what was answered stays', DONE, UNKNOWN, true, DONE],
		['what is found is done', failed(lost()), FOUND, true, { done: true, value: 'found' }],
		[
			'what is found is done although it was refused',
			failed(refused()),
			FOUND,
			true,
			{ done: true, value: 'found' },
		],
		['what is not there is sent again', failed(lost()), NOT_DONE, true, 'repeat'],
		['what is not there is not sent for ever', failed(lost()), NOT_DONE, false, failed('w not done')],
		['what was refused is not sent again', failed(refused()), NOT_DONE, true, failed('w not done')],
		['what cannot be looked up is not sent again', failed(lost()), UNKNOWN, true, failed('w not found out')],
	])('%s', (_, outcome, finding, mayRepeat, expected) => {
		expect(nextStep('w', outcome, finding, channel, mayRepeat)).toEqual(expected);
	});
});

describe('what looks at other writes show of one that cannot be looked up', () => {
	const result = () => 'done with the others';
	it.each<[string, ReadonlyArray<Finding<string>>, (() => string) | undefined, Finding<string>]>([
		['nothing where there are none', [], result, NOT_DONE],
		['nothing where each is done for itself', [FOUND], undefined, NOT_DONE],
		[
			'that it was done, where all were or none',
			[NOT_DONE, FOUND],
			result,
			{ kind: 'done', result: result() },
		],
		['that the site cannot be asked', [FOUND, UNKNOWN], result, UNKNOWN],
	])('%s', (_, found, doneTogether, expected) => {
		expect(impliedBy(found, 'w', doneTogether)).toEqual(expected);
	});
});

interface Write {
	readonly id: number;
	readonly settlement: Settlement;
}

const misfortunes = ['none', 'lostBefore', 'lostAfter', 'lostHalfway', 'late', 'refused'] as const;

/** A site at which requests meet misfortunes, one after the other. `late`: the work is done after the next look. */
function unluckySite(script: ReadonlyArray<(typeof misfortunes)[number]>, looks: readonly boolean[]) {
	const times = new Map<number, number>();
	const late: Array<() => void> = [];
	let [sends, asked, repeats] = [0, 0, 0];
	const isThere = ({ id }: Write) => (times.get(id) ?? 0) > 0;
	const work = (write: Write): Attempt<string> => {
		if (write.settlement === 'look' && isThere(write)) return failed(refused());
		times.set(write.id, (times.get(write.id) ?? 0) + 1);
		return { done: true, value: `write ${write.id}` };
	};
	const channel: WriteChannel<Write, string> = {
		send: async (writes) => {
			switch (script[sends++ % script.length]) {
				case 'lostBefore':
					return writes.map(() => failed(lost()));
				case 'lostAfter':
					writes.map(work);
					return writes.map(() => failed(lost()));
				case 'lostHalfway':
					writes.slice(0, writes.length / 2).map(work);
					return writes.map(() => failed(lost()));
				case 'late':
					late.push(() => void writes.map(work));
					return writes.map(() => failed(lost()));
				case 'refused':
					return writes.map(() => failed(refused()));
				default:
					return writes.map(work);
			}
		},
		settlementOf: ({ settlement }) => settlement,
		look: async (writes) => {
			const isUp = looks[asked++ % looks.length];
			const found = writes.map((write): Finding<string> => {
				if (!isUp) return UNKNOWN;
				return isThere(write) ? { kind: 'done', result: `write ${write.id}` } : NOT_DONE;
			});
			for (const one of late.splice(0)) one();
			return found;
		},
		repeats: 3,
		onRepeat: () => void repeats++,
		isWorthRepeating: isPerhapsDone,
		notDone: (_, error) => (isPerhapsDone(error) ? perhapsDone(error, 'Not known', 'Look.') : error),
		notFoundOut: (_, error) => perhapsDone(error, 'Not known', 'Look.'),
	};
	return { channel, times, counts: () => ({ sends, repeats }), end: () => late.forEach((one) => one()) };
}

it('whatever happens, nothing is done twice, claimed, or given up without saying so', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.constantFrom(...misfortunes), { minLength: 1, maxLength: 8 }),
			fc.array(fc.boolean(), { minLength: 1, maxLength: 4 }),
			fc.array(fc.constantFrom<Settlement>('look', 'repeat', 'report'), { minLength: 1, maxLength: 9 }),
			async (script, looks, settlements) => {
				const site = unluckySite(script, looks);
				const writes = settlements.map((settlement, id): Write => ({ id, settlement }));
				const outcomes = await sendAndSettle(writes, site.channel);
				site.end();
				expect([...outcomes.keys()]).toEqual(writes);
				for (const [{ id, settlement }, outcome] of outcomes) {
					const times = site.times.get(id) ?? 0;
					if (outcome.done) expect([outcome.value, times > 0]).toEqual([`write ${id}`, true]);
					// What is harmless may be done as often as it is sent.
					if (settlement === 'repeat') continue;
					expect(times).toBeLessThanOrEqual(1);
					if (!outcome.done && times > 0) expect(isPerhapsDone(outcome.error)).toBe(true);
				}
				const { sends, repeats } = site.counts();
				expect(repeats).toBe(sends - 1);
				expect(sends).toBeLessThanOrEqual(4);
			},
		),
		{ numRuns: 1_000 },
	);
});

it('nothing but what is harmless is left to the connection, which has repeated it', async () => {
	const site = unluckySite(['lostBefore', 'none'], [true]);
	const [outcome] = (await sendAndSettle([{ id: 0, settlement: 'repeat' }], site.channel)).values();
	expect([outcome?.done, site.counts().sends]).toEqual([false, 1]);
});

it('what is harmless is sent again beside what is looked up', async () => {
	const site = unluckySite(['lostBefore', 'none'], [true]);
	const writes: Write[] = [
		{ id: 0, settlement: 'repeat' },
		{ id: 1, settlement: 'look' },
	];
	const outcomes = await sendAndSettle(writes, site.channel);
	expect([...outcomes.values()].map(({ done }) => done)).toEqual([true, true]);
});
