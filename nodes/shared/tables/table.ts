/** The formats of files that hold a table. */
export type TableFormatName = 'csv' | 'jsonl' | 'xlsx';

/** A row of a file, whose values are known by the names of their columns. Empty rows are left out. */
export interface TableRow {
	/**
	 * As an editor or a spreadsheet numbers it, so that whoever reads a message finds it: the header of a CSV file and of a sheet is row 1, the
	 * first line of JSON Lines is row 1. It depends on the content of the file alone.
	 */
	readonly number: number;
	/**
	 * Texts in CSV, where those that a row lacks at its end are empty; whatever JSON or a sheet holds in the other formats.
	 */
	readonly values: Readonly<Record<string, unknown>>;
	/** The row as the file has it: its cells, or its line of JSON. */
	readonly source: readonly unknown[] | string;
	/** Why the row cannot be used, though those after it can. */
	readonly fault?: RowFault;
}

/** A sentence without the number of the row, which whoever shows it adds. */
export interface RowFault {
	readonly message: string;
	/** The name of the column, where it is one. */
	readonly column?: string;
}

/** A file as one of the formats reads it. */
export interface OpenedTable {
	/** The names of the columns in their order; empty for JSON Lines, each of whose lines names its own. */
	readonly header: readonly string[];
	/** What stands between the values of a CSV file; a comma for the other formats. */
	readonly delimiter: string;
	/** Reads the rows, each time from the first one. Rejects with kind `input` where the file cannot be read on. */
	rows(): AsyncIterable<TableRow>;
}

/** A file that was read once as a whole, so that all of it is known to be readable. */
export interface Table extends OpenedTable {
	readonly format: TableFormatName;
	/** SHA-256 of the file as it is stored, in hexadecimal digits. */
	readonly checksum: string;
	/** How many rows there are, with faults or without. */
	readonly rowCount: number;
	/** Rejects with kind `storage` where the file is not the one that was checked. */
	rows(): AsyncIterable<TableRow>;
}

export interface TableOptions {
	/** By default, found by the first bytes and the name of the file. */
	readonly format?: TableFormatName;
	/** The name of the file, for its extension. */
	readonly name?: string;
	/** By default, found in the header. */
	readonly delimiter?: string;
	/** A label of the Encoding Standard, such as `windows-1251`. By default, found by the first bytes. */
	readonly encoding?: string;
	/** The name of a sheet of a workbook. By default, its first one. */
	readonly sheet?: string;
}

/** What is read, each time from its beginning. */
export interface TableSource {
	open(): AsyncIterable<Uint8Array>;
}
