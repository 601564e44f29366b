/** How a text has a character that XML cannot hold: `_x000D_` is a carriage return. */
const ESCAPED = /_x([\da-f]{4})_/gi;

/** The text of a cell as a spreadsheet shows it. */
export function unescaped(text: string): string {
	if (!text.includes('_x') && !text.includes('_X')) return text;
	return text.replace(ESCAPED, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}
