import { CreatioError } from '../../basics/errors';

/** Records that move may fill small pages with what was read before, but not several pages in a row. */
const TOLERATED = 2;

/**
 * Ends a read by offset whose pages bring nothing new: a cache that returns one page again and again would be read for
 * ever.
 */
export class PageProgress {
	private pagesWithoutNews = 0;

	constructor(private readonly object: string) {}

	/** `fresh`: how many rows of the next page were not there before. Rejects with kind `unreadable`. */
	note(fresh: number): void {
		this.pagesWithoutNews = fresh > 0 ? 0 : this.pagesWithoutNews + 1;
		if (this.pagesWithoutNews > TOLERATED) throw repeatedPage(this.object);
	}
}

/** The error of a read whose pages do not go forward. */
export function repeatedPage(object: string): CreatioError {
	return new CreatioError(
		'unreadable',
		`The site returned the same records of ${object} again instead of those that follow`,
		{
			cure: 'A cache between n8n and the site may answer in its place: ask an administrator to exclude the site from it.',
		},
	);
}
