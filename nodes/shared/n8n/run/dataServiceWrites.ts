import { inputError } from '../../basics/errors';
import type { Members } from '../../basics/json';
import type { Condition } from '../../creatio/conditions/tree';
import type { FilterContext } from '../../creatio/dataservice/filterGroup';
import { countRecords, existingIds } from '../../creatio/dataservice/findRecords';
import { type DataServiceWrite, writeQueries } from '../../creatio/dataservice/sendWrites';
import { readAffected, recordsWithIds } from '../../creatio/dataservice/writeQuery';
import type { Column, ObjectModel } from '../../creatio/model/objectModel';
import { keyPath } from '../../creatio/model/paths';
import type { Row } from '../../creatio/model/rows';
import type { ColumnValue, TypedValue } from '../../creatio/model/values';
import type { OperationContext } from '../context/operation';
import { batchSizeOption, continueIfErrorOption, parallelBatchesOption } from '../form/batching';
import { conditionTreeFields, readCondition } from '../form/conditionTree';
import { choiceField, type FormField, numberField, shownIf } from '../form/field';
import { noSuchRecord, recordField } from '../form/record';
import { readFilterContext } from '../form/timeZone';
import { outcomeOfWrite, type RowsOutcome } from './itemOutcome';

const target = choiceField({
	name: 'target',
	label: 'Records',
	choices: [
		{ name: 'By Conditions', value: 'conditions', description: 'All records that match' },
		{ name: 'By ID', value: 'id', description: 'One record' },
	],
	default: 'id',
	description: 'Which records to change',
});

const expectation = choiceField({
	name: 'expectation',
	label: 'Expected Records',
	choices: [
		{ name: 'Any Number', value: 'any' },
		{ name: 'Exactly', value: 'exactly' },
	],
	default: 'exactly',
	description: 'How many records you expect to match. If it is another number, nothing is changed.',
});

const expectedCount = numberField({
	name: 'expectedCount',
	label: 'Number of Records',
	least: 0,
	default: 1,
	displayOptions: { show: { expectation: ['exactly'] } },
});

/** The fields that choose the records to change: one by its ID, or those that match conditions. */
export const targetFields: readonly FormField[] = [
	target,
	...shownIf({ target: ['id'] }, recordField),
	...shownIf({ target: ['conditions'] }, ...conditionTreeFields, expectation, expectedCount),
];

/** The records that an item wants to change. */
export interface Target {
	readonly condition: Condition;
	/** The one record, where it was chosen by its ID. */
	readonly id: string | undefined;
	/** How many records match; for conditions only. */
	readonly count: number | undefined;
	/** In which the condition was bound. */
	readonly filterContext: FilterContext;
}

/**
 * Reads which records an item changes. For conditions, the site is asked how many match, and another number than the
 * expected one is refused: nothing is changed then. Rejects with kind `input`.
 */
export async function readTarget(
	context: OperationContext,
	model: ObjectModel,
	itemIndex: number,
): Promise<Target> {
	const { n8n, client, zone } = context;
	if (target.read(n8n, itemIndex) === 'id') {
		const id = recordField.read(n8n, itemIndex);
		// A key has no zone.
		const filterContext = { clock: { now: new Date(), zone }, zone: 'UTC' };
		return { condition: recordsWithIds(model, [id]), id, count: undefined, filterContext };
	}
	const condition = await readCondition(context, model.name, itemIndex);
	if (condition.kind === 'group' && condition.parts.length === 0) {
		throw inputError(
			`Without a condition every record of ${model.name} would be changed (field Conditions)`,
			'Add a condition. If you do mean all records, use "Id" "Is Not Empty".',
		);
	}
	const expected =
		expectation.read(n8n, itemIndex) === 'any' ? undefined : expectedCount.read(n8n, itemIndex);
	const filterContext = await readFilterContext(context);
	const key = keyPath(model);
	const asked = { ...filterContext, key };
	const count = await countRecords(client.connection, model.name, condition, asked);
	if (expected !== undefined && count !== expected) {
		throw inputError(
			`${count} records of ${model.name} match, but ${expected} ${expected === 1 ? 'was' : 'were'} expected (field ${expectation.label})`,
			'Nothing was changed. Correct the conditions or the number, or choose "Any Number".',
		);
	}
	return { condition, id: undefined, count, filterContext };
}

/** A write that an item planned, and how its answer is shown. */
export interface PlannedQuery {
	readonly write: DataServiceWrite;
	/** Throws if the answer is a failure after all. */
	readonly show: (answer: Members) => Row;
}

export interface SendOptions {
	/** In this order and one batch after the other, whatever the records are. */
	readonly inOrder?: boolean;
}

/** Sends planned writes in batches. Returns for each, in order, the row to show. */
export async function sendPlanned(
	context: OperationContext,
	plans: readonly PlannedQuery[],
	{ inOrder = false }: SendOptions = {},
): Promise<RowsOutcome[]> {
	const { n8n, client, zone, stopsAtFailure } = context;
	const outcomes = await writeQueries(
		client.connection,
		plans.map(({ write }) => write),
		{
			batchSize: batchSizeOption.read(n8n, 0),
			parallel: inOrder ? 1 : parallelBatchesOption.read(n8n, 0),
			inOrder,
			continuesAfterFailure: continueIfErrorOption.read(n8n, 0),
			stopsAtFailure,
			existing: async (object, ids) => {
				const model = await client.metadata.object(object);
				// Keys have no zone.
				const asked = {
					clock: { now: new Date(), zone },
					zone: 'UTC',
					key: keyPath(model),
				};
				return await existingIds(client.connection, model, ids, asked);
			},
		},
	);
	return plans.map(({ show }, index) => outcomeOfWrite(outcomes[index], show));
}

/** What an update or a delete shows: the record, or how many there were. Rejects when the one record was not there. */
export function shownChange(
	model: ObjectModel,
	{ id, count }: Pick<Target, 'id' | 'count'>,
	answer: Members,
	word: 'updated' | 'deleted',
	values: Row = {},
): Row {
	const affected = readAffected(answer, model.name);
	if (id !== undefined) {
		if (affected === 0) throw noSuchRecord(model.name, id);
		return word === 'deleted' ? { deleted: true, id } : { Id: id, ...values };
	}
	if (count !== undefined && affected !== count) {
		throw inputError(
			`${affected} records of ${model.name} were ${word}, but ${count} had matched a moment before`,
			'Others changed records at the same time. Look at the records before you run this again.',
		);
	}
	return { [word]: affected };
}

/** Values as they were written, by the names of the columns. */
export function shownValues(values: readonly ColumnValue[]): Row {
	return Object.fromEntries(values.map(({ column, value }) => [column.property, shownValue(column, value)]));
}

/** Days and times of day as they are read, not as the instants that they travel as inside of this package. */
function shownValue({ type }: Column, typed: TypedValue | null): unknown {
	if (typed?.type !== 'dateTime') return typed?.value ?? null;
	if (type === 'date') return typed.value.slice(0, 10);
	return type === 'time' ? typed.value.slice(11, 19) : typed.value;
}
