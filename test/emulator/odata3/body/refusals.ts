import type { Entity } from '../../model/model';
import { unreadable } from '../errors';
import { typeName } from '../names';

export function wrongType(entity: Entity, type: string): Error {
	return unreadable(
		`A type named '${type}' could not be resolved by the model, or it is not assignable to the expected type '${typeName(entity)}'.`,
	);
}

export function unknownProperty(entity: Entity, name: string): Error {
	return unreadable(
		`The property '${name}' does not exist on type '${typeName(entity)}'. Make sure to only use property names that are defined by the type.`,
	);
}
