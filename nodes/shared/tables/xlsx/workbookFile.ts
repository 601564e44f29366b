import { inputError } from '../../basics/errors';
import { MOST_COLUMNS } from './cellReference';
import { RowXml } from './rowXml';
import type { SheetDate } from './serialDates';
import { otherParts, SHEET_END, sheetPart, sheetStart } from './workbookParts';
import { zipFile, type ZipMember } from './zipFile';

/** Rows below the header that a sheet of Excel has at most. */
export const MOST_ROWS = 1_048_575;

/** A row of values: numbers and booleans keep their type, a `SheetDate` is a date, null is an empty cell, and all else a text. */
export type Cells = readonly unknown[];

export interface SheetColumns {
	/** The name of the sheet, which may have to be changed. */
	readonly name: string;
	readonly header: readonly string[];
	/** Which columns have dates. */
	readonly kinds: ReadonlyArray<SheetDate['kind'] | undefined>;
}

/**
 * The bytes of a workbook (XLSX) with a header and rows, which are written while they are read. What is too much for a sheet goes on in others, which are
 * called 2, 3 and so on. Rejects with kind `input` what no workbook can hold.
 */
export async function* workbookFile(
	columns: SheetColumns,
	pages: AsyncIterable<readonly Cells[]>,
	mostRows = MOST_ROWS,
): AsyncGenerator<Uint8Array> {
	if (columns.header.length > MOST_COLUMNS) {
		throw inputError(
			`The file would have ${columns.header.length} columns, but a sheet of Excel has ${MOST_COLUMNS}`,
			'Choose fewer columns, or CSV or JSON Lines.',
		);
	}
	yield* zipFile(members(columns, new RowsLeft(pages), mostRows));
}

/** The sheets come first: how many there are is known when the rows end. */
async function* members(columns: SheetColumns, rows: RowsLeft, mostRows: number): AsyncGenerator<ZipMember> {
	const names: string[] = [];
	try {
		do {
			names.push(names.length === 0 ? sheetName(columns.name) : String(names.length + 1));
			yield { name: sheetPart(names.length), content: sheet(columns, rows, mostRows) };
		} while (await rows.areLeft());
	} finally {
		await rows.end();
	}
	for (const [name, xml] of Object.entries(otherParts(names))) yield { name, content: bytesOf(xml) };
}

async function* sheet(
	{ header, kinds }: SheetColumns,
	rows: RowsLeft,
	mostRows: number,
): AsyncGenerator<Uint8Array> {
	const xml = new RowXml(header);
	let number = 1;
	yield Buffer.from(sheetStart(kinds) + xml.row(header, number));
	while (number <= mostRows && (await rows.areLeft())) {
		let text = '';
		for (const row of rows.take(mostRows + 1 - number)) text += xml.row(row, ++number);
		yield Buffer.from(text);
	}
	yield Buffer.from(SHEET_END);
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
	yield await Promise.resolve(Buffer.from(text));
}

/** Pages of rows, of which the sheets take as many as they hold. */
class RowsLeft {
	private readonly pages: AsyncIterator<readonly Cells[]>;
	private page: readonly Cells[] = [];
	private isEnded = false;

	constructor(pages: AsyncIterable<readonly Cells[]>) {
		this.pages = pages[Symbol.asyncIterator]();
	}

	async areLeft(): Promise<boolean> {
		while (this.page.length === 0 && !this.isEnded) {
			const { done, value } = await this.pages.next();
			if (done) this.isEnded = true;
			else this.page = value;
		}
		return this.page.length > 0;
	}

	/** Those of the page that was read last, not more than so many. */
	take(most: number): readonly Cells[] {
		const taken = this.page.slice(0, most);
		this.page = this.page.slice(most);
		return taken;
	}

	/** No more of them are read. */
	async end(): Promise<void> {
		await this.pages.return?.();
	}
}

const LONGEST_NAME = 31;

function sheetName(name: string): string {
	return name.replace(/[\\/?*[\]:]|^'|'$/g, '_').slice(0, LONGEST_NAME) || '1';
}
