import { hasDeniedSequence, HOST_LIMITS } from '../../connection/hostLimits';
import type { ServiceRequest } from '../../connection/serviceCall';
import type { StreamedBody } from '../../http/types';
import type { Row } from '../model/rows';
import type { Chunk } from './chunks';
import { extensionOf } from './fileNames';
import { type FileObject, parentValues } from './fileObject';

/** A file that is to become a file of a record. */
export interface Upload {
	readonly files: FileObject;
	readonly recordId: string;
	/** The Id of the file's row: a new one, or that of the file whose content is replaced. */
	readonly fileId: string;
	readonly isReplacement: boolean;
	readonly name: string;
	readonly mimeType: string;
	/** The column Notes; `undefined` leaves it as it is. */
	readonly description: string | undefined;
	/** As long as it says, or reading it fails. */
	readonly content: StreamedBody;
}

/** How a file is announced to FileApiService. */
export interface UploadAddress {
	readonly path: string;
	/** The name in the address, and in the header. */
	readonly name: string;
	/** Columns that do not fit into an address, for a write after the upload. */
	readonly setLater: Row;
}

/**
 * The address for the chunks of a file (contract 7.1). Hosts limit its length and refuse some sequences of characters (contract
 * 10.1): a description, or a name, by which it would break that is left for a write after the upload.
 */
export function uploadAddress(upload: Upload): UploadAddress {
	const { name, description } = upload;
	const short = shortName(name);
	const variants = [
		[name, description],
		[name, undefined],
		[short, description],
	] as const;
	const [sent, notes] =
		variants.find(([some, text]) => isAccepted(queryOf(upload, some, text))) ?? ([short, undefined] as const);
	return {
		path: `FileApiService/UploadFile?${queryOf(upload, sent, notes)}`,
		name: sent,
		setLater: {
			...(sent !== name && { Name: name }),
			...(notes !== description && { Notes: description }),
		},
	};
}

/** ASCII, with the extension by which the site decides whether it accepts the file. */
function shortName(name: string): string {
	const extension = extensionOf(name);
	return extension !== undefined && extension.length <= 20 ? `file.${extension}` : 'file';
}

function isAccepted(query: string): boolean {
	return query.length <= HOST_LIMITS.query && !hasDeniedSequence(query);
}

/** Columns have their value names; the plain ID of SysFile is one as well (contract 7.1). */
function queryOf(upload: Upload, name: string, notes: string | undefined): string {
	const { files, recordId, fileId, mimeType, content } = upload;
	const { [files.parent.property]: _, ...others } = parentValues(files, recordId);
	const additional = { ...others, ...(notes !== undefined && { Notes: notes }) };
	const parameters = {
		fileId,
		totalFileLength: String(content.length),
		mimeType,
		fileName: name,
		columnName: 'Data',
		entitySchemaName: files.model.name,
		parentColumnName: files.parent.name,
		parentColumnValue: recordId,
		...(Object.keys(additional).length > 0 && { AdditionalParams: JSON.stringify(additional) }),
	};
	return encodedQuery(parameters);
}

export function encodedQuery(parameters: Readonly<Record<string, string>>): string {
	return Object.entries(parameters)
		.map(([key, value]) => `${key}=${percentEncoded(value)}`)
		.join('&');
}

/** Also encodes what `encodeURIComponent` leaves, such as apostrophes, so that every reader takes the result for a value. */
function percentEncoded(text: string): string {
	return encodeURIComponent(text).replace(
		/[!'()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);
}

/**
 * The request for a chunk (contract 7.1). A first one overwrites, so that it may be sent again; a later one is appended
 * whatever its range says, so that it must not.
 */
export function chunkRequest(
	{ content }: Upload,
	{ path, name }: UploadAddress,
	chunk: Chunk,
): ServiceRequest {
	return {
		method: 'POST',
		service: 'rest',
		path,
		content: { type: 'application/octet-stream', body: chunk.body },
		headers: rangeHeaders(name, chunk, content.length),
		repeat: chunk.from === 0 ? 'harmless' : 'once',
	};
}

/** `from` and `to` of the bytes in the body. The name is neither quoted nor in the form `filename*` (contract 7.4). */
export function rangeHeaders(
	name: string,
	{ from, to }: Pick<Chunk, 'from' | 'to'>,
	length: number,
): Record<string, string> {
	return {
		'content-range': `bytes ${from}-${to - 1}/${length}`,
		'content-disposition': `attachment; filename=${percentEncoded(name)}`,
	};
}
