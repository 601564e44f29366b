import { inputError } from '../../basics/errors';
import { LABELS } from '../../basics/labels';
import { exactColumnType } from '../conditions/bindRow';
import { type Column, type Metadata, type ObjectModel, READ_ONLY_COLUMNS } from '../model/objectModel';
import { findColumn, unknownColumn } from '../model/paths';
import type { Row } from '../model/rows';
import { type ColumnValue, dependsOnExactType, isBlank, readValue, type TypedValue } from '../model/values';
import type { LookupOptions, LookupResolver } from './lookupTexts';

export interface WriteContext {
	readonly metadata: Metadata;
	readonly lookups: LookupResolver;
	readonly lookupOptions: LookupOptions;
	readonly object: string;
	readonly zone: string;
	/** `Id` may be given for a new record, and only then (contract 2.9). */
	readonly mayWriteId: boolean;
	/** `ignore` skips names that are not columns, or not columns that can be written. */
	readonly unknownColumns: 'refuse' | 'ignore';
	/** What a blank value means: the column is skipped, or emptied. */
	readonly blankValues: 'skip' | 'clear';
}

/** The label of the values in the editor. */
const FIELD = LABELS.columns;

/**
 * Reads what was mapped to an object's columns. Everything is checked before anything is written: names against the
 * model, values against types, display texts against the lookup objects. Rejects with kind `input`.
 */
export async function readColumnValues(
	mapped: Readonly<Record<string, unknown>>,
	context: WriteContext,
): Promise<ColumnValue[]> {
	const model = await context.metadata.object(context.object);
	const inputs = new Map<Column, unknown>();
	for (const [name, input] of Object.entries(mapped)) {
		if (input === undefined) continue;
		const column = writableColumn(model, name, context);
		if (!column) continue;
		// An item that was read may contain a lookup twice: its Id and its text. The Id is exact.
		const isBetter = name === column.property ? !isBlank(input) : isBlank(inputs.get(column));
		if (inputs.has(column) && !isBetter) continue;
		inputs.set(column, input);
	}
	const values: ColumnValue[] = [];
	for (const [column, input] of inputs) {
		if (isBlank(input)) {
			if (context.blankValues === 'clear') values.push({ column, value: emptied(column) });
			continue;
		}
		values.push({ column, value: await readColumnValue(column, input, context) });
	}
	return values;
}

function writableColumn(model: ObjectModel, name: string, context: WriteContext): Column | undefined {
	const column = findColumn(model, name);
	const ignore = context.unknownColumns === 'ignore';
	if (!column) {
		if (ignore) return undefined;
		throw unknownColumn(model, name, FIELD);
	}
	const readOnly = READ_ONLY_COLUMNS.has(column.name) || (column.name === 'Id' && !context.mayWriteId);
	if (!readOnly && column.type !== 'stream') return column;
	if (ignore) return undefined;
	throw inputError(
		column.type === 'stream'
			? `The column ${name} of ${model.name} contains a file, which cannot be written as a value (field ${FIELD})`
			: `The column ${name} of ${model.name} is filled by Creatio and cannot be written (field ${FIELD})`,
		`Remove it from the mapping, or set the option "${LABELS.unknownColumns}" to "Ignore".`,
	);
}

async function readColumnValue(column: Column, input: unknown, context: WriteContext): Promise<TypedValue> {
	const label = `column ${column.name} (field ${FIELD})`;
	const type =
		column.type === 'dateTime' && dependsOnExactType(input)
			? await exactColumnType(context.object, column, context)
			: column.type;
	const value = readValue(type, input, { label, zone: context.zone });
	if (value.type !== 'displayText') return value;
	const request = { target: column.target ?? column.name, text: value.value, label };
	const id = await context.lookups.resolve(request, context.lookupOptions);
	return { type: 'guid', value: id };
}

/** Text is emptied by "", since `$metadata` declares it as not nullable; everything else by null (contract 2.2, 2.10). */
function emptied(column: Column): TypedValue | null {
	if (column.type === 'boolean') {
		throw inputError(
			`The column ${column.name} (field ${FIELD}) takes true or false and cannot be empty`,
			'Write true or false.',
		);
	}
	return column.type === 'text' ? { type: 'text', value: '' } : null;
}

/** The body of a create or an update: lookups under their flat key, which is the only form that is read (contract 2.9). */
export function bodyOf(values: readonly ColumnValue[]): Row {
	return Object.fromEntries(values.map(({ column, value }) => [column.property, value?.value ?? null]));
}
