import fc from 'fast-check';

import {
	parseDate,
	serverInstantIn,
	serverInstantReader,
	wallTimeIn,
	type Zone,
} from '../../../../nodes/shared/basics/instant';
import * as enums from '../../../../nodes/shared/creatio/dataservice/enums';
import {
	aggregateExpression,
	columnExpression,
	datePartExpression,
	lengthExpression,
	macrosExpression,
	parameterExpression,
	subQueryExpression,
} from '../../../../nodes/shared/creatio/dataservice/expressions';
import { filterGroup } from '../../../../nodes/shared/creatio/dataservice/filterGroup';
import type { ColumnType } from '../../../../nodes/shared/creatio/model/objectModel';
import type { TypedValue } from '../../../../nodes/shared/creatio/model/values';
import { context, GUID, pathOf, reverseOf } from './fakes';

/** Contract 4.4: all that a parameter may carry. */
const BASIC = [0, 1, 4, 5, 6, 7, 8, 9, 10, 12, 13];

describe('enumerations', () => {
	it.each(Object.entries(enums))('%s is numbered from 0 without a gap', (_, enumeration) => {
		expect(Object.values(enumeration).toSorted((a, b) => a - b)).toEqual([
			...Object.keys(enumeration).keys(),
		]);
	});
});

describe('expressions are spelled as contract 4.3 says', () => {
	it('columns, functions and sub-queries', async () => {
		const column = { expressionType: 0, columnPath: 'CreatedOn' };
		expect(columnExpression(await pathOf('Account/Type/Name'))).toEqual({
			expressionType: 0,
			columnPath: 'Account.Type.Name',
		});
		expect(columnExpression(await pathOf('AccountId'))).toEqual({ expressionType: 0, columnPath: 'Account' });
		expect(columnExpression(await pathOf('Account/Id')).columnPath).toBe('Account');
		expect(macrosExpression('Today')).toEqual({ expressionType: 1, functionType: 1, macrosType: 4 });
		expect(macrosExpression('PreviousNDays', 7)).toEqual({
			expressionType: 1,
			functionType: 1,
			macrosType: 25,
			functionArgument: { expressionType: 2, parameter: { dataValueType: 4, value: 7 } },
		});
		expect(datePartExpression('month', await pathOf('CreatedOn'))).toEqual({
			expressionType: 1,
			functionType: 3,
			datePartType: 3,
			functionArgument: column,
		});
		expect(aggregateExpression('count', await pathOf('Id'))).toEqual({
			expressionType: 1,
			functionType: 2,
			aggregationType: 1,
			aggregationEvalType: 0,
			functionArgument: { expressionType: 0, columnPath: 'Id' },
		});
		expect(aggregateExpression('average', await pathOf('Age'), true).aggregationEvalType).toBe(2);
		expect(lengthExpression(await pathOf('Name'))).toEqual({
			expressionType: 1,
			functionType: 4,
			functionArgument: { expressionType: 0, columnPath: 'Name' },
		});
		const subFilters = filterGroup(undefined, 'Activity', context);
		expect(subQueryExpression('count', await reverseOf('[Activity:Contact]'), subFilters)).toEqual({
			expressionType: 3,
			functionType: 2,
			aggregationType: 1,
			columnPath: '[Activity:Contact].Id',
			subFilters,
		});
	});

	it.each<[ColumnType, TypedValue | null, number, unknown]>([
		['text', { type: 'text', value: 'john' }, 1, 'john'],
		['text', null, 1, null],
		['guid', { type: 'guid', value: GUID }, 0, GUID],
		['lookup', { type: 'guid', value: GUID }, 10, GUID],
		['lookup', null, 10, null],
		['integer', { type: 'integer', value: 7 }, 4, 7],
		['decimal', { type: 'decimal', value: 7.5 }, 5, 7.5],
		['boolean', { type: 'boolean', value: false }, 12, false],
		['dateTime', { type: 'dateTime', value: '2025-12-31T23:00:00.000Z' }, 7, '"2026-01-01T00:00:00.000"'],
		['date', { type: 'dateTime', value: '2026-01-01T00:00:00.000Z' }, 8, '"2026-01-01T00:00:00.000"'],
		['time', { type: 'dateTime', value: '0001-01-01T10:30:00.000Z' }, 9, '"0001-01-01T10:30:00.000"'],
		['dateTime', null, 7, null],
	])('a parameter for %s: %j', (type, value, dataValueType, expected) => {
		expect(parameterExpression(value, type, 'Europe/Berlin')).toEqual({
			expressionType: 2,
			parameter: { dataValueType, value: expected },
		});
		expect(BASIC).toContain(dataValueType);
	});

	it('takes a zone as minutes east of UTC', () => {
		const value = { type: 'dateTime', value: '2026-07-01T00:00:00.000Z' } as const;
		const spelled = (zone: number) => parameterExpression(value, 'dateTime', zone).parameter.value;
		expect(spelled(180)).toBe('"2026-07-01T03:00:00.000"');
		expect(spelled(-210)).toBe('"2026-06-30T20:30:00.000"');
	});

	it('refuses what lies outside of the calendar in the zone of the session', () => {
		const last = { type: 'dateTime', value: '9999-12-31T23:59:59.000Z' } as const;
		expect(parameterExpression(last, 'date', 'Europe/Berlin').parameter.value).toContain('9999-12-31');
		expect(() => parameterExpression(last, 'dateTime', 'Europe/Berlin')).toThrow(
			/outside of the years 1 to 9999/,
		);
	});

	it('any text arrives as it is', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (value) => {
				const expression = parameterExpression({ type: 'text', value }, 'text', 'UTC');
				expect(JSON.parse(JSON.stringify(expression)).parameter.value).toBe(value);
			}),
		);
	});

	it('many wall clocks are read as one is', () => {
		const zones = fc.constantFrom('Europe/Berlin', 'Australia/Lord_Howe', 'Africa/Casablanca', 345);
		const dates = fc.date({ min: new Date('1980-01-01'), max: new Date('2060-01-01'), noInvalidDate: true });
		fc.assert(
			fc.property(zones, fc.array(dates), (zone, of) => {
				const read = serverInstantReader(zone);
				for (const wall of of.map((date) => wallTimeIn(zone, date)))
					expect(read(wall)).toEqual(serverInstantIn(zone, wall));
			}),
		);
	});

	const ZONES = [
		'UTC',
		'Europe/Berlin',
		'America/New_York',
		'Australia/Lord_Howe',
		'Asia/Kolkata',
		345,
		-600,
	];
	const wallOf = (date: Date, zone: Zone) =>
		parameterExpression({ type: 'dateTime', value: date.toISOString() }, 'dateTime', zone).parameter.value;

	it('any instant comes back from the wall clock that it was written as, or is refused', () => {
		const dates = fc.date({ min: new Date('1980-01-01'), max: new Date('2060-01-01'), noInvalidDate: true });
		const nearChange = fc
			.integer({ min: -10_800_000, max: 10_800_000 })
			.chain((ms) =>
				fc
					.constantFrom('2026-10-25T01:00:00Z', '2026-03-29T01:00:00Z', '2026-11-01T06:00:00Z')
					.map((change) => new Date(Date.parse(change) + ms)),
			);
		fc.assert(
			fc.property(fc.constantFrom(...ZONES), fc.oneof(dates, nearChange), (zone, date) => {
				const wall = wallTimeIn(zone, date);
				const isNameable = serverInstantIn(zone, wall).getTime() === date.getTime();
				if (typeof zone === 'number') expect(isNameable).toBe(true);
				if (!isNameable) {
					expect(() => wallOf(date, zone)).toThrow(expect.objectContaining({ kind: 'input' }));
					return;
				}
				const text: unknown = JSON.parse(String(wallOf(date, zone)));
				expect(text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/);
				const parsed = parseDate(String(text));
				expect(parsed?.kind === 'local' && serverInstantIn(zone, parsed.wall)).toEqual(date);
			}),
		);
	});

	it('of the hour that comes twice, the later one is written, and the earlier one refused', () => {
		expect(wallOf(new Date('2026-10-25T01:30:00Z'), 'Europe/Berlin')).toBe('"2026-10-25T02:30:00.000"');
		expect(() => wallOf(new Date('2026-10-25T00:30:00Z'), 'Europe/Berlin')).toThrow(
			/2026-10-25T00:30:00\.000Z.*Europe\/Berlin/,
		);
	});
});
