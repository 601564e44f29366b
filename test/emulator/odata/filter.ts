import type { Store } from '../store/store';
import type { Condition } from '../store/database';
import { Binder, type FilterRules } from './binder';
import { isBoolean } from './edm';
import { invalidQuery, type ODataError } from './errors';
import type { Expression, OrderItem } from './parse';
import type { Aliases, Scope, Target } from './scope';

/** What Microsoft.OData allows by default (contract 2.5). */
const MAX_NODES = 100;

/** A filter as SQL, and what the two layers of a site have against it. */
export interface CompiledFilter extends Condition {
	nodes: number;
	/** Raised by Creatio's provider, once the whole query has passed the library. */
	providerError?: ODataError;
}

/**
 * Turns a `$filter` into SQL over `scope`. What OData's library refuses is thrown as a 400; what Creatio's query
 * provider refuses (a flat lookup key, `in`) comes back as an error to raise later (contract 2.5).
 */
export function compileFilter(
	expression: Expression,
	scope: Scope,
	store: Store,
	aliases: Aliases,
	rules: FilterRules,
): CompiledFilter {
	const binder = new Binder(store, aliases, rules);
	const notBoolean = 'The $filter expression must evaluate to a single boolean value.';
	const bound = binder.bindRoot(expression, scope, notBoolean);
	if (bound.type !== null && !isBoolean(bound.type)) throw invalidQuery(notBoolean);
	if (binder.limitError) throw binder.limitError;
	if (bound.nodes > MAX_NODES) {
		throw invalidQuery(
			`The node count limit of '${MAX_NODES}' has been exceeded. To increase the limit, set the 'MaxNodeCount' property on EnableQueryAttribute or ODataValidationSettings.`,
		);
	}
	const { sql, params, nodes } = bound;
	return { sql, params, nodes, providerError: binder.providerError };
}

/** The column of an `$orderby` clause; the library sorts by nothing else (contract 2.4). */
export function sortColumn(
	item: OrderItem,
	scope: Scope,
	store: Store,
	aliases: Aliases,
	rules: FilterRules,
): Extract<Target, { kind: 'column' | 'flatKey' }> {
	const { expression } = item;
	const notPrimitive = 'The $orderby expression must evaluate to a single value of primitive type.';
	const bound = new Binder(store, aliases, rules).bindRoot(expression, scope, notPrimitive);
	if (bound.type?.kind === 'object') throw invalidQuery(notPrimitive);
	const target = expression.kind === 'path' ? scope.resolve(expression.path) : undefined;
	if (target?.kind !== 'column' && target?.kind !== 'flatKey') {
		throw invalidQuery(
			'Only ordering by properties is supported for non-primitive collections. Expressions are not supported.',
		);
	}
	return target;
}
