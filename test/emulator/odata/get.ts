import { type Answer, empty, header } from '../http';
import type { Entity } from '../model/model';
import { contextOf, objectOf, type ODataCall, ok, readerOf, VERSION } from './answers';
import { invalidQuery, serverFault } from './errors';
import { prefersJson } from './format';
import { scalarJson } from './json';
import { metadataJson, metadataXml } from './metadata';
import { readOptions, type ReadOptions, systemOption } from './query';
import { contextShape, countRows, renderRows, selectRows, type Source } from './read';
import type { Resource } from './resource';

export function serviceDocument(call: ODataCall): Answer {
	const sets = call.context.store.model.sets.map(({ name }) => ({ name, kind: 'EntitySet', url: name }));
	return ok(call, objectOf([...contextOf(call, ''), `"value":${JSON.stringify(sets)}`]));
}

/** XML, or JSON where the library's version has it and the caller accepts it (contract 2.2, 2.15). */
export function metadata(call: ODataCall): Answer {
	const { host, store } = call.context;
	const { request } = call;
	const isJson =
		host.odata.hasJsonMetadata &&
		prefersJson(header(request, 'accept'), systemOption(request.query, '$format'));
	return {
		status: 200,
		headers: [
			['Content-Type', isJson ? 'application/json; odata.metadata=minimal' : 'application/xml'],
			VERSION,
		],
		body: isJson ? metadataJson(store.model) : metadataXml(store.model),
	};
}

export function readCollection(call: ODataCall, source: Source): Answer {
	const { entity } = source;
	const reader = readerOf(call);
	const { switches } = reader;
	const options = readOptions(call.request.query, entity, reader.store.model);
	const fails = switches.rowsAboveCap === 'fail';
	const rows = selectRows(reader, source, options, { more: switches.nextLink || fails });
	const cap = reader.options.pageCap;
	if (fails && rows.length > cap) throw serverFault();
	const page = rows.slice(0, cap);
	const members = contextOf(call, `#${entity.name}${contextShape(options)}`);
	if (options.count) members.push(`"@odata.count":${countRows(reader, source, options)}`);
	members.push(`"value":[${renderRows(reader, entity, page, options).join(',')}]`);
	if (rows.length > cap) members.push(`"@odata.nextLink":${JSON.stringify(nextLink(call, options, cap))}`);
	return ok(call, objectOf(members));
}

function nextLink(call: ODataCall, options: ReadOptions, cap: number): string {
	const next = new URLSearchParams();
	for (const { name, value } of call.request.query)
		if (!/^\$(skip|top)$/i.test(name)) next.append(name, value);
	if (options.top !== undefined) next.append('$top', String(options.top - cap));
	next.append('$skip', String((options.skip ?? 0) + cap));
	return `${call.request.origin}${call.request.url.split('?')[0] ?? ''}?${next.toString()}`;
}

/** Digits behind the byte order mark of the library's writer of texts (contract 2.3). */
export function readCount(call: ODataCall, source: Source): Answer {
	const reader = readerOf(call);
	const options = readOptions(call.request.query, source.entity, reader.store.model);
	const total = countRows(reader, source, options);
	return { status: 200, headers: [['Content-Type', 'text/plain'], VERSION], body: `\uFEFF${total}` };
}

export function readEntity(call: ODataCall, entity: Entity, id: string): Answer {
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
	const members = rendered.slice(1, -1);
	return ok(call, objectOf([...context, ...(members === '' ? [] : [members])]));
}

export function readProperty(
	call: ODataCall,
	resource: Extract<Resource, { kind: 'property' | 'value' | 'stream' }>,
): Answer {
	const { entity, id, column } = resource;
	const reader = readerOf(call);
	const row = reader.store.find(entity, id);
	if (!row) return empty(404);
	const spelled = scalarJson(column, row[column.property], reader.spelling);
	if (resource.kind === 'property') {
		const context = contextOf(call, `#${entity.name}(${id})/${column.property}`);
		return ok(call, objectOf([...context, `"value":${spelled}`]));
	}
	const raw = spelled.startsWith('"') ? String(JSON.parse(spelled)) : spelled;
	return { status: 200, headers: [['Content-Type', 'text/plain; charset=utf-8'], VERSION], body: raw };
}
