import { DATA_VALUE_TYPE } from './dataValueType';
import { mainColumns, namingColumn } from './mainColumns';
import {
	type Column,
	type ColumnDetails,
	isFilledByCreatio,
	needsValue,
	type ObjectDetails,
	type ObjectModel,
} from './objectModel';

/** A column for people and agents that want to use it. What is usual is left out. */
interface ColumnDescription {
	readonly column: string;
	/** Missing where it equals the name. */
	readonly caption?: string;
	readonly type: string;
	/** The object that a lookup points to. */
	readonly lookupOf?: string;
	readonly required?: true;
	/** A new record gets a value if none is written. */
	readonly hasDefault?: true;
	/** Creatio fills it in itself. */
	readonly readOnly?: true;
	/** Texts of the records of a short lookup. */
	readonly values?: readonly string[];
}

export interface ObjectDescription {
	readonly object: string;
	readonly caption: string;
	/** The column whose text names a record. */
	readonly displayColumn: string;
	readonly columns: readonly ColumnDescription[];
	/** Names of the columns that are not described. */
	readonly otherColumns: readonly string[];
}

/** Texts that are more than a text. */
const KINDS_OF_TEXT: ReadonlyMap<number, string> = new Map([
	[DATA_VALUE_TYPE.PhoneText, 'phone'],
	[DATA_VALUE_TYPE.EmailText, 'email'],
	[DATA_VALUE_TYPE.WebText, 'web'],
]);

/**
 * Describes an object: its main columns and those that a new record needs, or all of them. Captions, required marks and days
 * are only known where the site reports `details`. `valuesOf` returns the texts of a short lookup's records.
 */
export function describeObject(
	model: ObjectModel,
	details: ObjectDetails | undefined,
	options: { readonly all: boolean; readonly valuesOf?: (lookupOf: string) => readonly string[] | undefined },
): ObjectDescription {
	const described = describedColumns(model, details, options.all);
	return {
		object: model.name,
		caption: details?.caption ?? model.name,
		displayColumn: displayColumnOf(model, details),
		columns: described.map((column) =>
			describeColumn(column, details?.columns.get(column.name), options.valuesOf),
		),
		otherColumns: [...model.columns.values()]
			.filter((column) => !described.includes(column))
			.map(({ name }) => name),
	};
}

/** Columns that are described, without those that are not. */
export function describedColumns(
	model: ObjectModel,
	details: ObjectDetails | undefined,
	all: boolean,
): readonly Column[] {
	const columns = [...model.columns.values()];
	if (all) return columns;
	const main = new Set(mainColumns(model, columns));
	const isMain = (column: Column) =>
		main.has(column) ||
		column.name === details?.displayColumn ||
		details?.columns.get(column.name)?.required === true;
	return columns.filter(isMain);
}

function displayColumnOf(model: ObjectModel, details: ObjectDetails | undefined): string {
	const named = details?.displayColumn ?? '';
	return model.columns.has(named) ? named : (namingColumn(model)?.name ?? 'Id');
}

function describeColumn(
	column: Column,
	details: ColumnDetails | undefined,
	valuesOf: ((lookupOf: string) => readonly string[] | undefined) | undefined,
): ColumnDescription {
	const { name, target } = column;
	const caption = details?.caption ?? name;
	const isFilled = isFilledByCreatio(column);
	const values = target === undefined ? undefined : valuesOf?.(target);
	return {
		column: name,
		...(caption !== name && { caption }),
		type: typeOf(column, details),
		...(target !== undefined && { lookupOf: target }),
		...(needsValue(column, details) && { required: true as const }),
		...(details?.hasDefault === true && !isFilled && name !== 'Id' && { hasDefault: true }),
		...(isFilled && { readOnly: true }),
		...(values && { values }),
	};
}

function typeOf({ type }: Column, details: ColumnDetails | undefined): string {
	const kind = details?.type ?? type;
	if (kind === 'stream') return 'file';
	return (details && KINDS_OF_TEXT.get(details.dataValueType)) ?? kind;
}
