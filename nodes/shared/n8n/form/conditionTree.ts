import type { Members } from '../../basics/json';
import { LABELS } from '../../basics/labels';
import { bindConditionTree, type GroupNode } from '../../creatio/conditions/bindTree';
import type { Condition } from '../../creatio/conditions/tree';
import type { OperationContext } from '../context/operation';
import { combineField, richConditionRow } from './conditionRow';
import { conditionsJson, type Purpose, readConditionsJson } from './conditionsJson';
import { dependent, type Field, type FormField, shownIf } from './field';
import { choiceField } from './fieldKinds';
import { readRelated, relatedKind } from './relatedRecords';
import { type RowKind, rowsField } from './rowsField';

/** Groups in groups in the form; deeper ones are written as JSON. */
const DEEPEST_GROUP = 3;

const combineAll = dependent(
	combineField('combineConditions', 'Combine Conditions', 'How to combine the conditions'),
);

const combineGroup = combineField('combine', 'Combine', 'How to combine the conditions of this group');

type Rows = Readonly<Record<'condition' | 'group' | 'related', readonly Members[]>>;

const groupKind = (depth: number): RowKind<'group'> => ({
	name: 'group',
	label: 'Group',
	fields: [combineGroup, conditionsField(depth - 1, 'Add to Group')],
});

/** Conditions, groups of them, and conditions on related records. A group within reads as the field itself does. */
function conditionsField(depth: number, placeholder: string): Field<Rows> {
	const kinds = [richConditionRow.kind, ...(depth > 0 ? [groupKind(depth)] : []), relatedKind];
	return rowsField({ name: 'conditions', label: LABELS.conditions, placeholder, kinds });
}

const conditions = dependent(conditionsField(DEEPEST_GROUP, 'Add Condition'));

const filterMode = choiceField({
	name: 'filterMode',
	label: 'Filter By',
	choices: [
		{ name: 'Conditions', value: 'conditions', description: 'Build the filter from rows and groups' },
		{ name: 'JSON', value: 'json', description: 'Write conditions of any depth as JSON' },
	],
	default: 'conditions',
});

/** The form that chooses records: conditions, groups of them, and conditions on related records; or the same as JSON. */
export const conditionTreeFields: readonly FormField[] = [
	filterMode,
	...shownIf({ filterMode: ['conditions'] }, combineAll, conditions),
	...shownIf({ filterMode: ['json'] }, conditionsJson),
];

/** The conditions of an item, bound to the object. Rejects with kind `input`. */
export async function readCondition(
	{ n8n, client, zone }: OperationContext,
	object: string,
	itemIndex: number,
	purpose: Purpose,
): Promise<Condition> {
	const tree =
		filterMode.read(n8n, itemIndex) === 'json'
			? readConditionsJson(n8n, itemIndex, purpose)
			: groupNode(combineAll.read(n8n, itemIndex), conditions.read(n8n, itemIndex), conditions.label);
	return await bindConditionTree(tree, { metadata: client.metadata, object, zone });
}

function groupNode(
	combine: GroupNode['combine'],
	{ condition, group, related }: Rows,
	place: string,
): GroupNode {
	return {
		kind: 'group',
		combine,
		parts: [
			...condition.map((row, index) => ({
				kind: 'row' as const,
				row: richConditionRow.read(row, `${place}, row ${index + 1}`),
			})),
			...group.map((row, index) => innerGroup(row, `${place}, group ${index + 1}`)),
			...related.map((row, index) => readRelated(row, `${place}, related records ${index + 1}`)),
		],
	};
}

function innerGroup(row: Members, place: string): GroupNode {
	return groupNode(combineGroup.readFrom(row, place), conditions.readFrom(row, place), place);
}
