import { LeastRecentlyUsed } from './lru';

/** Shorter secrets are only replaced where they stand as a whole word: as a part of words they reveal nothing. */
const SHORT = 3;

/** Shorter beginnings of a secret reveal nothing, and occur in any text. */
const SHORTEST_BEGINNING = 6;

export const PLACEHOLDER = '***';

/**
 * A text without secrets, such as what a user typed, in each spelling in which a server may repeat them: as they are, in
 * JSON, in an address, in HTML or in Base64, with blanks as one; in any letter case. Also without the beginning of a secret at the
 * end, where the text was cut. For short texts: the time grows with the length of the text and of the secrets.
 */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
	return secrets.flatMap(spellingsOf).reduce(withoutCutEnd, withoutWhole(text, secrets));
}

function withoutCutEnd(text: string, secret: string): string {
	if (secret.length <= SHORTEST_BEGINNING) return text;
	const head = secret.slice(0, SHORTEST_BEGINNING);
	let at = text.indexOf(head, Math.max(0, text.length - secret.length + 1));
	while (at >= 0 && !secret.startsWith(text.slice(at))) at = text.indexOf(head, at + 1);
	return at < 0 ? text : text.slice(0, at) + PLACEHOLDER;
}

function withoutWhole(text: string, secrets: readonly string[]): string {
	const small = text.toLowerCase();
	return secrets
		.filter((secret) => secret.trim() !== '')
		.flatMap(spellingsOf)
		.filter((spelling) => small.includes(spelling.toLowerCase()))
		.sort((a, b) => b.length - a.length)
		.reduce((rest, spelling) => rest.replace(patternOf(spelling), PLACEHOLDER), text);
}

/** The secrets of a session are looked for in each of its answers. */
const spelled = new LeastRecentlyUsed<readonly string[]>(256);

/**
 * Each spelling in which a server, a proxy or a page repeats a text: as it is, in JSON, in an address, in HTML, in Base64,
 * where it may stand in the middle of other text.
 */
export function spellingsOf(secret: string): readonly string[] {
	return spelled.of(secret, () => spell(secret));
}

function spell(secret: string): string[] {
	const inJson = JSON.stringify(secret).slice(1, -1);
	const inForm = new URLSearchParams([['', secret]]).toString().slice(1);
	const inAddress = inForm.replaceAll('+', '%20');
	const inHtml = htmlOf(secret);
	const spellings = [
		secret,
		secret.trim(),
		secret.trim().replace(/\s+/g, ' '),
		inJson,
		inJson.replaceAll('/', '\\/'),
		// .NET escapes these characters too, and others leave them in an address.
		inJson.replace(/[<>&']|[^ -~]/g, codeUnit),
		secret.replace(/["\\<>&'+`]|[^ -~]/g, codeUnit),
		inForm,
		inAddress,
		inAddress.replace(/%(?:21|27|28|29|7E)/g, decodeURIComponent),
		inHtml,
		htmlOf(inJson),
		inHtml.replaceAll("'", '&#39;').replace(/[\u00a0-\u00ff]|[\u{10000}-\u{10ffff}]/gu, entity),
		inHtml.replaceAll("'", '&apos;'),
		secret.replace(/[&<>"'+`]|[^ -~]/gu, hexEntity),
		inHtml.replace(/['+`]|[^ -~]/gu, hexEntity),
		...inBase64(secret),
	];
	return [...new Set(spellings.flatMap((spelling) => [spelling, withSmallHex(spelling)]))];
}

function htmlOf(text: string): string {
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');
}

/** Shorter parts of Base64 occur by chance. */
const SHORTEST_BASE64 = 8;

/**
 * What of a text is the same wherever it stands in a longer one that is written in Base64, of which three bytes are four
 * characters: one form for each place in a group.
 */
function inBase64(text: string): string[] {
	const bytes = Buffer.from(text);
	return [0, 1, 2].flatMap((before) => {
		const whole = Buffer.concat([Buffer.alloc(before), bytes]);
		const common = whole
			.toString('base64')
			.slice(Math.ceil((before * 4) / 3), Math.floor((whole.length * 4) / 3));
		if (common.length < SHORTEST_BASE64) return [];
		const ofAddresses = common.replaceAll('+', '-').replaceAll('/', '_');
		return [common, ofAddresses, encodeURIComponent(common), common.replaceAll('+', '\\u002B')];
	});
}

/** Percent-encoding and escapes of JSON are written in capitals and in small letters. */
function withSmallHex(spelling: string): string {
	return spelling.replace(/%[0-9A-F]{2}|&#x[0-9A-F]{1,6};|\\u[0-9A-F]{4}/g, (code) => code.toLowerCase());
}

function codeUnit(character: string): string {
	return `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function entity(character: string): string {
	return `&#${character.codePointAt(0)};`;
}

function hexEntity(character: string): string {
	return `&#x${character.codePointAt(0)?.toString(16).toUpperCase()};`;
}

function patternOf(spelling: string): RegExp {
	const literal = spelling.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
	const isShort = spelling.length < SHORT;
	return new RegExp(isShort ? `(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])` : literal, 'giu');
}
