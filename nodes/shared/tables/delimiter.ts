const DELIMITERS = [',', ';', '\t', '|'];

/**
 * What separates the names of a header: the sign that is there most often outside of quotes, and a comma where there is none.
 * @param start The first characters of a CSV file.
 */
export function delimiterIn(start: string): string {
	const counts = new Map(DELIMITERS.map((delimiter) => [delimiter, 0]));
	for (const sign of unquoted(start.slice(headerBegin(start)))) {
		if (sign === '\r' || sign === '\n') break;
		const count = counts.get(sign);
		if (count !== undefined) counts.set(sign, count + 1);
	}
	const [[most] = [',']] = [...counts].sort(([, a], [, b]) => b - a);
	return most;
}

/** Lines without names may stand before it. */
function headerBegin(text: string): number {
	const name = text.search(/[^\s,;|]/);
	return Math.max(text.lastIndexOf('\n', name), text.lastIndexOf('\r', name)) + 1;
}

function* unquoted(text: string): Generator<string> {
	let isQuoted = false;
	for (const sign of text) {
		if (sign === '"') isQuoted = !isQuoted;
		else if (!isQuoted) yield sign;
	}
}
