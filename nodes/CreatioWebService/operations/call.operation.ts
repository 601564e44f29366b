import type { IBinaryKeyData } from 'n8n-workflow';

import { isMembers } from '../../shared/basics/json';
import { LABELS } from '../../shared/basics/labels';
import type { Row } from '../../shared/creatio/model/rows';
import { callWebService } from '../../shared/creatio/webservice/callService';
import type { WebServiceAnswer } from '../../shared/creatio/webservice/serviceAnswer';
import { readJsonBody, type WebServiceBody } from '../../shared/creatio/webservice/serviceRequest';
import type { Operation, OperationContext } from '../../shared/n8n/context/operation';
import { simplifyOf } from '../../shared/n8n/form/columnsToReturn';
import { optionsField } from '../../shared/n8n/form/connectionOptions';
import { exactValue } from '../../shared/n8n/form/exactValue';
import { dependent, option, shownIf } from '../../shared/n8n/form/field';
import { choiceField, flagField, givenValue, textField, valueField } from '../../shared/n8n/form/fieldKinds';
import { namedValuesField } from '../../shared/n8n/form/namedValues';
import { itemByItem } from '../../shared/n8n/run/itemWork';
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

const bodyJson = dependent(
	givenValue(valueField({ name: 'bodyJson', label: LABELS.bodyJson, type: 'json', default: '{}' })),
);

const answerFormat = option(
	choiceField({
		name: 'format',
		label: LABELS.responseFormat,
		choices: [
			{ name: 'Automatic', value: 'auto', description: 'Follow the content type of the response' },
			{ name: 'File', value: 'file' },
			{ name: 'JSON', value: 'json' },
			{ name: 'Text', value: 'text' },
		],
		default: 'auto',
	}),
);

const fileField = option(
	textField({
		name: 'fileField',
		label: 'Put File in Field',
		default: 'data',
		description: 'The name of the output field that receives a file the service returns',
	}),
);

const simplifyOption = option(
	simplifyOf('Whether to return a simplified version of the response instead of the raw data'),
);

const mayRepeat = option(
	flagField({
		name: 'mayRepeat',
		label: LABELS.safeToRetry,
		description:
			'Whether a POST may be sent again if its response is lost. Turn on only for methods that read.',
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
		...shownIf({ verb: ['POST'], bodyMode: ['json'] }, bodyJson),
		optionsField(answerFormat, fileField, simplifyOption, mayRepeat),
	],
	repeat: 'once',
	mayOnlyRead: true,
	begin(context) {
		const { n8n, client } = context;
		return itemByItem(context, async (itemIndex) => {
			const chosenVerb = verb.read(n8n, itemIndex);
			const field = fileField.read(n8n, itemIndex).trim() || String(fileField.property.default);
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
				{
					as: answerFormat.read(n8n, itemIndex),
					simplify: simplifyOption.read(n8n, itemIndex),
				},
			);
			return await rowsOf(context, answer, field);
		});
	},
};

function readBody(context: OperationContext, itemIndex: number): WebServiceBody | undefined {
	const { n8n } = context;
	switch (bodyMode.read(n8n, itemIndex)) {
		case 'none':
			return undefined;
		case 'json':
			return readJsonBody(
				exactValue(n8n, 'bodyJson', itemIndex, bodyJson.read(n8n, itemIndex), `field ${bodyJson.label}`),
			);
		case 'fields':
			return { kind: 'fields', fields: readBodyFields(context, itemIndex) };
	}
}

async function rowsOf(
	context: OperationContext,
	answer: WebServiceAnswer,
	field: string,
): Promise<readonly Row[]> {
	switch (answer.kind) {
		case 'nothing':
			return [{ success: true }];
		case 'text':
		case 'xml':
			return [{ data: answer.text }];
		case 'file':
			return [await fileRow(context, answer, field)];
		case 'json':
			return Array.isArray(answer.value) && answer.value.every(isMembers)
				? answer.value
				: [isMembers(answer.value) ? answer.value : { data: answer.value }];
	}
}

async function fileRow(
	{ n8n, attach }: OperationContext,
	{ bytes, fileName, mimeType }: Extract<WebServiceAnswer, { kind: 'file' }>,
	field: string,
): Promise<Row> {
	const row = { fileName: fileName ?? null, mimeType, bytes: bytes.length };
	const file = await n8n.helpers.prepareBinaryData(Buffer.from(bytes), fileName, mimeType);
	const binary: IBinaryKeyData = { [field]: file };
	attach(row, binary);
	return row;
}
