import { inputError } from '../../basics/errors';
import { isMembers, jsonIn, type Members, refuseTooDeep } from '../../basics/json';
import { keyText } from '../../basics/keyText';
import { describe } from '../../creatio/model/values';
import { type Face, type Field, type FormField, makeField, propertiesOf } from './field';

/** A kind of row, with its fields. */
export interface RowKind<K extends string> {
	readonly name: K;
	readonly label: string;
	readonly fields: readonly FormField[];
}

interface RowsLook extends Face {
	readonly sortable?: boolean;
}

/** Rows that the user adds, by kind. */
export function rowsField<const K extends string>({
	kinds,
	sortable,
	...face
}: RowsLook & { readonly kinds: ReadonlyArray<RowKind<K>> }): Field<Readonly<Record<K, readonly Members[]>>> {
	const kind = {
		type: 'fixedCollection' as const,
		typeOptions: { multipleValues: true, ...(sortable && { sortable }) },
		default: {},
		options: kinds.map(({ name, label, fields }) => ({
			displayName: label,
			name,
			values: propertiesOf(fields),
		})),
	};
	const names = kinds.map(({ name }) => name);
	const takes = (value: unknown, place: string) => {
		const members = membersIn(value, names, place);
		const rows = names.map((name) => [
			name,
			Object.hasOwn(members, name) ? rowsIn(members[name], `${place}, ${name}`) : [],
		]);
		return Object.fromEntries(rows) as Record<K, readonly Members[]>;
	};
	// The fields inside refuse what cannot be sent, and name the row.
	return makeField(face, kind, takes, refuseTooDeep);
}

/** The lists of rows by kind. What is not a list of rows is refused: left out, it would change what the rows say. */
function membersIn(value: unknown, names: readonly string[], place: string): Members {
	const isText = typeof value === 'string';
	if (isText && keyText(value) === '') return {};
	const members = isText ? jsonIn(value) : value;
	if (Array.isArray(members) && members.length === 0) return {};
	if (isMembers(members) && Object.keys(members).every((name) => names.includes(name))) return members;
	throw noRows(value, `The ${place} takes rows`, names);
}

function rowsIn(value: unknown, place: string): readonly Members[] {
	if (Array.isArray(value) && value.every(isMembers)) return value;
	throw noRows(value, `The ${place} takes a list of objects`, []);
}

function noRows(value: unknown, wanted: string, names: readonly string[]) {
	const shape = names.map((name) => `"${name}": [ … ]`).join(', ');
	return inputError(
		`${wanted}, but got ${describe(value)}`,
		names.length === 0 ? 'Each row is an object with the values of its fields.' : `Write them as {${shape}}.`,
	);
}
