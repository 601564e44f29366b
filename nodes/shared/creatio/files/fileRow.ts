import { Batcher } from '../../basics/batcher';
import { CreatioError } from '../../basics/errors';
import { guidIn } from '../../basics/guid';
import { LABELS } from '../../basics/labels';
import type { Connection } from '../../connection/serviceCall';
import { onlyColumns, type Row, rowReader, type RowShape } from '../model/rows';
import { readByIds } from '../odata/findByFilters';
import { readRecord } from '../odata/oneRecord';
import type { FileObject } from './fileObject';

/** The types of rows (contract 7.1, the lookup FileType): the same IDs on every site. */
export const FILE_TYPES = {
	file: '529bc2f8-0ee0-df11-971b-001d60e938c6',
	link: '539bc2f8-0ee0-df11-971b-001d60e938c6',
	entityLink: '549bc2f8-0ee0-df11-971b-001d60e938c6',
} as const;

type FileType = keyof typeof FILE_TYPES;

/** Columns of every file object of the platform, in the order in which they are shown; a site may lack some. */
const COLUMNS = [
	'Id',
	'Name',
	'Size',
	'Type',
	'Notes',
	'Version',
	'CreatedOn',
	'CreatedBy',
	'ModifiedOn',
	'ModifiedBy',
	'RecordSchemaName',
];

/** A row of a file object. */
export interface FileRow {
	readonly id: string;
	readonly name: string;
	/** The length of the content in bytes, as the row says; `undefined` where it does not. */
	readonly size: number | undefined;
	/** A link has no content. */
	readonly type: FileType;
	/** The record that it belongs to. */
	readonly recordId: string | undefined;
	/** What an item returns. */
	readonly shown: Row;
}

/** What is read of a file: its description, never its content, which breaks a read of rows (contract 2.4). */
export function fileShape({ model, parent }: FileObject): RowShape {
	const known = COLUMNS.flatMap((name) => model.columns.get(name) ?? []);
	return { ...onlyColumns([...known, parent]), simplify: true };
}

/**
 * Reads rows as files: columns by their names in Creatio, the type as a word, and beside them what further operations on
 * the file need.
 */
export function fileReader(files: FileObject): (row: Row) => FileRow {
	const { model, object, parent } = files;
	const read = rowReader(model, fileShape(files));
	return (row) => {
		const recordId = guidIn(row, parent.property);
		const { Id, Name, Size, [parent.property]: _, RecordSchemaName: __, TypeId, ...others } = read(row);
		const type = typeOf(TypeId);
		const name = String(Name ?? '');
		const size = typeof Size === 'number' ? Size : undefined;
		const shown = {
			Id,
			Name: name,
			...(size !== undefined && { Size: size }),
			Type: type,
			...others,
			object,
			recordId: recordId ?? null,
			fileObject: model.name,
		};
		return { id: String(Id).toLowerCase(), name, size, type, recordId, shown };
	};
}

function typeOf(id: unknown): FileType {
	const wanted = String(id).toLowerCase();
	if (wanted === FILE_TYPES.link) return 'link';
	return wanted === FILE_TYPES.entityLink ? 'entityLink' : 'file';
}

/**
 * Reads the row of a file. Rejects with kind `notFound` if there is none, or if it is not a file of `recordId` where that is
 * given.
 */
export async function readFile(
	connection: Connection,
	files: FileObject,
	fileId: string,
	recordId?: string,
): Promise<FileRow> {
	const row = await readRecord(connection, files.model.name, fileId, fileShape(files));
	return fileIn(row, files, fileId, recordId);
}

/** Reads rows of files as `readFile` does, those that are asked for at the same time in one request. */
export function fileFinder(connection: Connection) {
	const known = new Map<string, FileObject>();
	const rows = new Batcher(connection.wait, async (name: string, ids: readonly string[]) => {
		const files = known.get(name);
		const found = files && (await readByIds(connection, name, ids, fileShape(files)));
		return (id: string) => found?.get(id);
	});
	return async (files: FileObject, fileId: string, recordId?: string): Promise<FileRow> => {
		known.set(files.model.name, files);
		return fileIn(await rows.ask(files.model.name, fileId), files, fileId, recordId);
	};
}

function fileIn(
	row: Row | undefined,
	files: FileObject,
	fileId: string,
	recordId: string | undefined,
): FileRow {
	if (!row || !isOfObject(row, files)) throw noSuchFile(files, fileId, recordId);
	const file = fileReader(files)(row);
	if (recordId !== undefined && file.recordId !== recordId) throw noSuchFile(files, fileId, recordId);
	return file;
}

/** Whether a row of the shared object belongs to a record of the object. Databases compare without regard to letter case. */
function isOfObject(row: Row, { model, object, isShared }: FileObject): boolean {
	if (!isShared || !model.columns.has('RecordSchemaName')) return true;
	return String(row.RecordSchemaName).toLowerCase() === object.toLowerCase();
}

/** The error for a file that a record, or the object as a whole, does not have. */
function noSuchFile({ object }: FileObject, fileId: string, recordId?: string): CreatioError {
	const owner = recordId === undefined ? object : `The record ${recordId} of ${object}`;
	return new CreatioError('notFound', `${owner} has no file with the ID ${fileId} (field ${LABELS.file})`, {
		status: 404,
		cure: 'It may have been deleted, belong to another record, or the user is not allowed to see it.',
		asksFor: 'file',
	});
}
