import fc from 'fast-check';

import { fixedZone, offsetAt, toLocal, toUtc } from '../model/zone';

const KYIV = 'Europe/Kyiv';

it.each([
	[0, 'UTC'],
	[180, '+03:00'],
	[-300, '-05:00'],
	[345, '+05:45'],
])('%d minutes are %s', (minutes, zone) => {
	expect(fixedZone(minutes)).toBe(zone);
	expect(offsetAt(zone, Date.UTC(2024, 6, 1))).toBe(minutes);
});

it('follows the clocks of a zone', () => {
	expect(toLocal(KYIV, '2024-07-01T21:30:00.1234567')).toBe('2024-07-02T00:30:00.1234567');
	expect(toLocal(KYIV, '2024-01-01T21:30:00.0000000')).toBe('2024-01-01T23:30:00.0000000');
	expect(toUtc(KYIV, '2024-07-02T00:30:00.1234567')).toBe('2024-07-01T21:30:00.1234567');
});

it('reads a time that the clocks skip, and the second of two', () => {
	// 31 March 2024: 03:00 becomes 04:00. 27 October 2024: 04:00 becomes 03:00.
	expect(toUtc(KYIV, '2024-03-31T03:30:00.0000000')).toBe('2024-03-31T01:30:00.0000000');
	expect(toUtc(KYIV, '2024-03-31T02:59:59.0000000')).toBe('2024-03-31T00:59:59.0000000');
	expect(toUtc(KYIV, '2024-03-31T04:00:00.0000000')).toBe('2024-03-31T01:00:00.0000000');
	expect(toUtc(KYIV, '2024-10-27T03:30:00.0000000')).toBe('2024-10-27T01:30:00.0000000');
	expect(toUtc(KYIV, '2024-10-27T02:59:59.0000000')).toBe('2024-10-26T23:59:59.0000000');
});

it('does not leave the calendar of .NET', () => {
	expect(toLocal('-05:00', '0001-01-01T00:00:00.0000000')).toBe('0001-01-01T00:00:00.0000000');
	expect(toUtc('-05:00', '9999-12-31T23:00:00.0000000')).toBe('9999-12-31T23:00:00.0000000');
});

it.each([KYIV, 'America/St_Johns', 'Australia/Lord_Howe', '+05:45'])('there and back in %s', (zone) => {
	fc.assert(
		fc.property(
			fc.date({ min: new Date('1990-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
			(time) => {
				const stored = `${time.toISOString().slice(0, 23)}0000`;
				const local = toLocal(zone, stored);
				const back = toUtc(zone, local);
				// A time that is shown twice may come back as its twin, which looks the same.
				expect(toLocal(zone, back)).toBe(local);
				expect(
					Math.abs(Date.parse(`${back.slice(0, 19)}Z`) - Date.parse(`${stored.slice(0, 19)}Z`)),
				).toBeLessThanOrEqual(3_600_000);
			},
		),
	);
});
