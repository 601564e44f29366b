import { inZone } from '../../../../nodes/shared/creatio/export/tableFile';
import { recordSheet } from '../../../../nodes/shared/creatio/export/recordSheet';
import type { TableShape } from '../../../../nodes/shared/creatio/model/rows';
import { valuesIn } from '../../tables/files';

const shape: TableShape = {
	columns: [
		{ name: 'Name', type: 'text' },
		{ name: 'Age', type: 'integer' },
		{ name: 'At', type: 'dateTime' },
		{ name: 'Day', type: 'date' },
	],
	cellsOf: ({ Name, Age, At, Day }) => [Name, Age, At, Day],
};
const row = { Name: '2026-01-31', Age: 7, At: '2026-01-31T22:30:00Z', Day: '2026-01-31T00:00:00Z' };

it.each([
	[undefined, '2026-01-31T22:30:00Z', '2026-01-31T00:00:00Z'],
	['Asia/Tokyo', '2026-02-01T07:30:00', '2026-01-31'],
])('a workbook has the records of all pages, and dates of the zone %s', async (zone, At, Day) => {
	async function* pages() {
		yield await Promise.resolve([row]);
		yield [{ ...row, Age: null, At: null }];
	}
	const table = zone === undefined ? shape : inZone(shape, zone);
	const measured = { rows: 0, bytes: 0, checksum: '' };
	const pieces: Uint8Array[] = [];
	const names = { name: 'Contact', hasLocalDates: zone !== undefined };
	for await (const piece of recordSheet(pages(), table, names, measured)) pieces.push(piece);
	expect(await valuesIn(Buffer.concat(pieces))).toEqual([
		{ Name: '2026-01-31', Age: 7, At, Day },
		{ Name: '2026-01-31', Age: null, At: null, Day },
	]);
	expect(measured.rows).toBe(2);
});
