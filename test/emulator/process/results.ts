import type { Instance } from './instance';
import { VALUE_TYPES } from './valueTypes';

/** A parameter as answers carry it: collections are lists, or texts of JSON (contract 5.3, unknown). */
export function resultValue(instance: Instance, name: string, collections: 'array' | 'text'): unknown {
	const value = instance.values.get(name) ?? null;
	const parameter = instance.schema.parameters.find((one) => one.name === name);
	const isCollection = parameter !== undefined && VALUE_TYPES[parameter.type].kind === 'collection';
	return isCollection && collections === 'text' ? JSON.stringify(value) : value;
}
