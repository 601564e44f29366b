import type { Connection } from '../../http/types';
import type { Column } from '../model/objectModel';
import { literal } from '../odata/literal';
import { readRows } from '../odata/readRows';

/** A system setting as people know it. */
export interface SettingSummary {
	/** The code. */
	readonly name: string;
	readonly caption: string;
}

export interface SettingSearch {
	/** Part of a name or a code; empty for all. */
	readonly text?: string;
	readonly limit: number;
	/** Settings to pass over first. */
	readonly skip?: number;
}

const COLUMNS: readonly Column[] = ['Code', 'Name'].map((name) => ({ name, property: name, type: 'text' }));

/**
 * System settings in the order of their names. Rejects where the site does not show them over OData, which is up to its
 * administrator (contract 12); a setting may be read and written all the same.
 */
export async function listSettings(
	connection: Connection,
	{ text = '', limit, skip }: SettingSearch,
	signal?: AbortSignal,
): Promise<SettingSummary[]> {
	const wanted = literal({ type: 'text', value: text.trim() });
	const query = {
		object: 'SysSettings',
		shape: { columns: COLUMNS, labels: [], related: [] },
		filter: text.trim() === '' ? undefined : `contains(Name,${wanted}) or contains(Code,${wanted})`,
		order: [{ property: 'Name', direction: 'asc' }] as const,
		limit,
		skip,
	};
	const rows = await readRows(connection, query, { droppedColumns: new Set() }, signal);
	return rows.flatMap(({ Code: code, Name: name }) => {
		if (typeof code !== 'string' || code === '') return [];
		return [{ name: code, caption: typeof name === 'string' && name !== '' ? name : code }];
	});
}
