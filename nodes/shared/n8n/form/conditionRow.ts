import type { Members } from '../../basics/json';
import { LABELS } from '../../basics/labels';
import type { ConditionRow } from '../../creatio/conditions/bindRow';
import { allOperatorsFor, NO_VALUE, operatorsFor, takesNoValue } from '../../creatio/conditions/operators';
import { comparedColumn } from './column';
import { columnValueField } from './columnValue';
import { choiceField, valueField } from './fieldKinds';
import { operatorField } from './operatorNames';
import type { RowKind } from './rowsField';

/** A row of the form that compares a column. */
export interface ConditionRowForm {
	readonly kind: RowKind<'condition'>;
	/** `place` says which row. Rejects with kind `input`. */
	read(row: Members, place: string): ConditionRow;
}

const value = columnValueField({
	name: 'value',
	label: LABELS.value,
	mode: 'text',
	placeholder: 'e.g. Customer, 100 or 2026-01-31',
	description:
		'Text, number, true or false, or a date such as 2026-01-31. Compare a lookup with an ID or with its text. For a list, enter one value per line. For N days or hours, enter a number.',
	displayOptions: { hide: { operator: [...NO_VALUE] } },
});

const valueTo = valueField({
	name: 'valueTo',
	label: 'To',
	description: 'Upper limit, included',
	displayOptions: { show: { operator: ['isBetween'] } },
});

export const conditionRow = rowForm(operatorsFor, [value]);

/** The same with the operators that DataService adds. */
export const richConditionRow = rowForm(allOperatorsFor, [value, valueTo]);

function rowForm(offered: typeof operatorsFor, values: readonly (typeof value)[]): ConditionRowForm {
	const operatorOf = operatorField(offered);
	return {
		kind: { name: 'condition', label: 'Condition', fields: [comparedColumn, operatorOf, ...values] },
		read(row, place) {
			const operator = operatorOf.readFrom(row, place);
			return {
				path: comparedColumn.readFrom(row, place),
				operator,
				value: takesNoValue(operator) ? undefined : value.readFrom(row, place),
				...(operator === 'isBetween' && { valueTo: valueTo.readFrom(row, place) }),
			};
		},
	};
}

/** How conditions work together; only DataService has "none". */
export function combineField(name: string, label: string, description: string) {
	return choiceField({
		name,
		label,
		choices: [
			{ name: 'All (AND)', value: 'all' },
			{ name: 'Any (OR)', value: 'any' },
			{ name: 'None (NOT)', value: 'none' },
		],
		default: 'all',
		description,
	});
}
