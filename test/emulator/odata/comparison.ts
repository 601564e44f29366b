import { type Condition, fold, withoutEndBlanks } from '../store/database';
import type { Switches } from '../switches';
import { type Comparison, COMPARISON } from './operators';

/** One side of a comparison. `null` is the literal. */
export interface Side extends Condition {
	kind: 'null' | 'text' | 'other';
	/** The text of a text literal, whose letter case can be removed here instead of in SQL. */
	text?: string;
	/** `Account/Id`, which a site compares as the lookup itself. */
	isLookupKey?: boolean;
}

type Rules = Pick<
	Switches,
	'caseInsensitiveText' | 'trailingBlanks' | 'lookupNotEqualOrNull' | 'emptyLookupKey'
>;

/** SQL of a comparison. Where the key of an empty lookup is not null, none with it is true (contract 2.5). */
export function compare(op: Comparison, left: Side, right: Side, rules: Rules): Condition {
	const condition = inSql(op, left, right, rules);
	if (rules.emptyLookupKey === 'null') return condition;
	const keys = [left, right].filter(({ isLookupKey }) => isLookupKey === true);
	return keys.reduce(
		({ sql, params }, key) => ({ sql: `(${key.sql} IS NOT NULL AND ${sql})`, params }),
		condition,
	);
}

/** SQL's own three-valued logic: a row without a value never matches, except against null. */
function inSql(op: Comparison, left: Side, right: Side, rules: Rules): Condition {
	if (left.kind === 'null' && right.kind === 'null') return { sql: op === 'eq' ? '(1)' : '(0)', params: [] };
	if (left.kind === 'null') return inSql(op, right, left, rules);
	if (right.kind === 'null') {
		if (op !== 'eq' && op !== 'ne') return { sql: '(0)', params: [] };
		// A text column is never null in the database: empty stands for both.
		const isNull = left.kind === 'text' ? `(coalesce(${left.sql}, '') = '')` : `(${left.sql} IS NULL)`;
		return { sql: op === 'eq' ? isNull : `(NOT ${isNull})`, params: left.params };
	}
	const [a, b] = left.kind === 'text' ? [compared(left, rules), compared(right, rules)] : [left, right];
	const sql = `(${a.sql} ${COMPARISON[op]} ${b.sql})`;
	const params = [...a.params, ...b.params];
	if (op !== 'ne' || !rules.lookupNotEqualOrNull.odata) return { sql, params };
	const key = [left, right].find(({ isLookupKey }) => isLookupKey === true);
	return key ? { sql: `(${sql} OR ${key.sql} IS NULL)`, params } : { sql, params };
}

/** A text as the database compares it. */
function compared(side: Side, rules: Rules): Condition {
	const text = folded(side, rules);
	return rules.trailingBlanks === 'ignored' ? withoutEndBlanks(text) : text;
}

/** A text without letter case, where the site ignores it. */
export function folded(
	side: Pick<Side, 'sql' | 'params' | 'text'>,
	rules: Pick<Switches, 'caseInsensitiveText'>,
): Condition {
	if (!rules.caseInsensitiveText) return side;
	if (side.text !== undefined) return { sql: '?', params: [fold(side.text)] };
	return { sql: `ulower(${side.sql})`, params: side.params };
}
