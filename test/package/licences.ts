/** The libraries whose code is in a built file. The bundler notes above each part which file it is from. */
export function librariesIn(built: string): string[] {
	const notes = built.matchAll(/^\/\/ .*node_modules\/((?:@[^/]+\/)?[^/]+)\//gm);
	return [...new Set([...notes].map((match) => String(match[1])))];
}

/** The licence of each library in the text of `third-party-licenses.txt`, with the line that names it. */
export function licencesIn(text: string): Map<string, string> {
	const parts = text.split(/^={80}\n/m).map((part) => part.trim());
	return new Map(parts.map((part) => [part.split(' ')[0] ?? '', part]));
}

/** Licences that allow to pass on a library as a part of a package under MIT. */
const ALLOWED = /^\S+ \d\S* \((?:0BSD|Apache-2\.0|BSD-2-Clause|BSD-3-Clause|ISC|MIT)\)\n\n/;

/** Whether a part of the text is a licence as it has to be passed on: of an allowed kind, with copyright and permission. */
export function isWhole(licence: string): boolean {
	return ALLOWED.test(licence) && /copyright/i.test(licence) && /permission|redistribution/i.test(licence);
}
