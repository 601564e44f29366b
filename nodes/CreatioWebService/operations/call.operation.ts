import { LABELS } from '../../shared/basics/labels';
import { callWebService } from '../../shared/creatio/webservice/callService';
import { readJsonBody, type WebServiceBody } from '../../shared/creatio/webservice/serviceRequest';
import type { Operation, OperationContext } from '../../shared/n8n/context/operation';
import { optionsField } from '../../shared/n8n/form/connectionOptions';
import { dependent, shownIf } from '../../shared/n8n/form/field';
import { choiceField, textField } from '../../shared/n8n/form/fieldKinds';
import { namedValuesField } from '../../shared/n8n/form/namedValues';
import { itemByItem } from '../../shared/n8n/run/itemWork';
import { answerOptions, mayRepeat, readAnswerChoice, rowsOfAnswer } from '../../shared/n8n/webservice/answer';
import { bodyJsonField, readBodyJson } from '../../shared/n8n/webservice/bodyJson';
import { bodyFields, readBodyFields } from './bodyFields';

const service = textField({
	name: 'service',
	label: LABELS.service,
	required: true,
	placeholder: 'e.g. UsrCustomConfigurationService',
	description: 'The class name of the web service',
});

const method = textField({
	name: 'method',
	label: LABELS.method,
	required: true,
	placeholder: 'e.g. GetContactIdByName',
	description: 'The name of the method, or the path from its URI template',
});

const verb = choiceField({
	name: 'verb',
	label: 'HTTP Method',
	choices: [
		{ name: 'GET', value: 'GET' },
		{ name: 'POST', value: 'POST' },
	],
	default: 'POST',
});

const access = choiceField({
	name: 'route',
	label: 'Access',
	choices: [
		{ name: 'Anonymous', value: 'anonymous', description: 'Public service, called without signing in' },
		{ name: 'Portal User', value: 'portal' },
		{ name: 'Signed In', value: 'rest' },
	],
	default: 'rest',
	description: 'How to call the service',
});

const query = namedValuesField('query', 'Query Parameters', 'Parameters in the URL');

const bodyMode = dependent(
	choiceField({
		name: 'bodyMode',
		label: LABELS.body,
		choices: [
			{
				name: 'Fields',
				value: 'fields',
				description: 'One value per parameter of the method (body style Wrapped)',
			},
			{ name: 'JSON', value: 'json', description: 'The whole body, wrapped or bare' },
			{ name: 'None', value: 'none' },
		],
		default: 'fields',
	}),
);

export const call: Operation = {
	option: {
		name: 'Call',
		value: 'call',
		action: 'Call a web service',
		description: 'Call a method of a custom web service',
	},
	fields: [
		service,
		method,
		verb,
		access,
		query,
		...shownIf({ verb: ['POST'] }, bodyMode),
		...shownIf({ verb: ['POST'], bodyMode: ['fields'] }, bodyFields),
		...shownIf({ verb: ['POST'], bodyMode: ['json'] }, bodyJsonField),
		optionsField(...answerOptions),
	],
	repeat: 'once',
	mayOnlyRead: true,
	begin(context) {
		const { n8n, client } = context;
		return itemByItem(context, async (itemIndex) => {
			const wanted = readAnswerChoice(context, itemIndex);
			const chosenVerb = verb.read(n8n, itemIndex);
			const answer = await callWebService(
				client.connection,
				{
					route: access.read(n8n, itemIndex),
					service: service.read(n8n, itemIndex),
					method: method.read(n8n, itemIndex),
					verb: chosenVerb,
					query: query.read(n8n, itemIndex),
					body: chosenVerb === 'POST' ? readBody(context, itemIndex) : undefined,
					repeat: mayRepeat.read(n8n, itemIndex) ? 'read' : undefined,
				},
				wanted.reading,
			);
			return await rowsOfAnswer(context, answer, wanted);
		});
	},
};

function readBody(context: OperationContext, itemIndex: number): WebServiceBody | undefined {
	const { n8n } = context;
	switch (bodyMode.read(n8n, itemIndex)) {
		case 'none':
			return undefined;
		case 'json':
			return readJsonBody(readBodyJson(context, itemIndex));
		case 'fields':
			return { kind: 'fields', fields: readBodyFields(context, itemIndex) };
	}
}
