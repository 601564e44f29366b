/** Characters that lead out of a folder, or that a header must not contain. */
const UNSAFE = /[\\/\p{Cc}]/gu;

/** What file systems take. */
const LONGEST = 255;

/** The file name in a `Content-Disposition` header, without any folder; `undefined` when there is none. */
export function fileNameIn(disposition: string | undefined): string | undefined {
	if (disposition === undefined) return undefined;
	const extended = /filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(disposition)?.[1];
	const quoted = /filename\s*=\s*"((?:[^"\\]|\\.)*)"/i.exec(disposition)?.[1]?.replace(/\\(.)/g, '$1');
	const bare = /filename\s*=\s*([^;"\s]+)/i.exec(disposition)?.[1];
	return safeFileName((extended !== undefined && decoded(extended)) || quoted || bare || '');
}

/** A name that leads out of no folder and that a header and a file system take; `undefined` when nothing is left of it. */
export function safeFileName(name: string): string | undefined {
	const safe = name.slice(0, LONGEST).replace(UNSAFE, '_').trim();
	return /^\.*$/.test(safe) ? undefined : safe;
}

function decoded(text: string): string | undefined {
	try {
		return decodeURIComponent(text);
	} catch {
		return undefined;
	}
}
