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

/** The methods of FileApiService that take a file, the newer one first (contract 7.1). */
export const UPLOAD_METHODS = ['UploadFile', 'Upload'] as const;
export type UploadMethod = (typeof UPLOAD_METHODS)[number];

/** How a file is announced to FileApiService. */
export interface UploadAddress {
	readonly path: string;
	/** The name in the address, and in the header. */
	readonly name: string;
	/** Columns that an address cannot carry, for a write after the upload. */
	readonly setLater: Row;
}

/**
 * The address for the chunks of a file (contract 7.1). Hosts limit its length and refuse some sequences of characters (contract
 * 10.1): a description, or a name, by which it would break that is left for a write after the upload. So are all columns with
 * `Upload`, which does not read them on every site.
 */
export function uploadAddress(upload: Upload, method: UploadMethod = 'UploadFile'): UploadAddress {
	const { name, description, files, recordId } = upload;
	const { [files.parent.property]: _, ...ofRecord } = parentValues(files, recordId);
	const columns: Row = { ...ofRecord, ...(description !== undefined && { Notes: description }) };
	const carried = method === 'Upload' ? [{}] : [columns, ofRecord];
	const short = shortName(name);
	const variants = [name, short].flatMap((some) => carried.map((additional) => [some, additional] as const));
	const [sent, additional] =
		variants.find(([some, row]) => isAccepted(queryOf(upload, some, row))) ??
		([short, carried.at(-1) ?? {}] as const);
	return {
		path: `FileApiService/${method}?${queryOf(upload, sent, additional)}`,
		name: sent,
		setLater: {
			...(sent !== name && { Name: name }),
			...Object.fromEntries(Object.entries(columns).filter(([property]) => !(property in additional))),
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
function queryOf(upload: Upload, name: string, additional: Row): string {
	const { files, recordId, fileId, mimeType, content } = upload;
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
