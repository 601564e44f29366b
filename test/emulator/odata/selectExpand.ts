import { checkDepth } from './depth';
import { invalidQuery, type ODataError } from './errors';
import { Lexer } from './lexer';
import { type AliasValues, type Expression, type OrderItem, parseFilter, parseOrderBy } from './parse';

export interface ExpandItem {
	path: string[];
	options: ExpandOption[];
}

export interface SelectItem {
	path: string[];
	/** Options in brackets, which only a complex property could have. */
	hasOptions: boolean;
}

export type ExpandOption =
	| { name: '$filter'; value: Expression }
	| { name: '$orderby'; value: OrderItem[] }
	| { name: '$select'; value: SelectItem[] }
	| { name: '$expand'; value: ExpandItem[] }
	| { name: '$top' | '$skip'; value: number }
	| { name: '$count'; value: boolean }
	/** `max` is as deep as allowed. */
	| { name: '$levels'; value: number | 'max' }
	/** Options that the library knows and Creatio's provider does not. */
	| { name: '$search' | '$compute' | '$apply' };

/** Reads a `$select` (contract 2.4). */
export function parseSelect(text: string): SelectItem[] {
	return parseSelectAt(1, text);
}

function parseSelectAt(depth: number, text: string): SelectItem[] {
	checkDepth(depth);
	const lexer = new Lexer(text);
	return list(lexer, () => {
		const path = readPath(lexer, true);
		const hasOptions = lexer.isSign('(');
		const context = { property: path.at(-1) ?? '', depth, aliases: new Map(), brackets: SELECT };
		if (hasOptions) readOptions(lexer.takeBrackets(), context);
		return { path, hasOptions };
	});
}

/** Reads an `$expand` with all that stands in its brackets (contract 2.4). */
export function parseExpand(text: string, aliases: AliasValues = new Map()): ExpandItem[] {
	return parseExpandAt(1, text, aliases);
}

function parseExpandAt(depth: number, text: string, aliases: AliasValues): ExpandItem[] {
	checkDepth(depth);
	const lexer = new Lexer(text);
	let stars = 0;
	return list(lexer, () => {
		if (lexer.isSign('*')) stars += 1;
		if (stars > 1) {
			throw invalidQuery(
				`Term '${text}' is not valid in a $expand expression as multiple stars are not allowed.`,
			);
		}
		const path = readPath(lexer, false);
		const context = { property: path.at(-1) ?? '', depth, aliases, brackets: EXPAND };
		return { path, options: lexer.isSign('(') ? readOptions(lexer.takeBrackets(), context) : [] };
	});
}

/** What the options in the brackets belong to. */
interface BracketContext {
	property: string;
	depth: number;
	aliases: AliasValues;
	brackets: Brackets;
}

/** A comma at the end is accepted. */
function list<T>(lexer: Lexer, read: () => T): T[] {
	const items: T[] = [];
	while (lexer.token.kind !== 'end') {
		items.push(read());
		if (!lexer.isSign(',')) break;
		lexer.next();
	}
	if (lexer.token.kind !== 'end') throw termIsNotValid(lexer.text);
	return items;
}

function readPath(lexer: Lexer, isSelect: boolean): string[] {
	const path = [readSegment(lexer, isSelect)];
	while (lexer.isSign('/')) {
		lexer.next();
		if (path.length > 1 && lexer.token.kind === 'end') break;
		if (path[0] === '*' && !isSelect && lexer.token.text !== '$ref') {
			throw invalidQuery('Only $ref is allowed with star in $expand option.');
		}
		path.push(readSegment(lexer, isSelect));
	}
	return path;
}

