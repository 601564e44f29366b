import fc from 'fast-check';

import { pauseBefore, retryAfter } from '../../../nodes/shared/connection/retry';

describe('the pause before the next attempt', () => {
	it('doubles from attempt to attempt, up to a limit', () => {
		const pauses = [0, 1, 2, 3, 4, 5, 6, 7, 8, 20].map((round) => pauseBefore(round, undefined, 1));
		expect(pauses).toEqual([300, 600, 1_200, 2_400, 4_800, 9_600, 19_200, 20_000, 20_000, 20_000]);
	});

	it('is spread by chance over the upper half, so that parallel requests do not return together', () => {
		fc.assert(
			fc.property(fc.nat(30), fc.double({ min: 0, max: 1, noNaN: true }), (round, random) => {
				const longest = pauseBefore(round, undefined, 1) ?? NaN;
				const pause = pauseBefore(round, undefined, random) ?? NaN;
				expect(pause).toBeGreaterThanOrEqual(longest / 2);
				expect(pause).toBeLessThanOrEqual(longest);
			}),
		);
	});

	it('is what the server advises, unless that is too long to wait', () => {
		expect(pauseBefore(5, 1_500)).toBe(1_500);
		expect(pauseBefore(5, 0)).toBe(0);
		expect(pauseBefore(0, 120_000)).toBe(120_000);
		expect(pauseBefore(0, 120_001)).toBeUndefined();
	});
});

describe('Retry-After', () => {
	const now = Date.parse('2026-11-25T12:00:00Z');

	it.each([
		['2', 2_000],
		[' 30 ', 30_000],
		['Wed, 25 Nov 2026 12:00:10 GMT', 10_000],
		['Wed, 25 Nov 2026 11:59:50 GMT', 0],
		['soon', undefined],
		[undefined, undefined],
	])('%s means %s ms', (value, expected) => {
		expect(retryAfter(value, now)).toBe(expected);
	});
});
