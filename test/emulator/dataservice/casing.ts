/**
 * The answer with PascalCase names, for the switch `answerCasing`. Aliases of columns are the caller's own words
 * and stay: they are the names in `rowConfig` and in every row.
 */
export function toPascal(body: Record<string, unknown>): Record<string, unknown> {
	return renamed(body, (name, value) => {
		switch (name) {
			case 'rowConfig':
				return kept(value, (one) => renamed(one));
			case 'rows':
				return each(value, (row) => kept(row, (cell) => renamed(cell)));
			case 'queryResults':
				return each(value, toPascal);
			case 'errorInfo':
				return isObject(value) ? renamed(value) : value;
			default:
				return value;
		}
	});
}

type Names = Record<string, unknown>;

function isObject(value: unknown): value is Names {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function renamed(object: Names, content = (_name: string, value: unknown): unknown => value): Names {
	return Object.fromEntries(
		Object.entries(object).map(([name, value]) => [
			`${name.charAt(0).toUpperCase()}${name.slice(1)}`,
			content(name, value),
		]),
	);
}

/** Same names, other content. */
function kept(value: unknown, content: (member: Names) => Names): unknown {
	if (!isObject(value)) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, member]) => [name, isObject(member) ? content(member) : member]),
	);
}

function each(value: unknown, content: (item: Names) => unknown): unknown {
	return Array.isArray(value) ? value.map((item: unknown) => (isObject(item) ? content(item) : item)) : value;
}
