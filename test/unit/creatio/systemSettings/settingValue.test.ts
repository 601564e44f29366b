import fc from 'fast-check';

import { ExactNumber } from '../../../../nodes/shared/basics/exactNumber';
import type { ColumnType } from '../../../../nodes/shared/creatio/model/objectModel';
import { isValue, settingValue } from '../../../../nodes/shared/creatio/systemSettings/settingValue';

const GUID = 'c4ed336c-3e9b-40fe-8b82-5632476472b4';
const ZERO = '00000000-0000-0000-0000-000000000000';
const zones = { zone: 'Europe/Berlin', sessionZone: 'UTC' };
const valueOf = (type: ColumnType, input: unknown) => settingValue({ code: 'A', type }, input, zones);

describe('a value of a setting', () => {
	it.each<[ColumnType, unknown, unknown]>([
		['text', '', ''],
		['text', 5, '5'],
		['integer', '', null],
		['decimal', '1.5', 1.5],
		['lookup', GUID.toUpperCase(), GUID],
		['lookup', null, ZERO],
		['lookup', { value: ZERO }, ZERO],
		['dateTime', '0001-01-01T00:00:00Z', null],
		['decimal', '12345678901234567.89', new ExactNumber('12345678901234567.89')],
		['date', new Date('2026-07-31T23:00:00Z'), '2026-08-01T00:00:00.000'],
		['date', '2026-01-31', '2026-01-31T00:00:00.000'],
		['dateTime', '2026-07-01T10:00:00', '2026-07-01T08:00:00.000'],
		['time', '9:30', '0001-01-01T09:30:00.000'],
		['stream', ' AQL/\n', 'AQL/'],
		['stream', Buffer.from([1, 2, 255]), 'AQL/'],
		['stream', null, ''],
	])('of the type %s is sent for %j as %j', (type, input, sent) => {
		expect(valueOf(type, input)).toEqual(sent);
	});

	it.each<[ColumnType, unknown]>([
		['integer', 'large'],
		['lookup', 'en-US'],
		['stream', 'not Base64'],
		['stream', 'data:image/png;base64,AQL/'],
		['stream', 17],
		['decimal', NaN],
		['text', Infinity],
	])('of the type %s is not %j', (type, input) => {
		expect(() => valueOf(type, input)).toThrow(
			expect.objectContaining({ kind: 'input', message: expect.stringMatching(/setting A \(field Value\)/) }),
		);
	});
});

describe('whether the site returns what was sent', () => {
	const is = (type: ColumnType, sent: Parameters<typeof isValue>[0], value: unknown) =>
		isValue(sent, { code: 'A', type, value, displayValue: undefined, isHidden: false }, 'Europe/Berlin');

	it.each<[ColumnType, Parameters<typeof isValue>[0], unknown]>([
		['integer', 7, 7],
		['decimal', 7.126, 7.13],
		['decimal', 7, 7],
		['decimal', new ExactNumber('12345678901234567.89'), '12345678901234567.89'],
		['boolean', false, false],
		['text', 'a\r\nb ', 'a\nb'],
		['text', '', null],
		['text', ZERO, ZERO],
		['lookup', GUID, GUID.toUpperCase()],
		['lookup', ZERO, null],
		['date', '2026-01-31T00:00:00.000', '2026-01-31'],
		['time', '0001-01-01T09:30:00.000', '09:30:00'],
		['dateTime', '2026-07-01T10:00:00.123', '2026-07-01T08:00:00.000Z'],
		// An hour that comes twice is one wall-clock time.
		['dateTime', '2026-10-25T02:30:00.000', '2026-10-25T01:30:00.000Z'],
		['integer', null, 0],
		['boolean', null, false],
	])('%s %j is %j', (type, sent, value) => {
		expect(is(type, sent, value)).toBe(true);
	});

	it.each<[ColumnType, string | number | boolean | null, unknown]>([
		['integer', 7, 8],
		['decimal', 7, 19.5],
		['decimal', 19.52, 19.5],
		['boolean', true, false],
		['boolean', true, null],
		['text', 'ab', 'a'],
		['text', 'a', 'A'],
		['text', '', 'a'],
		['lookup', GUID, null],
		['date', '2026-01-31T00:00:00.000', '2026-01-30'],
		['dateTime', '2026-07-01T10:00:00.000', '2026-07-01T10:00:00.000Z'],
		['dateTime', '2026-07-01T10:00:00.000', null],
		['integer', null, 5],
	])('%s %j is not %j', (type, sent, value) => {
		expect(is(type, sent, value)).toBe(false);
	});

	it('numbers are the same after rounding to two digits or more, and no others', () => {
		fc.assert(
			fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), (sent) => {
				const rounded = Math.round(sent * 100) / 100;
				return is('decimal', sent, rounded) && !is('decimal', sent, rounded + 0.02);
			}),
		);
	});
});
