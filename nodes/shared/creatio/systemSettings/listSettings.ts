import { keyText } from '../../basics/keyText';
import type { Connection } from '../../connection/serviceCall';
import type { Column } from '../model/objectModel';
import { containsInAny } from '../odata/containsInAny';
import { textFilter } from '../odata/filterCost';
import { readRows } from '../odata/readRows';
import { textLiteral } from '../protocol/textLiteral';
import { onlyColumns } from '../model/rows';

/** A system setting with its caption. */
export interface SettingSummary {
	/** The code. */
	readonly name: string;
	readonly caption: string;
}

export interface SettingSearch {
	/** Part of a name or a code; empty for all. */
	readonly text?: string;
	readonly limit: number;
	/** The number of settings to skip. */
	readonly skip?: number;
}

const COLUMNS: readonly Column[] = ['Code', 'Name'].map((name) => ({
	name,
	property: name,
	type: 'text',
}));

/**
 * System settings in the order of their names. Rejects where the site does not expose them over OData, which its
 * administrator decides (contract 12); a setting can be read and written anyway.
 */
export async function listSettings(
	connection: Connection,
	{ text = '', limit, skip }: SettingSearch,
): Promise<SettingSummary[]> {
	const typed = keyText(text);
	const query = {
		object: 'SysSettings',
		shape: onlyColumns(COLUMNS),
		filter: textFilter(typed && containsInAny(connection, ['Name', 'Code'], typed)),
		order: [{ property: 'Name', direction: 'asc' }] as const,
		limit,
		skip,
	};
	const rows = await readRows(connection, query);
	return rows.flatMap(({ Code: code, Name: name }) => {
		if (typeof code !== 'string' || code === '') return [];
		return [{ name: code, caption: typeof name === 'string' && name !== '' ? name : code }];
	});
}

const PERSONAL: Column = { name: 'IsPersonal', property: 'IsPersonal', type: 'boolean' };

/** Whether users may have values of their own for a setting. Rejects like `listSettings`. */
export async function isPersonalSetting(connection: Connection, code: string): Promise<boolean> {
	const query = {
		object: 'SysSettings',
		shape: onlyColumns([PERSONAL]),
		filter: textFilter(`Code eq ${textLiteral(code)}`),
		limit: 1,
	};
	const [row] = await readRows(connection, query);
	return row?.IsPersonal === true;
}
