import { type Answer, empty, header } from '../http';
import type { Entity } from '../model/model';
import type { SqlRow } from '../store/database';
import {
	contextOf,
	objectOf,
	type ODataCall,
	ok,
	readerOf,
	unknownSet,
	unroutable,
	VERSION,
} from './answers';
import { readEntityBody } from './body';
import { errorAnswer, ODataError, serverFault, UnhandledFault } from './errors';
import { metadata, readCollection, readCount, readEntity, readProperty, serviceDocument } from './get';
import { rowMembers } from './json';
import { hasRepeatedOption } from './query';
import { resolveResource, type Resource } from './resource';
import { Writer } from './write';

const MEGABYTE = 1024 * 1024;

/** Answers everything below the OData root except `$batch`. */
export function handleOData(call: ODataCall, segments: string[]): Answer {
	try {
		const { store } = call.context;
		if (hasRepeatedOption(call.request.query)) return unroutable(call, segments[0] ?? '');
		const resource = resolveResource(segments, store.model, store);
		return store.db.transaction(() => answer(call, resource));
	} catch (cause) {
		if (cause instanceof ODataError) return errorAnswer(cause, call.context.host);
		if (cause instanceof UnhandledFault) return call.context.host.unhandled();
		throw cause;
	}
}

function answer(call: ODataCall, resource: Resource): Answer {
	const method = call.request.method === 'HEAD' ? 'GET' : call.request.method;
	if (method !== 'GET' && !call.caller.user.mayWrite)
		throw new ODataError(403, 'An error has occurred.', [NO_RIGHTS]);
	switch (resource.kind) {
		case 'unknownSet':
			return unknownSet(call, resource.name);
		case 'unroutable':
			return unroutable(call, resource.name);
		case 'missing':
		case 'batch':
			return empty(404);
		case 'nothing':
			return method === 'GET' ? empty(204, [VERSION]) : empty(404);
		case 'service':
			return method === 'GET' ? serviceDocument(call) : empty(405);
		case 'metadata':
			return method === 'GET' ? metadata(call) : empty(405);
		case 'collection':
			if (method === 'GET') return readCollection(call, resource.source);
			return method === 'POST' && resource.root ? createEntity(call, resource.source.entity) : empty(405);
		case 'count':
			return method === 'GET' ? readCount(call, resource.source) : empty(405);
		case 'entity':
			if (method === 'GET') return readEntity(call, resource.entity, resource.id);
			if (!resource.direct) return empty(405);
			if (method === 'PATCH') return patchEntity(call, resource.entity, resource.id);
			return method === 'DELETE' ? deleteEntity(call, resource.entity, resource.id) : empty(405);
		case 'property':
		case 'value':
			return method === 'GET' ? readProperty(call, resource) : empty(405);
		case 'stream':
			return handleStream(call, resource, method);
	}
}

const NO_RIGHTS = {
	message: 'Current user does not have sufficient permissions to run this operation.',
	type: 'System.Security.SecurityException',
};

function writerOf(call: ODataCall): Writer {
	return new Writer(call.context.store, call.context.options, call.caller.user.contactId, call.journal);
}

function readBody(call: ODataCall, entity: Entity, patch: boolean): SqlRow {
	const type = header(call.request, 'content-type') ?? '';
	if (!/json/i.test(type)) {
		throw new ODataError(
			415,
			`The request entity's media type '${type}' is not supported for this resource.`,
		);
	}
	return readEntityBody(entity, call.request.body, {
		switches: call.context.switches,
		patch,
		decimalsAsText: /IEEE754Compatible=true/i.test(type),
	});
}

function createEntity(call: ODataCall, entity: Entity): Answer {
	const row = writerOf(call).create(entity, readBody(call, entity, false));
	const members = rowMembers(entity, row, undefined, readerOf(call, true).spelling);
	const body = objectOf([...contextOf(call, `#${entity.name}/$entity`), ...members]);
	return ok(call, body, 201, [['Location', `${call.root}/${entity.name}(${String(row.Id)})`]]);
}

function patchEntity(call: ODataCall, entity: Entity, id: string): Answer {
	const given = readBody(call, entity, true);
	if (call.context.store.exists(entity, id)) {
		writerOf(call).update(entity, id, given);
	} else if (call.context.switches.patchMissingKey === 'create') {
		writerOf(call).create(entity, { ...given, Id: id });
	} else {
		return empty(404);
	}
	return empty(204, [VERSION]);
}

function deleteEntity(call: ODataCall, entity: Entity, id: string): Answer {
	if (!call.context.store.exists(entity, id)) return empty(404);
	writerOf(call).remove(entity, id);
	return empty(204);
}

function handleStream(
	call: ODataCall,
	resource: Extract<Resource, { kind: 'property' | 'value' | 'stream' }>,
	method: string,
): Answer {
	const { entity, id, column } = resource;
	const row = call.context.store.find(entity, id);
	if (!row) return empty(404);
	if (method === 'GET') {
		const bytes = row[column.property];
		const body = bytes instanceof Uint8Array ? Buffer.from(bytes) : Buffer.alloc(0);
		return { status: 200, headers: [['Content-Type', 'application/octet-stream'], VERSION], body };
	}
	if (method === 'PUT') {
		// The setting MaxFileSize is 10 MB.
		if (call.request.body.length > 10 * MEGABYTE) {
			throw serverFault({ message: 'The file is larger than 10 MB.', type: 'MaxFileSizeExceededException' });
		}
		writerOf(call).setStream(entity, id, column, new Uint8Array(call.request.body));
		return empty(200);
	}
	if (method !== 'DELETE') return empty(405);
	writerOf(call).setStream(entity, id, column, null);
	return empty(204);
}
