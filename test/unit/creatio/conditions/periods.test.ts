import fc from 'fast-check';

import { DAY_PERIODS, periodRange, PERIODS } from '../../../../nodes/shared/creatio/conditions/periods';

const at = (now: string, zone: string) => ({ now: new Date(now), zone });

describe('periods relative to now', () => {
	it('begin and end at midnight of the zone, also where the clocks change', () => {
		// The 29th of March 2026 has 23 hours in Berlin.
		expect(periodRange({ name: 'today' }, at('2026-03-29T12:00:00Z', 'Europe/Berlin'), 'dateTime')).toEqual({
			from: '2026-03-28T23:00:00.000Z',
			to: '2026-03-29T22:00:00.000Z',
		});
	});

	it('take the day that it is in the zone, not in UTC', () => {
		expect(periodRange({ name: 'today' }, at('2026-01-31T23:30:00Z', 'Asia/Tokyo'), 'date')).toEqual({
			from: '2026-02-01T00:00:00.000Z',
			to: '2026-02-02T00:00:00.000Z',
		});
	});

	it.each([
		['thisWeek', '2026-05-11', '2026-05-18'],
		['nextMonth', '2026-06-01', '2026-07-01'],
		['lastQuarter', '2026-01-01', '2026-04-01'],
		['thisHalfYear', '2026-01-01', '2026-07-01'],
		['nextHalfYear', '2026-07-01', '2027-01-01'],
		['lastHalfYear', '2025-07-01', '2026-01-01'],
		['lastYear', '2025-01-01', '2026-01-01'],
	] as const)('%s is from %s to before %s', (name, from, to) => {
		expect(periodRange({ name }, at('2026-05-17T22:00:00Z', 'UTC'), 'date')).toEqual({
			from: `${from}T00:00:00.000Z`,
			to: `${to}T00:00:00.000Z`,
		});
	});

	it('of days reach from now, and from today where the column holds days', () => {
		const now = at('2026-05-13T15:30:00Z', 'UTC');
		expect(periodRange({ name: 'lastDays', days: 7 }, now, 'dateTime')).toEqual({
			from: '2026-05-06T15:30:00.000Z',
			to: '2026-05-14T00:00:00.000Z',
		});
		expect(periodRange({ name: 'nextDays', days: 1 }, now, 'date')).toEqual({
			from: '2026-05-13T00:00:00.000Z',
			to: '2026-05-15T00:00:00.000Z',
		});
		expect(periodRange({ name: 'laterThanDays', days: 7 }, now, 'dateTime')).toEqual({
			from: '2026-05-20T15:30:00.000Z',
		});
		expect(periodRange({ name: 'olderThanDays', days: 7 }, now, 'dateTime')).toEqual({
			to: '2026-05-06T15:30:00.000Z',
		});
		expect(periodRange({ name: 'olderThanDays', days: 7 }, now, 'date')).toEqual({
			to: '2026-05-06T00:00:00.000Z',
		});
	});

	it('of hours go by the minute hand of the zone, or from now', () => {
		const now = at('2026-05-13T15:50:10Z', 'Asia/Kolkata');
		const hour = (name: 'lastHour' | 'thisHour' | 'nextHour') => periodRange({ name }, now, 'dateTime');
		expect(hour('thisHour')).toEqual({ from: '2026-05-13T15:30:00.000Z', to: '2026-05-13T16:30:00.000Z' });
		expect(hour('lastHour').to).toBe(hour('thisHour').from);
		expect(hour('nextHour').from).toBe(hour('thisHour').to);
		expect(periodRange({ name: 'lastHours', hours: 2 }, now, 'dateTime')).toEqual({
			from: '2026-05-13T13:50:10.000Z',
			to: '2026-05-13T15:50:10.000Z',
		});
		expect(periodRange({ name: 'nextHours', hours: 1 }, now, 'dateTime')).toEqual({
			from: '2026-05-13T15:50:10.000Z',
			to: '2026-05-13T16:50:10.000Z',
		});
	});

	it('never end before they begin, and last, this and next follow each other', () => {
		const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/Sao_Paulo', 'Pacific/Apia');
		const dates = fc.date({ min: new Date('1999-01-01'), max: new Date('2050-01-01'), noInvalidDate: true });
		fc.assert(
			fc.property(zones, dates, fc.integer({ min: 0, max: 400 }), (zone, now, days) => {
				for (const name of PERIODS) {
					const { from, to } = periodRange({ name }, { now, zone }, 'dateTime');
					expect(String(from) < String(to)).toBe(true);
				}
				for (const name of DAY_PERIODS) {
					const { from = '0000', to = '9999' } = periodRange({ name, days }, { now, zone }, 'date');
					expect(from <= to).toBe(true);
				}
				for (const unit of ['Hour', 'Week', 'Month', 'Quarter', 'HalfYear', 'Year'] as const) {
					const [last, present, next] = (['last', 'this', 'next'] as const).map((which) =>
						periodRange({ name: `${which}${unit}` }, { now, zone }, 'dateTime'),
					);
					expect(last?.to).toBe(present?.from);
					expect(present?.to).toBe(next?.from);
				}
			}),
		);
	});
});
