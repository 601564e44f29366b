import type { Resource } from '../../../shared/n8n/run/operationList';
import { deleteFile } from './delete.operation';
import { download } from './download.operation';
import { getAll } from './getAll.operation';
import { setImage } from './setImage.operation';
import { upload } from './upload.operation';

export const file: Resource = {
	name: 'file',
	displayName: 'File',
	operations: [deleteFile, download, getAll, setImage, upload],
	defaultOperation: 'getAll',
};
