import { type Condition, fold, type SqlRow, type SqlValue } from '../store/database';
import type { Switches } from '../switches';
import type { ServiceCall } from './call';
import { badRequest, syntaxError } from './errors';
import type { Ordering, Value } from './expression';
import { Lexer } from './lexer';
import { LITERAL_TYPES, literalValue } from './literals';
import { isType } from './types';

/** `$skiptoken`: the values of the last row by which the rows are sorted, as literals (contract 3.2). */
export function skipToken(orderings: readonly Ordering[], last: SqlRow): string {
	return orderings.map(({ value }, index) => literalOf(value, last[`$${index}`] ?? null)).join(',');
}

function literalOf({ type }: Value, stored: SqlValue): string {
	if (stored === null || type?.kind !== 'primitive') return 'null';
	const text = String(stored);
	switch (type.name) {
		case 'Edm.String':
			return `'${text.replaceAll("'", "''")}'`;
		case 'Edm.Guid':
			return `guid'${text}'`;
		case 'Edm.DateTime':
			return `datetime'${text.replace(/\.?0+$/, '')}'`;
		case 'Edm.Boolean':
			return text === '1' ? 'true' : 'false';
		case 'Edm.Decimal':
			return `${text}M`;
		default:
			return text;
	}
}

/** The values of a token, one for each ordering. */
export function readSkipToken(
	token: string,
	orderings: readonly Ordering[],
	{ context }: ServiceCall,
): SqlValue[] {
	const lexer = new Lexer(token);
	const values: SqlValue[] = [];
	for (;;) {
		const { token: one } = lexer;
		const isNull = one.kind === 'null';
		const value = isNull ? null : literalValue(one, context.switches.serverZone);
		if (value === undefined || (!isNull && LITERAL_TYPES[one.kind] === undefined)) throw syntaxError();
		values.push(value);
		lexer.next();
		if (lexer.token.kind !== ',') break;
		lexer.next();
	}
	if (lexer.token.kind !== 'end') throw syntaxError();
	if (values.length !== orderings.length) {
		throw badRequest(
			`The number of keys '${values.length}' in skip token with value '${token}' did not match the number of ordering constraints '${orderings.length}' for the resource type.`,
		);
	}
	return values;
}

/** SQL by which an ordering sorts: without letter case, where the site ignores it. */
export function sortKey(
	{ value }: Ordering,
	{ caseInsensitiveText }: Pick<Switches, 'caseInsensitiveText'>,
): string {
	return isType(value.type, 'Edm.String') && caseInsensitiveText ? `ulower(${value.sql})` : value.sql;
}

/** Rows behind those values; null is the smallest. */
export function skipCondition(
	orderings: readonly Ordering[],
	after: readonly SqlValue[],
	switches: Pick<Switches, 'caseInsensitiveText'>,
): Condition {
	const equal: Condition[] = [];
	const alternatives: Condition[] = [];
	for (const [index, ordering] of orderings.entries()) {
		const sql = sortKey(ordering, switches);
		const { params } = ordering.value;
		const given = after[index] ?? null;
		const last = sql === ordering.value.sql ? given : fold(given);
		alternatives.push(joined([...equal, beyond({ sql, params }, last, ordering.descending)], 'AND'));
		equal.push({ sql: `${sql} IS ?`, params: [...params, last] });
	}
	return joined(alternatives, 'OR');
}

function beyond({ sql, params }: Condition, last: SqlValue, descending: boolean): Condition {
	if (last === null)
		return { sql: descending ? '(0)' : `(${sql} IS NOT NULL)`, params: descending ? [] : params };
	return descending
		? { sql: `(${sql} < ? OR ${sql} IS NULL)`, params: [...params, last, ...params] }
		: { sql: `(${sql} > ?)`, params: [...params, last] };
}

function joined(parts: readonly Condition[], op: 'AND' | 'OR'): Condition {
	return {
		sql: `(${parts.map(({ sql }) => sql).join(` ${op} `)})`,
		params: parts.flatMap(({ params }) => params),
	};
}
