import type { CreatioError } from '../../../nodes/shared/basics/errors';
import { readTable } from '../../../nodes/shared/tables/readTable';
import type { Table, TableOptions, TableRow, TableSource } from '../../../nodes/shared/tables/table';

type Content = string | Uint8Array | TableSource;

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

async function openedTable(content: Content, options: TableOptions): Promise<Table> {
	return await readTable(
		typeof content === 'object' && 'open' in content ? content : fileOf(content),
		options,
	);
}

/** The table that a file holds, with its rows. */
export async function tableIn(
	content: Content,
	options: TableOptions = {},
): Promise<{ readonly table: Table; readonly rows: TableRow[] }> {
	const table = await openedTable(content, options);
	const rows: TableRow[] = [];
	for await (const row of table.rows()) rows.push(row);
	return { table, rows };
}

/** The values of the rows of a file. */
export async function valuesIn(content: Content, options?: TableOptions): Promise<Array<TableRow['values']>> {
	return (await tableIn(content, options)).rows.map(({ values }) => values);
}

/** What is wrong with some rows of a file, by their numbers. */
export async function faultsIn(content: Content, options?: TableOptions): Promise<Record<number, string>> {
	const { rows } = await tableIn(content, options);
	return Object.fromEntries(rows.flatMap(({ number, fault }) => (fault ? [[number, fault.message]] : [])));
}

/** Why a file is refused, before any of its rows is read. */
export async function refusalOf(content: Content, options: TableOptions = {}): Promise<CreatioError> {
	return await openedTable(content, options).then(
		() => {
			throw new Error('The file was not refused');
		},
		(error: CreatioError) => error,
	);
}
