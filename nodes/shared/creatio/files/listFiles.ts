import { keyText } from '../../basics/keyText';
import type { Connection } from '../../connection/serviceCall';
import type { Row } from '../model/rows';
import type { SortBy } from '../odata/pageReader';
import { protocolOf } from '../odata/protocolOf';
import { readRows } from '../odata/readRows';
import type { Protocol } from '../protocol/protocol';
import { textLiteral } from '../protocol/textLiteral';
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
		filter: filterOf(protocolOf(connection), files, recordId, keyText(text)),
		order: newestFirst(files),
		limit,
		skip,
	});
	return rows.map(read);
}

function filterOf(protocol: Protocol, files: FileObject, recordId: string, text: string) {
	const ofRecord = filterOfRecord(protocol, files, recordId);
	if (text === '') return ofRecord;
	return { text: `${ofRecord.text} and ${protocol.textCall('contains', 'Name', textLiteral(text))}` };
}

function newestFirst({ model }: FileObject): readonly SortBy[] | undefined {
	const column = model.columns.get('CreatedOn');
	return column && [{ property: column.property, direction: 'desc' }];
}
