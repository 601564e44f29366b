import { attempt } from '../../basics/attempt';
import { isCreatioError } from '../../basics/errors';
import { isMembers } from '../../basics/json';
import type { Connection, ServiceAnswer } from '../../connection/serviceCall';
import type { Row } from '../model/rows';
import { totalOf, unreadable } from './pageReader';
import { protocolOf } from './protocolOf';
import { readOData } from './readRequest';
import { type AskedShape, readShaped } from './shapedRead';
import { collectionPath, countPath, recordPath } from './url';

/** Reads one record. Returns `undefined` if none has this key. */
export async function readRecord(
	connection: Connection,
	object: string,
	id: string,
	shape: AskedShape,
): Promise<Row | undefined> {
	const answer = await orNotFound(
		readShaped(connection, object, shape, new Set(), (options) =>
			readOData(connection, recordPath(connection, object, id, options)),
		),
	);
	if (answer) connection.meter.rows++;
	return answer && recordOf(answer, object);
}

async function orNotFound(answer: Promise<ServiceAnswer>): Promise<ServiceAnswer | undefined> {
	const outcome = await attempt(answer);
	if (outcome.done) return outcome.value;
	const { error } = outcome;
	if (isCreatioError(error) && error.kind === 'notFound' && error.reason !== 'noObject') return undefined;
	throw error;
}

function recordOf(answer: ServiceAnswer, object: string): Row {
	const { json } = answer;
	if (isMembers(json) && 'Id' in json) return json;
	throw unreadable(answer, `Creatio answered for a record of ${object} without its Id`);
}

/**
 * Counts the records that match (contract 2.3, `/$count`). In a batch that answer would break the JSON, and newer
 * sites do not have it over OData 3, so there the number comes beside an empty page (contract 2.14, 3.1).
 */
export async function countRecords(
	connection: Connection,
	object: string,
	filter: string | undefined,
): Promise<number> {
	const inBatch = collectionPath(connection, object, { filter, count: true, top: 0 });
	const { hasCountAddress } = protocolOf(connection);
	const alone = hasCountAddress ? countPath(connection, object, { filter }) : inBatch;
	const answer = await readOData(connection, alone, inBatch);
	const count = totalOf(answer) ?? countIn(answer.text.trim());
	if (count !== undefined) return count;
	throw unreadable(answer, `Creatio answered the count of ${object} without a number`);
}

function countIn(text: string): number | undefined {
	const count = Number(text);
	return text !== '' && Number.isSafeInteger(count) ? count : undefined;
}
