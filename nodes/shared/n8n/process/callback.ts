import type { IWebhookDescription, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { inputError } from '../../basics/errors';
import { parameterName } from '../../creatio/process/engineService';
import type { OperationContext } from '../context/operation';
import { locatorField } from '../form/locatorField';
import { waitField } from './waiting';

/** The address that a process calls to resume the waiting execution; n8n creates one for each execution. */
export const callbackWebhook: IWebhookDescription = {
	name: 'default',
	httpMethod: 'POST',
	responseMode: 'onReceived',
	// Otherwise n8n returns the name of a setting.
	responseData: '',
	path: '={{ $nodeId }}',
	restartWebhook: true,
	isFullPath: true,
};

const nothingToDo = async () => true;

/** The address is valid as long as the execution waits: nothing has to be registered in Creatio. */
export const callbackWebhookMethods = {
	default: { checkExists: nothingToDo, create: nothingToDo, delete: nothingToDo },
};

/** What the process sends becomes the output of the node. */
export async function calledBack(this: IWebhookFunctions): Promise<IWebhookResponseData> {
	const body = this.getBodyData();
	return { workflowData: [[{ json: { status: 'completed', results: body } }]] };
}

/** The address for the parameter. An execution waits in one place, so there is only one item. */
export function addressToCall({ n8n }: OperationContext): string {
	if (n8n.getInputData().length > 1) {
		throw inputError(
			`Waiting for a call takes one item, but there are ${n8n.getInputData().length} (field ${waitField.label})`,
			'Add a Loop Over Items node before this one, or wait by the process log.',
		);
	}
	// Newer versions of n8n append a token, so the node's part must not be at the end.
	const address = new URL(String(n8n.evaluateExpression('{{ $execution.resumeUrl }}', 0)));
	address.pathname = `${address.pathname}/${n8n.getNode().id}`;
	return address.href;
}

export const callbackParameterField = locatorField({
	name: 'callbackParameter',
	label: 'Callback URL Parameter',
	description:
		'The text parameter that receives the callback URL. When it is done, the process calls this URL with POST; the body becomes the output.',
	list: 'searchTextParameters',
	listPlaceholder: 'Select a parameter...',
	modes: [{ displayName: 'By Code', name: 'code', type: 'string', placeholder: 'e.g. CallbackUrl' }],
	displayOptions: { show: { wait: ['callback'] } },
});

export function readCallbackParameter({ n8n }: OperationContext, itemIndex: number): string {
	const name = callbackParameterField.read(n8n, itemIndex);
	if (name !== '') return parameterName(name, callbackParameterField.label);
	throw inputError(
		`The field ${callbackParameterField.label} is empty`,
		'Write the code of the text parameter of the process that gets the address to call.',
	);
}

/** Suspends the execution. It continues when the process calls, or when the time is over. */
export async function putToWait({ n8n }: OperationContext, limitMs: number): Promise<void> {
	await n8n.putExecutionToWait(new Date(Date.now() + limitMs));
}
