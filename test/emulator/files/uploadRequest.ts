import { FILE_TYPES } from '../data/files';
import { header, type QueryParameter, type SiteRequest } from '../http';
import { readGuid } from '../model/guid';
import { readForm } from './multipartForm';
import { FileRefusal } from './refusal';

/** One request of an upload, read (contract 7.1). */
export interface Upload {
	fileId: string;
	fileName: string;
	/** Of the whole file, as the request declares it. */
	totalFileLength: number;
	object: string;
	column: string;
	typeId?: string;
	parent?: { column: string; id: string };
	/** Value names of columns with what they are set to. */
	additional: ReadonlyArray<[column: string, value: unknown]>;
	/** Whether the bytes replace the content or go to the end of it. */
	position: 'first' | 'later';
	bytes: Buffer;
}

/** Reads a request in chunked or form mode. Throws `FileRefusal`. */
export function readUpload(request: SiteRequest): Upload {
	const range = header(request, 'range') ?? header(request, 'content-range');
	if (range !== undefined) {
		const position = startOf(range) === 0 ? 'first' : 'later';
		return { ...readParameters(request.query), position, bytes: request.body };
	}
	const form = readForm(header(request, 'content-type') ?? '', request.body);
	if (!form) throw new FileRefusal('InvalidOperationException', 'The request is not multipart/form-data.');
	const file = form.files.find(({ name }) => name.toLowerCase() === 'files');
	if (!file) throw new FileRefusal('ArgumentNullOrEmptyException', missing('files'));
	const named = { name: 'fileName', value: file.fileName };
	return { ...readParameters([...form.fields, named]), position: 'first', bytes: file.bytes };
}

/** First byte of `bytes 0-99/100` or `bytes=0-99`. */
function startOf(range: string): number {
	const read = /^bytes[ =](\d{1,15})-(\d{1,15})(?:\/(?:\d{1,15}|\*))?$/i.exec(range.trim());
	const [from, to] = [Number(read?.[1]), Number(read?.[2])];
	if (!read || from > to)
		throw new FileRefusal('FormatException', `The format of value '${range}' is invalid.`);
	return from;
}

/** Names of parameters are read in any letter case. */
function readParameters(given: readonly QueryParameter[]): Omit<Upload, 'position' | 'bytes'> {
	const find = (name: string) =>
		given.find((one) => one.name.toLowerCase() === name.toLowerCase())?.value ?? '';
	const need = (name: string) => {
		const value = find(name);
		if (value === '') throw new FileRefusal('ArgumentNullOrEmptyException', missing(name));
		return value;
	};
	const parentColumn = find('parentColumnName');
	return {
		fileId: guid(need('fileId')),
		totalFileLength: fileLength(find('totalFileLength')),
		fileName: need('fileName'),
		object: need('entitySchemaName'),
		column: find('columnName') || 'Data',
		typeId: guid(find('fileTypeId') || FILE_TYPES.file),
		parent: parentColumn === '' ? undefined : { column: parentColumn, id: guid(need('parentColumnValue')) },
		additional: readAdditional(find('AdditionalParams')),
	};
}

function missing(name: string): string {
	return `Value for argument "${name}" must be specified.`;
}

function guid(text: string): string {
	const read = readGuid(text);
	if (read === undefined) throw new FileRefusal('FormatException', 'Unrecognized Guid format.');
	return read;
}

function fileLength(text: string): number {
	const length = /^\d{1,15}$/.test(text) ? Number(text) : 0;
	if (length === 0) throw new FileRefusal('InvalidFileSizeException', 'The file size is invalid.');
	return length;
}

function readAdditional(text: string): Upload['additional'] {
	if (text === '') return [];
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch (cause) {
		throw new FileRefusal('JsonReaderException', cause instanceof Error ? cause.message : String(cause));
	}
	return typeof json === 'object' && json !== null ? Object.entries(json) : [];
}
