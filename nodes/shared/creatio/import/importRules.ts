import type { TableRow } from '../../tables/table';
import type { BatchLimits } from '../bulk/inBatches';
import type { Column, ObjectModel } from '../model/objectModel';
import type { ColumnValue } from '../model/values';

export type ImportMode = 'create' | 'update' | 'upsert' | 'delete';

/** What is done with the rows of a file. */
export interface ImportRules extends Omit<BatchLimits, 'mostFailures'> {
	readonly model: ObjectModel;
	readonly mode: ImportMode;
	/** The columns by which records are found; none where all rows are new records. */
	readonly matchColumns: readonly Column[];
	/** What is done where several records match a row. */
	readonly severalMatches: 'fail' | 'first' | 'all';
	/** Of the file. The Ids of new records are derived from it, so that an import that is run again creates none of them twice. */
	readonly checksum: string;
	/** Checks everything that can be checked without writing, and writes nothing. */
	readonly isDryRun: boolean;
	/** The number of the first row that is left out, where a part of the file is imported; else `Infinity`. */
	readonly end: number;
	/** Rows that may fail before the import stops; `Infinity` for all. */
	readonly mostFailures: number;
	/** Whether a row may create records of lookup objects while it is read, so that rows must not be read before their turn. */
	readonly createsLookups: boolean;
	/** The values of a row, checked and typed. Rejects with kind `input`. */
	valuesOf(row: TableRow): Promise<readonly ColumnValue[]>;
}

/** What became of a row. `open`: it may have been written; nobody could find out. */
export type RowResult = 'created' | 'updated' | 'deleted' | 'skipped' | 'failed' | 'open';

export interface ImportedRow {
	readonly row: TableRow;
	readonly result: RowResult;
	/** The records that were written; several where several matched. */
	readonly ids: readonly string[];
	/** Why it was skipped or has failed. */
	readonly message?: string;
	/** What it has failed with. */
	readonly error?: unknown;
}
