import type { TableRow } from '../../tables/table';

/** The rows from the one with this number on, at most so many. Rows after them are not read. */
export async function* rowsBetween(
	rows: AsyncIterable<TableRow>,
	{ from, most }: { readonly from: number; readonly most: number },
): AsyncGenerator<TableRow> {
	let count = 0;
	for await (const row of rows) {
		if (row.number < from) continue;
		yield row;
		if (++count >= most) return;
	}
}
