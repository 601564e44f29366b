import fc from 'fast-check';

import { isCreatioError } from '../../../../nodes/shared/basics/errors';
import { ExactNumber } from '../../../../nodes/shared/basics/exactNumber';
import type { ColumnType } from '../../../../nodes/shared/creatio/model/objectModel';
import { dependsOnExactType } from '../../../../nodes/shared/creatio/model/dates';
import { readValue } from '../../../../nodes/shared/creatio/model/values';

const read = (type: ColumnType, input: unknown, zone = 'Europe/Berlin') =>
	readValue(type, input, { label: 'column "X"', zone }).value;
const GUID = 'c4ed336c-3e9b-40fe-8b82-5632476472b4';

const TYPES = [
	'text',
	'integer',
	'decimal',
	'boolean',
	'guid',
	'lookup',
	'dateTime',
	'date',
	'time',
] as const satisfies readonly ColumnType[];

describe('reading values by column type', () => {
	it.each<[ColumnType, unknown, unknown]>([
		['text', "O'Brien", "O'Brien"],
		['text', 42, '42'],
		['text', new Date('2026-01-31T10:00:00Z'), '2026-01-31T10:00:00.000Z'],
		['integer', ' 12 ', 12],
		['integer', -2147483648, -2147483648],
		['decimal', '1250.5', 1250.5],
		['decimal', '1e3', 1000],
		['boolean', 'TRUE', true],
		['boolean', 0, false],
		['boolean', 'no', false],
		['guid', GUID.toUpperCase(), GUID],
		['lookup', ` ${GUID} `, GUID],
		['lookup', { Id: GUID, Name: 'Andrew' }, GUID],
		['lookup', { value: GUID, displayValue: 'Andrew' }, GUID],
		['lookup', 'Accom (sample)', 'Accom (sample)'],
		['dateTime', '2026-01-31', '2026-01-30T23:00:00.000Z'],
		['dateTime', '2026-01-31T10:00:00', '2026-01-31T09:00:00.000Z'],
		['dateTime', { toISO: () => '2026-01-31T10:00:00.000+02:00' }, '2026-01-31T08:00:00.000Z'],
		['date', '2026-01-31', '2026-01-31T00:00:00.000Z'],
		['date', '2024-02-29T00:00:00.000+02:00', '2024-02-29T00:00:00.000Z'],
		['time', '9:05', '0001-01-01T09:05:00.000Z'],
		// A Date has no zone: its day and its time of day are those of the workflow.
		['date', new Date('2026-07-31T23:00:00Z'), '2026-08-01T00:00:00.000Z'],
		['time', new Date('2026-07-31T23:00:00Z'), '0001-01-01T01:00:00.000Z'],
		['dateTime', new Date('2026-07-31T23:00:00Z'), '2026-07-31T23:00:00.000Z'],
		// A DateTime of Luxon has its own.
		['date', { toISO: () => '2026-07-31T16:00:00.000-07:00' }, '2026-07-31T00:00:00.000Z'],
		['time', { toISO: () => '2026-07-31T16:00:00.000-07:00' }, '0001-01-01T16:00:00.000Z'],
		['decimal', '9007199254740993', new ExactNumber('9007199254740993')],
		['decimal', 9007199254740993n, new ExactNumber('9007199254740993')],
		['text', 'NaN', 'NaN'],
	])('%s %j is %j', (type, input, expected) => expect(read(type, input)).toEqual(expected));

	it.each<[ColumnType, unknown, RegExp]>([
		['integer', 'twelve', /takes a number, but got "twelve"/],
		['integer', 1.5, /whole number/],
		['integer', '2147483648', /from -2147483648 to 2147483647/],
		['decimal', '1,250.50', /takes a number/],
		['decimal', 'Infinity', /takes a number, but got "Infinity"/],
		['integer', 'NaN', /takes a number, but got "NaN"/],
		['boolean', 'maybe', /true or false/],
		['guid', 'c4ed336c-3e9b-40fe-8b82-563247647', /takes an ID/],
		['lookup', 'c4ed336c-3e9b-40fe-8b82-5632476472bx', /takes an ID/],
		['lookup', 'c4ed336c-3e9b-40fe-8b82-5632476472', /takes an ID/],
		['lookup', true, /ID or the text of a record, but got true/],
		['lookup', new Date(), /ID or the text of a record, but got an object/],
		['lookup', { id: GUID }, /ID or the text of a record, but got an object/],
		['dateTime', '2026-02-31', /a date and time, but got "2026-02-31"/],
		['dateTime', '31.01.2026', /a date and time/],
		['dateTime', 1769853600000, /a date and time/],
		['date', '10:30', /takes a date/],
		['time', '2026-01-31', /time of day/],
		['text', ['a', 'b'], /takes text, but got a list of 2/],
		['text', { a: 1 }, /takes text, but got an object/],
		['text', 'cut \ud83d', /half of a character/],
		['text', 'a\u0000b', /NUL/],
		['stream', 'x', /contains a file/],
	])('%s refuses %j, naming the column', (type, input, message) => {
		expect(() => read(type, input)).toThrow(message);
		expect(() => read(type, input)).toThrow('column "X"');
	});

	it.each(TYPES)('%s refuses what is not a number', (type) => {
		for (const input of [NaN, Infinity, -Infinity])
			expect(() => read(type, input)).toThrow(new RegExp(`column "X".*${input}`));
	});

	it.each<[ColumnType, string]>([
		['integer', '12'],
		['decimal', '9007199254740993.5'],
		['boolean', 'Yes'],
		['dateTime', '2026-01-31T10:00:00'],
		['date', '0001-01-01'],
		['time', '9:05'],
	])('%s %j is read without invisible characters around it', (type, typed) => {
		for (const input of [`\u200e${typed}\u200b`, `\ufeff\u00a0${typed}\t`])
			expect(read(type, input)).toEqual(read(type, typed));
	});

	it('a Date means the day and the time that a clock in the zone of the workflow shows', () => {
		const dates = fc.date({ min: new Date('1970-01-02'), max: new Date('2100-01-01'), noInvalidDate: true });
		const zones = fc.constantFrom(
			'Europe/Berlin',
			'America/New_York',
			'Asia/Kathmandu',
			'Pacific/Kiritimati',
		);
		fc.assert(
			fc.property(dates, zones, (date, zone) => {
				const shown = date.toLocaleString('sv-SE', { timeZone: zone });
				expect(String(read('date', date, zone)).slice(0, 10)).toBe(shown.slice(0, 10));
				expect(String(read('time', date, zone)).slice(11, 19)).toBe(shown.slice(11));
			}),
		);
	});

	it('keeps every text that can be stored', () => {
		const storable = fc
			.string({ unit: 'binary' })
			.filter((text) => !text.includes('\u0000') && text.isWellFormed());
		fc.assert(fc.property(storable, (text) => expect(read('text', text)).toBe(text)));
	});

	it('never fails but with a message of its own', () => {
		const types = fc.constantFrom(...TYPES);
		fc.assert(
			fc.property(types, fc.anything(), (type, input) => {
				try {
					read(type, input);
				} catch (error) {
					expect(isCreatioError(error) && error.kind === 'input' && error.cure).toBeTruthy();
				}
			}),
		);
	});

	it('shortens long input in a message', () => {
		expect(() => read('integer', 'x'.repeat(300_000))).toThrow(/^.{0,200}\(300000 characters\)$/);
	});

	it('needs the exact type of a column for all but instants in UTC', () => {
		expect(dependsOnExactType('2026-01-31T10:00:00Z')).toBe(false);
		expect(dependsOnExactType('2026-01-31T10:00:00+02:00')).toBe(true);
		expect(dependsOnExactType('2026-01-31')).toBe(true);
		expect(dependsOnExactType(new Date())).toBe(true);
	});
});
