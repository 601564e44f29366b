import { type Answer, header } from '../http';
import { type Format, type Kind, selectFormat } from './accept';
import { contentType, noContent, written } from './answers';
import { entryAtom, pageAtom, propertyXml, serviceAtom } from './atom';
import type { ServiceCall } from './call';
import { notFound } from './errors';
import { entryJson, pageJson, valueJson } from './json';
import { metadataXml } from './metadata';
import { setName } from './names';
import type { Target } from './path';
import { type Options, readQuery, refuseOptions, refuseSetOptions } from './query';
import { type Page, readCount, readPage, readRecord, type ShownRecord } from './records';
import { isoDate, type Spelled, spelled } from './values';

/** GET of whatever a path names. */
export function read(call: ServiceCall, target: Target): Answer {
	const options = readQuery(call.request.query);
	switch (target.kind) {
		case 'service':
			refuseOptions(options);
			return service(call);
		case 'metadata':
			refuseOptions(options);
			return metadata(call);
		case 'collection':
			return collection(call, target, options);
		case 'count': {
			const total = readCount(call, target.source, options);
			formatOf(call, 'text');
			return written(call, 'text/plain;charset=utf-8', String(total));
		}
		case 'entity':
			return entity(call, target, options);
		case 'nothing':
			refuseSetOptions(options);
			return noContent(call);
		case 'property':
		case 'value':
			return property(call, target, options);
		case 'batch':
			throw notFound('$batch');
	}
}

function formatOf(call: ServiceCall, kind: Kind): Format {
	const format = selectFormat(header(call.request, 'accept'), kind, call.versions.max);
	return call.context.switches.odata3Format === 'atomAlways' ? 'atom' : format;
}

function service(call: ServiceCall): Answer {
	const { sets } = call.context.store.model;
	const format = formatOf(call, 'service');
	const body =
		format === 'json'
			? JSON.stringify({ d: { EntitySets: sets.map(setName) } })
			: serviceAtom(call.root, sets);
	return written(call, contentType(format, 'xml'), body);
}

function metadata(call: ServiceCall): Answer {
	formatOf(call, 'metadata');
	return written(
		call,
		'application/xml;charset=utf-8',
		metadataXml(call.context.store.model, call.context.switches),
	);
}

function collection(
	call: ServiceCall,
	{ source, segment }: Extract<Target, { kind: 'collection' }>,
	options: Options,
): Answer {
	const page = readPage(call, source, options);
	const format = formatOf(call, 'feed');
	const address = `${call.request.origin}${call.request.url.split('?')[0]?.replace(/\(\)$/, '') ?? ''}`;
	const next = nextAddress(call, address, page);
	const body =
		format === 'json' ? pageJson(call, page, next) : pageAtom(call, page, { title: segment, address }, next);
	return written(call, contentType(format, 'feed'), body);
}

/** The address of the next page, perhaps on a host that the site takes for its own. */
function nextAddress(call: ServiceCall, address: string, { next }: Page): string | undefined {
	if (next === undefined) return undefined;
	const { odata3NextOrigin } = call.context.switches;
	const own = call.request.origin;
	const place = odata3NextOrigin === '' ? address : `${odata3NextOrigin}${address.slice(own.length)}`;
	return `${place}?${next.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`;
}

function entity(
	call: ServiceCall,
	{ entity: object, id, segment }: Extract<Target, { kind: 'entity' }>,
	options: Options,
): Answer {
	refuseSetOptions(options);
	const record = readRecord(call, object, id, options);
	if (!record) throw notFound(segment);
	return entryAnswer(call, record);
}

/** One record, as what was read or created. */
export function entryAnswer(
	call: ServiceCall,
	record: ShownRecord,
	status = 200,
	headers: Answer['headers'] = [],
): Answer {
	const format = formatOf(call, 'entry');
	const body = format === 'json' ? entryJson(call, record) : entryAtom(call, record);
	return written(call, contentType(format, 'entry'), body, status, headers);
}

function property(
	call: ServiceCall,
	target: Extract<Target, { kind: 'property' | 'value' }>,
	options: Options,
): Answer {
	refuseOptions(options);
	const { store } = call.context;
	const row = store.find(target.entity, target.id);
	if (!row) throw notFound(target.segment);
	const value = spelled(call, target.entity, target.column, row);
	if (target.kind === 'value') return rawValue(call, target.column.property, value);
	const format = formatOf(call, 'property');
	const { property: name } = target.column;
	const body =
		format === 'json'
			? `{"d":{${JSON.stringify(name)}:${valueJson(call, value)}}}`
			: propertyXml(target.column, value);
	return written(call, contentType(format, 'xml'), body);
}

/** Bytes, or the value as XML would have it. */
function rawValue(call: ServiceCall, segment: string, value: Spelled): Answer {
	if (value.kind === 'bytes') {
		if (value.text === null) throw notFound(segment);
		return written(call, 'application/octet-stream', Buffer.from(value.text, 'base64'));
	}
	formatOf(call, 'text');
	return written(
		call,
		'text/plain;charset=utf-8',
		value.kind === 'date' ? isoDate(value.stored) : value.text,
	);
}
