import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { faultsIn, tableIn } from '../files';

/**
 * The same table, saved by openpyxl 3.0.9, by XlsxWriter 3.0.2, and from the file of the latter by LibreOffice 7.4.7 and Gnumeric 1.12.55. Those
 * of openpyxl have one text less: it takes what begins with "=" for a formula.
 */
const fileOf = (program: string) => readFileSync(join(__dirname, 'programs', `${program}.xlsx`));

const ADA = {
	...{ Name: 'Ada Lovelace', Birth: '1915-12-10', Modified: '2026-11-27T14:05:09', Amount: 1234.5 },
	...{ Active: true, Sum: 2469, Share: 0.25, Code: '00123', Empty: null },
	...{ Note: 'one\ntwo & <b> "q" é漢😀', Time: '14:05:09', Euro: 99.99 },
};
const SPACED = {
	...{ Name: '  spaced ', Birth: '2000-02-29', Modified: '2000-01-01T00:00:00', Amount: -0.1 },
	...{ Active: false, Sum: 'Ada Lovelace!', Share: 1, Code: "it's", Empty: null },
	...{ Note: '=no formula', Time: '00:30:00', Euro: 0.3 },
};

it.each(['gnumeric', 'libreoffice', 'xlsxwriter', 'xlsxwriter-1904'])(
	'a file of %s has the values that it shows',
	async (program) => {
		const { table, rows } = await tableIn(fileOf(program));
		expect(table.header).toEqual(Object.keys(ADA));
		expect(rows.map(({ values, fault }) => [values, fault])).toEqual([
			[ADA, undefined],
			[SPACED, undefined],
		]);
	},
);

// It has no values of formulas, since it does not compute.
it.each(['openpyxl', 'openpyxl-stream'])(
	'a file of %s has all of them but those of formulas',
	async (program) => {
		const { rows } = await tableIn(fileOf(program));
		expect(rows.map(({ values }) => values)).toEqual([
			{ ...ADA, Sum: null },
			{ ...SPACED, Sum: null, Note: null },
		]);
		expect(await faultsIn(fileOf(program))).toEqual({
			2: 'Cell F2 has a formula without a value, which a spreadsheet computes when it saves the file',
			3: 'Cell F3 has a formula without a value, which a spreadsheet computes when it saves the file',
		});
	},
);
