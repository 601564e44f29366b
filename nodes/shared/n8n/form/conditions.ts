import { LABELS } from '../../basics/labels';
import { bindConditions } from '../../creatio/conditions/bindRow';
import { bindConditionTree } from '../../creatio/conditions/bindTree';
import type { Condition } from '../../creatio/conditions/tree';
import { textFilter } from '../../creatio/odata/filterCost';
import { asksForEmptyLookup } from '../../creatio/odata/filterText';
import type { QueryFilter } from '../../creatio/odata/splitFilter';
import { splitFilter } from '../../creatio/odata/splitFilter';
import type { OperationContext } from '../context/operation';
import { conditionRow } from './conditionRow';
import { conditionsJsonOData, readConditionsJson } from './conditionsJson';
import { dependent, type FormField, type ParameterSource, shownIf } from './field';
import { choiceField, textField } from './fieldKinds';
import { WITH_OBJECT } from './object';
import { rowsField } from './rowsField';

const filterMode = choiceField({
	name: 'filterMode',
	label: 'Filter By',
	choices: [
		{ name: 'Conditions', value: 'conditions', description: 'Build the filter from rows' },
		{ name: 'JSON', value: 'json', description: 'Write conditions, groups of them too, as JSON' },
		{ name: 'OData Filter', value: 'raw', description: 'Write the filter as OData text' },
	],
	default: 'conditions',
	displayOptions: WITH_OBJECT,
});

const combine = dependent(
	choiceField({
		name: 'combineConditions',
		label: 'Combine Conditions',
		choices: [
			{ name: 'All (AND)', value: 'all' },
			{ name: 'Any (OR)', value: 'any' },
		],
		default: 'all',
		description: 'How to combine the conditions',
		displayOptions: WITH_OBJECT,
	}),
);

const conditions = conditionRows('Which records to return. Without conditions, all of them.');

function conditionRows(description: string) {
	return dependent(
		rowsField({
			name: 'conditions',
			label: LABELS.conditions,
			sortable: true,
			placeholder: 'Add Condition',
			description,
			kinds: [conditionRow.kind],
			displayOptions: WITH_OBJECT,
		}),
	);
}

const rawFilter = dependent(
	textField({
		name: 'filter',
		label: 'Filter',
		typeOptions: { rows: 2 },
		displayOptions: WITH_OBJECT,
		placeholder: "e.g. contains(Name,'Smith') and Account/Type/Name eq 'Customer'",
		description:
			'An OData 4 filter, sent unchanged. Filter a lookup by its path, such as Account/Name. Write GUIDs and dates without quotes.',
	}),
);

/** The fields that choose records, for every operation that reads many. */
export const filterFields = fieldsOf(conditions);

/** The same for a trigger. */
export const watchedFilterFields = fieldsOf(
	conditionRows('Which records start the workflow. Without conditions, all of them.'),
);

function fieldsOf(rows: FormField): readonly FormField[] {
	return [
		filterMode,
		...shownIf({ filterMode: ['conditions'] }, combine, rows),
		...shownIf({ filterMode: ['json'] }, conditionsJsonOData),
		...shownIf({ filterMode: ['raw'] }, rawFilter),
	];
}

/** What reading takes of a run: a trigger has no items, but reads the same form. */
export interface ReadingContext
	extends Pick<OperationContext, 'client' | 'zone'>, Partial<Pick<OperationContext, 'asTool' | 'hint'>> {
	readonly n8n: ParameterSource;
}

/** A filter with the condition that it was made of; `undefined` for one that the user wrote. */
export interface FormFilter extends QueryFilter {
	readonly condition: Condition | undefined;
}

/** The filter of an item, bound to the object's columns. */
export async function readFilter(
	{ n8n, client, zone }: ReadingContext,
	object: string,
	itemIndex: number,
): Promise<FormFilter> {
	const mode = filterMode.read(n8n, itemIndex);
	if (mode === 'raw') return rawQueryFilter(rawFilter.read(n8n, itemIndex).trim());
	const bound = { metadata: client.metadata, object, zone };
	if (mode === 'json') {
		return conditionFilter(await bindConditionTree(readConditionsJson(n8n, itemIndex, 'read'), bound), zone);
	}
	const rows = conditions
		.read(n8n, itemIndex)
		.condition.map((row, index) => conditionRow.read(row, `${LABELS.conditions}, row ${index + 1}`));
	const condition = await bindConditions(rows, combine.read(n8n, itemIndex), bound);
	return conditionFilter(condition, zone);
}

/** A bound condition as a filter of as many requests as it takes. `zone`: where days begin. */
export function conditionFilter(condition: Condition, zone: string): FormFilter {
	const clock = { now: new Date(), zone };
	return {
		condition,
		compile: (spelling, room = 1) => splitFilter(condition, { ...spelling, clock }, room),
		hasEmptyLookup: asksForEmptyLookup(condition, clock),
	};
}

/**
 * Adds a hint for each record that a condition names and the site does not have, for an item that found nothing, or rows that do not
 * prove the name right.
 */
export async function hintUnknownRecords(
	{ client, hint }: OperationContext,
	condition: Condition | undefined,
	found: 'nothing' | 'rows',
): Promise<void> {
	for (const sentence of condition ? await client.conditions.hints(condition, found) : []) hint(sentence);
}

function rawQueryFilter(text: string): FormFilter {
	return {
		condition: undefined,
		compile: () => ({ filters: [textFilter(text)], disjoint: true }),
		hasEmptyLookup: false,
	};
}
