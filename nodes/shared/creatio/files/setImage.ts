import { attempt } from '../../basics/attempt';
import {
	CreatioError,
	isCancelled,
	isCreatioError,
	isPerhapsDone,
	withCure,
	withPerhapsDone,
} from '../../basics/errors';
import { guidIn } from '../../basics/guid';
import { isMembers, member } from '../../basics/json';
import { LABELS } from '../../basics/labels';
import { serverSentence } from '../../connection/serverWords';
import type { Connection } from '../../connection/serviceCall';
import type { StreamedBody } from '../../http/types';
import type { Column, ObjectModel } from '../model/objectModel';
import { readRecord } from '../odata/oneRecord';
import { createRecord } from '../odata/writeRecords';
import { changeRow, tryDelete } from './changeRow';
import { streamOf } from './contentAddress';
import { IMAGE_OBJECT } from './imageColumn';
import { isMissingService, noWayToStore, putContent } from './uploadByStream';
import { encodedQuery, rangeHeaders } from './uploadRequest';
import { onlyColumns } from '../model/rows';

/** An image that a record is to show. */
export interface ImageUpload {
	/** The Id of the new row of SysImage. */
	readonly id: string;
	readonly name: string;
	readonly mimeType: string;
	readonly content: StreamedBody;
	readonly model: ObjectModel;
	readonly column: Column;
	readonly recordId: string;
}

/**
 * Stores an image and lets the lookup of a record point to it (contract 7.4). If the lookup cannot be written, the image is
 * deleted again, unless the record may point to it.
 */
export async function setImage(connection: Connection, image: ImageUpload): Promise<void> {
	const { model, column, recordId, id } = image;
	const stored = await attempt(storeImage(connection, image));
	// Where it may be there, no record points to it yet.
	if (!stored.done)
		throw isPerhapsDone(stored.error) ? await withoutImage(connection, image, stored.error) : stored.error;
	const set = await attempt(changeRow(connection, model.name, recordId, { [column.property]: id }));
	if (set.done) return;
	throw isPerhapsDone(set.error)
		? leaving(image, set.error)
		: await withoutImage(connection, image, set.error);
}

async function storeImage(connection: Connection, image: ImageUpload): Promise<void> {
	const sent = await attempt(sendImage(connection, image));
	if (sent.done) return;
	if (!isMissingService(sent.error)) throw sent.error;
	const stream = streamOf(connection, IMAGE_OBJECT, image.id);
	if (!stream) throw noWayToStore('images', 'ImageAPIService');
	const columns = [{ name: 'Name', property: 'Name', type: 'text' }] as const;
	const shape = onlyColumns(columns);
	await createRecord(connection, IMAGE_OBJECT, { Id: image.id, Name: image.name }, shape);
	const put = await attempt(putContent(connection, stream, image.content));
	// The row is there, whatever became of its content.
	if (!put.done) throw withPerhapsDone(put.error, true);
}

/** By the service of images, whose rows it makes and fills (contract 7.4). The same Id overwrites. */
async function sendImage(
	connection: Connection,
	{ id, name, mimeType, content }: ImageUpload,
): Promise<void> {
	const { length } = content;
	const query = encodedQuery({ fileId: id, totalFileLength: String(length), mimeType });
	const { json, status } = await connection.call({
		method: 'POST',
		service: 'workspace',
		path: `ImageAPIService/upload?${query}`,
		content: { type: mimeType, body: content },
		headers: rangeHeaders(name, { from: 0, to: length }, length),
		repeat: 'harmless',
	});
	if (isMembers(json) && (member(json, 'error') ?? '') === '') return;
	// A refusal has a good status as well.
	const reason = serverSentence(json);
	if (reason !== undefined) {
		throw new CreatioError(
			'invalid',
			`The site does not take the image "${name}" (field ${LABELS.inputDataField}): ${reason}`,
			{ status, cure: 'Use a PNG, JPEG or GIF file.' },
		);
	}
	throw new CreatioError('unreadable', 'The answer for the image does not say that it was stored', {
		status,
		mayPass: true,
		perhapsDone: true,
	});
}

/** The error of an image that no record points to, after it was deleted again. */
async function withoutImage(connection: Connection, image: ImageUpload, error: unknown): Promise<unknown> {
	const isLeft =
		isCancelled(error) ||
		(await mayBeShown(connection, image)) ||
		!(await tryDelete(connection, IMAGE_OBJECT, image.id));
	return isLeft ? leaving(image, error) : withPerhapsDone(error, false);
}

/** An earlier try of the same item, which has the same Id, may have set the lookup although its answer was lost. */
async function mayBeShown(
	connection: Connection,
	{ model, column, recordId, id }: ImageUpload,
): Promise<boolean> {
	const shape = onlyColumns([column]);
	const read = await attempt(readRecord(connection, model.name, recordId, shape));
	return !read.done || (read.value !== undefined && guidIn(read.value, column.property) === id);
}

function leaving({ id, name }: ImageUpload, error: unknown): unknown {
	if (!isCreatioError(error)) return error;
	return withCure(
		error,
		`The image "${name}" may be left on the site, with the ID ${id} in ${IMAGE_OBJECT}.`,
	);
}
