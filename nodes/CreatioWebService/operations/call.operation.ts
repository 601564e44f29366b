import { type IBinaryKeyData, type INodeProperties, updateDisplayOptions } from 'n8n-workflow';

import { isMembers, jsonIn } from '../../shared/basics/json';
import type { Row } from '../../shared/creatio/model/rows';
import { callWebService } from '../../shared/creatio/webservice/callService';
import type { WebServiceAnswer } from '../../shared/creatio/webservice/serviceAnswer';
import { readJsonBody, type WebServiceBody } from '../../shared/creatio/webservice/serviceRequest';
import type { Operation, OperationContext } from '../../shared/n8n/context/operation';
import { optionsField } from '../../shared/n8n/form/optionFields';
import { readChoice, readFlag, readPairs, readString } from '../../shared/n8n/form/parameters';
import { itemByItem } from '../../shared/n8n/run/itemWork';

/** Names with values. */
function pairsField(displayName: string, name: string, description: string): INodeProperties {
	return {
		displayName,
		name,
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Parameter',
		default: {},
		description,
		options: [
			{
				displayName: 'Parameter',
				name: 'parameter',
				values: [
					{ displayName: 'Name', name: 'name', type: 'string', default: '' },
					{ displayName: 'Value', name: 'value', type: 'string', default: '' },
				],
			},
		],
	};
}

const fields: readonly INodeProperties[] = [
	{
		displayName: 'Service',
		name: 'service',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. UsrCustomConfigurationService',
		description: 'The name of the class of the web service',
	},
	{
		displayName: 'Method',
		name: 'method',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. GetContactIdByName',
		description: 'The name of the method, or the path that its template gives it',
	},
	{
		displayName: 'HTTP Method',
		name: 'verb',
		type: 'options',
		options: [
			{ name: 'GET', value: 'GET' },
			{ name: 'POST', value: 'POST' },
		],
		default: 'POST',
	},
	{
		displayName: 'Access',
		name: 'route',
		type: 'options',
		options: [
			{ name: 'Anonymous', value: 'anonymous', description: 'A service for everybody; nobody signs in' },
			{ name: 'Portal User', value: 'portal' },
			{ name: 'Signed In', value: 'rest' },
		],
		default: 'rest',
		description: 'Who may call the service',
	},
	pairsField('Query Parameters', 'query', 'Parameters in the address'),
	...updateDisplayOptions({ show: { verb: ['POST'] } }, [
		{
			displayName: 'Body',
			name: 'bodyMode',
			type: 'options',
			options: [
				{
					name: 'Fields',
					value: 'fields',
					description: 'A value for each parameter of the method (body style Wrapped)',
				},
				{ name: 'JSON', value: 'json', description: 'The body as a whole, wrapped or bare as you write it' },
				{ name: 'None', value: 'none' },
			],
			default: 'fields',
		},
	]),
	...updateDisplayOptions({ show: { verb: ['POST'], bodyMode: ['fields'] } }, [
		pairsField(
			'Body Fields',
			'body',
			'Values by the name of the parameter. JSON values are sent as such; a text that looks like one, such as "42", needs double quotes.',
		),
	]),
	...updateDisplayOptions({ show: { verb: ['POST'], bodyMode: ['json'] } }, [
		{ displayName: 'Body (JSON)', name: 'bodyJson', type: 'json', default: '{}' },
	]),
];

const formatOption: INodeProperties = {
	displayName: 'Answer Format',
	name: 'format',
	type: 'options',
	options: [
		{ name: 'Automatic', value: 'auto', description: 'As the content type says' },
		{ name: 'File', value: 'file' },
		{ name: 'JSON', value: 'json' },
		{ name: 'Text', value: 'text' },
	],
	default: 'auto',
};

const fileFieldOption: INodeProperties = {
	displayName: 'Put File in Field',
	name: 'fileField',
	type: 'string',
	default: 'data',
	description: 'The field of the output item that holds a file that the service returns',
};

const simplifyOption: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

