import { CreatioError } from '../../basics/errors';
import { guidIn } from '../../basics/guid';
import { LABELS } from '../../basics/labels';
import type { Connection } from '../../connection/serviceCall';
import { type Row, rowReader, type RowShape } from '../model/rows';
import { readRecord } from '../odata/oneRecord';
import type { FileObject } from './fileObject';

/** The types of rows (contract 7.1, the lookup FileType): the same IDs on every site. */
export const FILE_TYPES = {
	file: '529bc2f8-0ee0-df11-971b-001d60e938c6',
	link: '539bc2f8-0ee0-df11-971b-001d60e938c6',
	entityLink: '549bc2f8-0ee0-df11-971b-001d60e938c6',
} as const;

export type FileType = keyof typeof FILE_TYPES;

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
	return { columns: [...known, parent], labels: [], related: [], simplify: true };
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
	const { model, object, isShared } = files;
	const row = await readRecord(connection, model.name, fileId, fileShape(files));
	if (!row) throw noSuchFile(files, fileId, recordId);
	// Text is compared without regard to letter case in the databases of Creatio.
	const ofOther =
		isShared &&
		model.columns.has('RecordSchemaName') &&
		String(row.RecordSchemaName).toLowerCase() !== object.toLowerCase();
	const file = fileReader(files)(row);
	if (ofOther || (recordId !== undefined && file.recordId !== recordId))
		throw noSuchFile(files, fileId, recordId);
	return file;
}

/** The error for a file that a record, or the object as a whole, does not have. */
export function noSuchFile({ object }: FileObject, fileId: string, recordId?: string): CreatioError {
	const owner = recordId === undefined ? `No record of ${object}` : `The record ${recordId} of ${object}`;
	const verb = recordId === undefined ? 'has a' : 'has no';
	return new CreatioError('notFound', `${owner} ${verb} file with the ID ${fileId} (field ${LABELS.file})`, {
		status: 404,
		cure: 'It may have been deleted, belong to another record, or the user is not allowed to see it. Choose the file from the list to be sure.',
	});
}
