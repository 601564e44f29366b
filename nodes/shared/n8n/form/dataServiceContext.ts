import { inputError } from '../../basics/errors';
import type { Zone } from '../../basics/instant';
import type { CreatioClient } from '../../creatio/client';
import { bindConditionTree } from '../../creatio/conditions/bindTree';
import type { Condition } from '../../creatio/conditions/tree';
import { withExactTypes } from '../../creatio/dataservice/exactTypes';
import type { FilterContext } from '../../creatio/dataservice/filterGroup';
import { sessionZone } from '../../creatio/dataservice/sessionZone';
import type { ObjectModel } from '../../creatio/model/objectModel';
import { type ColumnPath, resolvePath } from '../../creatio/model/paths';
import type { ColumnValue } from '../../creatio/model/values';
import type { OperationContext } from '../context/operation';
import { readConditionTree } from './conditionTree';
import { readMappedValues } from './mappedColumns';
import { readString } from './parameters';

/** An operation's context in which dates and times are told apart, as DataService needs it. */
export function exact(context: OperationContext): OperationContext {
	const client: CreatioClient = { ...context.client, metadata: withExactTypes(context.client.metadata) };
	return { ...context, client };
}

/** When it is, where the user's days begin, and in which zone the session writes dates. */
export async function readFilterContext(context: OperationContext): Promise<FilterContext> {
	const { n8n, client, zone } = context;
	const chosen = readString(n8n, 'options.timeZone', 0).trim();
	if (chosen !== '' && !isZone(chosen)) {
		throw inputError(
			`There is no time zone "${chosen}" (option Time Zone)`,
			'Write it like Europe/Berlin, or leave the option out.',
		);
	}
	return {
		clock: { now: new Date(), zone },
		zone: chosen === '' ? await sessionZone(client.connection) : chosen,
	};
}

/** What the user mapped, with the zone in which its dates travel. */
export interface ZonedValues {
	readonly values: readonly ColumnValue[];
	readonly zone: Zone;
}

/** What the user mapped. The exact types of dates, and the session's zone, are asked for only where there is a date. */
export async function readZonedValues(
	context: OperationContext,
	object: string,
	itemIndex: number,
	operation: 'create' | 'update',
): Promise<ZonedValues> {
	const { values } = await readMappedValues(context, object, itemIndex, operation);
	if (!values.some(({ value }) => value?.type === 'dateTime')) return { values, zone: 'UTC' };
	const again = await readMappedValues(exact(context), object, itemIndex, operation);
	return { values: again.values, zone: (await readFilterContext(context)).zone };
}

function isZone(name: string): boolean {
	try {
		return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
	} catch {
		return false;
	}
}

/** The conditions of an item, bound to the object. */
export async function readCondition(
	{ n8n, client, zone }: OperationContext,
	object: string,
	itemIndex: number,
): Promise<Condition> {
	return await bindConditionTree(readConditionTree(n8n, itemIndex), {
		metadata: client.metadata,
		object,
		zone,
	});
}

/** The path of an object's own Id. */
export async function keyPath({ client }: OperationContext, model: ObjectModel): Promise<ColumnPath> {
	return await resolvePath(client.metadata, model.name, 'Id', 'Object');
}
