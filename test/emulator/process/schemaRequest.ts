import type { Call, SiteContext } from '../context';
import { answerMessage } from '../dataservice/message';
import { guid, object } from '../dataservice/reader/readers';
import { type Answer, json } from '../http';
import { ZERO_GUID } from '../model/ids';
import type { Model } from '../model/model';
import type { Switches } from '../switches';
import { LIBRARY } from './library';
import { processRowId } from './rows';
import { type Direction, parameterUId, type ProcessParameter, type ProcessSchema, schemaUId } from './schema';
import { VALUE_TYPES } from './valueTypes';

const schemaMessage = object<{ uId?: string }>(() => ({ uId: guid }));

/**
 * `DataService/json/SyncReply/ProcessSchemaRequest`: the parameters of a process by its UId, or by the
 * Id of its row in the library (contract 5.5).
 */
export function processSchema(call: Call): Answer {
	return answerMessage(call, 'ProcessSchemaRequest', schemaMessage, ({ uId = ZERO_GUID }) => {
		if (!call.context.switches.processSchema) {
			return failure(
				'SecurityException',
				'Current user does not have sufficient permissions to run "CanManageProcessDesign".',
			);
		}
		const schema = LIBRARY.find(({ code }) =>
			[schemaUId(code), processRowId(code)].includes(uId.toLowerCase()),
		);
		if (!schema) return failure('ItemNotFoundException', `Item with identifier "${uId}" was not found.`);
		return json({ success: true, schema: describe(schema, call.context) });
	});
}

function failure(errorCode: string, message: string): Answer {
	return json({ success: false, errorInfo: { errorCode, message, stackTrace: null } });
}

function describe(schema: ProcessSchema, { store, switches }: SiteContext): object {
	const parameters = schema.parameters.map((one) => describeParameter(one, schema.code, store.model));
	return {
		uId: schemaUId(schema.code),
		name: schema.code,
		caption: { 'en-US': schema.caption },
		metaData: JSON.stringify({ metaData: { schema: { parameters } } }),
		resources: Object.fromEntries([
			['Caption', { 'en-US': schema.caption }],
			...schema.parameters.flatMap((one) => captions(one, 'Parameters', switches.itemCaptions)),
		]),
	};
}

const DIRECTIONS: Record<Direction, number> = { input: 0, output: 1, both: 2, internal: 3 };

/** `ProcessSchemaParameterValueSource`: no value, a constant. */
const NONE = 0;
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
		sourceValue:
			parameter.default === undefined ? { source: NONE } : { value: parameter.default, source: CONSTANT },
		...(parameter.items === undefined
			? {}
			: { itemProperties: parameter.items.map((item) => describeParameter(item, own, model)) }),
	};
}

/** `Parameters.<name>.Caption` by culture; those of items are below their collection. */
function captions(
	parameter: ProcessParameter,
	path: string,
	spelling: Switches['itemCaptions'],
): Array<[string, object]> {
	const own = `${path}.${parameter.name}`;
	const inside = spelling === 'direct' ? own : `${own}.ItemProperties`;
	return [
		[`${own}.Caption`, { 'en-US': parameter.caption }],
		...(parameter.items ?? []).flatMap((item) => captions(item, inside, spelling)),
	];
}