const repeatOption: INodeProperties = {
	displayName: 'May Be Repeated',
	name: 'mayRepeat',
	type: 'boolean',
	default: false,
	description:
		'Whether a POST may be sent again when its answer got lost; switch it on for methods that only read',
};

export const call: Operation = {
	option: {
		name: 'Call',
		value: 'call',
		action: 'Call a web service',
		description: 'Call a method of a custom web service',
	},
	properties: [...fields, optionsField(formatOption, fileFieldOption, simplifyOption, repeatOption)],
	begin(context) {
		const { n8n, client } = context;
		return itemByItem(context, async (itemIndex) => {
			const verb = readChoice(n8n, 'verb', 'HTTP Method', ['POST', 'GET'], itemIndex);
			const answer = await callWebService(
				client.connection,
				{
					route: readChoice(n8n, 'route', 'Access', ['rest', 'portal', 'anonymous'], itemIndex),
					service: readString(n8n, 'service', itemIndex),
					method: readString(n8n, 'method', itemIndex),
					verb,
					query: readPairs(n8n, 'query', 'Query Parameters', itemIndex),
					body: verb === 'POST' ? readBody(context, itemIndex) : undefined,
					repeat: readFlag(n8n, 'options.mayRepeat', itemIndex) ? 'read' : undefined,
				},
				{
					as: readChoice(n8n, 'options.format', 'Answer Format', ['auto', 'json', 'text', 'file'], itemIndex),
					simplify: readFlag(n8n, 'options.simplify', itemIndex, true),
				},
			);
			return await rowsOf(context, answer, itemIndex);
		});
	},
};

function readBody({ n8n }: OperationContext, itemIndex: number): WebServiceBody | undefined {
	switch (readChoice(n8n, 'bodyMode', 'Body', ['fields', 'json', 'none'], itemIndex)) {
		case 'none':
			return undefined;
		case 'json':
			return readJsonBody(n8n.getNodeParameter('bodyJson', itemIndex, ''));
		case 'fields': {
			const pairs = Object.entries(readPairs(n8n, 'body', 'Body Fields', itemIndex));
			return {
				kind: 'fields',
				fields: Object.fromEntries(pairs.map(([name, value]) => [name, typed(value)])),
			};
		}
	}
}

/** What is typed into a field is text; numbers, lists and the like are meant where it is JSON. */
function typed(value: unknown): unknown {
	if (typeof value !== 'string' || !/^\s*([[{"]|-?\d|true\s*$|false\s*$|null\s*$)/.test(value)) return value;
	const parsed = jsonIn(value);
	// A number that would lose digits, such as a long code, stays the text that it is.
	const losesDigits = typeof parsed === 'number' && String(parsed) !== value.trim();
	return parsed === undefined || losesDigits ? value : parsed;
}

async function rowsOf(
	context: OperationContext,
	answer: WebServiceAnswer,
	itemIndex: number,
): Promise<readonly Row[]> {
	switch (answer.kind) {
		case 'nothing':
			return [{ success: true }];
		case 'text':
		case 'xml':
			return [{ data: answer.text }];
		case 'file':
			return [await fileRow(context, answer, itemIndex)];
		case 'json':
			return Array.isArray(answer.value) && answer.value.every(isMembers)
				? answer.value
				: [isMembers(answer.value) ? answer.value : { data: answer.value }];
	}
}

async function fileRow(
	{ n8n, attach }: OperationContext,
	{ bytes, fileName, mimeType }: Extract<WebServiceAnswer, { kind: 'file' }>,
	itemIndex: number,
): Promise<Row> {
	const field = readString(n8n, 'options.fileField', itemIndex, 'data').trim() || 'data';
	const row = { fileName: fileName ?? null, mimeType, bytes: bytes.length };
	const file = await n8n.helpers.prepareBinaryData(Buffer.from(bytes), fileName, mimeType);
	const binary: IBinaryKeyData = { [field]: file };
	attach(row, binary);
	return row;
}
