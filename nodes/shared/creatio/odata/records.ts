import { attempt } from '../../http/attempt';
import { CreatioError, isCreatioError } from '../../http/errors';
import type { Connection, ServiceAnswer } from '../../http/types';
import type { Row, RowShape } from '../rows';
import { expandOption, selectOption } from './select';
import { collectionPath, countPath, recordPath, type QueryOptions } from './url';

export interface ReadQuery {
	readonly object: string;
	readonly shape: Pick<RowShape, 'columns' | 'labels' | 'related'>;
	/** Compiled, not encoded. */
	readonly filter?: string;
	/** `Name asc,CreatedOn desc`; the key is added, so that pages do not overlap. */
	readonly orderby?: string;
	/** Infinity for all records. */
	readonly limit: number;
	/** Records to pass over first. */
	readonly skip?: number;
}

/** Rows asked for in one request. The server's own cap is 20,000 (contract 2.13). */
export const PAGE_SIZE = 1_000;

/** How often columns that a site cannot serialise are left out before we give up. */
const MAX_DROPPED_COLUMNS = 20;
const MISSING_PROPERTY = /is missing the property '(\w+)'/;

/** What a read tells beside its rows. */
export interface ReadNotes {
	/** Columns that the model has but that the site could not return (contract 2.8). */
	readonly droppedColumns: Set<string>;
}

/**
 * Rows of a query, page by page, each row once. Sends as few rows as the limit asks for. Goes on by offset
 * in the order of the query and the key, also where a site cuts pages and says so by a next link (contract 2.13).
 */
export async function* readPages(
	connection: Connection,
	query: ReadQuery,
	notes: ReadNotes,
	signal?: AbortSignal,
): AsyncGenerator<readonly Row[]> {
	const seen = new Set<unknown>();
	let delivered = 0;
	for (let skip = query.skip ?? 0; delivered < query.limit;) {
		const top = Math.min(PAGE_SIZE, query.limit - delivered);
		const { page, rest } = await readPage(connection, query, { top, skip }, notes, signal);
		// A record that was added meanwhile moves the later ones down: the page then begins with rows we have.
		const fresh = page.filter((row) => !seen.has(row.Id));
		for (const row of fresh) seen.add(row.Id);
		if (fresh.length > 0) yield fresh;
		delivered += fresh.length;
		if (page.length === 0 || (page.length < top && !rest)) return;
		skip += page.length;
	}
}

async function readPage(
	connection: Connection,
	query: ReadQuery,
	window: { readonly top: number; readonly skip: number },
	notes: ReadNotes,
	signal?: AbortSignal,
): Promise<Page> {
	const order = query.orderby ? `${query.orderby},Id asc` : 'Id asc';
	const answer = await readWithout(notes, (dropped) =>
		connection.call({
			method: 'GET',
			service: 'odata',
			path: collectionPath(query.object, {
				...shapeOptions(query.shape, dropped),
				filter: query.filter,
				orderby: order,
				top: window.top,
				skip: window.skip === 0 ? undefined : window.skip,
			}),
			repeat: 'read',
			signal,
		}),
	);
	return pageOf(answer, query.object);
}

function shapeOptions(
	shape: ReadQuery['shape'],
	dropped: ReadonlySet<string>,
): Pick<QueryOptions, 'select' | 'expand'> {
	const columns = shape.columns.filter(
		(column) => !dropped.has(column.property) && !dropped.has(column.name),
	);
	return {
		select: selectOption(columns),
		expand: expandOption([...shape.labels.map((label) => label.path), ...shape.related]),
	};
}

/** Repeats a read without the columns that the site says it cannot return: better most of a record than none. */
async function readWithout(
	notes: ReadNotes,
	read: (dropped: ReadonlySet<string>) => Promise<ServiceAnswer>,
): Promise<ServiceAnswer> {
	for (;;) {
		const outcome = await attempt(read(notes.droppedColumns));
		if (outcome.done) return outcome.value;
		const { error } = outcome;
		const column = isCreatioError(error) ? MISSING_PROPERTY.exec(error.message)?.[1] : undefined;
		const isKnown = column === undefined || notes.droppedColumns.has(column);
		if (isKnown || notes.droppedColumns.size >= MAX_DROPPED_COLUMNS) throw error;
		notes.droppedColumns.add(column);
	}
}

interface Page {
	readonly page: readonly Row[];
	/** The site cut its answer and said so by a next link; the offset goes on from there as well. */
	readonly rest: boolean;
}

function pageOf(answer: ServiceAnswer, object: string): Page {
	const { json } = answer;
	if (typeof json === 'object' && json !== null && 'value' in json && Array.isArray(json.value)) {
		return { page: json.value, rest: '@odata.nextLink' in json };
	}
	throw unreadable(answer, `Creatio answered the read of ${object} without a list of records`);
}

function unreadable(answer: ServiceAnswer, message: string, perhapsDone = false): CreatioError {
	return new CreatioError('unreadable', message, {
		status: answer.status,
		cure: 'Check the site address; a proxy or another application may answer in its place.',
		perhapsDone,
	});
}

/** One record, or `undefined` when there is none with this key. */
export async function readRecord(
	connection: Connection,
	object: string,
	id: string,
	shape: ReadQuery['shape'],
	notes: ReadNotes,
	signal?: AbortSignal,
): Promise<Row | undefined> {
	const answer = await orNotFound(
		readWithout(notes, (dropped) =>
			connection.call({
				method: 'GET',
				service: 'odata',
				path: recordPath(object, id, shapeOptions(shape, dropped)),
				repeat: 'read',
				signal,
			}),
		),
	);
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
	signal?: AbortSignal,
): Promise<number> {
	const answer = await connection.call({
		method: 'GET',
		service: 'odata',
		path: countPath(object, { filter }),
		repeat: 'read',
		signal,
	});
	const count = Number(answer.text.trim());
	if (answer.text.trim() !== '' && Number.isSafeInteger(count)) return count;
	throw unreadable(answer, `Creatio answered the count of ${object} without a number`);
}

/** Whether there is a record with this key. */
export async function recordExists(
	connection: Connection,
	object: string,
	id: string,
	signal?: AbortSignal,
): Promise<boolean> {
	const notes: ReadNotes = { droppedColumns: new Set() };
	const row = await readRecord(
		connection,
		object,
		id,
		{ columns: [], labels: [], related: [] },
		notes,
		signal,
	);
	return row !== undefined;
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
	signal?: AbortSignal,
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
					signal,
				})
				.then((answer) => recordOf(answer, object)),
		);
		if (outcome.done) return outcome.value;
		const { error } = outcome;
		// From the second time on, a refusal may mean that the first one did arrive in the end: the key is taken.
		const isUnsettled = isCreatioError(error) && (error.perhapsDone || round > 1);
		if (!isUnsettled) throw error;
		const found = await lookAfterLostAnswer(connection, object, body.Id, shape, error, signal);
		if (found) return found;
		if (round >= CREATE_ATTEMPTS || !error.perhapsDone) throw error;
	}
}

async function lookAfterLostAnswer(
	connection: Connection,
	object: string,
	id: string,
	shape: ReadQuery['shape'],
	lost: CreatioError,
	signal?: AbortSignal,
): Promise<Row | undefined> {
	const notes: ReadNotes = { droppedColumns: new Set() };
	const outcome = await attempt(readRecord(connection, object, id, shape, notes, signal));
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
