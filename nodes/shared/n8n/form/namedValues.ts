import { inputError } from '../../basics/errors';
import type { Members } from '../../basics/json';
import { keyText } from '../../basics/keyText';
import { LABELS } from '../../basics/labels';
import { checked, type Field, type FormField } from './field';
import { givenValue, textField, valueField } from './fieldKinds';
import { rowsField } from './rowsField';

const nameField = textField({ name: 'name', label: 'Name' });

const valueOfName = valueField({ name: 'value', label: LABELS.value });

/** A row with its name and its value. */
export interface NamedRow {
	readonly name: string;
	readonly value: unknown;
	/** For the fields that the row has besides. */
	readonly members: Members;
	/** The row as messages name it. */
	readonly place: string;
}

/** Names with values, in the order of the form. Refuses a value without a name, and a name that comes twice. */
export function namedValuesField(
	name: string,
	label: string,
	description: string,
): Field<Readonly<Record<string, unknown>>> {
	return checked(namedRowsField(name, label, description), (rows) =>
		Object.fromEntries(
			rows.map((row) => [row.name, givenValue(valueOfName).readFrom(row.members, row.place)]),
		),
	);
}

/** The same rows with further fields between the name and the value. */
export function namedRowsField(
	name: string,
	label: string,
	description: string,
	...more: readonly FormField[]
): Field<readonly NamedRow[]> {
	const rows = rowsField({
		name,
		label,
		placeholder: 'Add Parameter',
		description,
		kinds: [{ name: 'parameter', label: 'Parameter', fields: [nameField, ...more, valueOfName] }],
	});
	return checked(rows, ({ parameter }) => {
		const named = new Map<string, NamedRow>();
		for (const [index, members] of parameter.entries()) {
			const place = `${label}, row ${index + 1}`;
			const key = keyText(nameField.readFrom(members, place));
			if (key === '') throw inputError(`The name is empty (${place})`, 'Write the name of the parameter.');
			if (named.has(key)) {
				throw inputError(`The name ${key} comes twice (${place})`, 'Remove one of the two.');
			}
			named.set(key, { name: key, value: valueOfName.readFrom(members, place), members, place });
		}
		return [...named.values()];
	});
}
