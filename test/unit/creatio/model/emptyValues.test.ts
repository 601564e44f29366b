import fc from 'fast-check';

import { dependsOnExactType } from '../../../../nodes/shared/creatio/model/dates';
import { isEmptyFor, saysEmpty } from '../../../../nodes/shared/creatio/model/emptyValues';
import type { ColumnType } from '../../../../nodes/shared/creatio/model/objectModel';
import { readValue } from '../../../../nodes/shared/creatio/model/values';

const ZERO = '00000000-0000-0000-0000-000000000000';

describe('Creatio’s words for no value', () => {
	it.each<[ColumnType, unknown]>([
		['lookup', ZERO],
		['lookup', ` {${ZERO}} `],
		['lookup', '0'.repeat(32)],
		['lookup', { Id: ZERO, Name: '' }],
		['lookup', { value: '', displayValue: '' }],
		['guid', ZERO],
		['dateTime', '0001-01-01T00:00:00Z'],
		['dateTime', '0001-01-01'],
		['dateTime', new Date('0001-01-01T00:00:00Z')],
		// What Luxon makes of it in the zone of a workflow.
		['dateTime', { toISO: () => '0001-01-01T00:53:28.000+00:53' }],
		['dateTime', { toISO: () => '0000-12-31T19:03:58.000-04:56' }],
		['date', '0001-01-01T00:00:00'],
		['date', '0001-01-01T03:00:00Z'],
		['time', '0001-01-01T00:00:00Z'],
	])('in a column of the type %s: %j', (type, input) => expect(saysEmpty(type, input)).toBe(true));

	it.each<[ColumnType, unknown]>([
		['text', ZERO],
		['text', '0001-01-01'],
		['lookup', '0001-01-01'],
		['lookup', { Name: 'A' }],
		['lookup', 'c4ed336c-3e9b-40fe-8b82-5632476472b4'],
		['integer', 0],
		['boolean', false],
		['dateTime', '1001-01-01'],
		['dateTime', '10:30'],
		['dateTime', new Date(NaN)],
		['time', '0001-01-01T10:30:00Z'],
		['time', '00:00'],
	])('in a column of the type %s not: %j', (type, input) => expect(saysEmpty(type, input)).toBe(false));

	it('are empty as blanks are', () => {
		for (const input of [undefined, null, '', ZERO]) expect(isEmptyFor('lookup', input)).toBe(true);
		expect(isEmptyFor('text', ZERO)).toBe(false);
	});

	it('need the exact type where a time of day would be written alike', () => {
		expect(dependsOnExactType('0001-01-01T10:30:00Z')).toBe(true);
		expect(dependsOnExactType('0001-01-01T00:00:00Z')).toBe(false);
	});

	it('are the only dates that are not read as dates', () => {
		const dates = fc.date({
			min: new Date('0001-01-01T00:00:00Z'),
			max: new Date('9999-12-31'),
			noInvalidDate: true,
		});
		fc.assert(
			fc.property(dates, fc.constantFrom('Europe/Berlin', 'America/New_York', 'UTC'), (date, zone) => {
				if (saysEmpty('dateTime', date)) return;
				for (const input of [date, date.toISOString()]) {
					expect(readValue('dateTime', input, { label: 'column X', zone }).value).toBe(date.toISOString());
				}
			}),
		);
	});
});
