import { isGuid } from '../../basics/guid';
import type { Zone } from '../../basics/instant';
import { chunks } from '../../basics/parallel';
import type { Connection } from '../../connection/serviceCall';
import type { Clock } from '../conditions/periods';
import type { Condition } from '../conditions/tree';
import type { ColumnPath } from '../model/paths';
import { PageProgress, repeatedPage } from '../model/pageProgress';
import type { Row } from '../model/rows';
import { type AnswerShape, rawRows, readRows } from './selectAnswer';
import { plannedColumns, type SelectOrder, type SelectPage, type SelectPlan, typeOf } from './selectPlan';
import { selectQuery } from './selectQuery';

export interface SelectOptions {
	/** Infinity for all rows. */
	readonly limit: number;
	/** Rows of one request, from 1 to 20,000. */
	readonly pageSize: number;
	/**
	 * How pages follow each other. `keyset` needs an order by columns that are never empty, and rows with a key; other
	 * rows are read by offset anyway.
	 */
	readonly paging: 'keyset' | 'offset';
	readonly clock: Clock;
	/** Path of the object's own Id, which identifies the rows. */
	readonly key: ColumnPath;
	readonly shape: AnswerShape;
}

/** The server's own cap (contract 4.3). */
export const LARGEST_PAGE = 20_000;

/** More pages of equal rows alone are those of a cache. */
const MOST_EQUAL_PAGES = 1_000;

/** Keys in one request for records that moved. */
const KEYS_AT_ONCE = 500;

/**
 * The rows of a plan, page by page, at most as many as the limit; with a limit of 50, 50 are requested. Rows that
 * are records occur once each: the next page begins after the last row (contract 4.3), and with a sort order the keys are
 * checked at the end for records that moved meanwhile. Rows that are not records (groups, distinct values, joins) are read
 * by offset in an order without ties.
 */
export async function selectRows(
	connection: Connection,
	plan: SelectPlan,
	options: SelectOptions,
): Promise<Row[]> {
	tellZone(connection, plan, options.shape.zone);
	const reader: Reader = { connection, plan, options };
	if (!isOfRecords(plan)) return await byOffset({ ...reader, plan: completelyOrdered(plan) });
	const ordered = { ...plan, order: [...(plan.order ?? []), { by: options.key, direction: 'asc' as const }] };
	const records = { ...reader, plan: ordered };
	const { shown, seen, pages } =
		options.paging === 'keyset' ? await byKeyset(records) : await recordsByOffset(records);
	const mayHaveMoved = pages > 1 && (options.paging === 'offset' || (plan.order ?? []).length > 0);
	if (!mayHaveMoved || options.limit !== Infinity) return shown;
	return [...shown, ...(await movedRows(reader, seen))];
}

interface Reader {
	readonly connection: Connection;
	readonly plan: SelectPlan;
	readonly options: SelectOptions;
}

interface Records {
	readonly shown: Row[];
	readonly seen: Set<unknown>;
	readonly pages: number;
}

interface Answer {
	readonly raw: readonly Row[];
	readonly shown: readonly Row[];
}

/** A row is a record if nothing is grouped, and no joined record can occur several times. */
function isOfRecords({ columns, group, distinct }: SelectPlan): boolean {
	return (
		!group &&
		!distinct &&
		columns.every(({ source }) => source.kind !== 'aggregate' && source.kind !== 'reverse')
	);
}

async function ask({ connection, plan, options }: Reader, page: SelectPage): Promise<Answer> {
	const { clock, shape } = options;
	const asked = { ...plan, page };
	const { json } = await connection.call({
		method: 'POST',
		service: 'dataService',
		path: 'SelectQuery',
		json: selectQuery(asked, { clock, zone: shape.zone }),
		repeat: 'read',
	});
	// A site, or a cache before it, may return more than what was requested.
	const raw = rawRows(json, plan.object).slice(0, page.rowCount);
	connection.meter.rows += raw.length;
	const onTwofold = () => void connection.notes.add(twofoldHint(shape.zone));
	return { raw, shown: readRows(json, asked, { ...shape, onTwofold }).slice(0, raw.length) };
}

/** Caps are round numbers, and sites truncate silently (contract 2.13): one more request shows whether there are more. */
function isLast({ raw }: Answer, asked: number): boolean {
	return raw.length < asked && (raw.length === 0 || raw.length % 50 !== 0);
}

async function byKeyset(reader: Reader): Promise<Records> {
	const { limit, pageSize } = reader.options;
	const shown: Row[] = [];
	const seen = new Set<unknown>();
	let after: Row | undefined;
	for (let pages = 1; ; pages++) {
		const rowCount = Math.min(pageSize, limit - shown.length);
		const answer = await ask(reader, { kind: 'keyset', rowCount, after });
		const fresh = takeFresh(answer, shown, seen);
		if (shown.length >= limit || isLast(answer, rowCount)) return { shown, seen, pages };
		if (fresh === 0) {
			// The site ignored the condition to continue after the row.
			reader.connection.notes.add(
				'The site cannot continue after a given row, so pages were read by offset.',
			);
			return await recordsByOffset(reader, { shown, seen, pages });
		}
		after = answer.raw.at(-1);
	}
}

