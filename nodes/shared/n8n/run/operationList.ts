import {
	type IExecuteFunctions,
	type INodeProperties,
	NodeOperationError,
	updateDisplayOptions,
} from 'n8n-workflow';

import type { Operation } from '../context/operation';
import { propertiesOf } from '../form/field';

/** A thing that a node works on, with what can be done to it. */
export interface Resource {
	readonly name: string;
	readonly displayName: string;
	/** In the order of the list in the editor, which n8n wants alphabetical. */
	readonly operations: readonly Operation[];
	/** Value of the operation that a new node starts with. */
	readonly defaultOperation: string;
}

/** The fields "Resource" and "Operation", and each operation's own fields where that operation is chosen. */
export function resourceProperties(
	resources: readonly Resource[],
	defaultResource: string,
): INodeProperties[] {
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources.map(({ name, displayName }) => ({ name: displayName, value: name })),
			default: defaultResource,
		},
		...resources.flatMap(resourceOperations),
	];
}

function resourceOperations({ name, operations, defaultOperation }: Resource): INodeProperties[] {
	return updateDisplayOptions(
		{ show: { resource: [name] } },
		operationProperties(operations, defaultOperation),
	);
}

/** The field "Operation", and each operation's own fields where it is chosen. For nodes that work on one thing. */
export function operationProperties(
	operations: readonly Operation[],
	defaultOperation: string,
): INodeProperties[] {
	return [
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			options: operations.map(({ option }) => option),
			default: defaultOperation,
		},
		...operations.flatMap(({ option, fields }) =>
			updateDisplayOptions({ show: { operation: [option.value] } }, propertiesOf(fields)),
		),
	];
}

/** The operation that the node is set to. Neither field takes expressions, so the first item speaks for all. */
export function findOperation(n8n: IExecuteFunctions, resources: readonly Resource[]): Operation {
	const resource = n8n.getNodeParameter('resource', 0);
	const found = resources.find(({ name }) => name === resource);
	return chosenOperation(n8n, found?.operations ?? [], ` for "${String(resource)}"`);
}

/** The same for a node that works on one thing. */
export function chosenOperation(
	n8n: IExecuteFunctions,
	operations: readonly Operation[],
	of = '',
): Operation {
	const operation = n8n.getNodeParameter('operation', 0);
	const found = operations.find(({ option }) => option.value === operation);
	if (found) return found;
	throw new NodeOperationError(n8n.getNode(), `There is no operation "${String(operation)}"${of}`, {
		description: 'Choose an operation from the list.',
	});
}
