import { type IExecuteFunctions, type INodeProperties, NodeOperationError } from 'n8n-workflow';

import { describe } from '../../creatio/model/values';
import type { Operation } from '../context/operation';
import { propertiesOf, showWhere } from '../form/field';

/** A resource of a node with its operations. */
export interface Resource {
	readonly name: string;
	readonly displayName: string;
	/** In the order of the list in the editor, which n8n requires to be alphabetical. */
	readonly operations: readonly Operation[];
	/** The default operation of a new node. */
	readonly defaultOperation: string;
}

/**
 * The fields "Resource" and "Operation", and the fields of each operation, shown when it is chosen. A single resource is hidden, but
 * has to be there: n8n names and describes nodes and tools by resource and operation.
 */
export function resourceProperties(
	resources: readonly Resource[],
	defaultResource: string,
): INodeProperties[] {
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			noDataExpression: true,
			// The node panel lists actions by these, also by those of a hidden field.
			options: resources.map(({ name, displayName }) => ({ name: displayName, value: name })),
			default: defaultResource,
			type: resources.length === 1 ? 'hidden' : 'options',
		},
		...resources.flatMap(operationProperties),
	];
}

function operationProperties({ name, operations, defaultOperation }: Resource): INodeProperties[] {
	const properties: INodeProperties[] = [
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			options: operations.map(({ option }) => option),
			default: defaultOperation,
		},
		...operations.flatMap(({ option, fields }) =>
			showWhere({ operation: [option.value] }, propertiesOf(fields)),
		),
	];
	return showWhere({ resource: [name] }, properties);
}

/** The operations of all resources. */
export function operationsOf(resources: readonly Resource[]): Operation[] {
	return resources.flatMap(({ operations }) => operations);
}

/** The chosen operation. Neither field takes expressions, so the first item decides for all. */
export function findOperation(n8n: IExecuteFunctions, resources: readonly Resource[]): Operation {
	const resource = n8n.getNodeParameter('resource', 0);
	const found = resources.find(({ name }) => name === resource);
	if (!found) throw notInList(n8n, `There is no resource ${describe(resource)} (field Resource)`);
	const operation = n8n.getNodeParameter('operation', 0);
	const chosen = found.operations.find(({ option }) => option.value === operation);
	if (chosen) return chosen;
	const of = resources.length === 1 ? '' : ` for "${found.name}"`;
	throw notInList(n8n, `There is no operation ${describe(operation)}${of} (field Operation)`);
}

function notInList(n8n: IExecuteFunctions, message: string): NodeOperationError {
	return new NodeOperationError(n8n.getNode(), message, { description: 'Choose one from the list.' });
}
