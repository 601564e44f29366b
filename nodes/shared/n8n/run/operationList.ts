import {
	type IExecuteFunctions,
	type INodeProperties,
	NodeOperationError,
	updateDisplayOptions,
} from 'n8n-workflow';

import { describe } from '../../creatio/model/values';
import type { Operation } from '../context/operation';
import { propertiesOf } from '../form/field';

/** A resource of a node with its operations. */
export interface Resource {
	readonly name: string;
	readonly displayName: string;
	/** In the order of the list in the editor, which n8n requires to be alphabetical. */
	readonly operations: readonly Operation[];
	/** The default operation of a new node. */
	readonly defaultOperation: string;
}

/** The fields "Resource" and "Operation", and the fields of each operation, shown when it is chosen. */
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

/** The field "Operation", and the fields of each operation, shown when it is chosen. For nodes with one resource. */
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

/** The chosen operation. Neither field takes expressions, so the first item decides for all. */
export function findOperation(n8n: IExecuteFunctions, resources: readonly Resource[]): Operation {
	const resource = n8n.getNodeParameter('resource', 0);
	const found = resources.find(({ name }) => name === resource);
	if (found) return chosenOperation(n8n, found.operations, ` for "${found.name}"`);
	throw notInList(n8n, `There is no resource ${describe(resource)} (field Resource)`);
}

/** The same for a node with one resource. */
export function chosenOperation(
	n8n: IExecuteFunctions,
	operations: readonly Operation[],
	of = '',
): Operation {
	const operation = n8n.getNodeParameter('operation', 0);
	const found = operations.find(({ option }) => option.value === operation);
	if (found) return found;
	throw notInList(n8n, `There is no operation ${describe(operation)}${of} (field Operation)`);
}

function notInList(n8n: IExecuteFunctions, message: string): NodeOperationError {
	return new NodeOperationError(n8n.getNode(), message, { description: 'Choose one from the list.' });
}
