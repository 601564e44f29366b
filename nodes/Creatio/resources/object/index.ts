import type { Resource } from '../../../shared/n8n/run/operationList';
import { describe } from './describe.operation';
import { getAll } from './getAll.operation';

export const object: Resource = {
	name: 'object',
	displayName: 'Object',
	operations: [describe, getAll],
	defaultOperation: 'getAll',
};
