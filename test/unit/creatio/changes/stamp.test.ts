import fc from 'fast-check';

import {
	between,
	moved,
	readStamp,
	spellStamp,
	stampOf,
} from '../../../../nodes/shared/creatio/changes/stamp';

describe('a stamp', () => {
	it.each([
		['2026-01-31T10:00:00.1234567Z', '2026-01-31T10:00:00.1234567'],
		['2019-08-19T13:46:11Z', '2019-08-19T13:46:11.0000000'],
		['2024-02-07T21:35:26.683Z', '2024-02-07T21:35:26.6830000'],
		['2022-08-28T17:21:01.139505Z', '2022-08-28T17:21:01.1395050'],
		['2026-01-31T12:30:00.5+02:30', '2026-01-31T10:00:00.5000000'],
	])('%s is read to the last digit', (text, stamp) => {
		expect(readStamp(text, 0)).toBe(stamp);
	});

	it.each(['0001-01-01T00:00:00Z', '', 'yesterday', '2026-13-01T00:00:00Z', null, 7, undefined])(
		'%p is none',
		(value) => expect(readStamp(value, 0)).toBeUndefined(),
	);

	it('goes over the wire and back, whatever the offset', () => {
		const time = fc.date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
		fc.assert(
			fc.property(time, fc.nat(9_999), fc.integer({ min: -840, max: 840 }), (date, ticks, offset) => {
				const stamp = `${stampOf(date).slice(0, 23)}${String(ticks).padStart(4, '0')}`;
				const read = readStamp(`${stamp}Z`, 0);
				expect(read).toBe(stamp);
				if (read === undefined) return;
				expect(readStamp(spellStamp(read, offset), offset)).toBe(stamp);
			}),
		);
	});

	it('is in order of time as text', () => {
		const time = fc.integer({ min: 0, max: 4_102_444_800_000 });
		fc.assert(
			fc.property(time, time, (one, other) => {
				const [left, right] = [stampOf(new Date(one)), stampOf(new Date(other))];
				expect(left < right).toBe(one < other);
				expect(between(left, right)).toBe(other - one);
				expect(moved(left, other - one)).toBe(right);
			}),
		);
	});

	it('never leaves the calendar', () => {
		const first = readStamp('0001-01-01T00:00:01Z', 0);
		expect(first && moved(first, -86_400_000)).toBe('0001-01-01T00:00:00.0000000');
		const last = readStamp('9999-12-31T23:59:59Z', 0);
		expect(last && moved(last, 86_400_000)).toBe(last);
	});
});
