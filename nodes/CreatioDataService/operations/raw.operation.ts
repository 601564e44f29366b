import { attempt } from '../../shared/basics/attempt';
import { LABELS } from '../../shared/basics/labels';
import { objectsIn, sendRaw } from '../../shared/creatio/dataservice/rawQuery';
import { withNearObjects } from '../../shared/creatio/metadata/nearObjects';
import type { Operation } from '../../shared/n8n/context/operation';
import { optionsField } from '../../shared/n8n/form/connectionOptions';
import { choiceField, jsonField } from '../../shared/n8n/form/fieldKinds';
import { itemByItem } from '../../shared/n8n/run/itemWork';

const kindField = choiceField({
	name: 'kind',
	label: 'Query Type',
	choices: [
		{ name: 'Batch', value: 'BatchQuery' },
		{ name: 'Delete', value: 'DeleteQuery' },
		{ name: 'Insert', value: 'InsertQuery' },
		{ name: 'Select', value: 'SelectQuery' },
		{ name: 'Update', value: 'UpdateQuery' },
	],
	default: 'SelectQuery',
});

const queryField = jsonField({
	name: 'query',
	label: LABELS.query,
	default:
		'{\n  "rootSchemaName": "Contact",\n  "columns": { "items": { "Name": { "expression": { "columnPath": "Name" } } } },\n  "rowCount": 50\n}',
	required: true,
	description:
		'The query in the format of DataService. It is sent unchanged, and the response is returned unchanged.',
});

export const raw: Operation = {
	option: {
		name: 'Raw Query',
		value: 'raw',
		action: 'Run a raw query',
		description: 'Send a query that you wrote as JSON',
	},
	fields: [kindField, queryField, optionsField()],
	repeat: 'once',
	mayOnlyRead: true,
	begin(context) {
		const { n8n, client } = context;
		return itemByItem(context, async (itemIndex) => {
			const kind = kindField.read(n8n, itemIndex);
			const query = queryField.read(n8n, itemIndex);
			const outcome = await attempt(sendRaw(client.connection, kind, query));
			if (outcome.done) return [outcome.value];
			throw await withNearObjects(client.metadata, objectsIn(query), outcome.error);
		});
	},
};
