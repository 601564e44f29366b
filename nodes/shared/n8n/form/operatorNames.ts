import type { Operator, operatorsFor } from '../../creatio/conditions/operators';
import { type ColumnType, TYPE_WORDS } from '../../creatio/model/objectModel';
import { type Field, makeField } from './field';
import { chosenOf } from './fieldKinds';

/** What the editor calls the operators. */
export const OPERATOR_NAMES: Record<Operator, string> = {
	equals: 'Is Equal To',
	notEquals: 'Is Not Equal To',
	less: 'Is Less Than (Before)',
	lessOrEqual: 'Is Less Than or Equal To',
	greater: 'Is Greater Than (After)',
	greaterOrEqual: 'Is Greater Than or Equal To',
	contains: 'Contains',
	notContains: 'Does Not Contain',
	startsWith: 'Starts With',
	notStartsWith: 'Does Not Start With',
	endsWith: 'Ends With',
	notEndsWith: 'Does Not End With',
	isEmpty: 'Is Empty',
	isNotEmpty: 'Is Not Empty',
	isBetween: 'Is Between',
	isCurrentUser: 'Is the Signed-In User',
	isNotCurrentUser: 'Is Not the Signed-In User',
	isAnyOf: 'Is Any Of',
	isNoneOf: 'Is None Of',
	thisHour: 'Is This Hour',
	lastHour: 'Is in the Previous Hour',
	nextHour: 'Is in the Next Hour',
	today: 'Is Today',
	yesterday: 'Is Yesterday',
	tomorrow: 'Is Tomorrow',
	thisWeek: 'Is This Week',
	lastWeek: 'Is in the Previous Week',
	nextWeek: 'Is in the Next Week',
	thisMonth: 'Is This Month',
	lastMonth: 'Is in the Previous Month',
	nextMonth: 'Is in the Next Month',
	thisQuarter: 'Is This Quarter',
	lastQuarter: 'Is in the Previous Quarter',
	nextQuarter: 'Is in the Next Quarter',
	thisHalfYear: 'Is This Half-Year',
	lastHalfYear: 'Is in the Previous Half-Year',
	nextHalfYear: 'Is in the Next Half-Year',
	thisYear: 'Is This Year',
	lastYear: 'Is in the Previous Year',
	nextYear: 'Is in the Next Year',
	lastHours: 'Is in the Previous N Hours',
	nextHours: 'Is in the Next N Hours',
	lastDays: 'Is in the Previous N Days',
	nextDays: 'Is in the Next N Days',
	olderThanDays: 'Is More Than N Days Ago',
	laterThanDays: 'Is More Than N Days From Now',
};

/** The operator of a condition, from the list of the editor or from an expression. */
export function operatorField(offered: typeof operatorsFor): Field<Operator> {
	const types = Object.keys(TYPE_WORDS) as ColumnType[];
	const all = [...new Set(types.flatMap((type) => offered(type)))];
	const choices = all.map((operator) => ({ name: OPERATOR_NAMES[operator], value: operator }));
	const face = {
		name: 'operator',
		label: 'Operator',
		description: 'How to compare the column with the value',
	};
	const kind = {
		type: 'options' as const,
		typeOptions: {
			loadOptionsMethod: 'getOperators',
			// n8n compares the watched values as text, which a whole locator is not.
			loadOptionsDependsOn: ['object.value', '&column.value'],
		},
		default: 'equals',
	};
	return makeField(face, kind, (value, place) => chosenOf(choices, value, place));
}
