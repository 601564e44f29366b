import { inputError } from '../basics/errors';
import { openCsv } from './csvTable';
import { formatOf } from './fileFormat';
import { gunzipped, isGzip, unpackedStart } from './gzipFile';
import { openJsonLines } from './jsonLines';
import { startOf } from './pieces';
import type { OpenedTable, Table, TableFormatName, TableOptions, TableSource } from './table';
import { START, TextFile } from './textFile';
import { UnchangedSource } from './unchangedSource';
import { openSheet } from './xlsx/openSheet';

/**
 * Reads a file as a table: once as a whole, so that one that cannot be read to its end is refused before any of its rows is used,
 * and again with each `rows()`. Gzip files are unpacked. The memory for it does not depend on the length of the file.
 *
 * Rejects with kind `input` and the place where the file cannot be read, and with kind `storage` where it changes meanwhile.
 */
export async function readTable(source: TableSource, options: TableOptions): Promise<Table> {
	const stored = new UnchangedSource(source);
	const storedStart = await startOf(stored.open(), START);
	if (storedStart.length === 0) {
		throw inputError('The file is empty', 'Check the node that makes the file.');
	}
	const isPacked = isGzip(storedStart);
	const content: TableSource = isPacked ? { open: () => gunzipped(stored.open()) } : stored;
	const start = isPacked ? await unpackedStart(storedStart, START) : storedStart;
	const text = new TextFile(content, start, options.encoding);
	const format = formatOf(start, await text.firstCharacters(), options);
	// A workbook is not read from its beginning to its end: what is read of it has to be of one and the same file.
	if (format === 'xlsx') await stored.checksum();
	const opened =
		format === 'xlsx' ? await openSheet(content, options) : await openText(format, text, options);
	const rowCount = await countOf(opened.rows());
	return {
		...opened,
		format,
		checksum: await stored.checksum(),
		rowCount,
		rows: () => stored.checked(opened.rows()),
	};
}

async function openText(
	format: Exclude<TableFormatName, 'xlsx'>,
	text: TextFile,
	{ delimiter }: TableOptions,
): Promise<OpenedTable> {
	return format === 'csv' ? await openCsv(text, delimiter) : openJsonLines(text);
}

async function countOf(rows: AsyncIterable<unknown>): Promise<number> {
	let count = 0;
	for await (const _ of rows) count++;
	return count;
}
