import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError, updateDisplayOptions } from 'n8n-workflow';

import type { Operation } from './run';

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
		...resources.flatMap(operationProperties),
	];
}

function operationProperties({ name, operations, defaultOperation }: Resource): INodeProperties[] {
	return [
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource: [name] } },
			options: operations.map(({ option }) => option),
			default: defaultOperation,
		},
		...operations.flatMap(({ option, properties }) =>
			updateDisplayOptions({ show: { resource: [name], operation: [option.value] } }, [...properties]),
		),
	];
}

/** The operation that the node is set to. Neither field takes expressions, so the first item speaks for all. */
export function findOperation(n8n: IExecuteFunctions, resources: readonly Resource[]): Operation {
	const resource = n8n.getNodeParameter('resource', 0);
	const operation = n8n.getNodeParameter('operation', 0);
	const found = resources
		.find(({ name }) => name === resource)
		?.operations.find(({ option }) => option.value === operation);
	if (found) return found;
	throw new NodeOperationError(
		n8n.getNode(),
		`There is no operation "${String(operation)}" for "${String(resource)}"`,
		{
			description: 'Choose an operation from the list.',
		},
	);
}
