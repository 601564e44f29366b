import { readTable } from '../../../nodes/shared/tables/readTable';
import type { Table, TableOptions, TableRow, TableSource } from '../../../nodes/shared/tables/table';

/** A file that comes in pieces, by default as a whole. */
export function fileOf(content: string | Uint8Array, pieceLength = Infinity): TableSource {
	const bytes = typeof content === 'string' ? Buffer.from(content) : content;
	return {
		async *open() {
			for (let at = 0; at < bytes.length; at += pieceLength) {
				yield await Promise.resolve(bytes.subarray(at, at + pieceLength));
			}
		},
	};
}

async function rowsOf(table: Table): Promise<TableRow[]> {
	const rows: TableRow[] = [];
	for await (const row of table.rows()) rows.push(row);
	return rows;
}

/** The table that a file holds, with its rows. */
export async function tableIn(
	content: string | Uint8Array | TableSource,
	options: TableOptions = {},
): Promise<{ readonly table: Table; readonly rows: TableRow[] }> {
	const source = typeof content === 'object' && 'open' in content ? content : fileOf(content);
	const table = await readTable(source, options);
	return { table, rows: await rowsOf(table) };
}

/** The values of the rows of a file. */
export async function valuesIn(
	content: string | Uint8Array | TableSource,
	options?: TableOptions,
): Promise<Array<TableRow['values']>> {
	return (await tableIn(content, options)).rows.map(({ values }) => values);
}
