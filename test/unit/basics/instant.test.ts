import fc from 'fast-check';

import { asUtc, instantIn, parseDate, wallTimeIn } from '../../../nodes/shared/basics/instant';

const iso = (text: string) => {
	const parsed = parseDate(text);
	return parsed?.kind === 'instant' ? parsed.date.toISOString() : undefined;
};

describe('reading dates', () => {
	it.each([
		['2026-01-31T10:00:00Z', '2026-01-31T10:00:00.000Z'],
		['2026-01-31 10:00Z', '2026-01-31T10:00:00.000Z'],
		['2026-01-31T10:00:00+02:00', '2026-01-31T08:00:00.000Z'],
		['2026-01-31T10:00:00-0530', '2026-01-31T15:30:00.000Z'],
		['2024-05-18T18:06:50.7329808Z', '2024-05-18T18:06:50.732Z'],
		['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
	])('%s is the instant %s', (text, expected) => expect(iso(text)).toBe(expected));

	it.each([
		'2026-02-31',
		'2026-02-29',
		'2026-13-01',
		'2026-01-31T24:30:00Z',
		'31.01.2026',
		'',
		'soon',
		'2026-01-31T10:00:00+15:00',
	])('%s is not a date', (text) => expect(parseDate(text)).toBeUndefined());

	it('distinguishes days, local times and times of day', () => {
		expect(parseDate('2026-01-31')?.kind).toBe('day');
		expect(parseDate('2026-01-31T10:00:00')?.kind).toBe('local');
		expect(parseDate('9:05')?.kind).toBe('time');
	});

	it('reads every instant that it wrote', () => {
		fc.assert(
			fc.property(
				fc.date({ min: new Date('0001-01-02'), max: new Date('9999-12-30'), noInvalidDate: true }),
				(date) => {
					expect(iso(date.toISOString())).toBe(date.toISOString());
				},
			),
		);
	});
});

describe('zones', () => {
	it.each([
		['Europe/Berlin', '2026-01-15T12:00:00', '2026-01-15T11:00:00.000Z'],
		['Europe/Berlin', '2026-07-15T12:00:00', '2026-07-15T10:00:00.000Z'],
		['America/New_York', '2026-03-08T01:30:00', '2026-03-08T06:30:00.000Z'],
		// Clocks go from 2:00 to 3:00, so 2:30 does not exist and is read as half an hour after the change.
		['America/New_York', '2026-03-08T02:30:00', '2026-03-08T07:30:00.000Z'],
		// Clocks go back, so 1:30 comes twice and the earlier one is taken.
		['America/New_York', '2026-11-01T01:30:00', '2026-11-01T05:30:00.000Z'],
		['Pacific/Kiritimati', '2026-01-01T00:00:00', '2025-12-31T10:00:00.000Z'],
		['Asia/Kathmandu', '2026-01-01T00:00:00', '2025-12-31T18:15:00.000Z'],
	])('in %s, %s is %s', (zone, text, expected) => {
		const parsed = parseDate(text);
		if (parsed?.kind !== 'local') throw new Error('not local');
		expect(instantIn(zone, parsed.wall).toISOString()).toBe(expected);
	});

	it('finds back the instant that a wall clock shows, but for the hour that comes twice', () => {
		const zones = fc.constantFrom(
			'Europe/Berlin',
			'America/New_York',
			'Asia/Kolkata',
			'Australia/Lord_Howe',
			'UTC',
		);
		const dates = fc.date({ min: new Date('1980-01-01'), max: new Date('2060-01-01'), noInvalidDate: true });
		fc.assert(
			fc.property(zones, dates, (zone, date) => {
				const back = instantIn(zone, wallTimeIn(zone, date));
				expect(asUtc(wallTimeIn(zone, back))).toEqual(asUtc(wallTimeIn(zone, date)));
				expect(back.getTime()).toBeLessThanOrEqual(date.getTime());
			}),
		);
	});

	it('refuses a zone that does not exist', () => {
		expect(() => wallTimeIn('Mars/Olympus', new Date())).toThrow(
			'The time zone "Mars/Olympus" does not exist',
		);
	});
});
