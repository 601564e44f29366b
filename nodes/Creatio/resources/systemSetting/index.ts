import type { Resource } from '../../../shared/n8n/run/operationList';
import { get } from './get.operation';
import { update } from './update.operation';

export const systemSetting: Resource = {
	name: 'systemSetting',
	displayName: 'System Setting',
	operations: [get, update],
	defaultOperation: 'get',
};
