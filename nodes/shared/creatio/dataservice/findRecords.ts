import { guidIn } from '../../basics/guid';
import { member } from '../../basics/json';
import { chunks } from '../../basics/parallel';
import type { Connection } from '../../connection/serviceCall';
import { unreadable } from '../../connection/envelopeFailure';
import type { Condition } from '../conditions/tree';
import type { Column, ObjectModel } from '../model/objectModel';
import { keyPath } from '../model/paths';
import type { FilterContext } from './filterGroup';
import { rawRows } from './selectAnswer';
import type { SelectPlan } from './selectPlan';
import { selectQuery } from './selectQuery';
import { recordsWithIds } from './writeQuery';

/** Keys in one request. */
const KEYS_AT_ONCE = 500;

/** Counts the records that match. */
export async function countRecords(
	connection: Connection,
	model: ObjectModel,
	condition: Condition,
	context: FilterContext,
): Promise<number> {
	const source = { kind: 'aggregate', function: 'count', of: keyPath(model) } as const;
	const plan = { object: model.name, columns: [{ alias: 'Number', source }], filter: condition };
	const [row] = await ask(connection, plan, context);
	const count = row && member(row, 'Number');
	if (typeof count === 'number' && Number.isInteger(count)) return count;
	throw unreadable(`the count of ${model.name}`, 'a number', false);
}

/** Returns which of the keys exist, in lower case. */
export async function existingIds(
	connection: Connection,
	model: ObjectModel,
	ids: readonly string[],
): Promise<ReadonlySet<string>> {
	const found = new Set<string>();
	for (const some of chunks(ids, KEYS_AT_ONCE)) {
		const plan: SelectPlan = {
			object: model.name,
			columns: [{ alias: 'Id', source: { kind: 'path', path: keyPath(model) } }],
			filter: recordsWithIds(model, some),
			page: { kind: 'offset', rowCount: some.length, rowsOffset: 0 },
		};
		for (const row of await ask(connection, plan, withoutDates()))
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
	const [row] = await ask(connection, plan, withoutDates());
	const moment = row && member(row, 'Moment');
	return typeof moment === 'string' ? moment : undefined;
}

/** The contact of the signed-in user, in lower case, by a macro of DataService (contract 4.1). `contacts`: with their key. */
export async function signedInContact(
	connection: Connection,
	contacts: ObjectModel,
): Promise<string | undefined> {
	const path = keyPath(contacts);
	const plan: SelectPlan = {
		object: contacts.name,
		columns: [{ alias: 'Id', source: { kind: 'path', path } }],
		filter: { kind: 'macro', path, macro: 'currentUserContact', negated: false },
	};
	const [row] = await ask(connection, plan, withoutDates());
	return row && guidIn(row, 'Id');
}

/** The context of conditions on keys, which no zone changes. */
function withoutDates(): FilterContext {
	return { clock: { now: new Date(), zone: 'UTC' }, zone: 'UTC' };
}

async function ask(connection: Connection, plan: SelectPlan, context: FilterContext) {
	const { json } = await connection.call({
		method: 'POST',
		service: 'dataService',
		path: 'SelectQuery',
		json: selectQuery(plan, context),
		repeat: 'read',
	});
	return rawRows(json, plan.object);
}
