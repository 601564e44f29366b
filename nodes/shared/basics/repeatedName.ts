import { endOfText } from './exactNumber';

/** What JSON may have between its parts. */
const BLANKS = ' \t\n\r';

/**
 * The first name that an object of a JSON text has twice. Parsers silently keep the last of the two, so that a condition, or a value,
 * would be lost. `text` is JSON.
 */
export function repeatedName(text: string): string | undefined {
	/** The names of the objects around a place; none for a list. */
	const around: Array<Set<string> | undefined> = [];
	for (let at = 0; at < text.length; at++) {
		const sign = text[at];
		if (sign === '{') around.push(new Set());
		else if (sign === '[') around.push(undefined);
		else if (sign === '}' || sign === ']') around.pop();
		else if (sign === '"') {
			const start = at;
			at = endOfText(text, start);
			let next = at + 1;
			while (next < text.length && BLANKS.includes(text.charAt(next))) next++;
			if (text[next] !== ':') continue;
			const name = String(JSON.parse(text.slice(start, at + 1)));
			const names = around.at(-1);
			if (names?.has(name)) return name;
			names?.add(name);
		}
	}
	return undefined;
}
