import { csvLine } from '../../tables/csvLine';
import type { Table } from '../../tables/table';
import { isCreatioError, messageOf, withoutFullStop } from '../../basics/errors';
import { REASON } from './fileColumns';
import type { ImportedRow } from './importRules';

export const RESULT_HEAD = csvLine(['Row', 'Id', 'Result', 'Message'], ',');

/** A line of the file that says what became of each row. */
export function resultLine({ row, ids, result, ...why }: ImportedRow): string {
	return csvLine([row.number, ids.join(' '), result, reasonOf(why)], ',');
}

/** How failed rows are written again, so that they can be mended and imported. */
export interface FailedRows {
	readonly extension: string;
	readonly head: string;
	line(row: ImportedRow): string;
}

/**
 * The failed rows of a file as they were, and why each of them has failed. Rows that may have been written are not among them: importing
 * them from another file could create their records again.
 */
export function failedRows({
	format,
	header,
	delimiter,
}: Pick<Table, 'format' | 'header' | 'delimiter'>): FailedRows {
	if (format === 'jsonl') {
		return { extension: 'jsonl', head: '', line: jsonLine };
	}
	// A file of failed rows that was imported again has the column already.
	const kept = header.flatMap((name, index) => (name === REASON ? [] : [index]));
	const own = new Set(kept);
	return {
		extension: 'csv',
		// Spreadsheets, in which the rows are mended, know UTF-8 by it.
		head: `\uFEFF${csvLine([REASON, ...kept.map((index) => header[index])], delimiter)}`,
		line: ({ row, ...why }) => {
			const cells = typeof row.source === 'string' ? [row.source] : row.source;
			const others = cells.filter((_, index) => own.has(index) || index >= header.length);
			return csvLine([reasonOf(why), ...others], delimiter);
		},
	};
}

/** A line that is not an object stays as it is: there is no place for a reason. */
function jsonLine({ row, ...why }: ImportedRow): string {
	if (row.fault) return `${String(row.source)}\n`;
	return `${JSON.stringify({ [REASON]: reasonOf(why), ...without(row.values, REASON) })}\n`;
}

function without(values: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>> {
	const { [name]: _, ...others } = values;
	return others;
}

function reasonOf({ message, error }: Pick<ImportedRow, 'message' | 'error'>): string {
	if (message !== undefined) return message;
	if (error === undefined) return '';
	const cure = isCreatioError(error) ? error.cure : undefined;
	return cure === undefined ? messageOf(error) : `${withoutFullStop(messageOf(error))}. ${cure}`;
}
