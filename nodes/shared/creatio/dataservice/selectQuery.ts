import { inputError } from '../../basics/errors';
import type { Row } from '../model/rows';
import { OPERATION_TYPE, ORDER_DIRECTION } from './enums';
import {
	aggregateExpression,
	columnExpression,
	columnPathOf,
	dateInJson,
	datePartExpression,
	lengthExpression,
	parameterOf,
	subQueryExpression,
} from './expressions';
import { type FilterContext, filterGroup } from './filterGroup';
import { type ColumnSource, type PlannedColumn, plannedColumns, type SelectPlan, typeOf } from './selectPlan';
import type { Expression, Items, ParameterExpression, QueryColumn, SelectQuery } from './wireTypes';

/**
 * The body of a SelectQuery (contract 4.3). Rejects with kind `input` a plan that cannot be sent. The rows of its
 * answer are read with the same plan (`readRows`).
 */
export function selectQuery(plan: SelectPlan, context: FilterContext): SelectQuery {
	const columns = plannedColumns(plan);
	return {
		rootSchemaName: plan.object,
		operationType: OPERATION_TYPE.Select,
		columns: {
			items: Object.fromEntries(columns.map((column) => [column.alias, queryColumn(column, context)])),
		},
		allColumns: false,
		isDistinct: plan.distinct ?? false,
		...pageMembers(plan, columns),
		useLocalization: true,
		filters: filterGroup(plan.filter, plan.object, context),
	};
}

function queryColumn({ source, order }: PlannedColumn, context: FilterContext): QueryColumn {
	const expression = expressionOf(source, context);
	if (!order) return { expression };
	const { Ascending, Descending } = ORDER_DIRECTION;
	return {
		expression,
		orderDirection: order.direction === 'asc' ? Ascending : Descending,
		orderPosition: order.position,
	};
}

function expressionOf(source: ColumnSource, context: FilterContext): Expression {
	switch (source.kind) {
		case 'path':
		case 'reverse':
			return columnExpression(source.path);
		case 'aggregate':
			return aggregateExpression(source.function, source.of, source.distinct);
		case 'subQuery': {
			const { function: name, of, condition } = source;
			return subQueryExpression(name, of, filterGroup(condition, of.object, context));
		}
		case 'datePart':
			return datePartExpression(source.part, source.of);
		case 'length':
			return lengthExpression(source.of);
	}
}

type PageMembers = Pick<SelectQuery, 'rowCount' | 'rowsOffset' | 'isPageable' | 'conditionalValues'>;

function pageMembers({ page }: SelectPlan, columns: readonly PlannedColumn[]): PageMembers {
	if (!page) return { rowCount: -1, rowsOffset: -1, isPageable: false, conditionalValues: null };
	const { rowCount } = page;
	if (!Number.isInteger(rowCount) || rowCount < 1) {
		throw inputError(`A page cannot have ${rowCount} rows`, 'Read at least one row.');
	}
	const rowsOffset = page.kind === 'offset' ? page.rowsOffset : -1;
	const after = page.kind === 'keyset' ? page.after : undefined;
	return {
		rowCount,
		rowsOffset,
		isPageable: true,
		conditionalValues: after ? conditionalValues(columns, after) : null,
	};
}

/** The values of the last row, after which the next page begins: those of the order, and the Id (contract 4.3). */
function conditionalValues(columns: readonly PlannedColumn[], row: Row): Items<ParameterExpression> {
	const isId = ({ source }: PlannedColumn) => source.kind === 'path' && columnPathOf(source.path) === 'Id';
	const values = columns
		.filter((column) => column.order !== undefined || isId(column))
		.map((column) => [column.alias, cellParameter(column, row[column.alias])] as const);
	// The server adds the Id to rows that were requested without it (contract 4.5).
	const id = columns.some(isId) ? [] : ([['Id', parameterOf('guid', plain(row.Id))]] as const);
	return { items: Object.fromEntries([...values, ...id]) };
}

/** Rows are ordered by a lookup's text. Dates are in the session's zone already. */
function cellParameter({ source }: PlannedColumn, cell: unknown): ParameterExpression {
	const type = typeOf(source);
	if (type === 'lookup') {
		const text =
			typeof cell === 'object' && cell !== null && 'displayValue' in cell ? cell.displayValue : cell;
		return parameterOf('text', plain(text));
	}
	const value = plain(cell);
	const isDate = type === 'dateTime' || type === 'date' || type === 'time';
	if (isDate) return parameterOf(type, typeof value === 'string' && value !== '' ? dateInJson(value) : null);
	return parameterOf(type, value);
}

function plain(cell: unknown): string | number | boolean | null {
	return typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean' ? cell : null;
}
