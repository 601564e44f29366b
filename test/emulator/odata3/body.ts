import { parseGuid } from '../model/guid';
import { EMPTY_INSTANT, storedNow, toDay } from '../model/instant';
import { ZERO_GUID } from '../model/ids';
import type { Column, Entity } from '../model/model';
import { type JsonNode, type JsonObject, NODE_NAMES, readJson } from '../odata/body/jsonReader';
import { booleanFromText, decimalFromText, int32FromText } from '../odata/body/textValues';
import { UnreadableBody } from '../odata/body/unreadable';
import type { SqlRow, SqlValue } from '../store/database';
import { isVerboseJson } from './accept';
import { ATOM, DATA, METADATA } from './atom';
import type { ServiceCall } from './call';
import { badRequest, unreadable, unsupportedMediaType } from './errors';
import { readWallClock } from './literals';
import { addressOf, lookupOf, setName, typeName, typeOf } from './names';
import { readXml, XmlError, type XmlElement } from './xml';

/** The columns that the body of a write gives (contract 3.5). */
export function readBody(call: ServiceCall, entity: Entity): SqlRow {
	const { request, versions } = call;
	const header = request.headers['content-type'] ?? '';
	if (header.trim() === '') throw badRequest('Content-Type header value missing.');
	const [type = '', ...parameters] = header.split(';').map((part) => part.trim().toLowerCase());
	const text = request.body.toString('utf8');
	if (isVerboseJson(type, parameters, versions.request)) return readJsonEntry(call, entity, text);
	if (type === 'application/atom+xml') return readAtomEntry(call, entity, text);
	throw unsupportedMediaType();
}

function readJsonEntry(call: ServiceCall, entity: Entity, text: string): SqlRow {
	const root = readJson(text);
	if (root?.kind === 'null') {
		throw badRequest('The top-level resource cannot be set to null.');
	}
	if (root?.kind !== 'object') {
		const found = root === undefined ? 'EndOfInput' : NODE_NAMES[root.kind];
		throw unreadable(
			`An unexpected '${found}' node was found when reading from the JSON reader. A 'StartObject' node was expected.`,
		);
	}
	const row: SqlRow = {};
	for (const [name, node] of root.members) {
		// An entry has a wrapper `d` in answers alone.
		if (name === '__metadata') checkType(entity, node);
		else setMember(call, entity, name, node, row);
	}
	return row;
}

function checkType(entity: Entity, node: JsonNode): void {
	if (node.kind !== 'object') {
		throw unreadable(
			`An unexpected '${NODE_NAMES[node.kind]}' node was found when reading from the JSON reader. A 'StartObject' node was expected.`,
		);
	}
	const type = node.members.find(([name]) => name === 'type')?.[1];
	if (type?.kind === 'text' && type.value !== typeName(entity)) throw wrongType(entity, type.value);
}

function wrongType(entity: Entity, type: string): Error {
	return unreadable(
		`A type named '${type}' could not be resolved by the model, or it is not assignable to the expected type '${typeName(entity)}'.`,
	);
}

function setMember(call: ServiceCall, entity: Entity, name: string, node: JsonNode, row: SqlRow): void {
	const lookup = lookupOf(entity, name, call.context.store.model);
	if (lookup) {
		const id = linkedId(call, lookup, node);
		if (id !== undefined) row[lookup.property] = id;
		return;
	}
	const column = entity.byProperty.get(name);
	if (!column) throw unknownProperty(entity, name);
	if (Object.hasOwn(row, name)) {
		throw unreadable(
			`Multiple properties with the name '${name}' were detected in a resource value. In OData, duplicate property names are not allowed.`,
		);
	}
	row[name] = stored(column, jsonValue(call, column, node));
}

function unknownProperty(entity: Entity, name: string): Error {
	return unreadable(
		`The property '${name}' does not exist on type '${typeName(entity)}'. Make sure to only use property names that are defined by the type.`,
	);
}

/** `{"__metadata":{"uri":"…"}}` links to a record, null to none, `__deferred` says nothing. */
function linkedId(call: ServiceCall, lookup: Column, node: JsonNode): string | null | undefined {
	if (node.kind === 'null') return null;
	if (node.kind !== 'object') {
		throw unreadable(
			`An unexpected '${NODE_NAMES[node.kind]}' node was found for property named '${lookup.name}' when reading from the JSON reader.`,
		);
	}
	if (memberOf(node, '__deferred')) return undefined;
	const uri = memberOf(memberOf(node, '__metadata'), 'uri');
	if (uri?.kind !== 'text')
		throw badRequest('Records inside of a record are not among what the emulator has.');
	return idOfAddress(call, lookup, uri.value);
}

function memberOf(node: JsonNode | undefined, name: string): JsonNode | undefined {
	return node?.kind === 'object'
		? (node as JsonObject).members.find(([key]) => key === name)?.[1]
		: undefined;
}

