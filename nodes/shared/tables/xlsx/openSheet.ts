import { inputError } from '../../basics/errors';
import { headerNames } from '../header';
import { headerRow, type RowRules, rowsBelowHeader } from '../rowsBelowHeader';
import type { OpenedTable, RowFault, TableOptions, TableSource } from '../table';
import { columnLetters } from './cellReference';
import { readSharedStrings } from './sharedStrings';
import { type SheetRow, sheetRows } from './sheetRows';
import { readDateKinds } from './styles';
import { chosenSheet, readWorkbook } from './workbook';
import { openArchive } from './zipArchive';

/**
 * A sheet of a workbook (XLSX), whose first row with a value has the names of the columns. Rows without any value are left out; of merged cells, the
 * first one has the value. The source is opened for each part that is needed, and again for the rows, which do not stay in memory.
 *
 * Rejects with kind `input` where the file is not a workbook, or cannot be read, where it has no such sheet, and where the sheet has no header
 * that can be used.
 */
export async function openSheet(source: TableSource, options: TableOptions): Promise<OpenedTable> {
	const archive = await openArchive(source);
	const workbook = await readWorkbook(archive);
	const sheet = chosenSheet(workbook, options.sheet);
	const context = {
		strings: await readSharedStrings(archive, workbook.sharedStrings),
		dateKinds: await readDateKinds(archive, workbook.styles),
		is1904: workbook.is1904,
	};
	const pieces = () => sheetRows(archive, sheet.part, context);
	const first = await headerRow(pieces(), RULES);
	if (!first) {
		throw inputError(
			`The sheet "${sheet.name}" is empty`,
			'Enter the names of the columns in its first row, or choose another sheet.',
		);
	}
	if (first.fault) {
		throw inputError(`${first.fault.message} (in the header)`, 'Enter the name of the column in the cell.');
	}
	const header = headerNames(first.cells, first.number);
	return { header, delimiter: ',', rows: () => rowsBelowHeader(pieces(), header, RULES) };
}

function hasValue({ cells, fault }: SheetRow): boolean {
	return fault !== undefined || cells.some(isValue);
}

function isValue(cell: SheetRow['cells'][number] | undefined): boolean {
	return typeof cell === 'string' ? cell.trim() !== '' : cell !== null && cell !== undefined;
}

function faultOf({ number, cells, fault }: SheetRow, header: readonly string[]): RowFault | undefined {
	if (fault) return { message: fault.message, column: header[fault.index] };
	if (cells.length <= header.length) return undefined;
	const beyond = cells.findIndex((cell, index) => index >= header.length && isValue(cell));
	if (beyond < 0) return undefined;
	return {
		message: `Cell ${columnLetters(beyond)}${number} has a value, but its column has no name in the header`,
	};
}

const RULES: RowRules<SheetRow> = { isOfTable: hasValue, empty: null, faultOf };
