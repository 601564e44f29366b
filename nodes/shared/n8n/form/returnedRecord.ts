import { ExactNumber } from '../../basics/exactNumber';
import { namingColumn } from '../../creatio/model/mainColumns';
import type { ObjectModel } from '../../creatio/model/objectModel';
import { onlyColumns, type Row, rowReader, type RowShape } from '../../creatio/model/rows';
import { readableColumns } from '../../creatio/protocol/shape';
import type { OperationContext } from '../context/operation';
import { shownColumns, simplifyOf } from './columnsToReturn';
import { outputOption } from './field';
import { flagField } from './fieldKinds';
import { labelsOf, type Lookups, lookupsOption, readLookups } from './lookupOutput';

/** The same field as that of reads: what it does to written records. */
export const simplifyWrittenField = simplifyOf(
	'Whether to return the columns that were written, with null for empty values, instead of what Creatio answers',
);

const returnRecordOption = outputOption(
	flagField({
		name: 'returnRecord',
		label: 'Return Whole Record',
		description:
			'Whether to read the record after the write and return all of its columns, with the texts of lookups. Takes one more request for up to 1,500 records.',
	}),
);

/** The options of writes that say what their items return. */
export const returnedOptions = [returnRecordOption, lookupsOption];

/** What an item returns of a record that it wrote. */
export interface ReturnedRecord {
	readonly simplify: boolean;
	/** Returns the whole record, which is read after the write. */
	readonly whole: boolean;
	/** How the lookups of a whole record are returned; of another one only their IDs are known. */
	readonly lookups: Lookups;
}

/** Read before the write: what is refused after it would hide that it was done. */
export function readReturned(context: OperationContext, itemIndex: number): ReturnedRecord {
	const { n8n } = context;
	return {
		simplify: simplifyWrittenField.read(n8n, itemIndex),
		whole: returnRecordOption.read(n8n, itemIndex),
		lookups: readLookups(context, itemIndex),
	};
}

/**
 * What an item shows of the answer to a write: the ID, the columns that were written and what names the record, such as the
 * number that Creatio gave it. A create shows no more than an update, although its answer has all columns.
 */
export function writtenRow(
	model: ObjectModel,
	row: Row,
	written: Row,
	{ simplify, whole }: Pick<ReturnedRecord, 'simplify' | 'whole'>,
): Row {
	const shown = withoutExactNumbers(row);
	if (!simplify) return shown;
	const naming = namingColumn(model);
	const columns = shownColumns(model, true).filter(
		(column) => whole || column === naming || column.property in written,
	);
	return rowReader(model, { ...onlyColumns(columns), simplify })(shown);
}

/** How a whole record is read after the write. */
export async function wholeShape(
	context: Pick<OperationContext, 'client'>,
	model: ObjectModel,
	{ simplify, lookups }: ReturnedRecord,
): Promise<RowShape> {
	const columns = simplify ? shownColumns(model, true) : readableColumns(model);
	const labels = simplify && lookups !== 'id' ? await labelsOf(context, columns) : [];
	return { columns, labels, related: [], textOnly: lookups === 'text', simplify };
}

/** A decimal that a number cannot hold is shown as text, which keeps its digits. */
function withoutExactNumbers(row: Row): Row {
	if (!Object.values(row).some((value) => value instanceof ExactNumber)) return row;
	const shown = ([name, value]: [string, unknown]) => [
		name,
		value instanceof ExactNumber ? value.digits : value,
	];
	return Object.fromEntries(Object.entries(row).map(shown)) as Row;
}
