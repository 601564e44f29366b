import { attempt } from '../../basics/attempt';
import { isCreatioError } from '../../basics/errors';
import { isMembers } from '../../basics/json';
import type { Connection, ServiceAnswer } from '../../connection/serviceCall';
import type { Row } from '../model/rows';
import { type ReadQuery, readWithout, shapeOptions, unreadable } from './pageReader';
import { countPath, recordPath } from './url';

/** Reads one record. Returns `undefined` if none has this key. */
export async function readRecord(
	connection: Connection,
	object: string,
	id: string,
	shape: ReadQuery['shape'],
): Promise<Row | undefined> {
	const answer = await orNotFound(
		readWithout(connection, object, new Set(), (dropped) =>
			connection.call({
				method: 'GET',
				service: 'odata',
				path: recordPath(object, id, shapeOptions(shape, dropped)),
				repeat: 'read',
			}),
		),
	);
	if (answer) connection.meter.rows++;
	return answer && recordOf(answer, object);
}

async function orNotFound(answer: Promise<ServiceAnswer>): Promise<ServiceAnswer | undefined> {
	const outcome = await attempt(answer);
	if (outcome.done) return outcome.value;
	if (isCreatioError(outcome.error) && outcome.error.kind === 'notFound') return undefined;
	throw outcome.error;
}

function recordOf(answer: ServiceAnswer, object: string): Row {
	const { json } = answer;
	if (isMembers(json) && 'Id' in json) return json;
	throw unreadable(answer, `Creatio answered for a record of ${object} without its Id`, true);
}

/** Counts the records that match (contract 2.3, `/$count`). */
export async function countRecords(
	connection: Connection,
	object: string,
	filter: string | undefined,
): Promise<number> {
	const answer = await connection.call({
		method: 'GET',
		service: 'odata',
		path: countPath(object, { filter }),
		repeat: 'read',
	});
	const count = Number(answer.text.trim());
	if (answer.text.trim() !== '' && Number.isSafeInteger(count)) return count;
	throw unreadable(answer, `Creatio answered the count of ${object} without a number`);
}
