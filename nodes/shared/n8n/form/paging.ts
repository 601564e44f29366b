import { LABELS } from '../../basics/labels';
import type { SelectColumn, SelectOrder } from '../../creatio/dataservice/selectPlan';
import { LARGEST_PAGE as LARGEST_SELECT_PAGE } from '../../creatio/dataservice/selectRows';
import type { ColumnPath } from '../../creatio/model/paths';
import { DEFAULT_PAGING, LARGEST_PAGE, type Paging } from '../../creatio/odata/pageReader';
import type { OperationContext } from '../context/operation';
import { parallelOption } from './connectionOptions';
import { option, type ParameterSource } from './field';
import { choiceField, numberField } from './fieldKinds';

const PAGE_SIZE = { name: 'pageSize', label: LABELS.pageSize, least: 1 };

export const pageSizeOption = option(
	numberField({
		...PAGE_SIZE,
		most: LARGEST_PAGE,
		default: DEFAULT_PAGING.size,
		description: 'How many records to request at once, up to 20,000',
	}),
);

export const parallelPages = parallelOption(
	'How many pages to request at the same time once the first page shows that there are more',
);

export const pageOptions = [pageSizeOption, parallelPages];

/** Reads into a file are long, and hold only the pages that are on the way. */
export const exportPageSizeOption = option(
	numberField({
		...PAGE_SIZE,
		most: LARGEST_PAGE,
		default: 2_000,
		description: 'How many records to request at once, up to 20,000. Larger pages take more memory.',
	}),
);

/** How the pages of a read are asked for. */
export function readPaging(n8n: ParameterSource, itemIndex: number): Paging {
	return { size: pageSizeOption.read(n8n, itemIndex), parallel: parallelPages.read(n8n, itemIndex) };
}

const selectPageSize = option(
	numberField({
		...PAGE_SIZE,
		most: LARGEST_SELECT_PAGE,
		default: 5_000,
		description: 'How many rows to request at once, up to 20,000',
	}),
);

const paging = option(
	choiceField({
		name: 'paging',
		label: 'Paging',
		choices: [
			{ name: 'By Key', value: 'keyset', description: 'Continue after the last row: fast and stable' },
			{ name: 'By Offset', value: 'offset', description: 'Skip the rows already read' },
		],
		default: 'keyset',
		description:
			'How to request the next page. Rows sorted by a column that can be empty are always read by offset.',
	}),
);

export const selectPageOptions = [selectPageSize, paging];

/**
 * The way from page to page that an item chose. An order by what may be empty is read by offset all the same: in SQL no
 * row stands behind an empty value, so a site that returns the rows after one silently leaves out others.
 */
export async function readSelectPaging(
	context: OperationContext,
	columns: readonly SelectColumn[],
	order: readonly SelectOrder[],
	itemIndex: number,
): Promise<{ readonly pageSize: number; readonly paging: 'keyset' | 'offset' }> {
	const pageSize = selectPageSize.read(context.n8n, itemIndex);
	const chosen = paging.read(context.n8n, itemIndex);
	if (chosen === 'offset') return { pageSize, paging: 'offset' };
	for (const { by } of order) {
		const path = typeof by === 'string' ? pathOf(columns, by) : by;
		if (!path || !(await isAlwaysFilled(context, path))) return { pageSize, paging: 'offset' };
	}
	return { pageSize, paging: 'keyset' };
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
