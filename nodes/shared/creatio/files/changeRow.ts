import { attempt } from '../../basics/attempt';
import { CreatioError, isCancelled } from '../../basics/errors';
import type { Connection } from '../../connection/serviceCall';
import type { Row } from '../model/rows';
import { writeMany } from '../odata/writeRecords';

/** One row at a time. */
const LIMITS = { batchSize: 1, parallel: 1, mostFailures: Infinity, atomic: false, columns: [] } as const;

/** Changes columns of a row. Rejects with kind `notFound` where it is not there. */
export async function changeRow(
	connection: Connection,
	object: string,
	id: string,
	body: Row,
): Promise<void> {
	if (Object.keys(body).length === 0) return;
	const [outcome] = await writeMany(connection, object, [{ kind: 'update', id, body }], LIMITS);
	if (outcome?.done === false) throw outcome.error;
	if (outcome?.value.kind === 'updated') return;
	throw new CreatioError('notFound', `The record ${id} of ${object} no longer exists`, { status: 404 });
}

/** Deletes a row after a failure. Returns false where it may still be there. */
export async function tryDelete(connection: Connection, object: string, id: string): Promise<boolean> {
	const deleted = await attempt(writeMany(connection, object, [{ kind: 'delete', id }], LIMITS));
	if (!deleted.done && isCancelled(deleted.error)) return false;
	return deleted.done && deleted.value[0]?.done === true;
}
