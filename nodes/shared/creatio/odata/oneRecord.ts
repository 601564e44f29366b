import { attempt } from '../../basics/attempt';
import { CreatioError, isCreatioError } from '../../basics/errors';
import type { Connection, ServiceAnswer } from '../../connection/serviceCall';
import type { Row } from '../model/rows';
import { type ReadQuery, readWithout, shapeOptions, unreadable } from './pageReader';
import { collectionPath, countPath, recordPath } from './url';

/** One record, or `undefined` when there is none with this key. */
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
	if (typeof json === 'object' && json !== null && 'Id' in json) return json as Row;
	throw unreadable(answer, `Creatio answered for a record of ${object} without its Id`, true);
}

/** How many records match (contract 2.3, `/$count`). */
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

/** How often a create whose answer got lost is settled by a look and sent again. */
const CREATE_ATTEMPTS = 3;

/**
 * Creates a record under a key that we chose (contract 2.9), so that a lost answer can be settled by looking:
 * the record is there, or it is not and may be sent again. Never makes two records. `shape` is what is read of a
 * record that turned out to be there.
 */
export async function createRecord(
	connection: Connection,
	object: string,
	body: Row & { readonly Id: string },
	shape: ReadQuery['shape'],
): Promise<Row> {
	for (let round = 1; ; round++) {
		const outcome = await attempt(
			connection
				.call({
					method: 'POST',
					service: 'odata',
					path: collectionPath(object),
					json: body,
					repeat: 'once',
				})
				.then((answer) => recordOf(answer, object)),
		);
		if (outcome.done) return outcome.value;
		const { error } = outcome;
		// From the second time on, a refusal may mean that the first one did arrive in the end: the key is taken.
		const isUnsettled = isCreatioError(error) && (error.perhapsDone || round > 1);
		if (!isUnsettled) throw error;
		const found = await lookAfterLostAnswer(connection, object, body.Id, shape, error);
		if (found) return found;
		if (!error.perhapsDone) throw error;
		// The last one to be sent may still arrive.
		if (round >= CREATE_ATTEMPTS) throw stillUnknown(object, body.Id, error, error);
		connection.meter.retries++;
	}
}

async function lookAfterLostAnswer(
	connection: Connection,
	object: string,
	id: string,
	shape: ReadQuery['shape'],
	lost: CreatioError,
): Promise<Row | undefined> {
	const outcome = await attempt(readRecord(connection, object, id, shape));
	if (outcome.done) return outcome.value;
	throw stillUnknown(object, id, lost, outcome.error);
}

function stillUnknown(object: string, id: string, lost: CreatioError, cause: unknown): CreatioError {
	return new CreatioError(
		lost.kind,
		`${lost.message}. Whether the ${object} record was created is not known`,
		{
			cure: `Look for the record with the ID ${id} before you run this item again.`,
			status: lost.status,
			perhapsDone: true,
			cause,
		},
	);
}
