import type { QueryParameter } from '../http';
import { badRequest, serverFault } from './errors';

/** Options that 5.0.0 of the library knows. `$format` is not among them: it came with 5.1 (contract 3.2). */
const KNOWN = [
	'$expand',
	'$filter',
	'$orderby',
	'$skip',
	'$skiptoken',
	'$inlinecount',
	'$top',
	'$select',
] as const;

export type Option = (typeof KNOWN)[number];

/** Options of a request. An empty one counts as missing. */
export type Options = ReadonlyMap<Option, string>;

/** Names are exact, blanks around them aside, and each comes once (contract 3.2). */
export function checkOptions(query: readonly QueryParameter[]): void {
	const seen = new Set<string>();
	for (const { name: given } of query) {
		const name = given.trim();
		if (!name.startsWith('$')) continue;
		if (seen.has(name.toLowerCase())) throw repeated(name);
		seen.add(name.toLowerCase());
		if (!KNOWN.some((one) => one === name)) {
			throw badRequest(
				`The query parameter '${name}' begins with a system-reserved '$' character but is not recognized.`,
			);
		}
	}
}

function repeated(name: string): Error {
	return badRequest(`Query parameter '${name}' is specified, but it should be specified exactly once.`);
}

/** The options of a request. Of a part of a batch nothing checks the names, so that unknown ones are passed over. */
export function readQuery(query: readonly QueryParameter[]): Options {
	const options = new Map<Option, string>();
	for (const { name: given, value } of query) {
		const option = KNOWN.find((one) => one === given.trim());
		if (option === undefined) continue;
		if (options.has(option)) throw repeated(option);
		options.set(option, value);
	}
	for (const [name, value] of options) if (value === '') options.delete(name);
	return options;
}

const SET_OPTIONS: readonly Option[] = ['$orderby', '$inlinecount', '$skip', '$top'];

/** Options that need a collection. */
export function refuseSetOptions(options: Options): void {
	if (SET_OPTIONS.some((name) => options.has(name))) {
		throw badRequest(
			'Query options $orderby, $inlinecount, $skip and $top cannot be applied to the requested resource.',
		);
	}
	if (options.has('$skiptoken'))
		throw badRequest('Skip tokens can only be provided for requests that return collections of entities.');
}

/** No option fits what is addressed, or the verb. */
export function refuseOptions(options: Options): void {
	if (options.size > 0) {
		throw badRequest(
			'Query options $select, $expand, $filter, $orderby, $inlinecount, $skip, $skiptoken and $top are not supported by this request method or cannot be applied to the requested resource.',
		);
	}
}

/** `$top` or `$skip` as `int.TryParse` reads it. A negative one passes the library and fails behind it. */
export function wholeNumber(options: Options, name: '$top' | '$skip'): number | undefined {
	const text = options.get(name);
	if (text === undefined) return undefined;
	const value = /^\s*[+-]?\d+\s*$/.test(text) ? Number(text) : Number.NaN;
	if (!(value >= -(2 ** 31) && value < 2 ** 31))
		throw badRequest(`Incorrect format for ${name} argument '${text}'.`);
	if (value < 0) {
		throw serverFault(
			'Specified argument was out of the range of valid values.',
			'System.ArgumentOutOfRangeException',
		);
	}
	return value;
}

/** Whether `$inlinecount` wants the total. */
export function wantsCount(options: Options): boolean {
	const text = options.get('$inlinecount')?.trimStart();
	if (text === undefined || text === 'none') return false;
	if (text !== 'allpages')
		throw badRequest('Unknown $inlinecount option, only "allpages" and "none" are supported.');
	return true;
}
