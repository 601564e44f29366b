import { inputError } from '../../basics/errors';
import { LABELS } from '../../basics/labels';
import { checked, type Field, rowsField, textField, valueField } from './field';

const nameField = textField({ name: 'name', label: 'Name' });

const valueOfName = valueField({ name: 'value', label: LABELS.value });

/** Names with values, in the order of the form. Refuses a value without a name, and a name that comes twice. */
export function namedValuesField(
	name: string,
	label: string,
	description: string,
): Field<Readonly<Record<string, unknown>>> {
	const rows = rowsField({
		name,
		label,
		placeholder: 'Add Parameter',
		description,
		kinds: [{ name: 'parameter', label: 'Parameter', fields: [nameField, valueOfName] }],
	});
	return checked(rows, ({ parameter }) => {
		const values = new Map<string, unknown>();
		for (const [index, row] of parameter.entries()) {
			const place = `${label}, row ${index + 1}`;
			const key = nameField.readFrom(row, place).trim();
			if (key === '') throw inputError(`The name is empty (${place})`, 'Write the name of the parameter.');
			if (values.has(key)) {
				throw inputError(`The name ${key} comes twice (${place})`, 'Remove one of the two.');
			}
			values.set(key, row.value);
		}
		return Object.fromEntries(values);
	});
}
