import { LABELS } from '../../../shared/basics/labels';
import { callSite } from '../../../shared/creatio/webservice/siteCall';
import { parseBody } from '../../../shared/creatio/webservice/serviceRequest';
import type { Operation, OperationContext } from '../../../shared/n8n/context/operation';
import { optionsField } from '../../../shared/n8n/form/connectionOptions';
import { needed, shownIf } from '../../../shared/n8n/form/field';
import { choiceField, textField } from '../../../shared/n8n/form/fieldKinds';
import { namedValuesField } from '../../../shared/n8n/form/namedValues';
import { itemByItem } from '../../../shared/n8n/run/itemWork';
import {
	answerOptions,
	mayRepeat,
	readAnswerChoice,
	rowsOfAnswer,
} from '../../../shared/n8n/webservice/answer';
import { bodyJsonField, readBodyJson } from '../../../shared/n8n/webservice/bodyJson';

const httpMethod = choiceField({
	name: 'httpMethod',
	label: 'HTTP Method',
	choices: [
		{ name: 'DELETE', value: 'DELETE' },
		{ name: 'GET', value: 'GET' },
		{ name: 'PATCH', value: 'PATCH' },
		{ name: 'POST', value: 'POST' },
		{ name: 'PUT', value: 'PUT' },
	],
	default: 'GET',
});

const address = needed(
	textField({
		name: 'address',
		label: LABELS.address,
		required: true,
		placeholder: 'e.g. rest/UsrService/Method or odata/Contact?$top=1',
		description: 'The path below the site, or its whole address. "/0" is added where the site needs it.',
	}),
	'Write it like rest/UsrService/Method or odata/Contact.',
);

const below = choiceField({
	name: 'below',
	label: 'Address Is Below',
	choices: [
		{ name: 'Site', value: 'root', description: 'Directly below the site, such as api/HealthCheck/Ping' },
		{ name: 'Workspace', value: 'workspace', description: 'Below "/0" on .NET Framework: services and data' },
	],
	default: 'workspace',
	description: 'Where an address without "/0" begins',
});

const query = namedValuesField('query', LABELS.queryParameters, 'Parameters in the URL');

/** Methods that have a body. */
const WITH_BODY: readonly string[] = ['PATCH', 'POST', 'PUT'];

export const call: Operation = {
	option: {
		name: 'Call',
		value: 'call',
		action: 'Call any address of the site',
		description: 'Send a request to any address below the site, signed in, such as a built-in service',
	},
	fields: [
		httpMethod,
		address,
		below,
		query,
		...shownIf({ httpMethod: [...WITH_BODY] }, bodyJsonField),
		optionsField(...answerOptions),
	],
	repeat: 'once',
	mayOnlyRead: true,
	begin(context) {
		const { n8n, client } = context;
		return itemByItem(context, async (itemIndex) => {
			const wanted = readAnswerChoice(context, itemIndex);
			const method = httpMethod.read(n8n, itemIndex);
			const request = {
				method,
				address: address.read(n8n, itemIndex),
				below: below.read(n8n, itemIndex),
				query: query.read(n8n, itemIndex),
				body: WITH_BODY.includes(method) ? readBody(context, itemIndex) : undefined,
				repeat: mayRepeat.read(n8n, itemIndex) ? ('read' as const) : undefined,
			};
			const answer = await callSite(client.connection, request, wanted.reading);
			return await rowsOfAnswer(context, answer, wanted);
		});
	},
};

function readBody(context: OperationContext, itemIndex: number): unknown {
	const exact = readBodyJson(context, itemIndex);
	return typeof exact === 'string' ? parseBody(exact) : exact;
}
