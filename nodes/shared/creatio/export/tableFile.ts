import type { Zone } from '../../basics/instant';
import type { Row, TableShape } from '../model/rows';
import { csvLine } from '../../tables/csvLine';
import { localDate } from './localDates';
import type { Measured } from '../../tables/measured';

/** How rows become the lines of a file. */
export interface TableFormat {
	/** What stands before the first row. */
	readonly head: string;
	line(row: Row): string;
}

interface CsvOptions {
	readonly delimiter: string;
	/** By it Excel knows that a file is UTF-8. */
	readonly byteOrderMark: boolean;
}

/** The same table with its dates as spreadsheets read them: see `localDate`. */
export function inZone({ columns, cellsOf }: TableShape, zone: Zone): TableShape {
	return {
		columns,
		cellsOf: (row) => cellsOf(row).map((cell, index) => localDate(columns[index]?.type, cell, zone)),
	};
}

export function csvFormat(
	{ columns, cellsOf }: TableShape,
	{ delimiter, byteOrderMark }: CsvOptions,
): TableFormat {
	return {
		head:
			(byteOrderMark ? '\uFEFF' : '') +
			csvLine(
				columns.map(({ name }) => name),
				delimiter,
			),
		line: (row) => csvLine(cellsOf(row), delimiter),
	};
}

/** An object in each line; numbers and yes or no keep their type. */
export function jsonLinesFormat({ columns, cellsOf }: TableShape): TableFormat {
	return {
		head: '',
		line: (row) => {
			const cells = cellsOf(row);
			return `${JSON.stringify(Object.fromEntries(columns.map(({ name }, index) => [name, cells[index]])))}\n`;
		},
	};
}

/** The bytes of a file, a piece for each page of rows, which are counted. */
export async function* tableFile(
	pages: AsyncIterable<readonly Row[]>,
	{ head, line }: TableFormat,
	measured: Measured,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
	if (head !== '') yield Buffer.from(head);
	for await (const rows of pages) {
		let text = '';
		for (const row of rows) text += line(row);
		measured.rows += rows.length;
		if (text !== '') yield Buffer.from(text);
	}
}
