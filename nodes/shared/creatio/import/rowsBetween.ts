import type { TableRow } from '../../tables/table';

/**
 * The rows from the one with this number on, or from the first one, and as many numbers: rows without values, which are left out, count as
 * well, so that parts of a file with fixed bounds have all of its rows. Rows after them are not read.
 */
export async function* rowsBetween(
	rows: AsyncIterable<TableRow>,
	{ from, most }: { readonly from: number; readonly most: number },
): AsyncGenerator<TableRow> {
	let end: number | undefined;
	for await (const row of rows) {
		end ??= Math.max(from, row.number) + most;
		if (row.number >= end) return;
		if (row.number >= from) yield row;
	}
}
