import type { Call } from '../context';
import { FILE_TYPES } from '../data/files';
import { type Answer, empty, html, json } from '../http';
import { readGuid } from '../model/guid';
import type { Column, Entity } from '../model/model';
import { isAtLeast } from '../options';
import { serviceFault } from '../webservices/fault';
import { contentDisposition, mimeType } from './contentHeaders';
import { placeOf, storedBody } from './place';

/** Segments: `rest`, `FileService`, method, object by name or UId, Id of the file (contract 7.2). */
export function fileService(call: Call, segments: string[]): Answer {
	const { context, caller } = call;
	const [, , method = '', object = '', id = '', ...rest] = segments;
	if (caller.user.isExternal === true) return empty(403);
	if (rest.length > 0 || id === '') return context.host.notFound();
	const { entities } = context.store.model;
	const byUId = [...entities.values()].find(({ uId }) => uId === object.toLowerCase());
	switch (method.toLowerCase()) {
		case 'download':
			return withFile(call, entities.get(object), object, id, download);
		case 'getfile':
			return withFile(call, byUId, object, id, download);
		case 'getobjectlink':
			return withFile(call, byUId, object, id, link);
		default:
			return context.host.notFound();
	}
}

interface StoredFile {
	entity: Entity;
	id: string;
	column: Column;
}

function withFile(
	call: Call,
	entity: Entity | undefined,
	object: string,
	id: string,
	answer: (call: Call, file: StoredFile) => Answer,
): Answer {
	const guid = readGuid(id);
	if (guid === undefined) return serviceFault(call, 400, 'Unrecognized Guid format.');
	const column = entity?.columns.find(({ kind }) => kind === 'BLOB');
	if (!entity || !column) return serviceFault(call, 500, `Item with name "${object}" was not found.`);
	return answer(call, { entity, id: guid, column });
}

/** The bytes, as long as they are. What is declared of them counts from 8.3.2 on (contract 7.2). */
function download(call: Call, { entity, id, column }: StoredFile): Answer {
	const { store, options, switches } = call.context;
	const row = store.find(entity, id);
	if (!row || switches.filesWithoutRights.includes(id)) return missingFile(call);
	const body = storedBody(store, placeOf(call.context, entity, id, column, 'files'));
	const checks =
		switches.fileSizeCheck === 'byVersion'
			? isAtLeast(options.version, '8.3.2')
			: switches.fileSizeCheck === 'checked';
	if (checks && typeof row.Size === 'number' && row.Size !== body.length) return empty(422);
	const name = String(row.Name);
	return {
		status: 200,
		headers: [
			['Content-Type', mimeType(name)],
			['Content-Disposition', contentDisposition(name)],
		],
		body,
		isChunked: switches.downloadLength === 'chunked',
	};
}

function missingFile({ context: { options, switches } }: Call): Answer {
	const byVersion = isAtLeast(options.version, '8.1') ? 'empty' : 'notFound';
	const form = switches.missingFile === 'byVersion' ? byVersion : switches.missingFile;
	return form === 'empty' ? empty(200) : html('File not found', 404);
}

/** Where a row of type link leads; nothing for a file. */
function link({ context }: Call, { entity, id }: StoredFile): Answer {
	const row = context.store.find(entity, id);
	const isLink = row?.TypeId === FILE_TYPES.link || row?.TypeId === FILE_TYPES.recordLink;
	return json({ GetObjectLinkResult: isLink ? String(row?.Name) : null });
}
