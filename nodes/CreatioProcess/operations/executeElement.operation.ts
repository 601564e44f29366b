import { keyText } from '../../shared/basics/keyText';
import { LABELS } from '../../shared/basics/labels';
import { executeElement as sendElement } from '../../shared/creatio/process/executeElement';
import type { Operation } from '../../shared/n8n/context/operation';
import { optionsField } from '../../shared/n8n/form/connectionOptions';
import { textField } from '../../shared/n8n/form/fieldKinds';
import { itemByItem } from '../../shared/n8n/run/itemWork';

const elementIdField = textField({
	name: 'elementId',
	label: LABELS.elementId,
	required: true,
	placeholder: 'e.g. c4ed336c-3e9b-40fe-8b82-5632476472b4',
	description:
		'The ID of the waiting element, for example from the column ProcessElementId of the activity it created',
});

export const executeElement: Operation = {
	option: {
		name: 'Execute Element',
		value: 'executeElement',
		action: 'Execute an element of a process run',
		description: 'Complete a waiting element so that the process continues',
	},
	fields: [elementIdField, optionsField()],
	repeat: 'once',
	begin(context) {
		const { n8n, client } = context;
		return itemByItem(context, async (itemIndex) => {
			const elementId = keyText(elementIdField.read(n8n, itemIndex));
			await sendElement(client.connection, elementId);
			return [{ executed: true, elementId }];
		});
	},
};
