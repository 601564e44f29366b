import type { Connection } from '../../connection/serviceCall';
import { literal } from '../odata/literal';
import { readRows } from '../odata/readRows';
import { type FileObject, filterOfRecord } from './fileObject';
import { fileReader, fileShape, type FileRow } from './fileRow';

/** The files of a record with a name, as the site compares names, the one changed last first. Links are not among them. */
export async function filesNamed(
	connection: Connection,
	files: FileObject,
	recordId: string,
	name: string,
): Promise<FileRow[]> {
	const byRecord = filterOfRecord(files, recordId);
	const rows = await readRows(connection, {
		object: files.model.name,
		shape: fileShape(files),
		filter: { text: `${byRecord.text} and Name eq ${literal({ type: 'text', value: name })}` },
		order: [{ property: 'ModifiedOn', direction: 'desc' }],
		// A record has few files of one name.
		limit: 100,
	});
	return rows.map(fileReader(files)).filter(({ type }) => type === 'file');
}
