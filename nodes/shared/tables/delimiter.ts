const DELIMITERS = [',', ';', '\t', '|'];

/**
 * What separates the names of a header: the sign that is there most often outside of quotes, and a comma where there is none.
 * @param start The first characters of a CSV file.
 */
export function delimiterIn(start: string): string {
	const header = /[^\r\n]/.exec(start)?.index ?? 0;
	const counts = new Map(DELIMITERS.map((delimiter) => [delimiter, 0]));
	let isQuoted = false;
	for (let at = header; at < start.length; at++) {
		const sign = start.charAt(at);
		if (sign === '"') isQuoted = !isQuoted;
		else if (isQuoted) continue;
		else if (sign === '\r' || sign === '\n') break;
		else if (counts.has(sign)) counts.set(sign, (counts.get(sign) ?? 0) + 1);
	}
	return DELIMITERS.reduce((best, next) => ((counts.get(next) ?? 0) > (counts.get(best) ?? 0) ? next : best));
}
