import type { Resource } from '../../../shared/n8n/run/operationList';
import { deleteFile } from './delete.operation';
import { download } from './download.operation';
import { getAll } from './getAll.operation';

export const file: Resource = {
	name: 'file',
	displayName: 'File',
	operations: [deleteFile, download, getAll],
	defaultOperation: 'getAll',
};
