/** Parts of Markdown that the documentation uses. */

/** Where the links and pictures of a page lead, in the order of the page. */
export function linksOf(text: string): string[] {
	const prose = withoutCode(text);
	const inline = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => String(match[1]));
	const references = [...prose.matchAll(/^\[[^\]]+\]: (\S+)$/gm)].map((match) => String(match[1]));
	return [...inline, ...references];
}

/** Names of the headings as links on GitHub write them. */
export function anchorsOf(text: string): Set<string> {
	const headings = [...text.replace(FENCE, '').matchAll(/^#{1,6} (.*)$/gm)].map((match) => String(match[1]));
	return new Set(
		headings.map((heading) =>
			heading
				.toLowerCase()
				.replace(/[^\p{L}\p{N}\s_-]/gu, '')
				.trim()
				.replace(/\s/g, '-'),
		),
	);
}

/** What stands in italics, on one line each. */
export function italicsOf(text: string): string[] {
	const prose = withoutCode(text).replace(/\]\([^)]*\)/g, ']');
	return [...prose.matchAll(/(?<![\p{L}\p{N}_])_([^_|]+?)_(?![\p{L}\p{N}_])/gu)].map((match) =>
		String(match[1]).replace(/\s+/g, ' '),
	);
}

/** The first cells of the tables whose first column has this heading. */
export function cellsUnder(heading: string, text: string): string[] {
	const cells: string[] = [];
	let isInside = false;
	for (const line of text.split('\n')) {
		const cell = /^\|\s*((?:\\\||[^|])*?)\s*\|/.exec(line)?.[1];
		if (cell === undefined) isInside = false;
		else if (cell === heading) isInside = true;
		else if (isInside && !/^-+$/.test(cell)) cells.push(cell);
	}
	return cells;
}

const FENCE = /^```[\s\S]*?^```/gm;

function withoutCode(text: string): string {
	return text.replace(FENCE, '').replace(/`[^`\n]*`/g, '');
}
