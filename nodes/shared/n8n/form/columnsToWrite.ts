import { inputError } from '../../basics/errors';
import type { Zone } from '../../basics/instant';
import { LABELS } from '../../basics/labels';
import { findColumn, type ObjectModel } from '../../creatio/model/objectModel';
import { findEnteredColumn } from '../../creatio/model/enteredColumns';
import { unknownColumn } from '../../creatio/model/paths';
import type { ColumnValue } from '../../creatio/model/values';
import { takenId } from '../../creatio/odata/writeRecords';
import { readColumnValues } from '../../creatio/writing/columnValues';
import type { InputRules, OwnId } from '../../creatio/writing/inputColumns';
import { splitMatch, type SplitValues } from '../../creatio/writing/matches';
import type { OperationContext } from '../context/operation';
import { MATCH_COLUMNS } from './columnsMapper';
import { option } from './field';
import { choiceField, flagField } from './fieldKinds';
import { exact, readFilterContext, readTimeZone } from './timeZone';
import { readValues } from './valuesToWrite';

const COLUMNS = LABELS.columns;

const createMissing = option(
	flagField({
		name: 'createMissingLookups',
		label: LABELS.createMissingLookups,
		description: 'Whether to create a record in the lookup object if none has the given text',
	}),
);

const unknownColumns = option(
	choiceField({
		name: 'unknownColumns',
		label: LABELS.unknownColumns,
		choices: [
			{
				name: 'Ignore',
				value: 'ignore',
				description: 'Skip fields that are not columns or that Creatio fills in',
			},
			{ name: 'Stop with an Error', value: 'refuse', description: 'Stop before anything is written' },
		],
		default: 'refuse',
		description: 'What to do with input fields that cannot be written',
	}),
);

export const blankValuesOption = option(
	choiceField({
		name: 'blankValues',
		label: 'Empty Values',
		choices: [
			{ name: 'Clear the Column', value: 'clear' },
			{ name: 'Leave the Column Unchanged', value: 'skip' },
		],
		default: 'skip',
		description: 'What to do when a field is empty or an expression gives no result',
	}),
);

export const writeValueOptions = [createMissing, unknownColumns];

/** How values of an item are read, beside what the operation itself says. */
export function readValueOptions({ n8n, client, zone, leaveOut }: OperationContext, itemIndex: number) {
	return {
		metadata: client.metadata,
		lookups: client.lookups,
		pairs: client.pairs,
		lookupOptions: { createIfMissing: createMissing.read(n8n, itemIndex) },
		zone,
		unknownColumns: unknownColumns.read(n8n, itemIndex),
		leaveOut,
	};
}

/** What is done with the values. An update names its record, unless conditions choose the records. */
export type WriteOperation = 'create' | 'upsert' | { readonly update: string | undefined };

export interface MappedValues {
	readonly values: readonly ColumnValue[];
	readonly matchingColumns: readonly string[];
}

/** What the user mapped, checked and typed. Nothing is sent but questions for lookups and types. */
export async function readMappedValues(
	context: OperationContext,
	object: string,
	itemIndex: number,
	operation: WriteOperation,
): Promise<MappedValues> {
	const { source, inputs, field, matching: entered } = readValues(context, itemIndex, operation === 'upsert');
	const matching = await matchingCodes(context, object, entered);
	const values = await readColumnValues(inputs, {
		...readValueOptions(context, itemIndex),
		object,
		source,
		field,
		ownId: ownIdOf(operation),
		blankValues: operation === 'create' ? 'skip' : blankValuesOption.read(context.n8n, itemIndex),
		...(operation === 'upsert' && { matchColumns: matching }),
	});
	if (operation !== 'upsert' && values.length === 0) throw nothingToWrite(object, source, field);
	return { values, matchingColumns: matching };
}

/** The codes of the columns to match on, which may be called by their captions. */
export async function matchingCodes(
	{ client }: OperationContext,
	object: string,
	entered: readonly string[],
): Promise<readonly string[]> {
	const model = await client.metadata.object(object);
	if (entered.every((name) => findColumn(model, name))) return entered;
	const details = await client.metadata.details(model.name);
	return entered.map((name) => {
		const found = findEnteredColumn(model, details, name, `field ${MATCH_COLUMNS}`);
		if (found) return found.column.name;
		throw unknownColumn(model, name, MATCH_COLUMNS, details);
	});
}

function ownIdOf(operation: WriteOperation): OwnId {
	if (typeof operation === 'string') return 'new';
	return operation.update === undefined ? 'none' : { record: operation.update };
}

/** What the user mapped, with the zone in which its dates travel. */
export interface ZonedValues {
	readonly values: readonly ColumnValue[];
	readonly zone: Zone;
}

/** What the user mapped. The exact types of dates, and the session's zone, are asked for only where there is a date. */
export async function readZonedValues(
	context: OperationContext,
	object: string,
	itemIndex: number,
	operation: WriteOperation,
): Promise<ZonedValues> {
	readTimeZone(context.n8n);
	const { values } = await readMappedValues(context, object, itemIndex, operation);
	if (!values.some(({ value }) => value?.type === 'dateTime')) return { values, zone: 'UTC' };
	const again = await readMappedValues(exact(context), object, itemIndex, operation);
	return { values: again.values, zone: (await readFilterContext(context)).zone };
}

function nothingToWrite(object: string, source: InputRules['source'], field: string) {
	return source !== 'form'
		? inputError(
				`None of the values is for a column of ${object} (field ${field})`,
				`Name the fields like the columns, or map each column. Empty values are left out unless the option "${blankValuesOption.label}" says to clear the column.`,
			)
		: inputError(
				`The field ${field} has no value for any column`,
				`Empty values are left out unless the option "${blankValuesOption.label}" says to clear the column.`,
				'mapping',
			);
}

/** The columns that identify records, and the others. Rejects with kind `input` when one of the former is blank. */
export function splitMatchColumns(
	model: ObjectModel,
	{ values, matchingColumns }: MappedValues,
): SplitValues {
	if (matchingColumns.length === 0) {
		throw inputError(`The field ${MATCH_COLUMNS} is empty`, 'Choose at least one column, such as Email.');
	}
	const columns = matchingColumns.map((name) => {
		const column = findColumn(model, name);
		if (column) return column;
		throw unknownColumn(model, name, MATCH_COLUMNS);
	});
	return splitMatch(columns, values, ({ name }) =>
		inputError(
			`The match column ${name} has no value in this item (field ${COLUMNS})`,
			'Give it a value, or match on another column. An empty value would match every record that has none.',
		),
	);
}

/**
 * A lost answer to a create is settled by looking for its Id, which proves nothing where the user chose the Id and a
 * record had it before.
 */
export async function refuseTakenId(
	{ client, tries }: OperationContext,
	itemIndex: number,
	object: string,
	id: string,
): Promise<void> {
	// Whether the record is the one of an earlier try cannot be seen.
	tries.refuseIfMayBeDone(itemIndex);
	if (!(await client.exists(object, id))) return;
	throw takenId(object, id, ` (field ${COLUMNS})`);
}
