import type { Mutant } from '../mutant';

const TABLES = 'nodes/shared/tables';
const of = (name: string) => [`unit/tables/${name}.test.ts`];

/** Files that are read as tables. */
export const TABLE_FAULTS: readonly Mutant[] = [
	{
		fault: 'a file that has changed since it was checked is imported',
		file: `${TABLES}/unchangedSource.ts`,
		before: `if (checksum !== this.first.checksum) throw changedFile();`,
		after: ``,
		tests: of('readTable'),
	},
	{
		fault: 'a file that grows while it is read is imported to the end of what was checked, and beyond',
		file: `${TABLES}/unchangedSource.ts`,
		before: `if (this.first && bytes > this.first.bytes) throw changedFile();`,
		after: ``,
		tests: of('readTable'),
	},
	{
		fault: 'the parts of a workbook that are not rows may change unnoticed',
		file: `${TABLES}/unchangedSource.ts`,
		before: `if (this.readings === before) await this.read();`,
		after: ``,
		tests: of('unchangedSource'),
	},
	{
		fault: 'a file that comes as one piece has all its rows in memory at once',
		file: `${TABLES}/pieces.ts`,
		before: `const PIECE = 65_536;`,
		after: `const PIECE = Infinity;`,
		tests: of('pieces'),
	},
	{
		fault: 'nothing else in n8n goes on while a file is read from the memory',
		file: `${TABLES}/pieces.ts`,
		before: `await wait(0);`,
		after: ``,
		tests: of('pieces'),
	},
	{
		fault: 'rows that end otherwise than the header are one cell',
		file: `${TABLES}/csvRows.ts`,
		before: `record_delimiter: ['\\r\\n', '\\n', '\\r'],`,
		after: ``,
		tests: of('csvTable'),
	},
	{
		fault: 'the numbers of rows leave out empty lines, so that nobody finds them',
		file: `${TABLES}/csvRows.ts`,
		before: `number: records + emptyLines`,
		after: `number: records`,
		tests: of('csvTable'),
	},
	{
		fault: 'values beyond the last column are dropped silently',
		file: `${TABLES}/csvTable.ts`,
		before: `if (cells.length <= header.length) return undefined;`,
		after: `return undefined;`,
		tests: of('csvTable'),
	},
	{
		fault: 'a line of JSON without end fills the memory',
		file: `${TABLES}/jsonLines.ts`,
		before: `rest.length > LARGEST_ROW`,
		after: `rest.length < 0`,
		tests: of('jsonLines'),
	},
	{
		fault: 'letters of another encoding become signs of replacement',
		file: `${TABLES}/encodings.ts`,
		before: `{ fatal: true }`,
		after: `{ fatal: false }`,
		tests: of('encodings'),
	},
	{
		fault: 'a gzip file of some kilobytes keeps n8n busy for hours',
		file: `${TABLES}/gzipFile.ts`,
		before: `if (unpacked > ALWAYS_ALLOWED && unpacked > packed * MOST_TIMES_LARGER) throw tooLarge();`,
		after: ``,
		tests: of('gzipFile'),
	},
	{
		fault: 'a part of a workbook unpacks to more than the directory says',
		file: `${TABLES}/xlsx/zipPart.ts`,
		before: `if (size > entry.size) break;`,
		after: ``,
		tests: of('xlsx/openSheet'),
	},
	{
		fault: 'two rows of a sheet have one number, so that they become one record',
		file: `${TABLES}/xlsx/sheetRows.ts`,
		before: `number <= this.row`,
		after: `number < this.row`,
		tests: of('xlsx/openSheet'),
	},
	{
		fault: 'the texts of a workbook fill the memory',
		file: `${TABLES}/xlsx/sharedStrings.ts`,
		before: `if (end + (this.ends.length + 1) * PLACE > MOST_MEMORY) throw tooMany();`,
		after: ``,
		tests: of('xlsx/openSheet'),
	},
	{
		fault: 'numbers lose digits in Excel',
		file: `${TABLES}/xlsx/rowXml.ts`,
		before: `typeof cell === 'number' && isKept(cell)`,
		after: `typeof cell === 'number'`,
		tests: of('xlsx/workbookFile'),
	},
	{
		fault: 'a sheet gets more rows than Excel holds',
		file: `${TABLES}/xlsx/workbookFile.ts`,
		before: `rows.take(mostRows + 1 - number)`,
		after: `rows.take(Infinity)`,
		tests: of('xlsx/workbookFile'),
	},
];
