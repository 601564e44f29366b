import type { Entity, Model } from '../../model/model';
import { typeName } from '../errors';
import type { JsonNode, JsonObject } from './jsonReader';
import { memberNamed, type NamedMember } from './names';
import { UnreadableBody } from './unreadable';

/** `Account@odata.bind`: the annotation of a member. Without a member it belongs to the record. */
export function splitAnnotation(name: string): { member: string; annotation: string } | undefined {
	const at = name.indexOf('@');
	return at < 0 ? undefined : { member: name.slice(0, at), annotation: name.slice(at + 1) };
}

/** Annotations are passed over where they are allowed; none has an effect (contract 2.9). */
export function checkAnnotations(entity: Entity, object: JsonObject, model: Model): void {
	for (const [name, value] of object.members) {
		const split = splitAnnotation(name);
		if (!split?.annotation.startsWith('odata.')) continue;
		if (split.member !== '') checkMember(entity, split.member, split.annotation, value, object);
		else if (split.annotation === 'odata.type') checkType(entity, value, model);
	}
}

function checkType(entity: Entity, value: JsonNode, model: Model): void {
	if (value.kind !== 'text') {
		throw new UnreadableBody(
			`Cannot read the value '${value.kind === 'number' ? value.spelling : value.kind}' for the property 'odata.type' as a quoted JSON string value.`,
		);
	}
	const type = value.value.replace(/^#/, '');
	const expected = typeName(entity.name);
	if (type === expected) return;
	const known = [...model.entities.keys()].some((name) => typeName(name) === type);
	throw new UnreadableBody(
		known
			? `A resource with type '${type}' was found, but it is not assignable to the expected type '${expected}'. The type specified in the resource must be equal to either the expected type or a derived type.`
			: `A type named '${type}' could not be resolved by the model. When a model is available, each type name must resolve to a valid type.`,
	);
}

function checkMember(
	entity: Entity,
	name: string,
	annotation: string,
	value: JsonNode,
	object: JsonObject,
): void {
	const member = memberNamed(entity, name);
	if (member === undefined) return;
	const refused =
		member.kind === 'column'
			? columnAnnotation(member, name, annotation, object)
			: navigationAnnotation(member, name, annotation, value);
	if (refused !== undefined) throw new UnreadableBody(refused);
}

function columnAnnotation(
	{ column }: Extract<NamedMember, { kind: 'column' }>,
	name: string,
	annotation: string,
	{ members }: JsonObject,
): string | undefined {
	if (column.edm === 'Edm.Stream') {
		return 'A stream property was found in a JSON Light request payload. Stream properties are only supported in responses.';
	}
	if (!members.some(([other]) => other === name)) {
		return `A property '${name}' which only has property annotations in the payload but no property value is declared to be of type '${column.edm}'. In OData, only navigation properties and named streams can be represented as properties without values.`;
	}
	if (annotation === 'odata.type') return undefined;
	return `The property '${name}' has a property annotation '${annotation}'. Primitive, complex, collection or open properties can only have an 'odata.type' property annotation.`;
}

function navigationAnnotation(
	member: Exclude<NamedMember, { kind: 'column' }>,
	name: string,
	annotation: string,
	value: JsonNode,
): string | undefined {
	if (annotation !== 'odata.bind') {
		return `The navigation property '${name}' has a property annotation '${annotation}'. Navigation links in request payloads can only have the 'odata.bind' property annotation.`;
	}
	if (member.kind === 'lookup' && value.kind === 'array') {
		return `The resource reference navigation property '${name}' has a property annotation 'odata.bind' with an array value. Resource reference navigation properties can only have a property annotation 'odata.bind' with a string value.`;
	}
	if (member.kind === 'collection' && value.kind === 'text') {
		return `The resource set reference navigation property '${name}' has a property annotation 'odata.bind' with a string value. Resource set reference navigation properties can only have a property annotation 'odata.bind' with an array value.`;
	}
	return undefined;
}
