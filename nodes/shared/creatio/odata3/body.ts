import { ExactNumber, plainDigits } from '../../basics/exactNumber';
import type { Column, ObjectModel } from '../model/objectModel';
import type { Row } from '../model/rows';
import { columnsByProperty } from './columnsByProperty';
import { dateTimeOffsetText, dateTimeText, timeText } from './dates';

/**
 * The body of a write in verbose JSON (contract 3), of one for OData 4: dates in the notation of their type, decimals and long integers
 * as text. Members that the model does not list stay as they are.
 */
export function body(row: Row, model: ObjectModel | undefined): Row {
	if (!model) return row;
	const columns = columnsByProperty(model);
	return Object.fromEntries(
		Object.entries(row).map(([name, value]) => [name, written(columns.get(name)?.edm, value)]),
	);
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
