import fc from 'fast-check';

import { CreatioError, type ErrorDetails, type ErrorKind } from '../../../nodes/shared/basics/errors';
import {
	mayRepeat,
	pauseBefore,
	pauseBeforeRepeat,
	retryAfter,
	withRetries,
} from '../../../nodes/shared/connection/retry';

const failure = (kind: ErrorKind, details: ErrorDetails = {}) => new CreatioError(kind, 'no', details);

describe('whether a request may be sent again', () => {
	it.each<[ErrorKind, ErrorDetails, boolean, boolean]>([
		['throttled', { status: 429 }, true, true],
		['unavailable', {}, true, true],
		['unavailable', { status: 503, perhapsDone: true }, true, false],
		['network', { perhapsDone: true }, true, false],
		['timeout', { perhapsDone: true }, true, false],
		['server', { status: 500 }, false, false],
		['server', { status: 500, mayPass: true, perhapsDone: true }, true, false],
		['server', { status: 200, reason: 'reloading' }, true, true],
		['server', { status: 500, reason: 'outOfMemory' }, false, false],
		['unreadable', {}, false, false],
		['unreadable', { mayPass: true, perhapsDone: true }, true, false],
		['network', { mayPass: false }, false, false],
		['invalid', { status: 503 }, false, false],
		['credentials', {}, false, false],
		['cancelled', {}, false, false],
	])('after %s %j: a read %s, a write that counts %s', (kind, details, read, once) => {
		expect(mayRepeat(failure(kind, details), 'read')).toBe(read);
		expect(mayRepeat(failure(kind, details), 'harmless')).toBe(read);
		expect(mayRepeat(failure(kind, details), 'once')).toBe(once);
	});
});

describe('work with retries', () => {
	/** Fails with these errors, then succeeds. */
	async function tryOut(
		errors: readonly unknown[],
		{ retries = 2, repeat = 'read' as 'read' | 'once', isKnown = true } = {},
	) {
		const seen = { attempts: 0, retries: 0, pauses: [] as number[] };
		const work = async () => {
			const error = errors[seen.attempts++];
			if (error !== undefined) throw error;
			return 'done';
		};
		const policy = {
			repeat,
			retries,
			isKnown: () => isKnown,
			onRetry: () => seen.retries++,
			wait: async (ms: number) => void seen.pauses.push(ms),
		};
		const result: unknown = await withRetries(policy, work).catch((error: unknown) => error);
		return { ...seen, result };
	}

	it('has no read that was perhaps done', async () => {
		const lost = failure('network', { perhapsDone: true });
		for (const repeat of ['read', 'once'] as const) {
			const { result } = await tryOut([lost], { retries: 0, repeat });
			expect(result).toMatchObject({ kind: 'network', perhapsDone: repeat === 'once' });
		}
	});

	it('ends with the first success', async () => {
		const advised = failure('throttled', { retryAfterMs: 1_500 });
		expect(await tryOut([])).toEqual({ attempts: 1, retries: 0, pauses: [], result: 'done' });
		expect(await tryOut([advised, advised])).toEqual({
			attempts: 3,
			retries: 2,
			pauses: [1_500, 1_500],
			result: 'done',
		});
	});

	it('waits longer each time where the server gives no advice', async () => {
		const { pauses } = await tryOut([failure('network'), failure('network')]);
		expect(pauses[0]).toBeGreaterThanOrEqual(225);
		expect(pauses[0]).toBeLessThanOrEqual(300);
		expect(pauses[1]).toBeGreaterThanOrEqual(450);
		expect(pauses[1]).toBeLessThanOrEqual(600);
	});

	it('waits for a site that restarts, which answered before in the run', async () => {
		const refused = failure('unavailable');
		const { pauses, result } = await tryOut([refused, refused, refused], { retries: 3, repeat: 'once' });
		expect(result).toBe('done');
		expect(pauses.reduce((sum, ms) => sum + ms)).toBeGreaterThan(3_500);
		expect(await tryOut([refused], { isKnown: false })).toMatchObject({ attempts: 1, result: refused });
		const busy = failure('unavailable', { status: 503 });
		expect(await tryOut([busy], { isKnown: false })).toMatchObject({ attempts: 2, result: 'done' });
	});

	it('ends with the last error when the retries are used up', async () => {
		const errors = [1, 2, 3, 4].map(() => failure('network'));
		expect(await tryOut(errors)).toMatchObject({ attempts: 3, retries: 2, result: errors[2] });
		expect(await tryOut(errors, { retries: 0 })).toMatchObject({
			attempts: 1,
			retries: 0,
			result: errors[0],
		});
	});

	it.each<[string, unknown, 'read' | 'once']>([
		['of another kind', failure('invalid'), 'read'],
		['after which a write must not be repeated', failure('network', { perhapsDone: true }), 'once'],
		['that is not ours', new Error('bug'), 'read'],
		['whose advice is too long to wait', failure('throttled', { retryAfterMs: 120_001 }), 'read'],
	])('ends at once with an error %s', async (_, error, repeat) => {
		expect(await tryOut([error], { repeat })).toEqual({ attempts: 1, retries: 0, pauses: [], result: error });
	});
});

