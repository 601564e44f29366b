import { inputError } from '../../basics/errors';
import { bindCondition } from '../../creatio/conditions/bindRow';
import type { ObjectModel } from '../../creatio/model/objectModel';
import type { QueryFilter } from '../../creatio/odata/queryRecords';
import { readLocator, readString } from '../form/parameters';
import { conditionFilter } from '../form/recordQuery';
import type { WatchContext } from './watch';

/** Records whose column has the value. Rejects with kind `input` as a condition does. */
export async function readEnteredValue(context: WatchContext, model: ObjectModel): Promise<QueryFilter> {
	const { n8n, client, zone } = context;
	const path = readLocator(n8n, 'column', 0);
	if (path.includes('.') || path.includes('/')) {
		throw inputError(
			`The column ${path} belongs to another object, whose changes are not seen here (field Column)`,
			'Choose a column of the object itself.',
		);
	}
	const row = { path, operator: 'equals' as const, value: readString(n8n, 'value', 0) };
	const bind = { metadata: client.metadata, object: model.name, zone };
	return conditionFilter(await bindCondition(row, 'Column and Value', bind), zone);
}
