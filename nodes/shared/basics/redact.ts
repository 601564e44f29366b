/** Shorter secrets are only replaced where they stand as a whole word: as a part of words they reveal nothing. */
const SHORT = 3;

export const PLACEHOLDER = '***';

/**
 * A text without what a user typed, in each spelling in which a server may repeat it: as it is, in JSON, in an address or
 * in HTML; in any letter case. For short texts: the time grows with the length of the text and of the secrets.
 */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
	return secrets
		.filter((secret) => secret.trim() !== '')
		.flatMap(spellingsOf)
		.sort((a, b) => b.length - a.length)
		.reduce((rest, spelling) => rest.replace(patternOf(spelling), PLACEHOLDER), text);
}

function spellingsOf(secret: string): string[] {
	const inJson = JSON.stringify(secret).slice(1, -1);
	const inForm = new URLSearchParams([['', secret]]).toString().slice(1);
	const inHtml = secret
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');
	return [...new Set([secret, secret.trim(), inJson, inForm, inForm.replaceAll('+', '%20'), inHtml])];
}

function patternOf(spelling: string): RegExp {
	const literal = spelling.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
	const isShort = spelling.length < SHORT;
	return new RegExp(isShort ? `(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])` : literal, 'giu');
}
