import { inputError } from '../../basics/errors';
import { LABELS } from '../../basics/labels';
import { resolvePath } from '../../creatio/model/paths';
import { MAX_SORT_COLUMNS } from '../../creatio/odata/pageReader';
import type { OrderRule } from '../../creatio/odata/queryRecords';
import { sortColumnField } from './column';
import type { ReadingContext } from './conditions';
import { type FormField, type ParameterSource } from './field';
import { choiceField } from './fieldKinds';
import { WITH_OBJECT } from './object';
import { rowsField } from './rowsField';

const sortColumn = sortColumnField('What to sort by');

const direction = choiceField({
	name: 'direction',
	label: 'Direction',
	choices: [
		{ name: 'Ascending', value: 'asc' },
		{ name: 'Descending', value: 'desc' },
	],
	default: 'asc',
});

export const sortField = rowsField({
	name: 'sort',
	label: LABELS.sort,
	sortable: true,
	placeholder: 'Add Sort Rule',
	description: 'At most five columns of the object itself, not lookups',
	displayOptions: WITH_OBJECT,
	kinds: [{ name: 'rule', label: 'Rule', fields: [sortColumn, direction] }],
});

/** The same for rows of a query, which may be sorted by any of their columns. */
export const sortRowsField: FormField = {
	property: { ...sortField.property, description: 'By an output name, or by a path such as Account.Name' },
};

/** One rule of the order, as the user wrote it. */
export interface SortRule {
	readonly column: string;
	readonly direction: 'asc' | 'desc';
	/** For messages. */
	readonly place: string;
}

/** The order that an item asks for. Rejects with kind `input`. */
export function readSort(source: ParameterSource, itemIndex: number): SortRule[] {
	return sortField.read(source, itemIndex).rule.map((row, index) => {
		const place = `${LABELS.sort}, row ${index + 1}`;
		return { column: sortColumn.readFrom(row, place), direction: direction.readFrom(row, place), place };
	});
}

/**
 * `$orderby` of an item. Only columns of the object itself, and no more than a site accepts: the library refuses both (contract
 * 2.4, 10.1).
 */
export async function readOrder(
	{ n8n, client }: ReadingContext,
	object: string,
	itemIndex: number,
): Promise<readonly OrderRule[]> {
	const rules: OrderRule[] = [];
	for (const { column: name, direction, place } of readSort(n8n, itemIndex)) {
		const { steps, column } = await resolvePath(client.metadata, object, name, place);
		if (steps.length > 0 || column.type === 'lookup' || column.type === 'stream') {
			throw inputError(
				`Creatio cannot sort by ${name} over OData (${place})`,
				'Sort by a column of the object itself that is not a lookup, or use a Sort node after this one.',
			);
		}
		rules.push({ column, direction });
	}
	if (new Set(rules.map((rule) => rule.column)).size > MAX_SORT_COLUMNS) {
		throw inputError(
			`Creatio sorts by at most ${MAX_SORT_COLUMNS} columns over OData (field ${LABELS.sort})`,
			'Remove the last rules, or use a Sort node after this one.',
		);
	}
	return rules;
}
