import type { Column, Entity } from '../../model/model';
import { decimalFromText } from '../../odata/body/textValues';
import type { SqlRow, SqlValue } from '../../store/database';
import { ATOM, DATA, METADATA } from '../atom';
import type { ServiceCall } from '../call';
import { badRequest, unreadable } from '../errors';
import { readWallClock } from '../literals';
import { lookupOf, typeName, typeOf } from '../names';
import { readXml, XmlError, type XmlElement } from '../xml';
import { idOfAddress } from './links';
import { unknownProperty, wrongType } from './refusals';
import { nullValue, stored, textValue } from './values';

/** A record as an Atom entry. */
export function readAtomEntry(call: ServiceCall, entity: Entity, text: string): SqlRow {
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
			throw unreadable(`The string '${text}' is not a valid Boolean value.`);
		case 'Edm.DateTimeOffset': {
			const read = readWallClock(bare, call.context.switches.serverZone);
			if (read === undefined) throw unreadable(`The string '${text}' is not a valid AllXsd value.`);
			return read;
		}
		case 'Edm.Decimal':
			if (!/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(bare))
				throw unreadable('Input string was not in a correct format.');
			return decimalFromText(bare);
		default:
			return textValue(call, column, bare);
	}
}
