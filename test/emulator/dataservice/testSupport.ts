import type { Answer, Send } from '../testSupport';

/** The answer of a query, any members. */
export interface Result {
	success?: boolean;
	rows: Array<Record<string, unknown>>;
	rowConfig: Record<string, { dataValueType: number; isLookup?: boolean; referenceSchemaName?: string }>;
	rowsAffected?: number;
	notFoundColumns?: string[];
	id?: string;
	hasErrors?: boolean;
	queryResults?: Result[] | null;
	queryId?: string;
	responseStatus?: { ErrorCode: string; Message: string };
	errorInfo?: { errorCode: string; message: string };
}

export type Ask = (operation: string, body: unknown) => Promise<Answer & { body: Result }>;

/** Calls an operation of DataService on a site on .NET Framework. */
export function asker(call: Send): Ask {
	return async (operation, body) => {
		const answer = await call('POST', `/0/DataService/json/SyncReply/${operation}`, { body });
		return { ...answer, body: answer.json<Result>() };
	};
}

export const TEXT = 1;
export const INTEGER = 4;
export const DATE_TIME = 7;
export const LOOKUP = 10;

export function column(columnPath: string) {
	return { expressionType: 0, columnPath };
}

export function parameter(dataValueType: number, value: unknown) {
	return { expressionType: 2, parameter: { dataValueType, value } };
}

/** A date as it is wanted: JSON in JSON. */
export function date(value: string, dataValueType = DATE_TIME) {
	return parameter(dataValueType, JSON.stringify(value));
}

export function macros(macrosType: number, argument?: object) {
	return {
		expressionType: 1,
		functionType: 1,
		macrosType,
		...(argument === undefined ? {} : { functionArgument: argument }),
	};
}

export function aggregate(aggregationType: number, path: string, aggregationEvalType = 0) {
	return {
		expressionType: 1,
		functionType: 2,
		aggregationType,
		aggregationEvalType,
		functionArgument: column(path),
	};
}

/** `columns` of a query, each under its path or the given alias. */
export function columns(...paths: Array<string | [string, object]>) {
	const items = paths.map((one) =>
		typeof one === 'string' ? [one, { expression: column(one) }] : [one[0], one[1]],
	);
	return { items: Object.fromEntries(items) as Record<string, object> };
}

export function compare(path: string | object, comparisonType: number, rightExpression: object, more = {}) {
	const leftExpression = typeof path === 'string' ? column(path) : path;
	return { filterType: 1, comparisonType, isEnabled: true, leftExpression, rightExpression, ...more };
}

export function group(logicalOperation: 0 | 1, ...filters: object[]) {
	const items = Object.fromEntries(filters.map((filter, index) => [`f${index}`, filter]));
	return { filterType: 6, logicalOperation, isEnabled: true, items };
}

export function values(items: Record<string, object>) {
	return { items };
}
