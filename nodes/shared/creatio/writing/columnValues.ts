import { inputError } from '../../basics/errors';
import { LABELS } from '../../basics/labels';
import { exactColumnType } from '../conditions/bindRow';
import type { Column, Metadata } from '../model/objectModel';
import type { Row } from '../model/rows';
import {
	type ColumnValue,
	dependsOnExactType,
	isBlankFor,
	readValue,
	type TypedValue,
} from '../model/values';
import { inputColumns, type InputRules } from './inputColumns';
import type { LookupOptions, LookupResolver } from './lookupTexts';

export interface WriteContext extends InputRules {
	readonly metadata: Metadata;
	readonly lookups: LookupResolver;
	readonly lookupOptions: LookupOptions;
	readonly object: string;
	readonly zone: string;
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
	const values: ColumnValue[] = [];
	for (const { column, input } of inputColumns(mapped, model, context)) {
		if (isBlankFor(column.type, input)) {
			if (context.blankValues === 'clear') values.push({ column, value: emptied(column) });
			continue;
		}
		values.push({ column, value: await readColumnValue(column, input, context) });
	}
	return values;
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
