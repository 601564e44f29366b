/** The server refuses a filter with more nodes (contract 2.5). */
const MAX_NODES = 100;

/** A comparison of a key or a time of the object itself, such as `Id eq …`: operator, column, row, conversion, literal. */
const COMPARISON_NODES = 5;

/** What a filter costs in the server's expression tree (contract 2.5). */
export interface FilterCost {
	/** `undefined` for text that a user wrote: then the site decides. */
	readonly nodes?: number;
	/** Whether it holds text functions alone: joining those to a comparison takes a conversion. */
	readonly isFunction?: boolean;
}

/** A filter that can be sent, not encoded. */
export interface Filter extends FilterCost {
	readonly text: string;
}

/** A filter whose cost is not known; blank text is none. */
export function textFilter(text: string | undefined): Filter | undefined {
	return text === undefined || text === '' ? undefined : { text };
}

/** The cost of some comparisons of keys, at least one, that are joined by `and`. */
export function keyComparisons(count: number): FilterCost {
	return { nodes: count * (COMPARISON_NODES + 1) - 1 };
}

/** The cost of two filters that are joined by `and` or `or`. */
export function joinedCost(left: FilterCost, right: FilterCost): FilterCost {
	if (left.nodes === undefined || right.nodes === undefined) return {};
	const isFunction = left.isFunction === true && right.isFunction === true;
	const mixes = !isFunction && (left.isFunction === true || right.isFunction === true);
	return { nodes: left.nodes + right.nodes + (mixes ? 2 : 1), isFunction };
}

/** Whether a site accepts a filter joined with a number of comparisons of keys or times. */
export function fitsBeside(filter: FilterCost | undefined, comparisons: number): boolean {
	return comparisons <= comparisonsBeside(filter);
}

/** The number of comparisons of keys or times that fit beside a filter; negative when it does not even fit alone. */
export function comparisonsBeside(filter: FilterCost | undefined): number {
	if (filter === undefined) return Math.floor((MAX_NODES + 1) / (COMPARISON_NODES + 1));
	if (filter.nodes === undefined) return Infinity;
	if (filter.nodes > MAX_NODES) return -1;
	const alone = filter.nodes + (filter.isFunction === true ? 1 : 0);
	return Math.max(0, Math.floor((MAX_NODES - alone) / (COMPARISON_NODES + 1)));
}
