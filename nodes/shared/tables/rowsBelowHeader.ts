import type { RowFault, TableRow } from './table';

/** A row as a format has it, with as many cells as it has. */
interface Cells {
	readonly number: number;
	readonly cells: readonly unknown[];
}

/** What a format makes of its rows. */
export interface RowRules<R extends Cells> {
	/** Whether a row is one of the table: those without any value are left out, as spreadsheets add them at the end. */
	isOfTable(row: R): boolean;
	/** What a cell holds that the row does not have. */
	readonly empty: '' | null;
	faultOf(row: R, header: readonly string[]): RowFault | undefined;
}

/** The first row of a table, which has the names of the columns. */
export async function headerRow<R extends Cells>(
	pieces: AsyncIterable<readonly R[]>,
	{ isOfTable }: RowRules<R>,
): Promise<R | undefined> {
	for await (const rows of pieces) {
		const first = rows.find(isOfTable);
		if (first) return first;
	}
	return undefined;
}

/** The other rows, whose values are known by the names of their columns. */
export async function* rowsBelowHeader<R extends Cells>(
	pieces: AsyncIterable<readonly R[]>,
	header: readonly string[],
	{ isOfTable, empty, faultOf }: RowRules<R>,
): AsyncGenerator<TableRow> {
	/** Copies have each name as an own member, also `__proto__`. */
	const without: Record<string, unknown> = Object.fromEntries(header.map((name) => [name, empty]));
	let isHeader = true;
	for await (const rows of pieces) {
		for (const row of rows) {
			if (!isOfTable(row)) continue;
			if (!isHeader) {
				const { number, cells } = row;
				yield {
					number,
					values: named(cells, header, { ...without }),
					source: cells,
					fault: faultOf(row, header),
				};
			}
			isHeader = false;
		}
	}
}

function named(
	cells: readonly unknown[],
	header: readonly string[],
	values: Record<string, unknown>,
): Record<string, unknown> {
	for (const [index, name] of header.entries()) {
		const cell = cells[index];
		if (cell !== undefined) values[name] = cell;
	}
	return values;
}
