import type { Resource } from '../../../shared/n8n/run/operationList';
import { call } from './call.operation';
import { check } from './check.operation';

export const site: Resource = {
	name: 'site',
	displayName: 'Site',
	operations: [call, check],
	defaultOperation: 'check',
};
