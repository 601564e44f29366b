import type { Connection } from '../../connection/serviceCall';
import { protocolOf } from '../odata/protocolOf';
import { readRows } from '../odata/readRows';
import { textLiteral } from '../protocol/textLiteral';
import { filterOfRecord } from './fileObject';
import { fileReader, fileShape, type FileRow } from './fileRow';
import type { Upload } from './uploadRequest';

/** A record has few files of one name. */
const MOST_FILES = 100;

/**
 * The upload as new content of the record's file of the same name, the one that was changed last where there are several; as
 * a new file where there is none.
 */
export async function asReplacement(
	connection: Connection,
	upload: Upload,
	hint: (message: string) => void,
): Promise<Upload> {
	const [latest, ...others] = await filesNamedAlike(connection, upload);
	if (!latest) return upload;
	if (others.length > 0) {
		const { recordId, files, name } = upload;
		hint(
			`The record ${recordId} of ${files.object} has ${others.length + 1} files with the name "${name}". The one that was changed last, ${latest.id}, got the new content.`,
		);
	}
	return { ...upload, fileId: latest.id, isReplacement: true };
}

/** As the site compares names. Links are not among them. */
async function filesNamedAlike(
	connection: Connection,
	{ files, recordId, name }: Upload,
): Promise<FileRow[]> {
	const byRecord = filterOfRecord(protocolOf(connection), files, recordId);
	const rows = await readRows(connection, {
		object: files.model.name,
		shape: fileShape(files),
		filter: { text: `${byRecord.text} and Name eq ${textLiteral(name)}` },
		order: [{ property: 'ModifiedOn', direction: 'desc' }],
		limit: MOST_FILES,
	});
	return rows.map(fileReader(files)).filter(({ type }) => type === 'file');
}
