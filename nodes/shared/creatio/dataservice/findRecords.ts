import { member } from '../../basics/json';
import { chunks } from '../../basics/parallel';
import type { Connection } from '../../connection/serviceCall';
import { unreadable } from '../../connection/verdict';
import type { Condition } from '../conditions/tree';
import type { Column, ObjectModel } from '../model/objectModel';
import type { ColumnPath } from '../model/paths';
import type { FilterContext } from './filterGroup';
import { rawRows } from './selectAnswer';
import type { SelectPlan } from './selectPlan';
import { selectQuery } from './selectQuery';
import { recordsWithIds } from './writeQuery';

export interface LookUpContext extends FilterContext {
	/** Path of the object's own Id. */
	readonly key: ColumnPath;
}

/** Keys in one request. */
const KEYS_AT_ONCE = 500;

/** Counts the records that match. */
export async function countRecords(
	connection: Connection,
	object: string,
	condition: Condition,
	context: LookUpContext,
): Promise<number> {
	const source = { kind: 'aggregate', function: 'count', of: context.key } as const;
	const plan = { object, columns: [{ alias: 'Number', source }], filter: condition };
	const [row] = await ask(connection, plan, context);
	const count = row && member(row, 'Number');
	if (typeof count === 'number' && Number.isInteger(count)) return count;
	throw unreadable(`the count of ${object}`, 'a number', false);
}

/** Returns which of the keys exist, in lower case. */
export async function existingIds(
	connection: Connection,
	model: ObjectModel,
	ids: readonly string[],
	context: LookUpContext,
): Promise<ReadonlySet<string>> {
	const found = new Set<string>();
	for (const some of chunks(ids, KEYS_AT_ONCE)) {
		const plan: SelectPlan = {
			object: model.name,
			columns: [{ alias: 'Id', source: { kind: 'path', path: context.key } }],
			filter: recordsWithIds(model, some),
			page: { kind: 'offset', rowCount: some.length, rowsOffset: 0 },
		};
		for (const row of await ask(connection, plan, context))
			found.add(String(member(row, 'Id')).toLowerCase());
	}
	return found;
}

/** Returns a date of a record as DataService reports it: in the user's local time, without a zone (contract 4.5). */
export async function recordMoment(
	connection: Connection,
	model: ObjectModel,
	id: string,
	column: Column,
): Promise<string | undefined> {
	const path = { text: column.name, steps: [], column, owner: model.name };
	const plan: SelectPlan = {
		object: model.name,
		columns: [{ alias: 'Moment', source: { kind: 'path', path } }],
		filter: recordsWithIds(model, [id]),
	};
	const clock = { now: new Date(), zone: 'UTC' };
	const [row] = await ask(connection, plan, { clock, zone: 'UTC', key: path });
	const moment = row && member(row, 'Moment');
	return typeof moment === 'string' ? moment : undefined;
}

async function ask(connection: Connection, plan: SelectPlan, context: LookUpContext) {
	const { json } = await connection.call({
		method: 'POST',
		service: 'dataService',
		path: 'SelectQuery',
		json: selectQuery(plan, context),
		repeat: 'read',
	});
	return rawRows(json, plan.object);
}
