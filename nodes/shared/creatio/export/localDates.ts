import { parseDate, type WallTime, wallTimeIn, type Zone } from '../../basics/instant';
import type { ColumnType } from '../model/objectModel';

const two = (number: number) => String(number).padStart(2, '0');

const dayOf = ({ year, month, day }: WallTime) =>
	`${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;

const timeOf = ({ hour, minute, second }: WallTime) => `${two(hour)}:${two(minute)}:${two(second)}`;

/**
 * A date as spreadsheets read it, without a zone: a date and time as the clock of the zone shows it, a day, or a time of day. OData
 * writes all of them as instants in UTC (contract 2.2). What is not a date stays as it is.
 */
export function localDate(type: ColumnType | undefined, value: unknown, zone: Zone): unknown {
	if (typeof value !== 'string') return value;
	const parsed = parseDate(value);
	if (parsed?.kind !== 'instant') return value;
	switch (type) {
		case 'date':
			return dayOf(parsed.wall);
		case 'time':
			return timeOf(parsed.wall);
		case 'dateTime': {
			const wall = wallTimeIn(zone, parsed.date);
			return `${dayOf(wall)} ${timeOf(wall)}`;
		}
		default:
			return value;
	}
}
