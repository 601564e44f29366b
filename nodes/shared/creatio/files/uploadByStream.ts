import { attempt } from '../../basics/attempt';
import { CreatioError, isCreatioError, isPerhapsDone } from '../../basics/errors';
import { LABELS } from '../../basics/labels';
import type { Connection } from '../../connection/serviceCall';
import type { StreamedBody } from '../../http/types';
import type { Row } from '../model/rows';
import { createRecord } from '../odata/writeRecords';
import { changeRow } from './changeRow';
import type { ContentAddress } from './contentAddress';
import { Effort } from './effort';
import { parentValues } from './fileObject';
import { FILE_TYPES, fileShape } from './fileRow';
import { lengthError, type Progress } from './progress';
import { storedLength } from './storedLength';
import type { Upload } from './uploadRequest';

/**
 * Uploads a file by its stream of OData, for sites without FileApiService (contract 2.11): the row, then the content as one
 * request, which does not change the row's Size.
 */
export async function uploadByStream(
	connection: Connection,
	upload: Upload,
	stream: ContentAddress,
	retries: number,
	progress: Progress,
): Promise<void> {
	const { files, recordId, fileId, isReplacement, content, name } = upload;
	const { model } = files;
	const described = existing(model.columns, describedBy(upload));
	if (!isReplacement) {
		const row = { Id: fileId, ...described, ...parentValues(files, recordId) };
		const created = await attempt(createRecord(connection, model.name, row, fileShape(files)));
		progress.hasBegun ||= created.done || isPerhapsDone(created.error);
		if (!created.done) throw created.error;
	}
	const effort = new Effort(connection, retries);
	for (;;) {
		const put = await attempt(putContent(connection, stream, content));
		progress.hasBegun ||= put.done || isPerhapsDone(put.error);
		if (!put.done) throw put.error;
		// A site that counts Size against the content has the old one of a replaced file.
		const stored = await storedLength(connection, stream, content.length);
		progress.isUnverified = stored === undefined;
		if (stored === undefined || stored === content.length) break;
		await effort.beforeRestart(lengthError(name, content.length));
	}
	progress.confirmed = content.length;
	if (isReplacement) await changeRow(connection, model.name, fileId, described);
}

/** Whether a site does not have the service that was asked, so that content goes another way. */
export function isMissingService(error: unknown): boolean {
	return isCreatioError(error) && error.kind === 'notFound' && error.reason === 'unexplained';
}

/** The error of a site without a service for content, over a version of OData that has no streams (contract 2.11, 3). */
export function noWayToStore(what: string, service: string): CreatioError {
	return new CreatioError(
		'notFound',
		`The site does not have the service ${service}, without which OData 3 cannot store ${what}`,
		{
			status: 404,
			cure: `Ask an administrator whether a gateway blocks the addresses of ${service}. If the site has OData 4, choose it in the field ${LABELS.odataVersion} of the credential: since Creatio 7.16 it stores content without this service.`,
		},
	);
}

/** Writes the content of a column Data (contract 2.11). */
export async function putContent(
	connection: Connection,
	stream: ContentAddress,
	body: StreamedBody,
): Promise<void> {
	await connection.call({
		...stream,
		method: 'PUT',
		content: { type: 'application/octet-stream', body },
		repeat: 'harmless',
	});
}

function describedBy({ name, content, description }: Upload): Row {
	return {
		Name: name,
		Size: content.length,
		TypeId: FILE_TYPES.file,
		...(description !== undefined && { Notes: description }),
	};
}

/** Without the columns that the object does not have. */
function existing(columns: ReadonlyMap<string, { readonly property: string }>, row: Row): Row {
	const known = new Set([...columns.values()].map(({ property }) => property));
	return Object.fromEntries(Object.entries(row).filter(([property]) => known.has(property)));
}
