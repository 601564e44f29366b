import { inputError } from '../../basics/errors';
import { comparedText } from '../../basics/keyText';
import { captioned, type Column, findColumn, type ObjectDetails, type ObjectModel } from './objectModel';

/** A column that a name means. */
export interface EnteredColumn {
	readonly column: Column;
	/** The name is its OData property, which for a lookup has the ID (`AccountId`), not its code or its caption. */
	readonly isProperty: boolean;
}

/**
 * The column that a name in a field, an item or JSON means: its code or its OData property, in any letter case, otherwise its
 * caption, alone or with its code as messages and lists show it: `Full name (Name)`. A code wins over a caption. `details`: for the
 * captions, if they are known. Rejects with kind `input` a caption that several columns have; `place` says where it is
 * (`field Columns`). `undefined` where no column has the name.
 */
export function findEnteredColumn(
	model: ObjectModel,
	details: ObjectDetails | undefined,
	name: string,
	place: string,
): EnteredColumn | undefined {
	const exact = findColumn(model, name);
	if (exact) return { column: exact, isProperty: name === exact.property };
	const wanted = comparedText(name);
	const byCode = codesOf(model).get(wanted);
	if (byCode) return byCode;
	const called = (details && captionsOf(details).get(wanted)) ?? [];
	const [column, ...others] = called.flatMap((code) => model.columns.get(code) ?? []);
	if (column && others.length > 0) throw severalColumns(model, name, [column, ...others], place);
	return column && { column, isProperty: column.type !== 'lookup' };
}

const codes = new WeakMap<ObjectModel, ReadonlyMap<string, EnteredColumn>>();

function codesOf(model: ObjectModel): ReadonlyMap<string, EnteredColumn> {
	const known = codes.get(model);
	if (known) return known;
	const columns = [...model.columns.values()];
	const found = new Map([
		...columns.map((column) => [comparedText(column.property), { column, isProperty: true }] as const),
		// The code of a column wins over the property of a lookup.
		...columns.map(
			(column) =>
				[comparedText(column.name), { column, isProperty: column.name === column.property }] as const,
		),
	]);
	codes.set(model, found);
	return found;
}

const captions = new WeakMap<ObjectDetails, ReadonlyMap<string, readonly string[]>>();

/** Codes of columns by their captions. */
function captionsOf(details: ObjectDetails): ReadonlyMap<string, readonly string[]> {
	const known = captions.get(details);
	if (known) return known;
	const found = new Map<string, string[]>();
	for (const column of details.columns.values()) {
		const keys = new Set([column.caption, captioned(column)].map(comparedText));
		for (const key of keys) if (key !== '') found.set(key, [...(found.get(key) ?? []), column.name]);
	}
	captions.set(details, found);
	return found;
}

function severalColumns(model: ObjectModel, name: string, columns: readonly Column[], place: string) {
	const names = columns.map((column) => column.name);
	return inputError(
		`Several columns of ${model.name} are called "${name}": ${names.join(' and ')} (${place})`,
		`Use the code of the column that you mean, such as ${names[0] ?? 'Name'}.`,
	);
}
