import { inputError } from '../../basics/errors';
import { columnLetters } from './cellReference';
import { escaped } from './escapes';
import { SheetDate } from './serialDates';

/** Characters that a cell of Excel holds. It calls a file with more damaged. */
const MOST_CHARACTERS = 32_767;

/** The styles of dates in the part `styles`. */
const DATE_STYLES = { date: 1, dateTime: 2, time: 3 } as const;

/** Makes the XML of rows with these columns. */
export class RowXml {
	private readonly letters: readonly string[];

	constructor(private readonly header: readonly string[]) {
		this.letters = header.map((_, index) => columnLetters(index));
	}

	/** Rejects with kind `input` a text that no cell can hold. */
	row(cells: readonly unknown[], number: number): string {
		let xml = `<row r="${number}">`;
		for (const [index, cell] of cells.entries()) {
			if (cell === null || cell === undefined || cell === '') continue;
			xml += this.cell(cell, index, number, cells);
		}
		return `${xml}</row>`;
	}

	private cell(cell: unknown, index: number, number: number, cells: readonly unknown[]): string {
		const start = `<c r="${this.letters[index]}${number}"`;
		if (typeof cell === 'number' && isKept(cell)) return `${start}><v>${cell}</v></c>`;
		if (typeof cell === 'boolean') return `${start} t="b"><v>${cell ? 1 : 0}</v></c>`;
		if (cell instanceof SheetDate) return `${start} s="${DATE_STYLES[cell.kind]}"><v>${cell.serial}</v></c>`;
		const text = typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
		if (text.length > MOST_CHARACTERS) throw tooLong(text, this.header[index], cells[0]);
		const isOuterBlank = /^\s|\s$/.test(text);
		return `${start} t="inlineStr"><is><t${isOuterBlank ? ' xml:space="preserve"' : ''}>${escaped(text)}</t></is></c>`;
	}
}

/** Whether Excel keeps all digits of a number: it has 15 of them. */
function isKept(number: number): boolean {
	return Number(number.toPrecision(15)) === number;
}

function tooLong(text: string, column: string | undefined, first: unknown) {
	return inputError(
		`The column ${column} has a text of ${text.length} characters in the row that begins with "${String(first).slice(0, 60)}", but a cell of Excel holds ${MOST_CHARACTERS}`,
		'Leave the column out, or choose CSV or JSON Lines.',
	);
}
