import { CreatioError } from '../basics/errors';
import { quotedName } from './header';

/** Where a file cannot be read on. */
export interface Place {
	readonly row: number;
	/** Its name, or its number from 1 on where names are not known yet. */
	readonly column?: string | number;
}

/** A file that cannot be read to its end, so that none of it may be used. Kind `input`. */
export class UnreadableFile extends CreatioError {
	/** @param finding What is wrong, without the place: a clause that follows a colon. */
	constructor(
		private readonly finding: string,
		cure: string | undefined,
		place?: Place,
	) {
		super('input', `The file cannot be read${place ? from(place) : ''}: ${finding}`, { cure });
	}

	/** The same where those who read the rows know which one it is. */
	at(place: Place): UnreadableFile {
		return new UnreadableFile(this.finding, this.cure, place);
	}
}

function from({ row, column }: Place): string {
	const name = typeof column === 'string' ? quotedName(column) : column;
	return ` from row ${row} on${name === undefined ? '' : ` (column ${name})`}`;
}
