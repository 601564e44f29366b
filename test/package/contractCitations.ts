/** A place of docs/creatio-api.md, as a comment cites it. */
export interface Citation {
	/** `2.12`, or `4` for a whole chapter. */
	readonly section: string;
	/** `point 4` of a numbered list, or `row 22` of a table that numbers its rows. */
	readonly item?: string;
}

interface Section {
	readonly number: string;
	readonly text: string;
}

const NUMBER = String.raw`\d+(?:\.\d+)*`;
const PLACE = String.raw`${NUMBER}(?:, (?:point|row) \d+)?`;
const CITATION = new RegExp(
	String.raw`\bcontract (${PLACE}(?:(?:, and |, | and | or | to )${PLACE})*)`,
	'gi',
);
const LINE_BREAK_IN_COMMENT = /\s*\n\s*(?:\*|\/\/|#)?\s*/g;

/** What a source text cites, "contract 1.2 to 1.4" as all three of them. */
export function citationsIn(source: string): Citation[] {
	const text = source.replace(LINE_BREAK_IN_COMMENT, ' ');
	return [...text.matchAll(CITATION)].flatMap(([, list = '']) => [...placesOf(list), ...betweenEndsOf(list)]);
}

function placesOf(list: string): Citation[] {
	return [...list.matchAll(new RegExp(String.raw`(${NUMBER})(?:, ((?:point|row) \d+))?`, 'g'))].map(
		([, section = '', item]) => (item === undefined ? { section } : { section, item }),
	);
}

function betweenEndsOf(list: string): Citation[] {
	return [...list.matchAll(/(\d+)\.(\d+) to (\d+)\.(\d+)/g)].flatMap(([, chapter, from, endChapter, to]) =>
		chapter === endChapter
			? Array.from({ length: Number(to) - Number(from) - 1 }, (_, index) => ({
					section: `${chapter}.${Number(from) + 1 + index}`,
				}))
			: [],
	);
}

/** The numbered headings of the page, each with the text up to the next heading. */
export function sectionsOf(page: string): Section[] {
	return page.split(/^(?=#{2,} )/m).flatMap((text) => {
		const number = new RegExp(`^#{2,} (${NUMBER}) `).exec(text)?.[1];
		return number === undefined ? [] : [{ number, text }];
	});
}

/** Whether the page has what a comment cites. */
export function isOnPage({ section, item }: Citation, sections: readonly Section[]): boolean {
	const found = sections.find(({ number }) => number === section);
	if (found === undefined || item === undefined) return found !== undefined;
	const [kind, number] = item.split(' ');
	return new RegExp(kind === 'point' ? `^${number}\\. ` : `^\\| *${number} +\\|`, 'm').test(found.text);
}

/** Sections that nothing cites, and that do not say that they are there as context. A chapter is cited by its sections. */
export function uncited(sections: readonly Section[], citations: readonly Citation[]): string[] {
	const cited = new Set(citations.flatMap(({ section }) => [section, section.replace(/\..*$/, '')]));
	return sections
		.filter(({ number, text }) => !cited.has(number) && !/^#.*\n+_Context/.test(text))
		.map(({ number }) => number);
}
