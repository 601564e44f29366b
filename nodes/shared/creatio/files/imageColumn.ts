import { attempt } from '../../basics/attempt';
import { bestEffort } from '../../basics/bestEffort';
import { CreatioError, inputError, isCreatioError } from '../../basics/errors';
import { guidIn } from '../../basics/guid';
import { textIn } from '../../basics/json';
import { LABELS } from '../../basics/labels';
import type { Connection } from '../../connection/serviceCall';
import { type Column, findColumn, type Metadata, type ObjectModel } from '../model/objectModel';
import { unknownColumn } from '../model/paths';
import { readRecord } from '../odata/oneRecord';
import { streamOf } from './contentAddress';
import { receiveContent, type Received, type Store } from './receiveContent';
import { onlyColumns } from '../model/rows';

/** The object that holds images (contract 7.4). */
export const IMAGE_OBJECT = 'SysImage';

/** An image that a column of a record points to. */
export interface Image {
	readonly id: string;
	/** As its row says; `undefined` where the site does not show it. */
	readonly name: string | undefined;
	readonly mimeType: string | undefined;
}

/** The column for an image, such as Photo of Contact. Rejects with kind `input` for another one, with those that there are. */
export function imageColumn(model: ObjectModel, name: string): Column {
	const column = findColumn(model, name);
	if (!column) throw unknownColumn(model, name, LABELS.column);
	if (isImage(column)) return column;
	const images = [...model.columns.values()].filter(isImage).map((one) => one.name);
	throw inputError(
		`The column ${column.name} of ${model.name} does not hold an image (field ${LABELS.column})`,
		images.length > 0
			? `Choose one of: ${images.join(', ')}.`
			: `${model.name} has no columns for images, which are lookups to ${IMAGE_OBJECT}.`,
	);
}

export function isImage({ type, target }: Column): boolean {
	return type === 'lookup' && target === IMAGE_OBJECT;
}

/**
 * The image in a column of a record; `undefined` where there is no such record. Rejects with kind `notFound` where the
 * column is empty.
 */
export async function imageOf(
	connection: Connection,
	metadata: Metadata,
	{
		model,
		column,
		recordId,
	}: { readonly model: ObjectModel; readonly column: Column; readonly recordId: string },
): Promise<Image | undefined> {
	const record = await readRecord(connection, model.name, recordId, {
		columns: [column],
		labels: [],
		related: [],
	});
	if (!record) return undefined;
	const id = guidIn(record, column.property);
	if (id === undefined) {
		const message = `The column ${column.name} of the record ${recordId} of ${model.name} is empty (field ${LABELS.column})`;
		throw new CreatioError('notFound', message, {
			cure: 'The record has no image there. Leave such items out with a Filter node, or choose another column.',
		});
	}
	const images = await metadata.find(IMAGE_OBJECT);
	const columns = ['Name', 'MimeType'].flatMap((name) => images?.columns.get(name) ?? []);
	// Best effort: the content does not need the row.
	const row = images && (await bestEffort(readRecord(connection, images.name, id, onlyColumns(columns))));
	return {
		id,
		name: textIn(row ?? {}, 'Name') || undefined,
		mimeType: textIn(row ?? {}, 'MimeType') || undefined,
	};
}

/**
 * Reads the content of an image by the stream of OData, and where there is none or it does not give it, by the address at which
 * pages show it (contract 2.11, 7.4).
 */
export async function imageContent<T>(
	connection: Connection,
	id: string,
	store: Store<T>,
): Promise<Received<T>> {
	const address = streamOf(connection, IMAGE_OBJECT, id);
	const stream = address && (await attempt(receiveContent(connection, address, store)));
	if (stream?.done && stream.value) return stream.value;
	if (stream?.done === false && !(isCreatioError(stream.error) && isRefused(stream.error)))
		throw stream.error;
	const shown = `img/entity/hash/${IMAGE_OBJECT}/Data/${id}`;
	const page = await attempt(receiveContent(connection, { service: 'workspace', path: shown }, store));
	if (page.done && page.value) return page.value;
	if (!page.done && !(isCreatioError(page.error) && page.error.kind === 'notFound')) throw page.error;
	throw new CreatioError(
		'notFound',
		`Creatio returned nothing for the image ${id} (field ${LABELS.column})`,
		{
			cure: 'Its content is missing, or the user of the credential lacks the right to it. Set the image again in Creatio.',
		},
	);
}

/** As sites without streams do, or with another storage. */
function isRefused({ kind, mayPass }: CreatioError): boolean {
	return !mayPass && ['notFound', 'invalid', 'server', 'forbidden', 'unreadable'].includes(kind);
}
