import { ExactNumber, plainDigits } from '../../basics/exactNumber';
import { EMPTY_GUID } from '../../basics/guid';
import type { Column, ColumnType, ObjectModel } from '../model/objectModel';
import type { Row } from '../model/rows';
import { columnsByProperty } from './columnsByProperty';
import { dateTimeOffsetText, dateTimeText, timeText } from './dates';

/** In the notation of OData 4. */
const EMPTY_DATE = '0001-01-01T00:00:00Z';

/**
 * Turns the body of a write for OData 4 into verbose JSON (contract 3.5): dates in the notation of their type, decimals and
 * long integers as text, and instead of null the value that stands for none, where a column does not take null. Members that
 * the model does not list stay as they are.
 */
export function body(row: Row, model: ObjectModel | undefined): Row {
	if (!model) return row;
	const columns = columnsByProperty(model);
	return Object.fromEntries(
		Object.entries(row).map(([name, value]) => {
			const column = columns.get(name);
			const given = value === null && column?.refusesNull ? emptyValue(column.type) : value;
			return [name, written(column?.edm, given)];
		}),
	);
}

/** What stands for no value (contract 2.6), in the notation of OData 4. */
function emptyValue(type: ColumnType): unknown {
	switch (type) {
		case 'guid':
		case 'lookup':
			return EMPTY_GUID;
		case 'text':
			return '';
		case 'dateTime':
		case 'date':
		case 'time':
			return EMPTY_DATE;
		case 'integer':
		case 'decimal':
			return 0;
		case 'boolean':
			return false;
		case 'stream':
			return null;
	}
}

function written(edm: Column['edm'], value: unknown): unknown {
	switch (edm) {
		case 'DateTime':
			return typeof value === 'string' ? dateTimeText(value) : value;
		case 'DateTimeOffset':
			return typeof value === 'string' ? dateTimeOffsetText(value) : value;
		case 'Time':
			return typeof value === 'string' ? timeText(value) : value;
		case 'Decimal':
		case 'Int64':
			return digitsOf(value) ?? value;
		default:
			return value;
	}
}

function digitsOf(value: unknown): string | undefined {
	if (value instanceof ExactNumber) return value.digits;
	return typeof value === 'number' && Number.isFinite(value) ? plainDigits(value) : undefined;
}
