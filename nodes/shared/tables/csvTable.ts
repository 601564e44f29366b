import { inputError } from '../basics/errors';
import { type CsvRow, csvRows } from './csvRows';
import { delimiterIn } from './delimiter';
import { headerNames } from './header';
import { headerRow, type RowRules, rowsBelowHeader } from './rowsBelowHeader';
import type { OpenedTable, RowFault } from './table';
import type { TextFile } from './textFile';

/**
 * A CSV file, whose first row has the names of the columns. Rows without any value are left out, as spreadsheets add them at the end.
 * Rejects with kind `input` where the file has no header, or one that cannot be used.
 */
export async function openCsv(file: TextFile, chosenDelimiter: string | undefined): Promise<OpenedTable> {
	const delimiter = chosenDelimiter ?? delimiterIn(await file.firstCharacters());
	const first = await headerRow(csvRows(file.start(), delimiter), RULES);
	if (!first) {
		throw inputError('The file has only empty lines', 'Check the node that makes the file.');
	}
	const header = headerNames(first.cells, first.number);
	return {
		header,
		delimiter,
		rows: () => rowsBelowHeader(csvRows(file.texts(), delimiter, header), header, RULES),
	};
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

/** Empty cells behind the last column do not count as values: spreadsheets write them where a cell was used once. */
function faultOf({ cells }: CsvRow, header: readonly string[]): RowFault | undefined {
	if (cells.length <= header.length) return undefined;
	const last = cells.findLastIndex((cell) => cell.trim() !== '');
	if (last < header.length) return undefined;
	const columns = header.length === 1 ? '1 column' : `${header.length} columns`;
	return { message: `The row has ${last + 1} values, but the header has ${columns}` };
}

/** Excel leaves out empty cells at the end of a row. */
const RULES: RowRules<CsvRow> = { isOfTable, empty: '', faultOf };
