import { attempt } from '../../basics/attempt';
import { CreatioError, isCreatioError } from '../../basics/errors';
import { isMembers, membersOf } from '../../basics/json';
import { LABELS } from '../../basics/labels';
import type { Connection, ServiceAnswer } from '../../connection/serviceCall';
import type { Row } from '../model/rows';
import type { Filter } from './filterCost';
import type { KeyRange } from './keyRange';
import { readOData } from './readRequest';
import { type AskedShape, readShaped } from './shapedRead';
import { collectionPath } from './url';

export interface ReadQuery {
	readonly object: string;
	readonly shape: AskedShape;
	readonly filter?: Filter;
	/** The keys that the filter lets through, where it is made for some only. */
	readonly range?: KeyRange;
	/** Completed by the key: see `orderOption`. */
	readonly order?: readonly SortBy[];
	/** Infinity for all records. */
	readonly limit: number;
	/** The number of records to skip. */
	readonly skip?: number;
	readonly paging?: Paging;
	/** Requests the total number of rows with the first page, for reads that are repeated all day: see `isPerhapsCut`. */
	readonly counts?: boolean;
	/** Only keys, whose rows are read as well: those are what a run has read. */
	readonly isAhead?: true;
}

/** A property of the object itself: sites refuse paths in `$orderby` (contract 2.4). */
export interface SortBy {
	readonly property: string;
	readonly direction: 'asc' | 'desc';
}

export interface Paging {
	/** Rows requested at once. */
	readonly size: number;
	/** Pages requested at the same time. */
	readonly parallel: number;
}

export const DEFAULT_PAGING: Paging = { size: 1_000, parallel: 1 };

/** The server's own cap (contract 2.13). */
export const LARGEST_PAGE = 20_000;

/** The server refuses more columns in `$orderby` (contract 10.1). */
export const MAX_SORT_COLUMNS = 5;

/** The smallest page that is requested when the site runs out of memory. */
const SMALLEST_PAGE = 10;

/** Which rows of a query to request. */
export interface Window {
	readonly filter: string | undefined;
	readonly orderby: string;
	readonly top: number;
	readonly skip?: number;
	/** The page before it. */
	readonly behind?: Page;
	readonly counts?: boolean;
}

export interface Page {
	readonly rows: readonly Row[];
	/** No rows follow these. */
	readonly isLast: boolean;
	/** Fewer rows than requested, but perhaps not the last ones. */
	readonly isCut: boolean;
}

/** Reads the pages of one query, and learns from the answers how many rows the site returns at once. */
export class PageReader {
	private size: number;
	private readonly dropped = new Set<string>();

	constructor(
		readonly connection: Connection,
		readonly query: ReadQuery,
	) {
		this.size = Math.min(this.paging.size, LARGEST_PAGE);
	}

	get paging(): Paging {
		return this.query.paging ?? DEFAULT_PAGING;
	}

	/** Reads the first rows of a window: as many as fit into a page. */
	async read(window: Window): Promise<Page> {
		for (;;) {
			const top = Math.min(window.top, this.size);
			const outcome = await attempt(this.ask({ ...window, top }));
			if (outcome.done) return this.pageOf(outcome.value, top, window.behind);
			if (!isOutOfMemory(outcome.error) || top <= SMALLEST_PAGE) throw outcome.error;
			// Another page may have reduced it meanwhile.
			this.size = Math.min(this.size, Math.max(SMALLEST_PAGE, Math.floor(top / 2)));
			this.connection.notes.add(
				`The site ran out of memory for a page, so smaller pages were requested. Return fewer columns, or set the option ${LABELS.pageSize}.`,
			);
		}
	}

	private async ask(window: Window): Promise<ServiceAnswer> {
		const { object, shape } = this.query;
		return await readShaped(this.connection, object, shape, this.dropped, (options) =>
			readOData(
				this.connection,
				collectionPath(this.connection, object, {
					...options,
					filter: window.filter,
					orderby: window.orderby,
					top: window.top,
					skip: window.skip === 0 ? undefined : window.skip,
					count: window.counts,
				}),
			),
		);
	}

	private pageOf(answer: ServiceAnswer, top: number, behind: Page | undefined): Page {
		// A site, or a cache before it, may return more than what was requested.
		const rows = rowsOf(answer, this.query.object).slice(0, top);
		if (!this.query.isAhead) this.connection.meter.rows += rows.length;
		if (behind?.isCut && rows.length > 0) this.noteCap(behind.rows.length);
		if (rows.length === 0) return { rows, isLast: true, isCut: false };
		const isCut = rows.length < top && isPerhapsCut(answer, rows.length);
		return { rows, isLast: rows.length < top && !isCut, isCut };
	}

	private noteCap(cap: number): void {
		if (cap >= this.size) return;
		this.size = cap;
		this.connection.notes.add(
			`The site returns at most ${cap} records at once, so the pages were smaller than requested. No record is missing.`,
		);
	}
}

/**
 * Whether more rows may follow, although fewer were returned than requested. Sites truncate silently (contract 2.13), but
 * caps are round numbers: one more request shows it, unless the answer contains the total.
 */
export function isPerhapsCut(answer: ServiceAnswer, count: number): boolean {
	const total = totalOf(answer);
	if (total !== undefined) return count < total;
	const isRound = count % 50 === 0 || (count >= 64 && Number.isInteger(Math.log2(count)));
	return hasNextLink(answer) || (count > 0 && isRound);
}

function isOutOfMemory(error: unknown): boolean {
	return isCreatioError(error) && error.reason === 'outOfMemory';
}

/**
 * The `$orderby` of a query, made complete by the key. A column counts where it occurs first, since no column may occur
 * twice; behind the largest number of columns the server adds the key by itself (contract 2.4).
 */
export function orderOption(order: readonly SortBy[] = []): string {
	const columns = new Map<string, SortBy['direction']>();
	for (const { property, direction } of order) if (!columns.has(property)) columns.set(property, direction);
	if (!columns.has('Id') && columns.size < MAX_SORT_COLUMNS) columns.set('Id', 'asc');
	return [...columns].map(([property, direction]) => `${property} ${direction}`).join(',');
}

/** The records of a collection's answer. */
export function rowsOf(answer: ServiceAnswer, object: string): readonly Row[] {
	const { value } = membersOf(answer.json);
	if (Array.isArray(value) && value.every(isMembers)) return value;
	throw unreadable(answer, `Creatio answered the read of ${object} without a list of records`);
}

/** The number of all records that match, where the answer has it. */
export function totalOf({ json }: ServiceAnswer): number | undefined {
	const total = membersOf(json)['@odata.count'];
	return typeof total === 'number' ? total : undefined;
}

function hasNextLink({ json }: ServiceAnswer): boolean {
	return '@odata.nextLink' in membersOf(json);
}

export function unreadable(answer: ServiceAnswer, message: string): CreatioError {
	return new CreatioError('unreadable', message, {
		status: answer.status,
		cure: 'Check the site address; a proxy or another application may answer in its place.',
	});
}
