import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from 'peggy';

import { invalidQuery } from './errors';

export type BinaryOperator =
	'or' | 'and' | 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le' | 'add' | 'sub' | 'mul' | 'div' | 'mod';

type LiteralType =
	| 'Edm.String'
	| 'Edm.Guid'
	| 'Edm.DateTimeOffset'
	| 'Edm.Date'
	| 'Edm.Int32'
	| 'Edm.Double'
	| 'Edm.Boolean'
	| 'null';

export interface Literal {
	kind: 'literal';
	type: LiteralType;
	/** The text itself, apostrophes no longer doubled; for other types the spelling. */
	value: string;
	at?: number;
}

export type Expression =
	| { kind: 'binary'; op: BinaryOperator; left: Expression; right: Expression }
	| { kind: 'unary'; op: 'not' | '-'; operand: Expression }
	| { kind: 'call'; name: string; args: Expression[] }
	| { kind: 'path'; path: string[] }
	| {
			kind: 'lambda';
			path: string[];
			quantifier: 'any' | 'all';
			variable?: string | null;
			body?: Expression | null;
	  }
	| Literal;

export interface OrderItem {
	expression: Expression;
	descending: boolean;
}

export interface ExpandItem {
	path: string[];
	options: ExpandOption[];
}

type ExpandOption =
	| { name: '$filter'; value: Expression }
	| { name: '$orderby'; value: OrderItem[] }
	| { name: '$select'; value: string[][] }
	| { name: '$expand'; value: ExpandItem[] }
	| { name: '$top' | '$skip' | '$count'; value: string }
	| { name: '$unknown'; value: string };

/*
 * Own grammar on peggy: the OData parsers on npm are either abandoned (odata-v4-parser, last release
 * 2018) or parts of large frameworks, and none gives the messages of Microsoft.OData.
 */
const parser = generate(readFileSync(join(__dirname, 'grammar.peggy'), 'utf8'), {
	allowedStartRules: ['Filter', 'OrderBy', 'Select', 'Expand'],
});

/** Reads a `$filter`, decoded. Throws the 400 of contract 2.12. */
export function parseFilter(text: string): Expression {
	return parse('Filter', text) as Expression;
}

export function parseOrderBy(text: string): OrderItem[] {
	return parse('OrderBy', text) as OrderItem[];
}

export function parseSelect(text: string): string[][] {
	return parse('Select', text) as string[][];
}

export function parseExpand(text: string): ExpandItem[] {
	return parse('Expand', text) as ExpandItem[];
}

function parse(startRule: string, text: string): unknown {
	try {
		return parser.parse(text, { startRule });
	} catch (cause) {
		if (cause instanceof RangeError) throw invalidQuery('Recursion limit reached.');
		if (!(cause instanceof parser.SyntaxError)) throw cause;
		const at = cause.location.start.offset;
		if (text.trim() === '') throw invalidQuery(`Expression expected at position ${at} in '${text}'.`);
		throw invalidQuery(`Syntax error at position ${at} in '${text}'.`);
	}
}
