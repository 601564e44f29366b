import { keyText } from '../../basics/keyText';
import type { Connection } from '../../connection/serviceCall';
import { literal } from '../odata/literal';
import type { Row } from '../model/rows';
import type { SortBy } from '../odata/pageReader';
import { readRows } from '../odata/readRows';
import { type FileObject, filterOfRecord } from './fileObject';
import { fileReader, type FileRow, fileShape } from './fileRow';

export interface FileList {
	/** Infinity for all. */
	readonly limit: number;
	readonly skip?: number;
	/** Text in the name, searched by the site. */
	readonly text?: string;
}

/** The files of a record, the newest first. */
export async function listFiles(
	connection: Connection,
	files: FileObject,
	recordId: string,
	{ limit, skip, text = '' }: FileList,
): Promise<FileRow[]> {
	const read = fileReader(files);
	const rows: Row[] = await readRows(connection, {
		object: files.model.name,
		shape: fileShape(files),
		filter: filterOf(files, recordId, keyText(text)),
		order: newestFirst(files),
		limit,
		skip,
	});
	return rows.map(read);
}

function filterOf(files: FileObject, recordId: string, text: string) {
	const ofRecord = filterOfRecord(files, recordId);
	if (text === '') return ofRecord;
	return { text: `${ofRecord.text} and contains(Name,${literal({ type: 'text', value: text })})` };
}

function newestFirst({ model }: FileObject): readonly SortBy[] | undefined {
	const column = model.columns.get('CreatedOn');
	return column && [{ property: column.property, direction: 'desc' }];
}
