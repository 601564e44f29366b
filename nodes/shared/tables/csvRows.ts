import { parse } from 'csv-parse/stream';

import { isMembers } from '../basics/json';
import { LARGEST_ROW, TOO_LONG } from './largestRow';
import { UnreadableFile } from './unreadableFile';

/** A row of a CSV file, with as many cells as it has. */
export interface CsvRow {
	/** As spreadsheets number it: an empty line counts, a line end in a cell does not. */
	readonly number: number;
	readonly cells: readonly string[];
}

/**
 * The rows of a CSV file, those of a piece of its text together. Empty lines are left out. Rejects with an `UnreadableFile` that names
 * row and column where the file cannot be read on.
 * @param header The names of the columns, as far as they are known.
 */
export async function* csvRows(
	texts: AsyncIterable<string>,
	delimiter: string,
	header: readonly string[] = [],
): AsyncGenerator<readonly CsvRow[]> {
	let rows: CsvRow[] = [];
	const { writable } = parse({
		delimiter,
		// Without the list, the line end of the header would be the only one, and rows with another one a single cell.
		record_delimiter: ['\r\n', '\n', '\r'],
		max_record_size: LARGEST_ROW,
		relax_column_count: true,
		skip_empty_lines: true,
		// Out of the stream, each row would need a promise; here those of a piece come at once.
		on_record: (cells: string[], { records, empty_lines: emptyLines }) => {
			rows.push({ number: records + emptyLines, cells });
			return null;
		},
	});
	const writer = writable.getWriter();
	let breach: unknown;
	const untilBreach = withSignAtBreach(texts, (error) => (breach = error));
	try {
		for await (const text of untilBreach) {
			await writer.write(Buffer.from(text));
			const read = rows;
			rows = [];
			if (read.length > 0) yield read;
			// What was written last is accepted even where the parser rejects it.
			if (writer.desiredSize === null) await writer.closed;
		}
		await writer.close();
	} catch (error) {
		throw unreadableCsv(error, header, breach);
	} finally {
		await writer.abort().catch(() => {});
	}
	if (breach !== undefined) throw breachAt(breach, rows.at(-1), header);
	if (rows.length > 0) yield rows;
}

/** Ends with a sign where the text cannot be read on, so that a row is begun there, whose place the parser knows. */
async function* withSignAtBreach(
	texts: AsyncIterable<string>,
	notice: (error: unknown) => void,
): AsyncGenerator<string> {
	try {
		yield* texts;
	} catch (error) {
		notice(error);
		yield '\uFFFD';
	}
}

const MISPLACED_QUOTE = [
	'a quote stands where none may be',
	'A value that contains quotes has to begin and end with one, and each quote in it has to be doubled: "19"" screen".',
] as const;

const FINDINGS: Readonly<Record<string, readonly [finding: string, cure: string]>> = {
	CSV_INVALID_CLOSING_QUOTE: MISPLACED_QUOTE,
	INVALID_OPENING_QUOTE: MISPLACED_QUOTE,
	CSV_QUOTE_NOT_CLOSED: [
		'a value begins with a quote that is never closed',
		'Put a quote at the end of the value as well, and double each quote in it.',
	],
	CSV_MAX_RECORD_SIZE: [
		TOO_LONG,
		'Check its quotes: after one that is not closed, the rest of the file is one value.',
	],
};

/** What the parser rejects, in our words. An unfinished row follows from a breach. */
function unreadableCsv(error: unknown, header: readonly string[], breach: unknown): unknown {
	if (!isMembers(error) || typeof error.code !== 'string') return error;
	const { records, empty_lines: emptyLines, column } = error;
	const found = FINDINGS[error.code];
	if (!found || typeof column !== 'number') return error;
	const place = { row: Number(records) + Number(emptyLines) + 1, column: nameOf(column, header) };
	if (breach === undefined) return new UnreadableFile(...found, place);
	return breach instanceof UnreadableFile ? breach.at(place) : breach;
}

function breachAt(breach: unknown, last: CsvRow | undefined, header: readonly string[]): unknown {
	if (!last || !(breach instanceof UnreadableFile)) return breach;
	return breach.at({ row: last.number, column: nameOf(last.cells.length - 1, header) });
}

function nameOf(column: number, header: readonly string[]): string | number {
	return header[column] ?? column + 1;
}
