import type { QueryParameter } from '../http';
import type { Column, Entity, Model, Reverse } from '../model/model';
import { invalidQuery, type ODataError, serverFault, unknownProperty } from './errors';
import {
	type ExpandItem,
	type Expression,
	type OrderItem,
	parseExpand,
	parseFilter,
	parseOrderBy,
	parseSelect,
} from './parse';

/** The options of one read, checked against the model. */
export interface ReadOptions {
	/** Missing: all columns. */
	select?: Column[];
	/** As written, for the context address. */
	selectNames?: string[];
	filter?: Expression;
	orderBy: OrderItem[];
	top?: number;
	skip?: number;
	count: boolean;
	expand: Expansion[];
	/** Raised by the data layer once the whole query has parsed. */
	providerError?: ODataError;
}

export interface Expansion {
	name: string;
	target: Entity;
	link: { kind: 'lookup'; column: Column } | { kind: 'collection'; reverse: Reverse };
	options: ReadOptions;
}

const MAX_EXPAND_DEPTH = 2;
const MAX_ORDER_BY = 5;
const KNOWN = ['$select', '$filter', '$orderby', '$top', '$skip', '$count', '$expand'];

function emptyOptions(): ReadOptions {
	return { orderBy: [], count: false, expand: [] };
}

/** Reads the query options of a collection or of one entity. Names that start without `$` are ignored. */
export function readOptions(query: QueryParameter[], entity: Entity, model: Model): ReadOptions {
	const given = new Map<string, string>();
	for (const { name, value } of query) {
		if (!name.startsWith('$')) continue;
		if (!KNOWN.includes(name)) throw invalidQuery(`The query parameter '${name}' is not supported.`);
		if (given.has(name)) {
			throw invalidQuery(
				`Query option '${name}' was specified more than once, but it must be specified at most once.`,
			);
		}
		given.set(name, value);
	}
	const options = emptyOptions();
	const take = (name: string, use: (value: string) => void) => {
		const value = given.get(name);
		if (value !== undefined) use(value);
	};
	take('$select', (value) => applySelect(options, parseSelect(value), entity));
	take('$expand', (value) => applyExpand(options, parseExpand(value), entity, model, 1));
	take('$filter', (value) => (options.filter = parseFilter(value)));
	take('$orderby', (value) => applyOrderBy(options, parseOrderBy(value)));
	take('$top', (value) => (options.top = wholeNumber('$top', value)));
	take('$skip', (value) => (options.skip = wholeNumber('$skip', value)));
	take('$count', (value) => (options.count = flag(value)));
	return options;
}

function applySelect(options: ReadOptions, items: string[][], entity: Entity): void {
	const columns = new Set<Column>();
	for (const path of items) {
		const [name = ''] = path;
		if (name === '*') {
			for (const column of entity.columns) if (column.kind !== 'BLOB') columns.add(column);
			continue;
		}
		const column = entity.byProperty.get(name);
		const isNavigation = entity.lookups.has(name) || entity.reverses.has(name);
		if (!column && !isNavigation) throw invalidQuery(unknownProperty(name, entity.name));
		if (path.length > 1) throw invalidQuery(PATH_IN_SELECT);
		if (column?.kind === 'BLOB') {
			options.providerError ??= serverFault({ message: 'Value cannot be null.\r\nParameter name: property' });
		} else if (column) {
			columns.add(column);
		}
	}
	options.select = entity.columns.filter((column) => columns.has(column));
	options.selectNames = items.map((path) => path.join('/'));
}

const PATH_IN_SELECT =
	'Found a path with multiple navigation properties or a bad complex property path in a select clause. Please reword your query such that each level of select or expand only contains either TypeSegments or Properties.';

function applyOrderBy(options: ReadOptions, items: OrderItem[]): void {
	if (items.length > MAX_ORDER_BY) {
		throw invalidQuery(
			`The number of clauses in $orderby query option exceeded the maximum number allowed. The maximum number of $orderby clauses allowed is '${MAX_ORDER_BY}'.`,
		);
	}
	options.orderBy = items;
}

function applyExpand(
	options: ReadOptions,
	items: ExpandItem[],
	entity: Entity,
	model: Model,
	depth: number,
): void {
	if (depth > MAX_EXPAND_DEPTH) {
		throw invalidQuery(
			`The request includes a $expand path which is too deep. The maximum depth allowed is ${MAX_EXPAND_DEPTH}. To increase the limit, set the 'MaxExpansionDepth' property on EnableQueryAttribute or ODataValidationSettings.`,
		);
	}
	for (const item of items) {
		if (item.path.length > 1 || item.path[0] === '*') throw invalidQuery(PATH_IN_SELECT);
		const name = item.path[0] ?? '';
		const expansion = expansionOf(name, entity, model);
		if (options.expand.some((other) => other.name === name)) {
			throw invalidQuery(`Found duplicate expand item '${name}'.`);
		}
		for (const option of item.options) {
			const nested = expansion.options;
			switch (option.name) {
				case '$select':
					applySelect(nested, option.value, expansion.target);
					break;
				case '$expand':
					applyExpand(nested, option.value, expansion.target, model, depth + 1);
					break;
				case '$filter':
					nested.filter = option.value;
					break;
				case '$orderby':
					applyOrderBy(nested, option.value);
					break;
				case '$top':
					nested.top = wholeNumber('$top', option.value);
					break;
				case '$skip':
					nested.skip = wholeNumber('$skip', option.value);
					break;
				case '$count':
					nested.count = flag(option.value);
					break;
				case '$unknown':
					throw invalidQuery(`Term '${option.value}' is not valid in a $select or $expand expression.`);
			}
			if (expansion.link.kind === 'lookup' && !['$select', '$expand'].includes(option.name)) {
				throw invalidQuery(
					`The option ${option.name} is not allowed on the single-valued navigation property '${name}'.`,
				);
			}
		}
		options.expand.push(expansion);
		options.providerError ??= expansion.options.providerError;
	}
}

function expansionOf(name: string, entity: Entity, model: Model): Expansion {
	const column = entity.lookups.get(name);
	const lookupTarget = model.entities.get(column?.ref ?? '');
	if (column && lookupTarget) {
		return { name, target: lookupTarget, link: { kind: 'lookup', column }, options: emptyOptions() };
	}
	const reverse = entity.reverses.get(name);
	const child = model.entities.get(reverse?.child ?? '');
	if (reverse && child)
		return { name, target: child, link: { kind: 'collection', reverse }, options: emptyOptions() };
	if (entity.byProperty.has(name)) {
		throw invalidQuery(
			`Property '${name}' on type 'Terrasoft.Configuration.OData.${entity.name}' is not a navigation property or complex property. Only navigation properties can be expanded.`,
		);
	}
	throw invalidQuery(unknownProperty(name, entity.name));
}

function wholeNumber(name: string, value: string): number {
	if (!/^\d{1,9}$/.test(value)) {
		throw invalidQuery(
			`Invalid value '${value}' for ${name} query option found. The ${name} query option requires a non-negative integer value.`,
		);
	}
	return Number(value);
}

function flag(value: string): boolean {
	if (value !== 'true' && value !== 'false') {
		throw invalidQuery(
			`Invalid value '${value}' for $count query option found. Valid values are 'true' or 'false'.`,
		);
	}
	return value === 'true';
}
