/** How a text has a character that XML cannot hold: `_x000D_` is a carriage return. */
const ESCAPED = /_x([\da-fA-F]{4})_/g;

/** The text of a cell as a spreadsheet shows it. */
export function unescaped(text: string): string {
	if (!text.includes('_x')) return text;
	return text.replace(ESCAPED, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}

/** Characters that XML cannot hold, or would change, and what looks like one that is escaped. */
const UNHOLDABLE = /[^\P{Cc}\t\n\u007F-\u009F]|[\uFFFE\uFFFF]|\p{Surrogate}|_(?=x[\da-fA-F]{4}_)/gu;

const MARKUP = /[&<>]/g;
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** The XML of a text, which `unescaped` reads again when it was parsed. */
export function escaped(text: string): string {
	return text.replace(UNHOLDABLE, codeOf).replace(MARKUP, (sign) => ENTITIES[sign] ?? sign);
}

function codeOf(character: string): string {
	return `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
}
