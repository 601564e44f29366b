import { ZERO_GUID } from '../../model/ids';
import { type Column, type Entity, isLookup, type Model } from '../../model/model';
import type { Switches } from '../../switches';
import type { SqlRow } from '../../store/database';
import { typeName } from '../errors';
import { checkAnnotations, splitAnnotation } from './annotations';
import { type JsonNode, type JsonObject, NODE_NAMES } from './jsonReader';
import { memberNamed, type NamedMember } from './names';
import { UnreadableBody } from './unreadable';
import { readValue, type ValueRules } from './values';

export interface MemberRules extends ValueRules {
	switches: ValueRules['switches'] & Pick<Switches, 'patchZeroGuid'>;
	model: Model;
	/** A PATCH drops the zero guid of a lookup (contract 2.10). */
	patch: boolean;
}

/** The columns in a body. Navigations are read, and so may be refused, but have no effect (contract 2.9). */
export function readMembers(entity: Entity, object: JsonObject, rules: MemberRules): SqlRow {
	const unknown: string[] = [];
	const row = readObject(entity, object, rules, unknown);
	// Web API looks for unknown names only after OData's library has read everything.
	if (unknown[0] !== undefined) throw new UnreadableBody(unknown[0]);
	return row;
}

function readObject(entity: Entity, object: JsonObject, rules: MemberRules, unknown: string[]): SqlRow {
	refuseDuplicates(object);
	checkAnnotations(entity, object, rules.model);
	const row: SqlRow = {};
	let losesTexts = false;
	for (const [name, node] of object.members) {
		if (splitAnnotation(name)) continue;
		const member = memberNamed(entity, name);
		if (member === undefined) unknown.push(unknownMember(name, entity));
		else if (member.kind !== 'column') readNavigation(member, name, node, rules, unknown);
		else if (!isDropped(member.column, node, rules))
			row[member.column.property] = readValue(member.column, node, rules);
		else losesTexts = rules.switches.patchZeroGuid === 'emptiesTexts';
	}
	return losesTexts ? withoutTexts(entity, row) : row;
}

/** One site emptied the texts of an update with a zero GUID in it (contract 2.10). */
function withoutTexts(entity: Entity, row: SqlRow): SqlRow {
	return Object.fromEntries(
		Object.entries(row).map(([name, value]) => [
			name,
			entity.byProperty.get(name)?.edm === 'Edm.String' ? '' : value,
		]),
	);
}

function isDropped(column: Column, node: JsonNode, { patch }: MemberRules): boolean {
	return patch && isLookup(column) && node.kind === 'text' && node.value === ZERO_GUID;
}

function refuseDuplicates({ members }: JsonObject): void {
	const seen = new Set<string>();
	for (const [name] of members) {
		if (seen.has(name)) throw new UnreadableBody(duplicate(name));
		seen.add(name);
	}
}

function duplicate(name: string): string {
	const split = splitAnnotation(name);
	if (split === undefined) {
		return `Multiple properties with the name '${name}' were detected in a resource or a complex value. In OData, duplicate property names are not allowed.`;
	}
	const where = split.member === '' ? '' : ` for the property with name '${split.member}'`;
	return `Multiple annotations with the name '${split.annotation}' were detected${where}. In OData, duplicate annotations are not allowed.`;
}

function unknownMember(name: string, entity: Entity): string {
	return `The property '${name}' does not exist on type '${typeName(entity.name)}'. Make sure to only use property names that are defined by the type.`;
}

function readNavigation(
	member: Exclude<NamedMember, { kind: 'column' }>,
	name: string,
	node: JsonNode,
	rules: MemberRules,
	unknown: string[],
): void {
	const isCollection = member.kind === 'collection';
	const refused = navigationNode(isCollection, name, node);
	if (refused !== undefined) throw new UnreadableBody(refused);
	const target = rules.model.entities.get(isCollection ? member.reverse.child : member.target);
	const items = node.kind === 'array' ? node.items : [node];
	for (const item of items) {
		if (item.kind === 'object') {
			if (target) readObject(target, item, rules, unknown);
		} else if (item.kind !== 'null') {
			throw new UnreadableBody(
				`A node of type '${NODE_NAMES[item.kind]}' was read from the JSON reader when trying to read the entries of a typed resource set; however, a node of type 'StartObject' or 'EndArray', or a null value, was expected.`,
			);
		}
	}
}

function navigationNode(isCollection: boolean, name: string, node: JsonNode): string | undefined {
	const found = `A node of type '${NODE_NAMES[node.kind]}' was read from the JSON reader when trying to read the contents of the property '${name}'; however, a`;
	switch (node.kind) {
		case 'array':
			return isCollection
				? undefined
				: `${found} 'StartObject' node or 'PrimitiveValue' node with null value was expected.`;
		case 'object':
		case 'null':
			return isCollection ? `${found} 'StartArray' node was expected.` : undefined;
		case 'text':
		case 'number':
		case 'boolean':
			return `A 'PrimitiveValue' node with non-null value was found when trying to read the value of the property '${name}'; however, a 'StartArray' node, a 'StartObject' node, or a 'PrimitiveValue' node with null value was expected.`;
	}
}
