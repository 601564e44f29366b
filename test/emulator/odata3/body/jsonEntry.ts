import type { Column, Entity } from '../../model/model';
import { type JsonNode, type JsonObject, NODE_NAMES, readJson } from '../../odata/body/jsonReader';
import type { SqlRow, SqlValue } from '../../store/database';
import type { ServiceCall } from '../call';
import { badRequest, unreadable } from '../errors';
import { lookupOf, typeName, typeOf } from '../names';
import { idOfAddress } from './links';
import { unknownProperty, wrongType } from './refusals';
import { nullValue, stored, textValue } from './values';

/** A record in verbose JSON. */
export function readJsonEntry(call: ServiceCall, entity: Entity, text: string): SqlRow {
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
