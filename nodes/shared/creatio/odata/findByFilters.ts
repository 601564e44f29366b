import { attempt, type Attempt } from '../../basics/attempt';
import { chunks } from '../../basics/parallel';
import type { Connection, ServiceAnswer } from '../../connection/serviceCall';
import { isDivisible } from '../bulk/settlement';
import type { Condition } from '../conditions/tree';
import type { Column } from '../model/objectModel';
import type { Row } from '../model/rows';
import { type BatchPart, MAX_PARTS, sendBatch } from './batchRequest';
import { KEYS_IN_FILTER } from './filterText';
import { isPerhapsCut, rowsOf } from './pageReader';
import { readRows } from './readRows';
import { selectOption } from './selectExpand';
import { splitFilter } from './splitFilter';
import { collectionPath } from './url';

/** Returns which of the keys exist, in lower case. */
export async function existingIds(
	connection: Connection,
	object: string,
	ids: readonly string[],
): Promise<ReadonlySet<string>> {
	return new Set((await readByIds(connection, object, ids, [])).keys());
}

/** Reads records by key, a dozen keys in a filter, a hundred filters in a batch. Returns them by key in lower case. */
export async function readByIds(
	connection: Connection,
	object: string,
	ids: readonly string[],
	columns: readonly Column[],
): Promise<ReadonlyMap<string, Row>> {
	const filters = chunks([...new Set(ids)], KEYS_IN_FILTER).map((keys) =>
		keys.map((id) => `Id eq ${id}`).join(' or '),
	);
	const rows = await readFilters(connection, object, filters, columns);
	return new Map(rows.map((row) => [String(row.Id).toLowerCase(), row]));
}

/** Returns the keys, in lower case, of the records that match one of the filters. Many filters take few requests. */
export async function idsPassing(
	connection: Connection,
	object: string,
	filters: ReadonlyArray<string | undefined>,
): Promise<ReadonlySet<string>> {
	const rows = await readFilters(connection, object, filters, []);
	return new Set(rows.map(({ Id }) => String(Id).toLowerCase()));
}

/** Returns all records that match a condition of any size. Meant for conditions that match few records each. */
export async function rowsMatching(
	connection: Connection,
	object: string,
	condition: Condition,
	columns: readonly Column[],
): Promise<Row[]> {
	const clock = { now: new Date(), zone: 'UTC' };
	const { filters } = splitFilter(condition, { clock, emptyLookup: 'navigation' });
	const rows = await readFilters(connection, object, filters, columns);
	return [...new Map(rows.map((row) => [row.Id, row])).values()];
}

async function readFilters(
	connection: Connection,
	object: string,
	filters: ReadonlyArray<string | undefined>,
	columns: readonly Column[],
): Promise<Row[]> {
	const select = selectOption(columns);
	const parts = filters.map((filter): BatchPart => ({
		method: 'GET',
		path: collectionPath(object, { select, filter }),
		repeat: 'read',
	}));
	const answers: Array<Attempt<ServiceAnswer>> = [];
	for (const batch of chunks(parts, MAX_PARTS)) {
		for (const answer of await sendReads(connection, batch)) answers.push(answer);
	}
	const rows: Row[] = [];
	for (const [index, answer] of answers.entries()) {
		if (!answer.done) throw answer.error;
		const page = rowsOf(answer.value, object);
		const isWhole = !isPerhapsCut(answer.value, page.length);
		const whole = isWhole ? page : await readWhole(connection, object, filters[index], columns);
		for (const row of whole) rows.push(row);
	}
	return rows;
}

/** A batch that is refused as a whole, such as one that is too large, is read in halves. */
async function sendReads(
	connection: Connection,
	parts: readonly BatchPart[],
): Promise<Array<Attempt<ServiceAnswer>>> {
	const outcome = await attempt(sendBatch(connection, parts));
	if (outcome.done) return outcome.value;
	if (!isDivisible(outcome.error)) throw outcome.error;
	const answers: Array<Attempt<ServiceAnswer>> = [];
	for (const half of chunks(parts, Math.ceil(parts.length / 2))) {
		for (const answer of await sendReads(connection, half)) {
			// One part that fails makes the whole read fail.
			if (!answer.done) throw answer.error;
			answers.push(answer);
		}
	}
	return answers;
}

/** A value of thousands of records fills an answer up to the site's limit, which hides the records of other values. */
async function readWhole(
	connection: Connection,
	object: string,
	filter: string | undefined,
	columns: readonly Column[],
): Promise<Row[]> {
	const shape = { columns, labels: [], related: [] };
	return await readRows(connection, { object, shape, filter, limit: Infinity });
}
