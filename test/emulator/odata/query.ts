import type { QueryParameter } from '../http';
import type { Column, Entity, Model, Reverse } from '../model/model';
import { combineExpands } from './combineExpands';
import {
	argumentOutOfRange,
	invalidQuery,
	notSupported,
	type ODataError,
	typeName,
	UnhandledFault,
	unknownProperty,
} from './errors';
import { findNamed } from './names';
import { type AliasValues, type Expression, type OrderItem, parseFilter, parseOrderBy } from './parse';
import { applySelect } from './select';
import { type ExpandItem, type ExpandOption, parseExpand, parseSelect } from './selectExpand';

/** The options of one read, checked against the model. */
export interface ReadOptions {
	/** Missing: all columns. */
	select?: Column[];
	/** For the context address. */
	selectNames?: string[];
	filter?: Expression;
	orderBy: OrderItem[];
	top?: number;
	skip?: number;
	count: boolean;
	expand: Expansion[];
	/** Raised by the data layer once the whole query has passed the library. */
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
const INT32 = 2 ** 31 - 1;
const INT64 = 2n ** 63n - 1n;

/** Options that may not be empty: the library throws where nothing catches it (contract 2.4). */
const NEVER_EMPTY = ['$filter', '$orderby', '$top', '$skip', '$count', '$apply', '$skiptoken'];
const KNOWN = [...NEVER_EMPTY, '$select', '$expand', '$format', '$deltatoken'];
const TRANSFORMATIONS = ['aggregate', 'filter', 'groupby', 'compute', 'expand'];

function emptyOptions(): ReadOptions {
	return { orderBy: [], count: false, expand: [] };
}

/** The library's routing does not find an address that has the same option twice (contract 2.4). */
export function hasRepeatedOption(query: readonly QueryParameter[]): boolean {
	const names = query.map(({ name }) => name.toLowerCase()).filter((name) => name.startsWith('$'));
	return new Set(names).size < names.length;
}

/** Value of a system option, whose name may have any letter case. */
export function systemOption(query: readonly QueryParameter[], name: string): string | undefined {
	return query.find((one) => one.name.toLowerCase() === name)?.value;
}

/** Reads the query options of a collection or of one entity, in the order in which the library validates them. */
export function readOptions(query: readonly QueryParameter[], entity: Entity, model: Model): ReadOptions {
	const given = givenOptions(query);
	const aliases: AliasValues = new Map(
		query.filter(({ name }) => name.startsWith('@')).map(({ name, value }) => [name, value]),
	);
	const options = emptyOptions();
	const take = (name: string, use: (value: string) => void) => {
		const value = given.get(name);
		if (value !== undefined) use(value);
	};
	take('$apply', (value) => (options.providerError = applyRefusal(value)));
	take('$skip', (value) => (options.skip = wholeNumber('$skip', value)));
	take('$top', (value) => (options.top = wholeNumber('$top', value)));
	take('$orderby', (value) => applyOrderBy(options, parseOrderBy(value, aliases)));
	take('$filter', (value) => (options.filter = parseFilter(value, aliases)));
	take('$count', (value) => (options.count = flag(value)));
	take('$skiptoken', () => refuseOption('SkipToken'));
	take('$deltatoken', () => refuseOption('DeltaToken'));
	take('$select', (value) => applySelect(options, parseSelect(value), entity));
	take('$expand', (value) => applyExpand(options, parseExpand(value, aliases), entity, model, 1));
	return options;
}

function givenOptions(query: readonly QueryParameter[]): Map<string, string> {
	const given = new Map<string, string>();
	for (const { name, value } of query) if (name.startsWith('$')) given.set(name.toLowerCase(), value);
	for (const name of NEVER_EMPTY) if (given.get(name)?.trim() === '') throw new UnhandledFault();
	const selection = ['$select', '$expand'].flatMap((name) => given.get(name) ?? []);
	if (selection.length > 0 && selection.join('') === '') throw new UnhandledFault();
	for (const { name } of query) {
		if (name.startsWith('$') && !KNOWN.includes(name.toLowerCase())) throw argumentOutOfRange(name);
	}
	return given;
}

/** The library knows `$apply`; whether Creatio's provider does is not known (contract 2.4). */
function applyRefusal(text: string): ODataError {
	const start = text.length - text.trimStart().length;
	if (!new RegExp(`^\\s*(${TRANSFORMATIONS.join('|')})\\s*\\(`, 'i').test(text)) {
		throw invalidQuery(`'${TRANSFORMATIONS.join('|')}' expected at position ${start} in '${text}'.`);
	}
	return notSupported('$apply');
}

function refuseOption(name: string): never {
	throw invalidQuery(
		`Query option '${name}' is not allowed. To allow it, set the 'AllowedQueryOptions' property on EnableQueryAttribute or QueryValidationSettings.`,
	);
}

const PATH_IN_EXPAND =
	'Found a path traversing multiple navigation properties. Please rephrase the query such that each expand path contains only type segments and navigation properties.';

function applyOrderBy(options: ReadOptions, items: OrderItem[]): void {
	if (items.length > MAX_ORDER_BY) {
		throw invalidQuery(
			`The number of clauses in $orderby query option exceeded the maximum number allowed. The maximum number of $orderby clauses allowed is ${MAX_ORDER_BY}.`,
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
	if (items.length > 0 && depth > MAX_EXPAND_DEPTH) throw tooDeep();
	for (const item of combineExpands(items, entity, model)) {
		const [name = '', ...rest] = item.path;
		const expansion = expansionOf(name, entity, model);
		if (rest.length > 0 && rest[0] !== '$ref' && rest[0] !== '$count') throw invalidQuery(PATH_IN_EXPAND);
		if (rest.length > 0) options.providerError ??= notSupported(item.path.join('/'));
		const known = options.expand.find((other) => other.name === expansion.name);
		if (known) options.expand[options.expand.indexOf(known)] = expansion;
		else options.expand.push(expansion);
		for (const option of item.options) applyOption(expansion, option, entity, model, depth);
		options.providerError ??= expansion.options.providerError;
	}
}

function applyOption(
	expansion: Expansion,
	option: ExpandOption,
	entity: Entity,
	model: Model,
	depth: number,
): void {
	const nested = expansion.options;
	switch (option.name) {
		case '$select':
			return applySelect(nested, option.value, expansion.target);
		case '$expand':
			return applyExpand(nested, option.value, expansion.target, model, depth + 1);
		case '$filter':
			nested.filter = option.value;
			return;
		case '$orderby':
			return applyOrderBy(nested, option.value);
		case '$top':
			nested.top = option.value;
			return;
		case '$skip':
			nested.skip = option.value;
			return;
		case '$count':
			nested.count = option.value;
			return;
		case '$levels':
			return applyLevels(expansion, option.value, entity, model, depth);
		default:
			nested.providerError ??= notSupported(option.name);
	}
}

/** `$levels=n` counts as n levels of `$expand`. */
function applyLevels(
	expansion: Expansion,
	levels: number | 'max',
	entity: Entity,
	model: Model,
	depth: number,
): void {
	const { name, target, options } = expansion;
	if (target !== entity) {
		throw invalidQuery(
			`The $level option on navigation property '${name}' is not allowed, because the related entity type '${typeName(target.name)}' could not be cast to source entity type '${typeName(entity.name)}'.`,
		);
	}
	const wanted = levels === 'max' ? MAX_EXPAND_DEPTH - depth + 1 : levels;
	if (depth + wanted - 1 > MAX_EXPAND_DEPTH) throw tooDeep();
	if (wanted > 1) {
		const item: ExpandItem = { path: [name], options: [{ name: '$levels', value: wanted - 1 }] };
		applyExpand(options, [item], target, model, depth + 1);
	}
}

function tooDeep(): ODataError {
	return invalidQuery(
		`The request includes a $expand path which is too deep. The maximum depth allowed is ${MAX_EXPAND_DEPTH}. To increase the limit, set the 'MaxExpansionDepth' property on EnableQueryAttribute or ODataValidationSettings, or set the 'MaxDepth' property in ExpandAttribute.`,
	);
}

function expansionOf(name: string, entity: Entity, model: Model): Expansion {
	const column = findNamed(entity.lookups, name);
	const lookupTarget = model.entities.get(column?.ref ?? '');
	if (column && lookupTarget) {
		return {
			name: column.name,
			target: lookupTarget,
			link: { kind: 'lookup', column },
			options: emptyOptions(),
		};
	}
	const reverse = findNamed(entity.reverses, name);
	const child = model.entities.get(reverse?.child ?? '');
	if (reverse && child) {
		return {
			name: reverse.name,
			target: child,
			link: { kind: 'collection', reverse },
			options: emptyOptions(),
		};
	}
	if (findNamed(entity.byProperty, name)) {
		throw invalidQuery(
			`Property '${name}' on type '${typeName(entity.name)}' is not a navigation property or complex property. Only navigation properties can be expanded.`,
		);
	}
	throw invalidQuery(unknownProperty(name, typeName(entity.name)));
}

function wholeNumber(name: '$top' | '$skip', value: string): number {
	const isNumber = /^\s*(\+?0*\d{1,19}|-0+)\s*$/.test(value);
	if (!isNumber || BigInt(value.trim().replace('+', '')) > INT64) {
		throw invalidQuery(
			`Invalid value '${value}' for ${name} query option found. The ${name} query option requires a non-negative integer value.`,
		);
	}
	if (Number(value) > INT32) {
		throw invalidQuery(
			`The limit of '${INT32}' for ${name === '$top' ? 'Top' : 'Skip'} query has been exceeded. The value from the incoming request is '${value}'.`,
		);
	}
	return Number(value);
}

function flag(value: string): boolean {
	const text = value.trim();
	if (text !== 'true' && text !== 'false') throw invalidQuery(`'${value}' is not a valid count option.`);
	return text === 'true';
}
