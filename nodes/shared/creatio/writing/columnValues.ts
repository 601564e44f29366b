import { attempt } from '../../basics/attempt';
import { inputError } from '../../basics/errors';
import { exactColumnType } from '../conditions/bindRow';
import { dependsOnExactType } from '../model/dates';
import { isBlankFor, saysEmpty } from '../model/emptyValues';
import { type Column, type ColumnType, findColumn, type Metadata } from '../model/objectModel';

import type { Row } from '../model/rows';
import { type ColumnValue, readValue, type TypedValue } from '../model/values';
import { type ColumnInput, inputColumns, type InputRules, needsCaptions } from './inputColumns';
import { type PairResolver, refuseOtherText } from './lookupPairs';
import type { LookupOptions, LookupResolver } from './lookupTexts';

export interface WriteContext extends InputRules {
	readonly metadata: Metadata;
	readonly lookups: LookupResolver;
	readonly pairs: PairResolver;
	readonly lookupOptions: LookupOptions;
	readonly object: string;
	readonly zone: string;
	/** What a value that is blank or that says so in Creatio's way means: the column is skipped, or emptied. */
	readonly blankValues: 'skip' | 'clear';
	/**
	 * Names of columns that a record is matched by. What says "no value" in Creatio's way is kept for them, as null; blank is
	 * always skipped.
	 */
	readonly matchColumns?: readonly string[];
}

/**
 * Reads what was mapped to an object's columns. Everything is checked before anything is written: names against the
 * model, values against types, display texts against the lookup objects. Rejects with kind `input`.
 */
export async function readColumnValues(
	mapped: Readonly<Record<string, unknown>>,
	context: WriteContext,
): Promise<ColumnValue[]> {
	const model = await context.metadata.object(context.object);
	const read: Array<ColumnValue | OpenLookup> = [];
	const details = needsCaptions(mapped, model, context)
		? await context.metadata.details(model.name)
		: undefined;
	for (const one of inputColumns(mapped, model, context, details)) {
		const { column, input } = one;
		const type = await exactTypeOf(column, input, context);
		const isBlank = isBlankFor(type, input);
		const isMatch = context.matchColumns?.some((name) => findColumn(model, name) === column) === true;
		if (!isBlank && !saysEmpty(type, input)) read.push(await readColumnValue(one, type, context));
		// There is nothing to match by in a blank.
		else if (isMatch ? !isBlank : context.blankValues === 'clear')
			read.push({ column, value: emptied(column, context.field) });
	}
	// When all else is checked: a look-up may create a record.
	const settled = await Promise.all(
		read.map(async (one) => await attempt('find' in one ? findRecord(one, context) : Promise.resolve([one]))),
	);
	return settled.flatMap((one) => {
		if (one.done) return one.value;
		throw one.error;
	});
}

/** A lookup whose record must be looked for. */
interface OpenLookup {
	readonly column: Column;
	/** The ID; `undefined` if the column is left out. */
	readonly find: () => Promise<string | undefined>;
}

async function findRecord({ column, find }: OpenLookup, context: WriteContext): Promise<ColumnValue[]> {
	const id = await find();
	if (id !== undefined) return [{ column, value: { type: 'guid', value: id } }];
	context.leaveOut(column.name, 'picture');
	return [];
}

async function exactTypeOf(column: Column, input: unknown, context: WriteContext): Promise<ColumnType> {
	const isVague = column.type === 'dateTime' && !isBlankFor(column.type, input) && dependsOnExactType(input);
	return isVague ? await exactColumnType(context.object, column, context) : column.type;
}

async function readColumnValue(
	{ column, input, beside }: ColumnInput,
	type: ColumnType,
	context: WriteContext,
): Promise<ColumnValue | OpenLookup> {
	const label = `column ${column.name} (field ${context.field})`;
	const value = readValue(type, input, { label, zone: context.zone });
	const target = column.target ?? column.name;
	const options = context.lookupOptions;
	if (value.type === 'displayText') {
		refuseOtherText(label, value.value, beside);
		return { column, find: () => context.lookups.resolve({ target, text: value.value, label }, options) };
	}
	if (value.type !== 'guid' || beside === undefined) return { column, value };
	const pair = { target, id: value.value, text: beside, label };
	return { column, find: () => context.pairs.resolve(pair, options) };
}

/** Text is emptied by "", since `$metadata` declares it as not nullable; everything else by null (contract 2.2, 2.10). */
function emptied(column: Column, field: string): TypedValue | null {
	if (column.type === 'boolean') {
		throw inputError(
			`The column ${column.name} (field ${field}) takes true or false and cannot be empty`,
			'Write true or false.',
		);
	}
	return column.type === 'text' ? { type: 'text', value: '' } : null;
}

/** The body of a create or an update: lookups under their flat key, which is the only form that is read (contract 2.9). */
export function bodyOf(values: readonly ColumnValue[]): Row {
	return Object.fromEntries(values.map(({ column, value }) => [column.property, value?.value ?? null]));
}
