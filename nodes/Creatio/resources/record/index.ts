import type { Resource } from '../../../shared/n8n/run/operationList';
import { count } from './count.operation';
import { create } from './create.operation';
import { deleteRecord } from './delete.operation';
import { exportFile } from './exportFile.operation';
import { get } from './get.operation';
import { getAll } from './getAll.operation';
import { importFile } from './importFile.operation';
import { search } from './search.operation';
import { splitRanges } from './splitRanges.operation';
import { update } from './update.operation';
import { upsert } from './upsert.operation';

export const record: Resource = {
	name: 'record',
	displayName: 'Record',
	operations: [
		count,
		create,
		upsert,
		deleteRecord,
		exportFile,
		get,
		getAll,
		importFile,
		search,
		splitRanges,
		update,
	],
	defaultOperation: 'getAll',
};
