import { CreatioError } from '../../basics/errors';
import type { Connection } from '../../connection/serviceCall';
import type { Column, ObjectModel } from '../model/objectModel';
import { onlyColumns, type Row, type RowShape } from '../model/rows';
import { PageReader } from '../odata/pageReader';
import type { QueryFilter } from '../odata/splitFilter';
import type { Memory } from './memory';

/** What is read for changes. */
export interface ChangeSource {
	readonly model: ObjectModel;
	/** `ModifiedOn`, or `CreatedOn` where only new records count. */
	readonly time: Column;
	/** A filter that fits into one request: the results of several could not be ordered by time. */
	readonly filter: QueryFilter;
	readonly shape: Pick<RowShape, 'columns' | 'labels' | 'related'>;
	/** Whether a version was written by somebody whose changes do not count. `before`: what was known before it was read. */
	readonly isIgnored?: (row: Row, before: Memory) => boolean;
}

export interface LookOptions {
	/** How much later than its time a record may become visible. */
	readonly overlapMs: number;
	/** The maximum number of changes of one read; the next read returns the rest. */
	readonly most: number;
	readonly pageSize: number;
	/** After this time no further page is read, once something was found. */
	readonly timeLimitMs: number;
}

export const NOTHING: ChangeSource['shape'] = onlyColumns([]);

/** The object and columns to read. */
export interface Reading {
	readonly connection: Connection;
	readonly source: ChangeSource;
	readonly options: LookOptions;
}

/** Reads the rows of a source, with their time. */
export function readerOf({ connection, source, options }: Reading): PageReader {
	const { model, time, shape } = source;
	const columns = [...new Set([...shape.columns, time])];
	const paging = { size: options.pageSize, parallel: 1 };
	const query = { object: model.name, shape: { ...shape, columns }, limit: Infinity, paging };
	return new PageReader(connection, query);
}

/** The key of a record in its canonical form. */
export function keyOf({ Id }: Row): string {
	return String(Id).toLowerCase();
}

/**
 * A value that decides whether an event occurred. Rejects with kind `unreadable` where the site left the column out
 * (contract 2.8): otherwise no event would be reported, or all of them.
 */
export function cellOf(row: Row, column: Column): unknown {
	if (column.property in row) return row[column.property];
	throw new CreatioError('unreadable', `Creatio could not return the column ${column.name}`, {
		cure: 'Ask an administrator to compile the site.',
	});
}
