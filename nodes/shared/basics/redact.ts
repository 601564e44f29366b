/** Shorter secrets are only replaced where they stand as a whole word: as a part of words they reveal nothing. */
const SHORT = 3;

/** Shorter beginnings of a secret reveal nothing, and occur in any text. */
const SHORTEST_BEGINNING = 6;

export const PLACEHOLDER = '***';

/**
 * A text without secrets, such as what a user typed, in each spelling in which a server may repeat them: as they are, in
 * JSON, in an address or in HTML, with blanks as one; in any letter case. Also without the beginning of a secret at the
 * end, where the text was cut. For short texts: the time grows with the length of the text and of the secrets.
 */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
	return secrets.reduce(withoutCutEnd, withoutWhole(text, secrets));
}

function withoutCutEnd(text: string, secret: string): string {
	for (let length = secret.length - 1; length >= SHORTEST_BEGINNING; length--) {
		if (text.endsWith(secret.slice(0, length))) return text.slice(0, -length) + PLACEHOLDER;
	}
	return text;
}

function withoutWhole(text: string, secrets: readonly string[]): string {
	return secrets
		.filter((secret) => secret.trim() !== '')
		.flatMap(spellingsOf)
		.sort((a, b) => b.length - a.length)
		.reduce((rest, spelling) => rest.replace(patternOf(spelling), PLACEHOLDER), text);
}

function spellingsOf(secret: string): string[] {
	const inJson = JSON.stringify(secret).slice(1, -1);
	const inForm = new URLSearchParams([['', secret]]).toString().slice(1);
	const inAddress = inForm.replaceAll('+', '%20');
	const inHtml = secret
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');
	const spellings = [
		secret,
		secret.trim(),
		secret.trim().replace(/\s+/g, ' '),
		inJson,
		// .NET escapes these characters too, and others leave them in an address.
		inJson.replace(/[<>&']|[^ -~]/g, codeUnit),
		inForm,
		inAddress,
		inAddress.replace(/%(?:21|27|28|29|7E)/g, decodeURIComponent),
		inHtml,
		inHtml.replaceAll("'", '&#39;').replace(/[\u00a0-\u00ff]|[\u{10000}-\u{10ffff}]/gu, entity),
	];
	return [...new Set(spellings)];
}

function codeUnit(character: string): string {
	return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function entity(character: string): string {
	return `&#${character.codePointAt(0)};`;
}

function patternOf(spelling: string): RegExp {
	const literal = spelling.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
	const isShort = spelling.length < SHORT;
	return new RegExp(isShort ? `(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])` : literal, 'giu');
}