/** The key in the address of a record, absolute or relative to the service. */
function idOfAddress(call: ServiceCall, lookup: Column, address: string): string {
	const target = call.context.store.entity(lookup.ref ?? '');
	const created = address.startsWith('$') ? call.references.get(address.slice(1)) : undefined;
	if (created?.object === target.name) return created.id;
	const relative = address.startsWith(`${call.root}/`) ? address.slice(call.root.length + 1) : address;
	const key = /^\/?([^(]+)\(guid'([^']*)'\)$/i.exec(relative);
	const parsed = key?.[1] === setName(target) ? parseGuid(key[2] ?? '') : undefined;
	if (parsed === undefined || 'fault' in parsed) {
		throw badRequest(
			`The URI '${address}' does not refer to a record such as '${addressOf(target, ZERO_GUID)}'.`,
		);
	}
	return parsed.guid;
}

/** What the library makes of a member, before the site looks at it. */
function jsonValue(call: ServiceCall, column: Column, node: JsonNode): SqlValue {
	switch (node.kind) {
		case 'null':
			return nullValue(call, column);
		case 'object':
		case 'array':
			throw unreadable(
				`An unexpected '${NODE_NAMES[node.kind]}' node was found for property named '${column.property}' when reading from the JSON reader. A 'PrimitiveValue' node was expected.`,
			);
		case 'boolean':
			if (column.edm !== 'Edm.Boolean') throw cannotConvert('Edm.Boolean', column);
			return Number(node.value);
		case 'number':
			return numberValue(column, node.spelling);
		case 'text':
			return textValue(call, column, node.value);
	}
}

function nullValue(call: ServiceCall, column: Column): SqlValue {
	const isNullable =
		column.property !== 'Id' &&
		(call.context.switches.odata3Nullable || column.edm === 'Edm.String' || column.edm === 'Edm.Stream');
	if (isNullable) return column.edm === 'Edm.String' ? '' : null;
	const type = `${typeOf(column)}[Nullable=False]`;
	throw unreadable(
		`A null value was found for the property named '${column.property}', which has the expected type '${type}'. The expected type '${type}' does not allow null values.`,
	);
}

/** A number is for columns of whole numbers: decimals are texts, since a number would lose digits. */
function numberValue(column: Column, spelling: string): SqlValue {
	const value = Number(spelling);
	const isInt = /^-?\d+$/.test(spelling) && value >= -(2 ** 31) && value < 2 ** 31;
	if (column.edm === 'Edm.Decimal') {
		throw unreadable(
			`Cannot convert a value to target type '${typeOf(column)}'. Values of the types 'Edm.Int64' and 'Edm.Decimal' must be JSON strings.`,
		);
	}
	if (column.edm !== 'Edm.Int32' || !isInt) throw cannotConvert(isInt ? 'Edm.Int32' : 'Edm.Double', column);
	return value;
}

function cannotConvert(from: string, column: Column): Error {
	return unreadable(
		`Cannot convert a value of type '${from}' to the expected target type '${typeOf(column)}'.`,
	);
}

/** A text is read as the type of the column, by `Convert.ChangeType`. */
function textValue(call: ServiceCall, column: Column, text: string): SqlValue {
	switch (column.edm) {
		case 'Edm.String':
			return text;
		case 'Edm.Guid':
			return guidValue(text);
		case 'Edm.Boolean':
			return Number(booleanFromText(text));
		case 'Edm.Int32':
			return int32FromText(text);
		case 'Edm.Decimal':
			return decimalFromText(text);
		case 'Edm.Stream':
			return bytesValue(text);
		case 'Edm.DateTimeOffset':
			return ticksValue(text) ?? dateValue(call, text);
	}
}

function guidValue(text: string): string {
	const parsed = parseGuid(text);
	if ('fault' in parsed) throw unreadable(parsed.fault);
	return parsed.guid;
}

function bytesValue(text: string): Uint8Array {
	const bare = text.replace(/\s/g, '');
	if (!/^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/.test(bare))
		throw unreadable('The input is not a valid Base-64 string.');
	return new Uint8Array(Buffer.from(bare, 'base64'));
}

const FIRST_DAY = Date.parse('0001-01-01T00:00:00Z');
const LAST_DAY = Date.parse('9999-12-31T23:59:59.999Z');

/** `/Date(1540545570000)/`. With an offset it is no date without a zone. */
function ticksValue(text: string): string | undefined {
	const match = /^\/Date\((-?\d{1,17})([+-]\d{1,4})?\)\/$/.exec(text);
	if (!match) return undefined;
	if (match[2] !== undefined) {
		throw unreadable(
			"Cannot convert a value of type 'Edm.DateTimeOffset' to the expected target type 'Edm.DateTime'.",
		);
	}
	const time = Number(match[1]);
	if (time < FIRST_DAY || time > LAST_DAY)
		throw unreadable(`Cannot convert the literal '${text}' to the expected type 'Edm.DateTime'.`);
	return storedNow(new Date(time));
}

/**
 * The third version reads a date as XML does, the earlier ones by `DateTime.Parse`, for which `Z` is an offset like
 * another: it becomes the wall clock of the server. A date has no zone (contract 3.5).
 */
