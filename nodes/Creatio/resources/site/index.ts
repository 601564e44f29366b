import type { Resource } from '../../../shared/n8n/run/operationList';
import { call } from './call.operation';

export const site: Resource = {
	name: 'site',
	displayName: 'Site',
	operations: [call],
	defaultOperation: 'call',
};
