import { checkFileSize, checkFileType } from '../files/fileRules';
import { placeOf, storedBody } from '../files/place';
import { FileRefusal } from '../files/refusal';
import { type Answer, empty, header } from '../http';
import type { Entity } from '../model/model';
import type { SqlRow } from '../store/database';
import { contextOf, noAction, objectOf, type ODataCall, ok, readerOf, VERSION } from './answers';
import { readEntityBody } from './body/entityBody';
import { UnreadableBody } from './body/unreadable';
import { serverFault } from './errors';
import { rowMembers } from './json';
import type { Resource } from './resource';
import { Writer } from './write';

function writerOf(call: ODataCall): Writer {
	return new Writer(call.context.store, call.context.options, call.caller.user.contactId, call.journal);
}

/** Whether the request states a preference such as `return=minimal`, in any letter case (contract 2.10). */
function prefers({ request }: ODataCall, preference: string): boolean {
	const given = header(request, 'prefer') ?? '';
	return given.toLowerCase().includes(preference);
}

/** 201 with the record, or 204 where the caller wants nothing back (contract 2.9). */
export function createEntity(call: ODataCall, entity: Entity): Answer {
	const row = writerOf(call).create(entity, readRow(call, entity, false));
	const address = `${call.root}/${entity.name}(${String(row.Id)})`;
	if (prefers(call, 'return=minimal')) {
		return empty(204, [['Location', address], ['OData-EntityId', address], VERSION]);
	}
	return ok(call, entityJson(call, entity, row, true), 201, [['Location', address]]);
}

/** 204, or 200 with the record where the caller wants it back (contract 2.10). */
export function patchEntity(call: ODataCall, entity: Entity, id: string): Answer {
	const given = readPatch(call, entity);
	if (given === undefined) return empty(204, [VERSION]);
	const { store, switches } = call.context;
	if (store.exists(entity, id)) writerOf(call).update(entity, id, given);
	else if (switches.ifMatch === 'honoured' && header(call.request, 'if-match') === '*') return empty(412);
	else if (switches.patchMissingKey === 'create') writerOf(call).create(entity, { ...given, Id: id });
	else return empty(404);
	if (!prefers(call, 'return=representation')) return empty(204, [VERSION]);
	return ok(call, entityJson(call, entity, store.find(entity, id) ?? {}, false));
}

export function deleteEntity(call: ODataCall, entity: Entity, id: string): Answer {
	if (!call.context.store.exists(entity, id)) return empty(404);
	writerOf(call).remove(entity, id);
	return empty(204);
}

/** `undefined` where the site does not look whether the body could be read, and so has none (contract 2.10). */
function readPatch(call: ODataCall, entity: Entity): SqlRow | undefined {
	try {
		return readRow(call, entity, true);
	} catch (cause) {
		const loses = call.context.switches.patchUnreadableBody === 'loseAll';
		if (loses && cause instanceof UnreadableBody) return undefined;
		throw cause;
	}
}

function readRow({ context, request }: ODataCall, entity: Entity, patch: boolean): SqlRow {
	const { body: bytes, bodyTooLarge: tooLarge = false } = request;
	const body = { contentType: header(request, 'content-type'), bytes, tooLarge, patch };
	return readEntityBody(entity, body, { model: context.store.model, switches: context.switches });
}

/** The whole record: `$select` has no effect on what a write returns. */
function entityJson(call: ODataCall, entity: Entity, row: SqlRow, echo: boolean): string {
	const members = rowMembers(entity, row, undefined, readerOf(call, echo).spelling);
	return objectOf([...contextOf(call, `#${entity.name}/$entity`), ...members]);
}

/** The rules of file services hold for streams too (contract 2.11). */
function checkStream({ context, request }: ODataCall, row: SqlRow): void {
	try {
		checkFileSize(context, request.body.length);
		if (context.switches.odataFileSecurity && typeof row.Name === 'string') checkFileType(context, row.Name);
	} catch (cause) {
		if (!(cause instanceof FileRefusal)) throw cause;
		throw serverFault({ message: cause.message, type: cause.errorCode });
	}
}

/** Reads, replaces or empties a stream column. The row's `Size` stays as it is (contract 2.11). */
export function handleStream(
	call: ODataCall,
	resource: Extract<Resource, { kind: 'property' | 'value' | 'stream' }>,
	method: string,
): Answer {
	const { entity, id, column } = resource;
	const row = call.context.store.find(entity, id);
	if (!row) return empty(404);
	if (method === 'GET') {
		const body = storedBody(call.context.store, placeOf(call.context, entity, id, column, 'odata'));
		return { status: 200, headers: [['Content-Type', 'application/octet-stream'], VERSION], body };
	}
	if (method === 'PUT') {
		// Reading the body fails at the limit of the host, and nothing catches it (contract 10.1).
		if (call.request.bodyTooLarge === true) return empty(413);
		checkStream(call, row);
		writerOf(call).setStream(entity, id, column, new Uint8Array(call.request.body));
		return empty(200);
	}
	if (method !== 'DELETE') return noAction(call, '~/entityset/key/property');
	writerOf(call).setStream(entity, id, column, null);
	return empty(204);
}
