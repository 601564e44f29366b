import fc from 'fast-check';

import { ExactNumber } from '../../../../nodes/shared/basics/exactNumber';
import { withoutWcf } from '../../../../nodes/shared/basics/netJson';
import {
	type ArgumentType,
	argumentValue,
	datesAsText,
	withWcfDates,
} from '../../../../nodes/shared/creatio/webservice/serviceArgument';

const context = { label: 'parameter on (field Body Fields)', zone: 'Europe/Berlin' };
const value = (type: ArgumentType, input: unknown) => argumentValue(type, input, context);

const INSTANT = Date.UTC(2026, 0, 31, 9);
const BERLIN = `/Date(${INSTANT}+0100)/`;

/** A DateTime of Luxon, as far as it is asked. */
const luxon = (iso: string) => ({ toISO: () => iso });
const LUXON = luxon('2026-01-31T10:00:00.000+01:00');

describe('an argument of a web service', () => {
	it.each<[ArgumentType, unknown, unknown]>([
		['auto', '5', 5],
		['auto', ' [1] ', [1]],
		['auto', '{"a":1}', { a: 1 }],
		['auto', 'true', true],
		['auto', 'true story', 'true story'],
		['auto', '"42"', '42'],
		['auto', '12345678901234567890', '12345678901234567890'],
		['auto', '007', '007'],
		['auto', '[sic]', '[sic]'],
		['auto', '2026-01-31', '2026-01-31'],
		['auto', '', ''],
		['auto', undefined, undefined],
		['auto', LUXON, BERLIN],
		['auto', { lines: [{ on: new Date(INSTANT) }] }, { lines: [{ on: `/Date(${INSTANT}+0000)/` }] }],
		['date', '2026-01-31T10:00:00', BERLIN],
		['date', '2026-01-31T09:00:00.000Z', `/Date(${INSTANT}+0000)/`],
		['date', '2026-01-31T03:30:00-05:30', `/Date(${INSTANT}-0530)/`],
		['date', '2026-01-31', `/Date(${Date.UTC(2026, 0, 30, 23)}+0100)/`],
		['date', LUXON, BERLIN],
		['date', new Date(INSTANT), `/Date(${INSTANT}+0000)/`],
		['date', ` ${BERLIN} `, BERLIN],
		[
			'dictionary',
			{ USD: 10.5, on: LUXON },
			[
				{ Key: 'USD', Value: 10.5 },
				{ Key: 'on', Value: BERLIN },
			],
		],
		['dictionary', '{"USD":10.5}', [{ Key: 'USD', Value: 10.5 }]],
		['dictionary', [{ Key: 'USD', Value: 1 }], [{ Key: 'USD', Value: 1 }]],
		['dictionary', {}, []],
		['list', ['a', LUXON], ['a', BERLIN]],
		['list', '["a"]', ['a']],
		['list', 'a', ['a']],
		['list', '[sic]', ['[sic]']],
		['list', { product: 'Pen' }, [{ product: 'Pen' }]],
		['list', [], []],
		['number', '10.5', 10.5],
		['number', '12345678901234567.89', new ExactNumber('12345678901234567.89')],
		['boolean', 'yes', true],
		['text', '42', '42'],
		['text', 42, '42'],
		['text', { a: 1 }, '{"a":1}'],
		['text', LUXON, '2026-01-31T10:00:00.000+01:00'],
		['text', null, ''],
	])('of the type %s is sent for %j as %j', (type, input, sent) => {
		expect(value(type, input)).toEqual(sent);
	});

	it.each<ArgumentType>(['boolean', 'date', 'dictionary', 'list', 'number'])(
		'of the type %s is null where nothing was given',
		(type) => {
			for (const nothing of [undefined, null, '']) expect(value(type, nothing)).toBeNull();
		},
	);

	it.each<[ArgumentType, unknown]>([
		['date', 'tomorrow'],
		['date', '2026-02-30'],
		['date', '10:30'],
		['date', 1_700_000_000_000],
		['date', new Date(Number.NaN)],
		['dictionary', 'a'],
		['dictionary', [1]],
		['dictionary', LUXON],
		['number', 'ten'],
		['boolean', 'perhaps'],
		['text', 'half \ud800'],
	])('of the type %s is not %j', (type, input) => {
		expect(() => value(type, input)).toThrow(
			expect.objectContaining({ kind: 'input', message: expect.stringContaining('field Body Fields') }),
		);
	});

	it('that is a date keeps its instant, whatever its zone', () => {
		const date = fc.date({ min: new Date('1000-01-02'), max: new Date('9999-12-30'), noInvalidDate: true });
		fc.assert(
			fc.property(date, fc.integer({ min: -14 * 60, max: 14 * 60 }), (instant, minutes) => {
				const wall = new Date(instant.getTime() + minutes * 60_000).toISOString().slice(0, -1);
				const iso = `${wall}${minutes < 0 ? '-' : '+'}${clock(minutes)}`;
				for (const input of [instant, luxon(iso), iso]) {
					expect(withoutWcf(value('date', input))).toBe(instant.toISOString());
				}
			}),
		);
	});

	it('that is an answer of a service is understood when it is sent back', () => {
		expect(withoutWcf(value('dictionary', { USD: 10.5, EUR: 3 }))).toEqual({ USD: 10.5, EUR: 3 });
	});
});

describe('a body of JSON', () => {
	it('has its dates in the notation of .NET, and is otherwise as it was written', () => {
		fc.assert(fc.property(fc.jsonValue(), (json) => expect(withWcfDates(json)).toEqual(json)));
		expect(withWcfDates({ on: LUXON, text: '2026-01-31' })).toEqual({ on: BERLIN, text: '2026-01-31' });
	});

	it('has no date that does not exist', () => {
		expect(() => withWcfDates([new Date(Number.NaN)])).toThrow(expect.objectContaining({ kind: 'input' }));
	});
});

it('dates that were sent as text are found', () => {
	const body = {
		on: '2026-01-31T10:00:00Z',
		day: '2026-01-31',
		at: '10:30',
		name: 'Ann',
		list: ['2026-01-31'],
	};
	expect(datesAsText(body)).toEqual(['on', 'day']);
	expect(datesAsText(['2026-01-31'])).toEqual([]);
});

function clock(minutes: number): string {
	const size = Math.abs(minutes);
	return [Math.trunc(size / 60), size % 60].map((part) => String(part).padStart(2, '0')).join(':');
}
