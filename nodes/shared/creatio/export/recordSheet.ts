import { type SheetDate, sheetDate } from '../../tables/xlsx/serialDates';
import { workbookFile } from '../../tables/xlsx/workbookFile';
import type { Measured } from '../../tables/measured';
import type { ColumnType } from '../model/objectModel';
import type { Row, TableShape } from '../model/rows';

/**
 * The bytes of a workbook with rows, which are counted.
 * @param hasLocalDates Whether the dates of the table are those of a zone (`inZone`). They become dates of Excel, which have no zone; others stay texts.
 */
export function recordSheet(
	pages: AsyncIterable<readonly Row[]>,
	{ columns, cellsOf }: TableShape,
	{ name, hasLocalDates }: { readonly name: string; readonly hasLocalDates: boolean },
	measured: Measured,
): AsyncGenerator<Uint8Array> {
	const kinds = columns.map(({ type }) => (hasLocalDates ? kindOf(type) : undefined));
	const dated = (row: Row) =>
		cellsOf(row).map((cell, index) => {
			const kind = kinds[index];
			return kind !== undefined && typeof cell === 'string' ? sheetDate(cell, kind) : cell;
		});
	async function* cells() {
		for await (const rows of pages) {
			measured.rows += rows.length;
			yield rows.map(dated);
		}
	}
	return workbookFile({ name, header: columns.map((column) => column.name), kinds }, cells());
}

function kindOf(type: ColumnType): SheetDate['kind'] | undefined {
	return type === 'date' || type === 'dateTime' || type === 'time' ? type : undefined;
}
