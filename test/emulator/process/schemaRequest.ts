import type { Call } from '../context';
import { type Answer, json } from '../http';
import type { Model } from '../model/model';
import { readRequest } from '../services/request';
import { findSchema } from './library';
import { type Direction, parameterUId, type ProcessParameter, type ProcessSchema, schemaUId } from './schema';
import { VALUE_TYPES } from './valueTypes';

/** `DataService/json/SyncReply/ProcessSchemaRequest`: the parameters of a process by its UId (contract 5.5). */
export function processSchema({ context, request }: Call): Answer {
	const asked = readRequest(request.body);
	if (!asked) {
		return failure(
			'SerializationException',
			"Type definitions should start with a '{', expecting serialized type.",
		);
	}
	if (!context.switches.processSchema) {
		return failure(
			'SecurityException',
			'Current user does not have sufficient permissions to run "CanManageProcessDesign".',
		);
	}
	const uId = asked.get('uid');
	const schema = typeof uId === 'string' ? findSchema(uId) : undefined;
	// A code is not a UId.
	if (!schema || schema.code === uId) {
		return failure('ItemNotFoundException', `Item with identifier "${String(uId)}" was not found.`);
	}
	return json({ success: true, schema: describe(schema, context.store.model) });
}

function failure(errorCode: string, message: string): Answer {
	return json({ success: false, errorInfo: { errorCode, message, stackTrace: null } });
}

function describe(schema: ProcessSchema, model: Model): object {
	const parameters = schema.parameters.map((one) => describeParameter(one, schema.code, model));
	return {
		uId: schemaUId(schema.code),
		name: schema.code,
		caption: { 'en-US': schema.caption },
		metaData: JSON.stringify({ metaData: { schema: { parameters } } }),
		resources: Object.fromEntries([
			['Caption', { 'en-US': schema.caption }],
			...schema.parameters.flatMap((one) => captions(one, 'Parameters')),
		]),
	};
}

const DIRECTIONS: Record<Direction, number> = { input: 0, output: 1, both: 2, internal: 3 };

/** `ProcessSchemaParameterValueSource`: a constant. */
const CONSTANT = 1;

function describeParameter(parameter: ProcessParameter, path: string, model: Model): object {
	const own = `${path}.${parameter.name}`;
	return {
		uId: parameterUId(own),
		name: parameter.name,
		dataValueType: VALUE_TYPES[parameter.type].uId,
		direction: DIRECTIONS[parameter.direction],
		...(parameter.required === true ? { isRequired: true } : {}),
		...(parameter.object === undefined
			? {}
			: { referenceSchemaUId: model.entities.get(parameter.object)?.uId }),
		...(parameter.default === undefined
			? {}
			: { sourceValue: { value: parameter.default, source: CONSTANT } }),
		...(parameter.items === undefined
			? {}
			: { itemProperties: parameter.items.map((item) => describeParameter(item, own, model)) }),
	};
}

/** `Parameters.<name>.Caption`, by culture. */
function captions(parameter: ProcessParameter, path: string): Array<[string, object]> {
	const own = `${path}.${parameter.name}`;
	return [
		[`${own}.Caption`, { 'en-US': parameter.caption }],
		...(parameter.items ?? []).flatMap((item) => captions(item, `${own}.ItemProperties`)),
	];
}
