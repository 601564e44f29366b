import type { Connection } from '../../http/types';
import type { ObjectModel } from '../model';
import { keysFilter } from '../odata/combined';
import { LARGEST_PAGE } from '../odata/pages';
import { queryRecords, type QueryFilter } from '../odata/query';

/** The keys of all records that match, in lower case. */
export async function keysOf(
	connection: Connection,
	model: ObjectModel,
	filter: QueryFilter,
	signal?: AbortSignal,
): Promise<string[]> {
	const shape = { columns: [], labels: [], related: [], simplify: false };
	const paging = { size: LARGEST_PAGE, parallel: 1 };
	const query = { model, filter, order: [], limit: Infinity, shape, paging };
	const rows = await queryRecords(connection, query, { droppedColumns: new Set() }, signal);
	return rows.map(({ Id }) => String(Id).toLowerCase());
}

export interface Missing {
	/** Records that are not there any more, as far as the user may see. */
	readonly deleted: readonly string[];
	/** Records that are there, but do not match any more. */
	readonly unmatched: readonly string[];
}

/** What became of records that are no longer among those that match: each is looked for by its key. */
export async function whatBecameOf(
	connection: Connection,
	model: ObjectModel,
	missing: readonly string[],
	signal?: AbortSignal,
): Promise<Missing> {
	const there = new Set(
		missing.length === 0 ? [] : await keysOf(connection, model, keysFilter(missing), signal),
	);
	return {
		deleted: missing.filter((id) => !there.has(id)),
		unmatched: missing.filter((id) => there.has(id)),
	};
}
