import type { ExactNumber } from '../../basics/exactNumber';
import type {
	AGGREGATION_EVAL_TYPE,
	AGGREGATION_TYPE,
	COMPARISON_TYPE,
	DATE_PART,
	EXPRESSION_TYPE,
	FILTER_TYPE,
	FUNCTION_TYPE,
	LOGICAL_OPERATION,
	MACROS_TYPE,
	NumberOf,
	OPERATION_TYPE,
	ORDER_DIRECTION,
} from './enums';

/** What is sent to DataService, in its own names (contract 4.3, 4.4, 4.6). Only the builders in this folder create it. */
export interface ColumnExpression {
	readonly expressionType: typeof EXPRESSION_TYPE.SchemaColumn;
	readonly columnPath: string;
}

/** Codes that a parameter may have; any other causes status 500 (contract 4.4). */
export type BasicType = 0 | 1 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 12 | 13;

export type WireValue = string | number | ExactNumber | boolean | null;

interface Parameter {
	readonly dataValueType: BasicType;
	/** Dates are JSON inside JSON. */
	readonly value: WireValue;
}

export interface ParameterExpression {
	readonly expressionType: typeof EXPRESSION_TYPE.Parameter;
	readonly parameter: Parameter;
}

export interface MacrosExpression {
	readonly expressionType: typeof EXPRESSION_TYPE.Function;
	readonly functionType: typeof FUNCTION_TYPE.Macros;
	readonly macrosType: NumberOf<typeof MACROS_TYPE>;
	readonly functionArgument?: ParameterExpression;
}

export interface AggregateExpression {
	readonly expressionType: typeof EXPRESSION_TYPE.Function;
	readonly functionType: typeof FUNCTION_TYPE.Aggregation;
	readonly aggregationType: NumberOf<typeof AGGREGATION_TYPE>;
	readonly aggregationEvalType: NumberOf<typeof AGGREGATION_EVAL_TYPE>;
	readonly functionArgument: ColumnExpression;
}

export interface DatePartExpression {
	readonly expressionType: typeof EXPRESSION_TYPE.Function;
	readonly functionType: typeof FUNCTION_TYPE.DatePart;
	readonly datePartType: NumberOf<typeof DATE_PART>;
	readonly functionArgument: ColumnExpression;
}

export interface LengthExpression {
	readonly expressionType: typeof EXPRESSION_TYPE.Function;
	readonly functionType: typeof FUNCTION_TYPE.Length;
	readonly functionArgument: ColumnExpression;
}

export interface SubQueryExpression {
	readonly expressionType: typeof EXPRESSION_TYPE.SubQuery;
	readonly functionType: typeof FUNCTION_TYPE.Aggregation;
	readonly aggregationType: NumberOf<typeof AGGREGATION_TYPE>;
	readonly columnPath: string;
	readonly subFilters: FilterGroup;
}

export type Expression =
	| ColumnExpression
	| ParameterExpression
	| MacrosExpression
	| AggregateExpression
	| DatePartExpression
	| LengthExpression
	| SubQueryExpression;

interface FilterOf<Type extends keyof typeof FILTER_TYPE> {
	readonly filterType: (typeof FILTER_TYPE)[Type];
	/** Always sent, although a filter without it counts as enabled (contract 4.4). */
	readonly isEnabled: true;
}

interface CompareFilter extends FilterOf<'CompareFilter'> {
	readonly comparisonType: NumberOf<typeof COMPARISON_TYPE>;
	readonly trimDateTimeParameterToDate: false;
	readonly leftExpression: ColumnExpression | SubQueryExpression;
	readonly rightExpression: Expression;
}

export interface IsNullFilter extends FilterOf<'IsNullFilter'> {
	readonly comparisonType: typeof COMPARISON_TYPE.IsNull | typeof COMPARISON_TYPE.IsNotNull;
	readonly isNull: boolean;
	readonly leftExpression: ColumnExpression;
}

interface BetweenFilter extends FilterOf<'Between'> {
	readonly comparisonType: typeof COMPARISON_TYPE.Between;
	readonly trimDateTimeParameterToDate: false;
	readonly leftExpression: ColumnExpression;
	/** The lower end. */
	readonly rightLessExpression: ParameterExpression;
	/** The upper end. */
	readonly rightGreaterExpression: ParameterExpression;
}

interface InFilter extends FilterOf<'InFilter'> {
	readonly comparisonType: typeof COMPARISON_TYPE.Equal | typeof COMPARISON_TYPE.NotEqual;
	readonly leftExpression: ColumnExpression;
	readonly rightExpressions: readonly ParameterExpression[];
}

interface ExistsFilter extends FilterOf<'Exists'> {
	readonly comparisonType: typeof COMPARISON_TYPE.Exists | typeof COMPARISON_TYPE.NotExists;
	readonly leftExpression: ColumnExpression;
	readonly subFilters: FilterGroup;
}

export interface FilterGroup extends FilterOf<'FilterGroup'> {
	readonly logicalOperation: NumberOf<typeof LOGICAL_OPERATION>;
	/** The object at which the paths begin; sent with the outermost group only. */
	readonly rootSchemaName?: string;
	readonly items: Readonly<Record<string, Filter>>;
}

export type Filter = CompareFilter | IsNullFilter | BetweenFilter | InFilter | ExistsFilter | FilterGroup;

export interface QueryColumn {
	readonly expression: Expression;
	readonly orderDirection?: NumberOf<typeof ORDER_DIRECTION>;
	/** From 0. */
	readonly orderPosition?: number;
}

export interface Items<T> {
	readonly items: Readonly<Record<string, T>>;
}

export interface SelectQuery {
	readonly rootSchemaName: string;
	readonly operationType: typeof OPERATION_TYPE.Select;
	readonly columns: Items<QueryColumn>;
	readonly allColumns: false;
	readonly isDistinct: boolean;
	/** -1 for all, of which the server returns at most 20,000; 0 is refused (contract 4.3). */
	readonly rowCount: number;
	/** -1 for none. */
	readonly rowsOffset: number;
	readonly isPageable: boolean;
	readonly conditionalValues: Items<ParameterExpression> | null;
	readonly useLocalization: true;
	readonly filters: FilterGroup;
}

export interface InsertQuery {
	readonly rootSchemaName: string;
	readonly operationType: typeof OPERATION_TYPE.Insert;
	readonly columnValues: Items<ParameterExpression>;
}

export interface UpdateQuery {
	readonly rootSchemaName: string;
	readonly operationType: typeof OPERATION_TYPE.Update;
	readonly columnValues: Items<ParameterExpression>;
	readonly filters: FilterGroup;
	readonly isForceUpdate: boolean;
	readonly isUpsert: boolean;
}

export interface DeleteQuery {
	readonly rootSchemaName: string;
	readonly operationType: typeof OPERATION_TYPE.Delete;
	readonly filters: FilterGroup;
}

export type Query = SelectQuery | InsertQuery | UpdateQuery | DeleteQuery;
