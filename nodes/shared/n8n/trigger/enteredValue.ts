import { inputError } from '../../basics/errors';
import { keyText } from '../../basics/keyText';
import { LABELS } from '../../basics/labels';
import { bindCondition } from '../../creatio/conditions/bindRow';
import type { ObjectModel } from '../../creatio/model/objectModel';
import type { QueryFilter } from '../../creatio/odata/splitFilter';
import { columnField } from '../form/column';
import { conditionFilter } from '../form/conditions';
import { columnValueField } from '../form/columnValue';
import { checked, noValue } from '../form/field';
import type { WatchContext } from './watch';
import { refuseUnknownRecords } from './watched';

const column = columnField('The column to watch, such as Stage');

const value = checked(
	columnValueField({
		name: 'value',
		label: LABELS.value,
		mode: 'list',
		required: true,
		placeholder: 'e.g. Negotiation',
		description: 'The value to reach. For a lookup, choose a record, or enter its ID or its text.',
	}),
	(entered, place) => {
		if (entered === undefined || entered === null) throw noValue(entered, place);
		if (typeof entered !== 'string' || keyText(entered) !== '') return entered;
		throw inputError(
			`The ${place} is empty`,
			'Write the value that the column reaches. For a column that is emptied, use the event Columns Changed with the condition "Is Empty".',
		);
	},
);

export const enteredValueFields = [column, value];

/** The condition for records whose column has the value. Rejects with kind `input`. */
export async function readEnteredValue(context: WatchContext, model: ObjectModel): Promise<QueryFilter> {
	const { n8n, client, zone } = context;
	const path = column.read(n8n, 0);
	if (path.includes('.') || path.includes('/')) {
		throw inputError(
			`The column ${path} belongs to another object, whose changes are not seen here (field ${column.label})`,
			'Choose a column of the object itself.',
		);
	}
	const row = { path, operator: 'equals' as const, value: value.read(n8n, 0) };
	const bind = { metadata: client.metadata, object: model.name, zone };
	const condition = await bindCondition(row, 'Column and Value', bind);
	await refuseUnknownRecords(context, condition, `field ${value.label}`);
	return conditionFilter(condition, zone);
}
