import {
	AGGREGATION,
	AGGREGATION_EVAL,
	ARITHMETIC,
	COMPARISON,
	DATA_VALUE_TYPE,
	DATE_PART,
	EXPRESSION,
	FILTER,
	FUNCTION,
	LOGIC,
	MACROS,
	ORDER,
} from '../codes';
import { dictionary, enumeration, flag, list, object, type Reader, text, typed, whole } from './readers';

/*
 * The messages of DataService, each with what is read of it (contract 4.3, 4.4, 4.6, 4.7). All members may be
 * missing.
 */

/** Entries that are null have a name and nothing else. */
export type Items<V> = ReadonlyMap<string, V | null>;

/** `{"items":{…}}` around names and values. */
interface Collection<V> {
	items?: Items<V>;
}

interface Parameter {
	dataValueType?: number;
	/** Whatever it was in JSON: numbers, booleans and objects as they were written. */
	value?: string;
	arrayValue?: string[];
}

export interface Expression {
	expressionType?: number;
	columnPath?: string;
	parameter?: Parameter;
	functionType?: number;
	macrosType?: number;
	datePartType?: number;
	aggregationType?: number;
	aggregationEvalType?: number;
	functionArgument?: Expression;
	subFilters?: Filter;
	arithmeticOperation?: number;
	leftArithmeticOperand?: Expression;
	rightArithmeticOperand?: Expression;
}

/** A group of filters is a filter as well. */
export interface Filter {
	filterType?: number;
	comparisonType?: number;
	logicalOperation?: number;
	isEnabled?: boolean;
	isNot?: boolean;
	isNull?: boolean;
	trimDateTimeParameterToDate?: boolean;
	leftExpression?: Expression;
	rightExpression?: Expression;
	rightExpressions?: Expression[];
	rightLessExpression?: Expression;
	rightGreaterExpression?: Expression;
	subFilters?: Filter;
	items?: Items<Filter>;
}

export interface SelectColumn {
	expression?: Expression;
	orderDirection?: number;
	orderPosition?: number;
}

interface BaseQuery {
	rootSchemaName?: string;
	queryId?: string;
}

export interface SelectQuery extends BaseQuery {
	columns?: Collection<SelectColumn>;
	filters?: Filter;
	allColumns?: boolean;
	isDistinct?: boolean;
	rowCount?: number;
	rowsOffset?: number;
	isPageable?: boolean;
	conditionalValues?: Collection<Expression>;
	useRecordDeactivation?: boolean;
	ignoreDisplayValues?: boolean;
	isHierarchical?: boolean;
}

export interface InsertQuery extends BaseQuery {
	columnValues?: Collection<Expression>;
}

export interface DeleteQuery extends BaseQuery {
	filters?: Filter;
}

export interface UpdateQuery extends InsertQuery, DeleteQuery {
	isForceUpdate?: boolean;
	isUpsert?: boolean;
}

export type Request =
	| { operation: 'SelectQuery'; query: SelectQuery }
	| { operation: 'InsertQuery'; query: InsertQuery }
	| { operation: 'UpdateQuery'; query: UpdateQuery }
	| { operation: 'DeleteQuery'; query: DeleteQuery };

/** An item of a batch. Without a type that is known it is the base of all queries, which cannot be run. */
export type BatchItem = Request | { operation: 'BaseQuery'; query: BaseQuery };

export interface BatchQuery {
	items?: BatchItem[];
	continueIfError?: boolean;
}

const parameter = object<Parameter>(() => ({
	dataValueType: enumeration(DATA_VALUE_TYPE),
	value: text,
	arrayValue: list(text),
}));

const expression: Reader<Expression> = object<Expression>(() => ({
	expressionType: enumeration(EXPRESSION),
	columnPath: text,
	parameter,
	functionType: enumeration(FUNCTION),
	macrosType: enumeration(MACROS),
	datePartType: enumeration(DATE_PART),
	aggregationType: enumeration(AGGREGATION),
	aggregationEvalType: enumeration(AGGREGATION_EVAL),
	functionArgument: expression,
	subFilters: filter,
	arithmeticOperation: enumeration(ARITHMETIC),
	leftArithmeticOperand: expression,
	rightArithmeticOperand: expression,
}));

const filter: Reader<Filter> = object<Filter>(() => ({
	filterType: enumeration(FILTER),
	comparisonType: enumeration(COMPARISON),
	logicalOperation: enumeration(LOGIC),
	isEnabled: flag,
	isNot: flag,
	isNull: flag,
	trimDateTimeParameterToDate: flag,
	leftExpression: expression,
	rightExpression: expression,
	rightExpressions: list(expression),
	rightLessExpression: expression,
	rightGreaterExpression: expression,
	subFilters: filter,
	items: dictionary(filter),
}));

const selectColumn = object<SelectColumn>(() => ({
	expression,
	orderDirection: enumeration(ORDER),
	orderPosition: whole,
}));

function collection<V>(value: Reader<V>): Reader<Collection<V>> {
	return object<Collection<V>>(() => ({ items: dictionary(value) }));
}

const base = { rootSchemaName: text, queryId: text };
const columnValues = collection(expression);

/** Readers of the queries, by operation. */
export const QUERIES = {
	SelectQuery: object<SelectQuery>(() => ({
		...base,
		columns: collection(selectColumn),
		filters: filter,
		allColumns: flag,
		isDistinct: flag,
		rowCount: whole,
		rowsOffset: whole,
		isPageable: flag,
		conditionalValues: collection(expression),
		useRecordDeactivation: flag,
		ignoreDisplayValues: flag,
		isHierarchical: flag,
	})),
	InsertQuery: object<InsertQuery>(() => ({ ...base, columnValues })),
	UpdateQuery: object<UpdateQuery>(() => ({
		...base,
		columnValues,
		filters: filter,
		isForceUpdate: flag,
		isUpsert: flag,
	})),
	DeleteQuery: object<DeleteQuery>(() => ({ ...base, filters: filter })),
};

export type Operation = keyof typeof QUERIES;

/** Reads the query of an operation. */
export function requestOf(operation: Operation): Reader<Request> {
	const read: Reader<Request['query']> = QUERIES[operation];
	return (cut) => {
		const query = read(cut);
		return query && ({ operation, query } as Request);
	};
}

const NAMESPACE = 'Terrasoft.Nui.ServiceModel.DataContract.';

/** The full name of a query, with or without its assembly. */
function queryNamed(name: string): Reader<BatchItem> | undefined {
	const [full = ''] = name.split(',');
	const short = full.trim().slice(NAMESPACE.length);
	const isKnown = full.startsWith(NAMESPACE) && Object.hasOwn(QUERIES, short);
	return isKnown ? requestOf(short as Operation) : undefined;
}

const baseQuery = object<BaseQuery>(() => base);

const batchItem = typed<BatchItem>(queryNamed, (cut) => {
	const query = baseQuery(cut);
	return query && { operation: 'BaseQuery', query };
});

export const batchQuery = object<BatchQuery>(() => ({ items: list(batchItem), continueIfError: flag }));