function dateValue({ context, versions }: ServiceCall, text: string): string {
	const { serverZone } = context.switches;
	const whole = versions.request < 3 ? text.replace(/Z$/, '+00:00') : text;
	const read = readWallClock(whole, serverZone);
	if (read === undefined)
		throw unreadable(`String was not recognized as a valid DateTime: '${text.slice(0, 100)}'.`);
	return read;
}

/** The sentinels of an empty value are none (contract 2.6, 3). */
function stored(column: Column, value: SqlValue): SqlValue {
	if (value === ZERO_GUID && column.edm === 'Edm.Guid') return null;
	if (column.edm !== 'Edm.DateTimeOffset' || typeof value !== 'string') return value;
	if (value === EMPTY_INSTANT) return null;
	return column.kind === 'DATE' ? toDay(value) : value;
}

function readAtomEntry(call: ServiceCall, entity: Entity, text: string): SqlRow {
	const root = parse(text);
	if (root.name !== 'entry' || root.namespace !== ATOM) {
		throw unreadable(
			`A node with name '${root.name}' in namespace '${root.namespace}' was found; however, an 'entry' element in namespace '${ATOM}' was expected.`,
		);
	}
	const row: SqlRow = {};
	for (const child of root.children) {
		if (child.namespace !== ATOM) continue;
		if (child.name === 'category') checkCategory(entity, child);
		if (child.name === 'link') setLink(call, entity, child, row);
		if (child.name === 'content') setProperties(call, entity, child, row);
	}
	return row;
}

function parse(text: string): XmlElement {
	try {
		return readXml(text);
	} catch (cause) {
		throw cause instanceof XmlError ? unreadable(cause.message) : cause;
	}
}

function checkCategory(entity: Entity, { attributes }: XmlElement): void {
	const term = attributes.get('term');
	if (attributes.get('scheme') === `${DATA}/scheme` && term !== undefined && term !== typeName(entity))
		throw wrongType(entity, term);
}

/** A link names a record by its address; without one it says nothing. */
function setLink(call: ServiceCall, entity: Entity, { attributes, children }: XmlElement, row: SqlRow): void {
	const rel = attributes.get('rel') ?? '';
	if (!rel.startsWith(`${DATA}/related/`)) return;
	const name = rel.slice(`${DATA}/related/`.length);
	const lookup = lookupOf(entity, name, call.context.store.model);
	if (!lookup) throw unknownProperty(entity, name);
	if (children.length > 0)
		throw badRequest('Records inside of a record are not among what the emulator has.');
	const href = attributes.get('href') ?? '';
	if (href !== '' && !href.endsWith(`/${name}`)) row[lookup.property] = idOfAddress(call, lookup, href);
}

function setProperties(call: ServiceCall, entity: Entity, content: XmlElement, row: SqlRow): void {
	const type = content.attributes.get('type');
	if (type !== undefined && type !== 'application/xml') {
		throw unreadable(
			`The content element of an entry has the type '${type}'; 'application/xml' was expected.`,
		);
	}
	for (const list of content.children) {
		if (list.name !== 'properties' || list.namespace !== METADATA) continue;
		for (const property of list.children) {
			if (property.namespace === DATA) setProperty(call, entity, property, row);
		}
	}
}

function setProperty(call: ServiceCall, entity: Entity, property: XmlElement, row: SqlRow): void {
	const { name, attributes, text, children } = property;
	const column = entity.byProperty.get(name);
	if (!column) throw unknownProperty(entity, name);
	const type = attributes.get(`${METADATA} type`);
	if (type !== undefined && type !== typeOf(column)) {
		throw unreadable(
			`A value of type '${type}' was found, which is not compatible with the expected type '${typeOf(column)}' of the property '${name}'.`,
		);
	}
	if (children.length > 0)
		throw unreadable(`An unexpected element was found inside of the property '${name}'.`);
	const isNull = attributes.get(`${METADATA} null`);
	const value = isNull === 'true' || isNull === '1' ? nullValue(call, column) : xmlValue(call, column, text);
	row[name] = stored(column, value);
}

/** A text is read by `XmlConvert`. */
function xmlValue(call: ServiceCall, column: Column, text: string): SqlValue {
	const bare = text.trim();
	switch (column.edm) {
		case 'Edm.String':
			return text;
		case 'Edm.Boolean':
			if (bare === 'true' || bare === '1') return 1;
			if (bare === 'false' || bare === '0') return 0;
			throw new UnreadableBody(`The string '${text}' is not a valid Boolean value.`);
		case 'Edm.DateTimeOffset': {
			const read = readWallClock(bare, call.context.switches.serverZone);
			if (read === undefined) throw new UnreadableBody(`The string '${text}' is not a valid AllXsd value.`);
			return read;
		}
		case 'Edm.Decimal':
			if (!/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(bare))
				throw new UnreadableBody('Input string was not in a correct format.');
			return decimalFromText(bare);
		default:
			return textValue(call, column, bare);
	}
}

/** Whether a column is one that PUT does not empty: the key and what the site keeps itself. */
export function isKept(column: Column): boolean {
	return ['Id', 'CreatedOn', 'CreatedById', 'ModifiedOn', 'ModifiedById'].includes(column.property);
}