async function recordsByOffset(
	reader: Reader,
	{ shown, seen, pages }: Records = { shown: [], seen: new Set(), pages: 0 },
): Promise<Records> {
	const { limit, pageSize } = reader.options;
	const progress = new PageProgress(reader.plan.object);
	for (let rowsOffset = shown.length, page = pages + 1; ; page++) {
		const rowCount = Math.min(pageSize, limit - shown.length);
		const answer = await ask(reader, { kind: 'offset', rowCount, rowsOffset });
		const fresh = takeFresh(answer, shown, seen);
		rowsOffset += answer.raw.length;
		if (shown.length >= limit || isLast(answer, rowCount)) return { shown, seen, pages: page };
		progress.note(fresh);
	}
}

/** Adds the rows whose record is new, and returns how many there are. Rows without keys are new unless all of them come again. */
function takeFresh({ raw, shown: rows }: Answer, shown: Row[], seen: Set<unknown>): number {
	const before = shown.length;
	if (raw.every(({ Id }) => Id === undefined)) {
		const page = JSON.stringify(raw);
		if (seen.has(page)) return 0;
		seen.add(page);
	}
	for (const [index, { Id }] of raw.entries()) {
		const row = rows[index];
		if (row === undefined || (Id !== undefined && seen.has(Id))) continue;
		if (Id !== undefined) seen.add(Id);
		shown.push(row);
	}
	return shown.length - before;
}

/** Records that moved from later pages into pages that were read already. They are found by their keys, which do not change. */
async function movedRows(reader: Reader, seen: ReadonlySet<unknown>): Promise<Row[]> {
	const { connection, plan, options } = reader;
	const { key } = options;
	const keyPlan: SelectPlan = {
		object: plan.object,
		columns: [{ alias: 'Id', source: { kind: 'path', path: key } }],
		filter: plan.filter,
		order: [{ by: key, direction: 'asc' }],
	};
	const keys = await byKeyset({
		connection,
		plan: keyPlan,
		options: { ...options, pageSize: LARGEST_PAGE, shape: { ...options.shape, addedColumns: 'drop' } },
	});
	const missing = [...keys.seen]
		.filter((id) => !seen.has(id))
		.map(String)
		.filter(isGuid);
	if (missing.length === 0) return [];
	const rows: Row[] = [];
	for (const some of chunks(missing, KEYS_AT_ONCE)) {
		const filter: Condition = {
			kind: 'anyOf',
			path: key,
			values: some.map((value) => ({ type: 'guid', value })),
			negated: false,
		};
		const page = { kind: 'offset', rowCount: some.length, rowsOffset: 0 } as const;
		for (const row of (await ask({ ...reader, plan: { ...plan, filter } }, page)).shown) rows.push(row);
	}
	connection.notes.add(
		`${rows.length} records changed while they were being read. They are at the end, not in sort order.`,
	);
	return rows;
}

/** Without a key, reading by offset is stable only in an order without ties. */
function completelyOrdered(plan: SelectPlan): SelectPlan {
	const shown = [...(plan.group ?? []), ...plan.columns];
	const named = (plan.order ?? []).map(({ by }) => by);
	const rest = shown
		.filter(({ alias, source }) => source.kind !== 'aggregate' && !named.includes(alias))
		.map(({ alias }): SelectOrder => ({ by: alias, direction: 'asc' }));
	return { ...plan, order: [...(plan.order ?? []), ...rest] };
}

async function byOffset(reader: Reader): Promise<Row[]> {
	const { limit, pageSize } = reader.options;
	const rows: Row[] = [];
	const begun = new Set<unknown>();
	for (let equalPages = 0, rowsOffset = 0; ;) {
		const rowCount = Math.min(pageSize, limit - rows.length);
		const answer = await ask(reader, { kind: 'offset', rowCount, rowsOffset });
		for (const row of answer.shown) rows.push(row);
		rowsOffset += answer.raw.length;
		if (rows.length >= limit || isLast(answer, rowCount)) return rows;
		// Rows are in the order of all their columns: no page begins as another one, unless that holds equal rows alone.
		const [first, last] = [answer.raw[0], answer.raw.at(-1)].map((row) => JSON.stringify(row));
		if (begun.has(first)) throw repeatedPage(reader.plan.object);
		if (first !== last) begun.add(first);
		else if (++equalPages > MOST_EQUAL_PAGES) throw repeatedPage(reader.plan.object);
	}
}

function tellZone(connection: Connection, plan: SelectPlan, zone: Zone): void {
	const hasInstants = plannedColumns(plan).some(({ source }) => typeOf(source) === 'dateTime');
	if (!hasInstants) return;
	const name = typeof zone === 'string' ? zone : offsetName(zone);
	connection.notes.add(
		`Times were read in the time zone of the Creatio user (${name}) and are returned in UTC.`,
	);
}

function twofoldHint(zone: Zone): string {
	return `Some times lie in the hour that the clocks of ${zone} show twice. DataService does not say which one is meant, so the later one is returned: read them with the node "Creatio", or set the time zone of the Creatio user to UTC.`;
}

/** `UTC+03:00` */
function offsetName(minutes: number): string {
	const part = (value: number) => String(Math.floor(value)).padStart(2, '0');
	const size = Math.abs(minutes);
	return `UTC${minutes < 0 ? '-' : '+'}${part(size / 60)}:${part(size % 60)}`;
}
