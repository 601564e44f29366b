import * as fc from 'fast-check';

import {
	dateTimeOffsetText,
	dateTimeText,
	timeText,
	wireDate,
	wireTime,
} from '../../../../nodes/shared/creatio/odata3/dates';
import { duration, instants, times } from './rows';

it.each([
	['2018-10-26T09:13:30', '2018-10-26T09:13:30Z'],
	['2018-10-26T09:13', '2018-10-26T09:13:00Z'],
	['2018-10-26T09:13:30Z', '2018-10-26T09:13:30Z'],
	['2018-10-26T09:13:30.1234567', '2018-10-26T09:13:30.1234567Z'],
	['2018-10-26T09:13:30.500', '2018-10-26T09:13:30.5Z'],
	['2018-10-26T09:13:30.0000000', '2018-10-26T09:13:30Z'],
	['2018-10-26T00:13:30.25+03:00', '2018-10-25T21:13:30.25Z'],
	['2018-10-26T22:13:30-03:30', '2018-10-27T01:43:30Z'],
	['/Date(1540545570000)/', '2018-10-26T09:19:30Z'],
	['/Date(1540545570250)/', '2018-10-26T09:19:30.25Z'],
	['/Date(-1)/', '1969-12-31T23:59:59.999Z'],
	// The clock of the offset shows what the milliseconds count.
	['/Date(1540545570000+0180)/', '2018-10-26T06:19:30Z'],
	['/Date(1540545570000-0060)/', '2018-10-26T10:19:30Z'],
	// The empty date, and where a zone moves it.
	['0001-01-01T00:00:00', '0001-01-01T00:00:00Z'],
	['0001-01-01T00:00:00+03:00', '0001-01-01T00:00:00Z'],
	['/Date(-62135596800000)/', '0001-01-01T00:00:00Z'],
	['/Date(-62135596799999+0180)/', '0001-01-01T00:00:00Z'],
	['/Date(253402300799999)/', '9999-12-31T23:59:59.999Z'],
])('%s is %s', (written, wire) => expect(wireDate(written)).toBe(wire));

it.each([
	'',
	'2018-10-26',
	'2018-02-30T00:00:00',
	'2018-10-26T24:00:00',
	'2018-10-26T09:60:00',
	'0000-12-31T00:00:00',
	'9999-12-31T23:59:59-01:00',
	' 2018-10-26T09:13:30',
	'2018-10-26 09:13:30',
	'on 2018-10-26T09:13:30Z',
	'/Date()/',
	'/Date(1540545570000)',
	'/Date(99999999999999999)/',
	'/Date(-99999999999999999)/',
	'/Date(9007199254740993+9999)/',
	'/Date(253402300800000)/',
	'PT10H',
])('%s is not a date', (text) => {
	expect(wireDate(text)).toBeUndefined();
	expect([dateTimeText(text), dateTimeOffsetText(text), timeText(text)]).toEqual([text, text, text]);
});

it.each([
	['PT10H30M', '0001-01-01T10:30:00Z'],
	['PT0S', '0001-01-01T00:00:00Z'],
	['P0D', '0001-01-01T00:00:00Z'],
	['P0DT23H59M59.9999999S', '0001-01-01T23:59:59.9999999Z'],
	['PT1.50S', '0001-01-01T00:00:01.5Z'],
	['PT90M', '0001-01-01T01:30:00Z'],
])('the time of day %s is %s', (written, wire) => expect(wireTime(written)).toBe(wire));

it.each(['', 'P', 'PT', 'P0DT', 'PT24H', 'P1D', '-PT1H', 'PT999999999H', '10:30:00', 'PT1H '])(
	'"%s" is not a time of day',
	(text) => expect(wireTime(text)).toBeUndefined(),
);

it('dates are written without their zone, and read again as they were', () => {
	fc.assert(
		fc.property(instants(7), (iso) => {
			expect(dateTimeText(iso)).toBe(iso.slice(0, -1));
			expect(dateTimeOffsetText(iso)).toBe(iso);
			expect(wireDate(dateTimeText(iso))).toBe(iso);
		}),
	);
});

it('dates with an offset are written in UTC', () => {
	expect(dateTimeText('2018-10-26T00:13:30.000+03:00')).toBe('2018-10-25T21:13:30');
	expect(dateTimeText('2026-01-31T10:00:00.120Z')).toBe('2026-01-31T10:00:00.12');
});

it('times of day are written as durations, and read again as they were', () => {
	expect(timeText('0001-01-01T10:30:00.000Z')).toBe('PT10H30M');
	expect(timeText('2026-01-31T00:00:00Z')).toBe('PT0S');
	expect(timeText('0001-01-01T00:00:00.500Z')).toBe('PT0.5S');
	fc.assert(
		fc.property(times, (iso) => {
			expect(wireTime(timeText(iso))).toBe(iso);
			expect(wireTime(duration(iso))).toBe(iso);
		}),
	);
});

it('any text is a date that .NET has, or none', () => {
	const pieces = fc.array(
		fc.constantFrom(
			'/Date(',
			')/',
			'2018-10-26',
			'T',
			'0001-01-01',
			'9',
			'-',
			'+',
			'03:00',
			'.',
			'Z',
			'P',
			'H',
		),
	);
	fc.assert(
		fc.property(
			fc.oneof(
				fc.string(),
				pieces.map((parts) => parts.join('')),
			),
			(text) => {
				for (const wire of [wireDate(text), wireTime(text)]) {
					if (wire !== undefined) expect(wire).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{0,6}[1-9])?Z$/);
				}
			},
		),
	);
});
