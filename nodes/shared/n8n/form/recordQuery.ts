import { type INodeProperties, updateDisplayOptions } from 'n8n-workflow';

import { inputError } from '../../basics/errors';
import { bindConditions } from '../../creatio/conditions/bindRow';
import type { Condition } from '../../creatio/conditions/tree';
import type { Column, ObjectModel } from '../../creatio/model/objectModel';
import { type ColumnPath, findColumn, resolvePath, unknownColumn } from '../../creatio/model/paths';
import type { LookupLabel, RowShape } from '../../creatio/model/rows';
import { asksForEmptyLookup } from '../../creatio/odata/filterText';
import { DEFAULT_PAGING, LARGEST_PAGE, type Paging } from '../../creatio/odata/pageReader';
import type { OrderRule, QueryFilter } from '../../creatio/odata/queryRecords';
import { readableColumns } from '../../creatio/odata/selectExpand';
import { MAX_FILTER_LENGTH, splitFilter } from '../../creatio/odata/splitFilter';
import { encodedLength } from '../../creatio/odata/url';
import { PARALLEL } from '../context/connect';
import type { OperationContext } from '../context/operation';
import { combineConditionsField, conditionsField, filterModeField, rawFilterField } from './fields';
import {
	type ParameterSource,
	readChoice,
	readConditionRows,
	readFlag,
	readNames,
	readNumberOption,
	readSortRules,
	readString,
} from './parameters';

/** The fields that choose records, for every operation that reads many. */
export const filterFields: readonly INodeProperties[] = [
	filterModeField,
	...updateDisplayOptions({ show: { filterMode: ['conditions'] } }, [
		combineConditionsField,
		conditionsField,
	]),
	...updateDisplayOptions({ show: { filterMode: ['raw'] } }, [rawFilterField]),
];

/** What reading takes of a run: a trigger has no items, but reads the same form. */
export interface ReadingContext extends Pick<OperationContext, 'client' | 'zone'> {
	readonly n8n: ParameterSource;
}

/** The filter of an item, bound to the object's columns. */
export async function readFilter(
	context: ReadingContext,
	object: string,
	itemIndex: number,
): Promise<QueryFilter> {
	const { n8n, client, zone } = context;
	const mode = readChoice(n8n, 'filterMode', 'Filter By', ['conditions', 'raw'], itemIndex);
	if (mode === 'raw') return rawFilter(readString(n8n, 'filter', itemIndex).trim());
	const combine = readChoice(n8n, 'combineConditions', 'Combine Conditions', ['all', 'any'], itemIndex);
	const rows = readConditionRows(n8n, itemIndex);
	const condition = await bindConditions(rows, combine, { metadata: client.metadata, object, zone });
	return conditionFilter(condition, zone);
}

/** A bound condition as a filter of as many requests as it takes. `zone`: where days begin. */
export function conditionFilter(condition: Condition, zone: string): QueryFilter {
	const clock = { now: new Date(), zone };
	return {
		compile: (emptyLookup) => splitFilter(condition, { clock, emptyLookup }),
		hasEmptyLookup: asksForEmptyLookup(condition),
	};
}

function rawFilter(text: string): QueryFilter {
	if (encodedLength(text) > MAX_FILTER_LENGTH) {
		throw inputError(
			`The field Filter has ${text.length} characters, which is more than Creatio takes in one request`,
			'Write a shorter filter, or use conditions: long lists of values are split there.',
		);
	}
	return {
		compile: () => ({ filters: [text === '' ? undefined : text], disjoint: true }),
		hasEmptyLookup: false,
	};
}

/** What a read returns, as the user chose it. */
export async function readShape(
	context: ReadingContext,
	object: string,
	itemIndex: number,
): Promise<RowShape> {
	const { n8n, client } = context;
	const model = await client.metadata.object(object);
	const columns = chosenColumns(model, readNames(n8n, 'options.outputColumns', itemIndex));
	const related: ColumnPath[] = [];
	for (const name of readNames(n8n, 'options.relatedColumns', itemIndex)) {
		related.push(await relatedColumn(context, object, name));
	}
	const labels = readFlag(n8n, 'options.lookupTexts', itemIndex) ? await labelsOf(context, columns) : [];
	return { columns, related, labels, simplify: readFlag(n8n, 'simplify', itemIndex, true) };
}

function chosenColumns(model: ObjectModel, names: readonly string[]): readonly Column[] {
	if (names.length === 0) return readableColumns(model);
	return names.map((name) => {
		const column = findColumn(model, name);
		if (!column) throw unknownColumn(model, name, 'Columns to Return');
		if (column.type !== 'stream') return column;
		throw inputError(
			`The column ${name} holds a file, which is not returned with the record (field Columns to Return)`,
			'Take the column out.',
		);
	});
}

async function relatedColumn(context: ReadingContext, object: string, name: string): Promise<ColumnPath> {
	const path = await resolvePath(context.client.metadata, object, name, 'Related Columns');
	if (path.steps.length > 0 && path.column.type !== 'stream') return path;
	throw inputError(
		`"${name}" is no column of another object (field Related Columns)`,
		'Write a path through a lookup, such as Account.Name. Columns of the object itself belong into Columns to Return.',
	);
}

/** Asked for at the same time: an object has two dozen lookups, and each may need a look at its target. */
async function labelsOf(context: ReadingContext, columns: readonly Column[]): Promise<LookupLabel[]> {
	const labels = await Promise.all(columns.map((column) => labelOf(context, column)));
	return labels.flatMap((label) => label ?? []);
}

async function labelOf({ client }: ReadingContext, lookup: Column): Promise<LookupLabel | undefined> {
	if (lookup.type !== 'lookup' || lookup.target === undefined) return undefined;
	const display = await client.metadata.displayColumn(lookup.target);
	const column = (await client.metadata.object(lookup.target)).columns.get(display);
	if (!column || column.type === 'stream') return undefined;
	return {
		lookup,
		path: { text: `${lookup.name}.${display}`, steps: [lookup], column, owner: lookup.target },
	};
}

/** `$orderby` of an item. Only columns of the object itself: sites refuse paths there (contract 2.4). */
export async function readOrder(
	context: ReadingContext,
	object: string,
	itemIndex: number,
): Promise<readonly OrderRule[]> {
	const rules: OrderRule[] = [];
	for (const [index, rule] of readSortRules(context.n8n, itemIndex).entries()) {
		const field = `Sort, row ${index + 1}`;
		const path = await resolvePath(context.client.metadata, object, rule.column, field);
		if (path.steps.length > 0 || path.column.type === 'lookup' || path.column.type === 'stream') {
			throw inputError(
				`Creatio cannot sort by ${rule.column} over OData (${field})`,
				'Sort by a column of the object itself that is no lookup, or use a Sort node behind this one.',
			);
		}
		rules.push({ column: path.column, direction: rule.direction });
	}
	return rules;
}

/** How the pages of a read are asked for. */
export function readPaging({ n8n }: ReadingContext, itemIndex: number): Paging {
	const pageSize = { least: 1, most: LARGEST_PAGE, fallback: DEFAULT_PAGING.size };
	return {
		size: readNumberOption(n8n, 'options.pageSize', 'Page Size', itemIndex, pageSize),
		parallel: readNumberOption(n8n, 'options.parallel', 'Parallel Requests', itemIndex, PARALLEL),
	};
}
