import type { Attributes } from '../../basics/xml';
import { LARGEST_ROW, TOO_LONG } from '../largestRow';
import { UnreadableFile } from '../unreadableFile';
import { columnIndex, columnLetters, MOST_COLUMNS } from './cellReference';
import { type CellContext, type CellValue, cellValue, type RawCell } from './cellValue';
import { damaged } from './damaged';
import { xmlPieces } from './xmlPart';
import type { ZipArchive } from './zipArchive';

/** A row of a sheet. */
export interface SheetRow {
	/** As the spreadsheet shows it. */
	readonly number: number;
	/** From column A on; null where a cell is empty. */
	readonly cells: ReadonlyArray<CellValue['value']>;
	/** The first cell that cannot be used, and why. */
	readonly fault: { readonly index: number; readonly message: string } | undefined;
}

/**
 * The rows of a sheet, those of a piece of it together. Rows that the file leaves out are left out. Rejects with an `UnreadableFile` that names the row
 * where the file cannot be read on.
 */
export async function* sheetRows(
	archive: ZipArchive,
	part: string,
	context: CellContext,
): AsyncGenerator<readonly SheetRow[]> {
	const reader = new SheetReader(context);
	try {
		for await (const _ of xmlPieces(archive, part, reader.handlers)) {
			const rows = reader.take();
			if (rows.length > 0) yield rows;
		}
	} catch (error) {
		throw error instanceof UnreadableFile ? error.at({ row: reader.nextRow }) : error;
	}
}

const EMPTY_CELL: RawCell = { type: 'n', style: 0, text: undefined, isFormula: false };

/** Makes rows out of the elements of a sheet. */
class SheetReader {
	private rows: SheetRow[] = [];
	private isData = false;
	/** The number of the row that is read, or was read last. */
	private row = 0;
	private isRow = false;
	private cells: Array<CellValue['value']> = [];
	private fault: SheetRow['fault'];
	/** Characters in the row. */
	private length = 0;
	/** The place of the cell that is read, or was read last. */
	private index = -1;
	private cell: { -readonly [Member in keyof RawCell]: RawCell[Member] } = EMPTY_CELL;
	private isText = false;
	private isPhonetic = false;

	constructor(private readonly context: CellContext) {}

	readonly handlers = {
		open: (element: string, attributes: Attributes) => this.open(element, attributes),
		close: (element: string) => this.close(element),
		text: (text: string) => this.addText(text),
	};

	/** The number of the row where reading goes on. */
	get nextRow(): number {
		return this.isRow ? this.row : this.row + 1;
	}

	/** The rows that were read since they were taken last. */
	take(): readonly SheetRow[] {
		const { rows } = this;
		this.rows = [];
		return rows;
	}

	private open(element: string, attributes: Attributes): void {
		if (element === 'sheetData') this.isData = true;
		else if (!this.isData) return;
		else if (element === 'c') this.beginCell(attributes);
		else if (element === 'v' || (element === 't' && !this.isPhonetic)) {
			this.cell.text ??= '';
			this.isText = true;
		} else if (element === 'row') this.beginRow(attributes);
		else if (element === 'f') this.cell.isFormula = true;
		else if (element === 'rPh') this.isPhonetic = true;
	}

	private close(element: string): void {
		if (!this.isData) return;
		if (element === 'c') this.endCell();
		else if (element === 'v' || element === 't') this.isText = false;
		else if (element === 'row') this.endRow();
		else if (element === 'rPh') this.isPhonetic = false;
		else if (element === 'sheetData') this.isData = false;
	}

	private addText(text: string): void {
		if (!this.isText) return;
		this.cell.text += text;
		this.length += text.length;
		if (this.length > LARGEST_ROW)
			throw new UnreadableFile(TOO_LONG, 'Check the program that makes the file.');
	}

	private beginRow({ r }: Attributes): void {
		const number = r === undefined ? this.row + 1 : Number(r);
		// Records have IDs of the numbers of rows: two rows of one number would be one record.
		if (!Number.isSafeInteger(number) || number <= this.row)
			throw damaged('the rows of the sheet are not in order');
		this.row = number;
		this.isRow = true;
		this.cells = [];
		this.fault = undefined;
		this.length = 0;
		this.index = -1;
	}

	private endRow(): void {
		const { row: number, cells, fault } = this;
		this.rows.push({ number, cells, fault });
		this.isRow = false;
	}

	private beginCell({ r, t, s }: Attributes): void {
		this.index = r === undefined ? this.index + 1 : columnIndex(r);
		if (!this.isRow || this.index < 0 || this.index >= MOST_COLUMNS) {
			throw damaged(`a cell of the sheet is not in one of ${MOST_COLUMNS} columns`);
		}
		this.cell = { ...EMPTY_CELL, type: t ?? 'n', style: s === undefined ? 0 : Number(s) };
	}

	private endCell(): void {
		const { value, fault } = cellValue(this.cell, this.context);
		if (value === null && fault === undefined) return;
		while (this.cells.length < this.index) this.cells.push(null);
		this.cells[this.index] = value;
		if (fault === undefined || this.fault) return;
		this.fault = { index: this.index, message: `Cell ${columnLetters(this.index)}${this.row} ${fault}` };
	}
}
