/**
 * What a value must be: a plain value means exactly that; an object names one or more conditions.
 *
 * @typedef {string | number | boolean | null | {
 *   type?: 'string' | 'number' | 'boolean' | 'object' | 'array' | 'null',
 *   matches?: string,
 *   min?: number,
 *   max?: number,
 *   not?: string | number | boolean | null,
 * }} Expectation
 */

/**
 * What one node must produce. Keys of `each` and `first` are paths into an item's JSON ("Account.Name").
 *
 * @typedef {object} NodeExpectations
 * @property {Expectation} [items] Number of items.
 * @property {Record<string, Expectation>} [each] For every item.
 * @property {Record<string, Expectation>} [first] For the first item.
 */

/** @typedef {Record<string, NodeExpectations>} Expectations By the name of the node. */

/** @param {unknown} value */
function typeOf(value) {
	if (value === null) return 'null';
	return Array.isArray(value) ? 'array' : typeof value;
}

/** @param {unknown} value */
const quote = (value) => (value === undefined ? 'nothing' : JSON.stringify(value));

/**
 * @param {unknown} value
 * @param {Expectation} expected
 * @returns {string | undefined} What is wrong with the value.
 */
function complaint(value, expected) {
	if (typeof expected !== 'object' || expected === null) {
		return value === expected ? undefined : `is ${quote(value)}, expected ${quote(expected)}`;
	}
	const { type, matches, min, max, not, ...unknown } = expected;
	if (Object.keys(unknown).length > 0) return `has an expectation that nobody knows: ${quote(unknown)}`;
	if (type !== undefined && typeOf(value) !== type) return `is ${quote(value)}, expected a ${type}`;
	if (matches !== undefined && !new RegExp(matches, 'u').test(String(value ?? ''))) {
		return `is ${quote(value)}, expected text that matches ${matches}`;
	}
	if (min !== undefined && !(typeof value === 'number' && value >= min)) {
		return `is ${quote(value)}, expected at least ${min}`;
	}
	if (max !== undefined && !(typeof value === 'number' && value <= max)) {
		return `is ${quote(value)}, expected at most ${max}`;
	}
	if (not !== undefined && value === not) return `is ${quote(value)}, which it must not be`;
	return undefined;
}

/**
 * A field of an item; names with dots in them ("Account.Name" of Related Columns) are tried whole first.
 *
 * @param {Record<string, unknown>} item
 * @param {string} path
 */
function valueAt(item, path) {
	if (Object.hasOwn(item, path)) return item[path];
	/** @type {any} */
	let value = item;
	for (const name of path.split('.')) value = value?.[name];
	return value;
}

/**
 * @param {Record<string, unknown>} item
 * @param {Record<string, Expectation>} expected
 * @param {string} where
 */
function complaintsAboutItem(item, expected, where) {
	return Object.entries(expected).flatMap(([path, expectation]) => {
		const found = complaint(valueAt(item, path), expectation);
		return found ? [`${where}, "${path}": ${found}`] : [];
	});
}

/**
 * Compares what the nodes of a run returned with what is expected.
 *
 * @param {Expectations} expectations
 * @param {Record<string, Array<Record<string, unknown>>>} itemsByNode
 * @returns {string[]} One sentence for each difference.
 */
export function differences(expectations, itemsByNode) {
	return Object.entries(expectations).flatMap(([node, { items: count, each, first }]) => {
		const items = itemsByNode[node];
		if (!items) return [`${node}: did not run`];
		const wrongCount = count === undefined ? undefined : complaint(items.length, count);
		const [head] = items;
		return [
			...(wrongCount ? [`${node}: number of items ${wrongCount}`] : []),
			...(first && !head ? [`${node}: gave no item`] : []),
			...(first && head ? complaintsAboutItem(head, first, `${node}, first item`) : []),
			...(each
				? items.flatMap((item, index) => complaintsAboutItem(item, each, `${node}, item ${index + 1}`))
				: []),
		];
	});
}
