import type { Call } from '../context';
import { type Answer, empty, header, json } from '../http';
import type { Entity } from '../model/model';
import { isAtLeast } from '../options';
import type { SqlRow } from '../store/database';
import { readEntityBody } from './body';
import { errorAnswer, invalidQuery, ODataError, serverFault } from './errors';
import { rowMembers, scalarJson, type Spelling } from './json';
import { metadataXml } from './metadata';
import { readOptions, type ReadOptions } from './query';
import { contextShape, countRows, type Reader, renderRows, selectRows, type Source } from './read';
import { resolveResource, type Resource } from './resource';
import { type JournalEntry, Writer } from './write';

/** One OData request, alone or as a part of a batch. */
export interface ODataCall extends Call {
	/** Address of the OData root as the caller wrote it. */
	root: string;
	/** What was written; the caller counts it once it is committed. */
	journal: JournalEntry[];
}

const MEGABYTE = 1024 * 1024;

/** Answers everything below the OData root except `$batch`. */
export function handleOData(call: ODataCall, segments: string[]): Answer {
	try {
		const { store } = call.context;
		const resource = resolveResource(segments, store.model, store);
		return store.db.transaction(() => answer(call, resource));
	} catch (cause) {
		if (cause instanceof ODataError) return errorAnswer(cause);
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

const VERSION: [string, string] = ['OData-Version', '4.0'];
const NO_RIGHTS = {
	message: 'Current user does not have sufficient permissions to run this operation.',
	type: 'System.Security.SecurityException',
};

function ok(call: ODataCall, body: string, status = 200, headers: Array<[string, string]> = []): Answer {
	const streaming = call.context.options.hosting === 'net' ? '; odata.streaming=true' : '';
	return {
		status,
		headers: [...headers, ['Content-Type', `application/json; odata.metadata=minimal${streaming}`], VERSION],
		body,
	};
}

function contextOf(call: ODataCall, suffix: string): string {
	return `"@odata.context":${JSON.stringify(`${call.root}/$metadata${suffix}`)}`;
}

function readerOf(call: ODataCall, echo = false): Reader {
	const { store, options, switches } = call.context;
	const spelling: Spelling = {
		falseZ: switches.falseZ,
		decimalsAsText: /IEEE754Compatible=true/i.test(header(call.request, 'accept') ?? ''),
		echo,
		streamsInline: !isAtLeast(options.version, '8.1'),
	};
	return { store, options, switches, spelling };
}

function writerOf(call: ODataCall): Writer {
	return new Writer(call.context.store, call.context.options, call.caller.user.contactId, call.journal);
}

function serviceDocument(call: ODataCall): Answer {
	const sets = call.context.store.model.sets.map(({ name }) => ({ name, kind: 'EntitySet', url: name }));
	return ok(call, `{${contextOf(call, '')},"value":${JSON.stringify(sets)}}`);
}

function metadata(call: ODataCall): Answer {
	return {
		status: 200,
		headers: [['Content-Type', 'application/xml'], VERSION],
		body: metadataXml(call.context.store.model),
	};
}

function readCollection(call: ODataCall, source: Source): Answer {
	const { entity } = source;
	const reader = readerOf(call);
	const options = readOptions(call.request.query, entity, reader.store.model);
	const rows = selectRows(reader, source, options, { more: reader.switches.nextLink });
	const cap = reader.options.pageCap;
	const page = rows.slice(0, cap);
	const members = [contextOf(call, `#${entity.name}${contextShape(options)}`)];
	if (options.count) members.push(`"@odata.count":${countRows(reader, source, options)}`);
	members.push(`"value":[${renderRows(reader, entity, page, options).join(',')}]`);
	if (rows.length > cap) members.push(`"@odata.nextLink":${JSON.stringify(nextLink(call, options, cap))}`);
	return ok(call, `{${members.join(',')}}`);
}

function nextLink(call: ODataCall, options: ReadOptions, cap: number): string {
	const next = new URLSearchParams();
	for (const { name, value } of call.request.query)
		if (name !== '$skip' && name !== '$top') next.append(name, value);
	if (options.top !== undefined) next.append('$top', String(options.top - cap));
	next.append('$skip', String((options.skip ?? 0) + cap));
	return `${call.request.origin}${call.request.url.split('?')[0] ?? ''}?${next.toString()}`;
}

function readCount(call: ODataCall, source: Source): Answer {
	const reader = readerOf(call);
	const options = readOptions(call.request.query, source.entity, reader.store.model);
	const total = countRows(reader, source, options);
	return { status: 200, headers: [['Content-Type', 'text/plain'], VERSION], body: String(total) };
}

function readEntity(call: ODataCall, entity: Entity, id: string): Answer {
	const reader = readerOf(call);
	const options = readOptions(call.request.query, entity, reader.store.model);
	const { filter, orderBy, top, skip, count } = options;
	if (filter || orderBy.length > 0 || top !== undefined || skip !== undefined || count) {
		throw invalidQuery(
			'The requested resource is not a collection. Query options $filter, $orderby, $count, $skip, and $top can be applied only on collections.',
		);
	}
	const rows = selectRows(reader, { entity, where: { sql: '{row}."Id" = ?', params: [id] } }, options);
	const [rendered] = renderRows(reader, entity, rows, options);
	if (rendered === undefined) return empty(404);
	const context = contextOf(call, `#${entity.name}${contextShape(options)}/$entity`);
	return ok(call, `{${context},${rendered.slice(1)}`);
}

function readProperty(
	call: ODataCall,
	resource: Extract<Resource, { kind: 'property' | 'value' | 'stream' }>,
): Answer {
	const { entity, id, column } = resource;
	const reader = readerOf(call);
	const row = reader.store.find(entity, id);
	if (!row) return empty(404);
	const spelled = scalarJson(column, row[column.property], reader.spelling);
	if (resource.kind === 'property') {
		return ok(call, `{${contextOf(call, `#${entity.name}(${id})/${column.property}`)},"value":${spelled}}`);
	}
	const raw = spelled.startsWith('"') ? String(JSON.parse(spelled)) : spelled;
	return { status: 200, headers: [['Content-Type', 'text/plain; charset=utf-8'], VERSION], body: raw };
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
	const body = `{${[contextOf(call, `#${entity.name}/$entity`), ...members].join(',')}}`;
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

function unknownSet(call: ODataCall, name: string): Answer {
	if (call.context.switches.unknownEntitySet === 'html') return call.context.host.notFound();
	return json(
		{
			Message: `No HTTP resource was found that matches the request URI '${call.request.origin}${call.request.url}'.`,
			MessageDetail: `No type was found that matches the controller named '${name}'.`,
		},
		404,
	);
}
