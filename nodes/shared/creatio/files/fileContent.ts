import { attempt } from '../../basics/attempt';
import { CreatioError, inputError, isCreatioError, reworded } from '../../basics/errors';
import { LABELS } from '../../basics/labels';
import type { Connection } from '../../connection/serviceCall';
import type { ObjectModel } from '../model/objectModel';
import { downloadOf, streamOf } from './contentAddress';
import type { FileObject } from './fileObject';
import type { FileRow } from './fileRow';
import { receiveContent, type Received, type Store } from './receiveContent';

/**
 * Reads the content of a file and gives it to `store`. Its length is compared with Size, since a missing right or a missing
 * file is an empty answer with a good status on some sites (contract 7.2). Where the two differ, the content is read again:
 * two answers of one length are whole, and Size is wrong (contract 7.3), which goes to `note` then.
 */
export async function fileContent<T>(
	connection: Connection,
	files: FileObject,
	file: FileRow,
	store: Store<T>,
	note: (message: string) => void,
): Promise<Received<T>> {
	if (file.type !== 'file') throw isLink(file);
	const first = await contentOnce(connection, files, file, store);
	if (first && isWhole(file, first)) return first;
	// Nothing is what such a row should have.
	if (!first && (file.size ?? 0) <= 0) throw hasNoContent(file);
	const second = await contentOnce(connection, files, file, store);
	if (!second) throw hasNoContent(file);
	if (isWhole(file, second)) return second;
	if (second.bytes !== first?.bytes) throw changingLength(file, first?.bytes ?? 0, second.bytes);
	note(
		`The file ${file.name} (${file.id}) has ${second.bytes} bytes, but its Size in Creatio says ${file.size}. It was downloaded twice with the same length, so the Size is probably wrong.`,
	);
	return second;
}

/** Rows that were made without the service for uploading may have no Size. */
function isWhole({ size = 0 }: FileRow, { bytes }: Received<unknown>): boolean {
	return size <= 0 || size === bytes;
}

/**
 * The service for downloads serves every storage. Where it does not find a file whose row is there, the stream of OData may,
 * if there is one (contract 2.11). `undefined` where the site answers with nothing.
 */
async function contentOnce<T>(
	connection: Connection,
	{ model }: FileObject,
	file: FileRow,
	store: Store<T>,
): Promise<Received<T> | undefined> {
	const served = await attempt(receiveContent(connection, downloadOf(model.name, file.id), store));
	if (served.done) return served.value;
	if (!isNotFound(served.error)) throw explained(served.error, file);
	const address = streamOf(connection, model.name, file.id, contentProperty(model));
	if (!address) return undefined;
	const stream = await attempt(receiveContent(connection, address, store));
	if (stream.done) return stream.value;
	if (isCreatioError(stream.error) && !isMissing(stream.error)) throw stream.error;
	return undefined;
}

/** Data on every object of the platform; `undefined` where the site shows no stream. */
function contentProperty({ columns }: ObjectModel): string | undefined {
	const streams = [...columns.values()].filter(({ type }) => type === 'stream');
	return (streams.find(({ name }) => name === 'Data') ?? streams[0])?.property;
}

function isNotFound(error: unknown): error is CreatioError {
	return isCreatioError(error) && error.kind === 'notFound';
}

/** What a site without streams for this object answers (contract 2.11: older versions, files in another storage). */
function isMissing({ kind, mayPass }: CreatioError): boolean {
	return !mayPass && ['notFound', 'invalid', 'server'].includes(kind);
}

/** Sites since 8.3.2 refuse to send a file whose stored length is not the one that its row says (contract 7.2). */
function explained(error: unknown, { name }: FileRow): unknown {
	if (!isCreatioError(error) || error.status !== 422) return error;
	return reworded(
		error,
		`The site refuses to send the file ${name}: its stored length differs from its Size (field ${LABELS.file})`,
		'Upload the file again, or ask an administrator to correct the Size of its row in Creatio.',
	);
}

function hasNoContent({ name, size = 0 }: FileRow): CreatioError {
	if (size <= 0) {
		const message = `The file ${name} has no content in Creatio (field ${LABELS.file})`;
		return new CreatioError('notFound', message, {
			cure: 'Its row was created without content, or its upload did not end. Upload the file again.',
		});
	}
	const message = `Creatio returned nothing for the file ${name}, although its Size is ${size} bytes (field ${LABELS.file})`;
	return new CreatioError('notFound', message, {
		cure: 'The user of the credential may lack the right to the file, or its content is missing in the storage of the site. Download it in Creatio as this user to see which.',
	});
}

function changingLength({ name, size }: FileRow, first: number, second: number): CreatioError {
	return new CreatioError(
		'unreadable',
		`The file ${name} arrived with ${first} bytes and then with ${second}, and its Size is ${size} (field ${LABELS.file})`,
		{
			mayPass: true,
			cure: 'It may still be uploading, or a gateway in front of the site cuts long answers. Run again later.',
		},
	);
}

function isLink({ name, type }: FileRow): CreatioError {
	const target = type === 'link' ? 'page' : 'record';
	return inputError(
		`${name} is a link to a ${target}, which has no content (field ${LABELS.file})`,
		'Read its Name and Notes with Get Many instead, or leave out items whose Type is not "file".',
	);
}
