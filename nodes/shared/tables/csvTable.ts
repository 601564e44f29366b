import { inputError } from '../basics/errors';
import { type CsvRow, csvRows } from './csvRows';
import { delimiterIn } from './delimiter';
import { headerNames } from './header';
import type { OpenedTable, RowFault, TableRow } from './table';
import type { TextFile } from './textFile';

/**
 * A CSV file, whose first row has the names of the columns. Rows without any value are left out, as spreadsheets add them at the end.
 * Rejects with kind `input` where the file has no header, or one that cannot be used.
 */
export async function openCsv(file: TextFile, chosenDelimiter: string | undefined): Promise<OpenedTable> {
	const delimiter = chosenDelimiter ?? delimiterIn(await file.firstCharacters());
	const first = await firstRow(csvRows(file.start(), delimiter));
	if (!first) {
		throw inputError('The file has only empty lines', 'Check the node that makes the file.');
	}
	const header = headerNames(first.cells, first.number);
	return { header, delimiter, rows: () => tableRows(csvRows(file.texts(), delimiter, header), header) };
}

async function firstRow(pieces: AsyncIterable<readonly CsvRow[]>): Promise<CsvRow | undefined> {
	for await (const rows of pieces) {
		const first = rows.find(isOfTable);
		if (first) return first;
	}
	return undefined;
}

function isOfTable(row: CsvRow): boolean {
	return hasValue(row) && !isNoteForExcel(row);
}

/** Files for Excel may begin with `sep=;`, which it does not show. */
function isNoteForExcel({ number, cells: [first = '', ...others] }: CsvRow): boolean {
	return number === 1 && /^sep=.?$/i.test(first) && others.join('') === '';
}

function hasValue({ cells }: CsvRow): boolean {
	return cells.some((cell) => cell.trim() !== '');
}

async function* tableRows(
	pieces: AsyncIterable<readonly CsvRow[]>,
	header: readonly string[],
): AsyncGenerator<TableRow> {
	/** Copies have each name as an own member, also `__proto__`, and an empty text where a row is shorter, as Excel may write it. */
	const empty: Record<string, string> = Object.fromEntries(header.map((name) => [name, '']));
	let isHeader = true;
	for await (const rows of pieces) {
		for (const row of rows) {
			if (!isOfTable(row)) continue;
			if (!isHeader) yield tableRow(row, header, { ...empty });
			isHeader = false;
		}
	}
}

function tableRow(
	{ number, cells }: CsvRow,
	header: readonly string[],
	values: Record<string, string>,
): TableRow {
	for (const [index, name] of header.entries()) {
		const cell = cells[index];
		if (cell !== undefined) values[name] = cell;
	}
	const fault = cells.length > header.length ? faultOf(cells, header) : undefined;
	return { number, values, source: cells, fault };
}

/** Empty cells behind the last column do not count as values: spreadsheets write them where a cell was used once. */
function faultOf(cells: readonly string[], header: readonly string[]): RowFault | undefined {
	const last = cells.findLastIndex((cell) => cell.trim() !== '');
	if (last < header.length) return undefined;
	const columns = header.length === 1 ? '1 column' : `${header.length} columns`;
	return { message: `The row has ${last + 1} values, but the header has ${columns}` };
}
