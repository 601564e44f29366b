import { inputError } from '../../basics/errors';
import { LABELS } from '../../basics/labels';
import type { Condition } from '../../creatio/conditions/tree';
import type { FilterContext } from '../../creatio/dataservice/filterGroup';
import { countRecords } from '../../creatio/dataservice/findRecords';
import { recordsWithIds } from '../../creatio/dataservice/writeQuery';
import type { ObjectModel } from '../../creatio/model/objectModel';
import type { OperationContext } from '../context/operation';
import { conditionTreeFields, readCondition } from './conditionTree';
import { dependent, type FormField, type ParameterSource, shownIf } from './field';
import { choiceField, numberField } from './fieldKinds';
import { recordField } from './record';
import { readFilterContext, readTimeZone } from './timeZone';

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

const expectation = dependent(
	choiceField({
		name: 'expectation',
		label: 'Expected Records',
		choices: [
			{ name: 'Any Number', value: 'any' },
			{ name: 'Exactly', value: 'exactly' },
		],
		default: 'exactly',
		description: 'How many records should match. If the number differs, nothing is changed.',
	}),
);

const expectedCount = dependent(
	numberField({
		name: 'expectedCount',
		label: 'Number of Records',
		least: 0,
		default: 1,
		displayOptions: { show: { expectation: ['exactly'] } },
	}),
);

/** The fields that select the records to change: one by its ID, or those that match conditions. */
export const targetFields: readonly FormField[] = [
	target,
	...shownIf({ target: ['id'] }, recordField),
	...shownIf({ target: ['conditions'] }, ...conditionTreeFields, expectation, expectedCount),
];

/** The records that an item wants to change. */
export interface Target {
	readonly condition: Condition;
	/** The record, if it was chosen by its ID. */
	readonly id: string | undefined;
	/** How many records match the conditions; `undefined` with an ID. */
	readonly count: number | undefined;
	/** The context in which the condition is compiled. */
	readonly filterContext: FilterContext;
}

/** The record that an item changes; `undefined` if conditions choose the records. Rejects with kind `input`. */
export function readTargetId(n8n: ParameterSource, itemIndex: number): string | undefined {
	return target.read(n8n, itemIndex) === 'id' ? recordField.read(n8n, itemIndex) : undefined;
}

/**
 * Reads which records an item changes. For conditions, the site counts the records that match; if it is not the expected
 * number, nothing is changed. Rejects with kind `input`.
 */
export async function readTarget(
	context: OperationContext,
	model: ObjectModel,
	itemIndex: number,
): Promise<Target> {
	const { n8n, client, zone } = context;
	const id = readTargetId(n8n, itemIndex);
	if (id !== undefined) {
		readTimeZone(n8n);
		// An ID has none.
		const filterContext = { clock: { now: new Date(), zone }, zone: 'UTC' };
		return { condition: recordsWithIds(model, [id]), id, count: undefined, filterContext };
	}
	const condition = await readCondition(context, model.name, itemIndex, 'change');
	await client.conditions.refuseUnknown(condition, `field ${LABELS.conditions}`);
	if (condition.kind === 'group' && condition.parts.length === 0) {
		throw inputError(
			`Without a condition every record of ${model.name} would be changed (field ${LABELS.conditions})`,
			'Add a condition. If you mean all records, use "Id" "Is Not Empty".',
		);
	}
	const expected =
		expectation.read(n8n, itemIndex) === 'any' ? undefined : expectedCount.read(n8n, itemIndex);
	const filterContext = await readFilterContext(context);
	const count = await countRecords(client.connection, model, condition, filterContext);
	if (expected !== undefined && count !== expected) {
		throw inputError(
			`${count} records of ${model.name} match, but ${expected} ${expected === 1 ? 'was' : 'were'} expected (field ${expectation.label})`,
			'Nothing was changed. Correct the conditions or the number, or choose "Any Number".',
		);
	}
	return { condition, id: undefined, count, filterContext };
}
