import type { SelectColumn, SelectOrder } from '../../creatio/dataservice/selectPlan';
import type { ColumnPath } from '../../creatio/model/paths';
import type { OperationContext } from '../context/operation';
import { readChoice } from './parameters';

/**
 * The way from page to page that an item chose. An order by what may be empty is read by offset all the same: in SQL no
 * row stands behind an empty value, so a site that is asked for the rows behind one leaves out others without a word.
 */
export async function readPaging(
	context: OperationContext,
	columns: readonly SelectColumn[],
	order: readonly SelectOrder[],
	itemIndex: number,
): Promise<'keyset' | 'offset'> {
	const choice = readChoice(context.n8n, 'options.paging', 'Paging', ['keyset', 'offset'], itemIndex);
	if (choice === 'offset') return choice;
	for (const { by } of order) {
		const path = typeof by === 'string' ? pathOf(columns, by) : by;
		if (!path || !(await isAlwaysFilled(context, path))) return 'offset';
	}
	return choice;
}

function pathOf(columns: readonly SelectColumn[], name: string): ColumnPath | undefined {
	const source = columns.find(({ alias }) => alias === name)?.source;
	return source?.kind === 'path' ? source.path : undefined;
}

/** A record's own column that Creatio demands. Behind a lookup that may be empty, everything may be. */
async function isAlwaysFilled(
	{ client }: OperationContext,
	{ steps, column, owner }: ColumnPath,
): Promise<boolean> {
	if (steps.length > 0) return false;
	if (column.name === 'Id') return true;
	const details = await client.metadata.details(owner);
	return details?.columns.get(column.name)?.required === true;
}