function readSegment(lexer: Lexer, isSelect: boolean): string {
	const { text, kind, position } = lexer.token;
	if (text === '$count' && isSelect) throw invalidQuery('$count is not allowed in $select option.');
	if (text.startsWith('$') && (isSelect || (text !== '$ref' && text !== '$count'))) {
		throw invalidQuery(`Found system token '${text}' in select or expand clause '${lexer.text}'.`);
	}
	if (kind !== 'identifier' && text !== '*') {
		throw invalidQuery(`An identifier was expected at position ${position}.`);
	}
	let name = text;
	lexer.next();
	while (lexer.isSign('.')) {
		name += `.${lexer.next().text}`;
		lexer.next();
	}
	return name;
}

/** What may stand in the brackets of one of the two options, and what is said when nothing does. */
interface Brackets {
	known: readonly string[];
	empty: (property: string) => string;
}

function readOptions(text: string, context: BracketContext): ExpandOption[] {
	const { property, brackets } = context;
	const lexer = new Lexer(text, true);
	const options: ExpandOption[] = [];
	lexer.next();
	if (lexer.isSign(')')) {
		throw invalidQuery(brackets.empty(property));
	}
	while (!lexer.isSign(')')) {
		if (property === '*' && brackets === EXPAND && !lexer.isWord('$levels')) {
			throw invalidQuery(
				`Term '${text}' is not valid in a $expand expression, as only $level option is allowed when the expanded navigation property is star.`,
			);
		}
		options.push(readOption(lexer, context));
	}
	return options;
}

function readOption(lexer: Lexer, { depth, aliases, brackets }: BracketContext): ExpandOption {
	const name = lexer.token.text.toLowerCase();
	if (!brackets.known.includes(name)) throw termIsNotValid(lexer.text);
	lexer.next();
	if (!lexer.isSign('=')) throw termIsNotValid(lexer.text);
	const value = lexer.takeOptionValue();
	while (lexer.isSign(';')) lexer.next();
	switch (name) {
		case '$filter':
			return { name, value: parseFilter(value, aliases) };
		case '$orderby':
			return { name, value: parseOrderBy(value, aliases) };
		case '$select':
			return { name, value: parseSelectAt(depth + 1, value) };
		case '$expand':
			return { name, value: parseExpandAt(depth + 1, value, aliases) };
		case '$top':
		case '$skip':
			return { name, value: readWhole(name === '$top' ? 'Top' : 'Skip', value) };
		case '$count':
			return { name, value: readFlag(value) };
		case '$levels':
			return { name, value: readLevels(value) };
		default:
			return { name: name as '$search' | '$compute' | '$apply' };
	}
}

const SHARED = ['$filter', '$orderby', '$select', '$top', '$skip', '$count', '$search', '$compute'];

const SELECT: Brackets = {
	known: SHARED,
	empty: (property) =>
		`Missing select option on property '${property}'. If a parenthesis expression follows a selected property, then at least one query option must be provided.`,
};

const EXPAND: Brackets = {
	known: [...SHARED, '$expand', '$levels', '$apply'],
	empty: (property) =>
		`Missing expand option on navigation property '${property}'. If a parenthesis expression follows an expanded navigation property, then at least one expand option must be provided.`,
};

function readWhole(option: 'Top' | 'Skip', text: string): number {
	const value = text.trim();
	if (/^\d{1,15}$/.test(value)) return Number(value);
	throw invalidQuery(`${option} option must be a non-negative integer, it is set to '${text}' instead.`);
}

function readFlag(text: string): boolean {
	if (text === 'true' || text === 'false') return text === 'true';
	throw invalidQuery(`Count option must be a boolean value, it is set to '${text}' instead.`);
}

function readLevels(text: string): number | 'max' {
	if (text.toLowerCase() === 'max') return 'max';
	if (/^\d{1,15}$/.test(text)) return Number(text);
	throw invalidQuery(
		`Levels option must be a non-negative integer or 'max', it is set to '${text}' instead.`,
	);
}

function termIsNotValid(term: string): ODataError {
	return invalidQuery(`Term '${term}' is not valid in a $select or $expand expression.`);
}
