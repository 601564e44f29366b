import { inputError, type CreatioError } from '../http/errors';
import type { Connection } from '../http/types';
import type { Condition } from './conditions';
import { compileFilter } from './odata/filter';
import { readPages } from './odata/records';
import type { TypedValue } from './values';
import type { ColumnValue } from './writes';

/** A column of the match with its value; blank values match nothing, so there are none. */
export interface MatchValue extends ColumnValue {
	readonly value: TypedValue;
}

/** Equal for items that mean the same record. Sites compare text without regard to case. */
export function matchKey(object: string, match: readonly MatchValue[]): string {
	const values = match.map(({ column, value }) => [column.name, String(value.value).toLowerCase()]);
	return JSON.stringify([object, ...values.sort(([a], [b]) => String(a).localeCompare(String(b)))]);
}

/** Ids of the records whose columns all have the values, in the order of their Ids. */
export async function findMatches(
	connection: Connection,
	object: string,
	match: readonly MatchValue[],
	limit: number,
	signal?: AbortSignal,
): Promise<string[]> {
	const condition: Condition = {
		kind: 'group',
		combine: 'all',
		parts: match.map(({ column, value }) => ({
			kind: 'compare',
			path: { text: column.name, steps: [], column, owner: object },
			operator: 'equals',
			value,
		})),
	};
	const filter = compileFilter(condition, {
		clock: { now: new Date(), zone: 'UTC' },
		emptyLookup: 'navigation',
	});
	const shape = { columns: [], labels: [], related: [] };
	const ids: string[] = [];
	const query = { object, shape, filter: filter?.text, limit };
	for await (const page of readPages(connection, query, { droppedColumns: new Set() }, signal)) {
		ids.push(...page.map((row) => String(row.Id)));
	}
	return ids;
}

export function severalMatches(object: string, match: readonly MatchValue[]): CreatioError {
	const names = match.map(({ column }) => column.name).join(' and ');
	return inputError(
		`Several records of ${object} have the same ${names}, so which one to update is not clear`,
		'Match on more columns, or choose in the option "Several Matches" what should happen.',
	);
}