describe('the pause before the next attempt', () => {
	const ordinary = { kind: 'network', retryAfterMs: undefined } as const;
	const outage = { kind: 'unavailable', retryAfterMs: undefined } as const;

	it('doubles from attempt to attempt, up to a limit', () => {
		const rounds = [0, 1, 2, 3, 4, 5, 6, 7, 8, 20];
		expect(rounds.map((round) => pauseBefore(round, ordinary, 1))).toEqual([
			300, 600, 1_200, 2_400, 4_800, 9_600, 19_200, 20_000, 20_000, 20_000,
		]);
		expect(rounds.slice(0, 6).map((round) => pauseBefore(round, outage, 1))).toEqual([
			800, 1_600, 3_200, 6_400, 12_800, 20_000,
		]);
	});

	it('is spread by chance over the last quarter, so that parallel requests do not return together', () => {
		fc.assert(
			fc.property(
				fc.nat(30),
				fc.double({ min: 0, max: 1, noNaN: true }),
				fc.constantFrom(ordinary, outage),
				(round, random, error) => {
					const longest = pauseBefore(round, error, 1) ?? NaN;
					const pause = pauseBefore(round, error, random) ?? NaN;
					expect(pause).toBeGreaterThanOrEqual(longest * 0.75);
					expect(pause).toBeLessThanOrEqual(longest);
				},
			),
		);
	});

	it('differs by chance, by a quarter at most', () => {
		expect([0, 0.5, 1].map((random) => pauseBefore(1, ordinary, random))).toEqual([450, 525, 600]);
	});

	it('is what the server advises, unless that is too long to wait', () => {
		const advised = (retryAfterMs: number) => ({ kind: 'throttled', retryAfterMs }) as const;
		expect(pauseBefore(5, advised(1_500))).toBe(1_500);
		expect(pauseBefore(5, advised(0))).toBe(0);
		expect(pauseBefore(0, advised(120_000))).toBe(120_000);
		expect(pauseBefore(0, advised(120_001))).toBeUndefined();
	});
});

describe('the pause before a caller sends again what it has settled', () => {
	async function pausesAfter(error: unknown, rounds = [0, 1, 2]) {
		const pauses: number[] = [];
		const meter = { requests: 0, signIns: 0, retries: 0, batches: 0, parts: 0, rows: 0 };
		for (const round of rounds)
			await pauseBeforeRepeat({ meter, wait: async (ms) => void pauses.push(ms) }, round, error);
		expect(meter.retries).toBe(rounds.length);
		return pauses;
	}

	it.each([
		[failure('network'), 300],
		[new Error('of n8n'), 300],
		[failure('unavailable'), 800],
	])('doubles as well: %s', async (error, first) => {
		for (const [round, pause] of (await pausesAfter(error)).entries()) {
			expect(pause).toBeGreaterThanOrEqual(0.75 * first * 2 ** round);
			expect(pause).toBeLessThanOrEqual(first * 2 ** round);
		}
	});

	it('is what the server advises, and the usual one where that is too long', async () => {
		const advised = (retryAfterMs: number) => failure('throttled', { retryAfterMs });
		expect(await pausesAfter(advised(1_500))).toEqual([1_500, 1_500, 1_500]);
		const [pause = NaN] = await pausesAfter(advised(120_001), [1]);
		expect(pause).toBeGreaterThanOrEqual(450);
		expect(pause).toBeLessThanOrEqual(600);
	});
});

describe('Retry-After', () => {
	const now = Date.parse('2026-11-25T12:00:00Z');

	it.each([
		['2', 2_000],
		[' 30 ', 30_000],
		['Wed, 25 Nov 2026 12:00:10 GMT', 10_000],
		['Wed, 25 Nov 2026 11:59:50 GMT', 0],
		['Wed, 25 Nov 2026 12:00:00 GMT', 0],
		['5 apples', undefined],
		['v5', undefined],
		['soon', undefined],
		['1.5', undefined],
		['-1', undefined],
		['2026-11-25', undefined],
		['', undefined],
		['99999999999999999999', undefined],
		[undefined, undefined],
	])('%s means %s ms', (value, expected) => {
		expect(retryAfter(value, now)).toBe(expected);
	});
});
