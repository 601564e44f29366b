import { inputError } from '../../basics/errors';
import { comparedText, keyText } from '../../basics/keyText';
import { LABELS } from '../../basics/labels';
import type { MappedColumn } from '../../creatio/import/fileColumns';
import type { TableFormatName, TableOptions } from '../../tables/table';
import { MATCH_COLUMNS } from './columnsMapper';
import { writtenColumnField } from './column';
import { dependent, needed, option, type ParameterSource } from './field';
import { choiceField, flagField, numberField, textField } from './fieldKinds';
import { namesField } from './namesField';
import { WITH_OBJECT } from './object';
import { rowsField } from './rowsField';

export const importMode = choiceField({
	name: 'importMode',
	label: 'Import Mode',
	choices: [
		{ name: 'Create', value: 'create', description: 'Each row is a new record' },
		{
			name: 'Create or Update',
			value: 'upsert',
			description: 'Create a new record, or update the current one if it already exists (upsert)',
		},
		{ name: 'Delete', value: 'delete', description: 'The record that a row matches is deleted' },
		{ name: 'Update', value: 'update', description: 'A row updates the record that it matches' },
	],
	default: 'create',
	displayOptions: WITH_OBJECT,
	description: 'What to do with each row of the file',
});

const matchColumns = dependent(
	namesField({
		name: 'matchColumns',
		label: MATCH_COLUMNS,
		list: 'getReadableColumns',
		dependsOn: ['object.value'],
		displayOptions: { ...WITH_OBJECT, show: { importMode: ['upsert', 'update', 'delete'] } },
		description:
			'Columns that identify a record, such as Email. For updates and deletes, the ID of the record (Id) if none is chosen.',
	}),
);

/** The names of the columns that records are found by. Rejects with kind `input` where none are given for an upsert. */
export function readMatchNames(n8n: ParameterSource, itemIndex: number): readonly string[] {
	const mode = importMode.read(n8n, itemIndex);
	if (mode === 'create') return [];
	const names = matchColumns.read(n8n, itemIndex);
	if (names.length > 0) return names;
	if (mode !== 'upsert') return ['Id'];
	throw inputError(`The field ${MATCH_COLUMNS} is empty`, 'Enter at least one column, such as Email.');
}

const columnsFrom = choiceField({
	name: 'columnsFrom',
	label: 'Columns From',
	choices: [
		{
			name: 'Header',
			value: 'header',
			description: 'The file calls the columns by their codes or captions in its first row',
		},
		{ name: 'Mapping', value: 'mapping', description: 'Only the columns that are mapped below' },
	],
	default: 'header',
	displayOptions: WITH_OBJECT,
	description: 'How the columns of the file are found in Creatio',
});

const header = needed(
	textField({
		name: 'header',
		label: 'Column in the File',
		placeholder: 'e.g. E-mail address',
		description: 'As the first row of the file, or the JSON, calls it',
	}),
	'Or remove the row.',
);

const column = needed(writtenColumnField('The column to write'), 'Or remove the row.', 'column');

const mappedColumns = dependent(
	rowsField({
		name: 'mappedColumns',
		label: LABELS.columns,
		placeholder: 'Add Column',
		sortable: true,
		kinds: [{ name: 'column', label: LABELS.column, fields: [header, column] }],
		displayOptions: { show: { columnsFrom: ['mapping'] } },
	}),
);

/** `undefined` where the file calls the columns as Creatio does. */
export function readMappedColumns(
	n8n: ParameterSource,
	itemIndex: number,
): readonly MappedColumn[] | undefined {
	if (columnsFrom.read(n8n, itemIndex) === 'header') return undefined;
	const rows = mappedColumns.read(n8n, itemIndex).column;
	if (rows.length === 0) throw inputError(`The field ${mappedColumns.label} is empty`, undefined, 'mapping');
	const mapped = new Map<string, MappedColumn>();
	for (const [index, row] of rows.entries()) {
		const where = `${mappedColumns.label}, row ${index + 1}`;
		const name = column.readFrom(row, where);
		const key = comparedText(name);
		if (mapped.has(key)) {
			throw inputError(`The column ${name} is mapped twice (${where})`, 'Remove one of the two rows.');
		}
		mapped.set(key, { header: keyText(header.readFrom(row, where)), column: name });
	}
	return [...mapped.values()];
}

const format = choiceField({
	name: 'format',
	label: 'Format',
	choices: [
		{ name: 'CSV', value: 'csv' },
		{ name: 'Detect Automatically', value: 'auto', description: 'By the content and the name of the file' },
		{ name: 'Excel (XLSX)', value: 'xlsx' },
		{ name: 'JSON Lines', value: 'jsonl', description: 'A JSON object in each line' },
	],
	default: 'auto',
	displayOptions: WITH_OBJECT,
	description: 'What the file holds',
});

const delimiter = option(
	choiceField({
		name: 'delimiter',
		label: 'Delimiter',
		choices: [
			{ name: 'Comma', value: ',' },
			{ name: 'Detect Automatically', value: 'auto', description: 'By the first row' },
			{ name: 'Pipe', value: '|' },
			{ name: 'Semicolon', value: ';' },
			{ name: 'Tab', value: '\t' },
		],
		default: 'auto',
		description: 'What stands between the values of a CSV file',
	}),
);

const encoding = option(
	choiceField({
		name: 'encoding',
		label: LABELS.encoding,
		choices: [
			{ name: 'Big5', value: 'big5', description: 'Traditional Chinese' },
			{ name: 'Detect UTF-8 and UTF-16', value: 'auto' },
			{ name: 'EUC-KR', value: 'euc-kr', description: 'Korean' },
			{ name: 'GB18030', value: 'gb18030', description: 'Simplified Chinese' },
			{ name: 'KOI8-R', value: 'koi8-r', description: 'Cyrillic, of older systems' },
			{ name: 'Mac OS Roman', value: 'macintosh', description: 'Western Europe, of Excel on a Mac' },
			{ name: 'Shift JIS', value: 'shift_jis', description: 'Japanese' },
			{ name: 'UTF-16', value: 'utf-16le' },
			{ name: 'UTF-8', value: 'utf-8' },
			{ name: 'Windows-1250', value: 'windows-1250', description: 'Central Europe' },
			{ name: 'Windows-1251', value: 'windows-1251', description: 'Cyrillic' },
			{ name: 'Windows-1252', value: 'windows-1252', description: 'Western Europe' },
			{ name: 'Windows-1253', value: 'windows-1253', description: 'Greek' },
			{ name: 'Windows-1254', value: 'windows-1254', description: 'Turkish' },
			{ name: 'Windows-1255', value: 'windows-1255', description: 'Hebrew' },
			{ name: 'Windows-1256', value: 'windows-1256', description: 'Arabic' },
		],
		default: 'auto',
		description: 'How letters are stored in a text file',
	}),
);

const sheet = option(
	textField({
		name: 'sheet',
		label: 'Sheet',
		placeholder: 'e.g. Contacts',
		description: 'The sheet of an Excel file. By default, the first one.',
	}),
);

const startAtRow = option(
	numberField({
		name: 'startAtLine',
		label: 'Start at Row',
		least: 1,
		default: 1,
		description: 'The first row to import, as spreadsheets number them. The header is row 1.',
	}),
);

const mostRows = option(
	numberField({
		name: 'lines',
		label: 'Most Rows',
		least: 0,
		default: 0,
		description: 'How many rows to import from the first one on, empty ones included. Set to 0 for all.',
	}),
);

const stopAfterFailures = option(
	numberField({
		name: 'stopAfterFailures',
		label: 'Stop After Failures',
		least: 0,
		default: 0,
		description:
			'How many rows may fail before the import stops. Set to 0 to import all others, however many fail.',
	}),
);

export const dryRun = option(
	flagField({
		name: 'dryRun',
		label: 'Dry Run',
		description: 'Whether to check all rows and write nothing. The result says what would be done.',
	}),
);

export const severalMatchesOption = option(
	choiceField({
		name: 'severalMatches',
		label: LABELS.severalMatches,
		choices: [
			{ name: 'All of Them', value: 'all' },
			{ name: 'None of Them', value: 'fail', description: 'The row fails' },
			{ name: 'The First of Them', value: 'first', description: 'The one with the lowest ID' },
		],
		default: 'fail',
		description: 'Which records to update or delete when more than one has the values of the match columns',
	}),
);

export const importFields = [importMode, matchColumns, format, columnsFrom, mappedColumns];

export const importOptions = [
	...[delimiter, dryRun, encoding, mostRows, severalMatchesOption, sheet, startAtRow, stopAfterFailures],
];

/** How the file is read. */
export function readTableOptions(n8n: ParameterSource, itemIndex: number): TableOptions {
	const chosen = format.read(n8n, itemIndex);
	const between = delimiter.read(n8n, itemIndex);
	return {
		format: chosenUnless<TableFormatName>(chosen, 'auto'),
		delimiter: chosenUnless(between, 'auto'),
		encoding: chosenUnless(encoding.read(n8n, itemIndex), 'auto'),
		sheet: chosenUnless(sheet.read(n8n, itemIndex), ''),
	};
}

/** What was chosen; `undefined` where it is the choice that leaves it to the file. */
function chosenUnless<T extends string>(value: T | string, none: string): T | undefined {
	return value === none ? undefined : (value as T);
}

/** Which rows of the file are imported, and how many may fail. */
export function readImportLimits(n8n: ParameterSource, itemIndex: number) {
	const most = mostRows.read(n8n, itemIndex);
	const failures = stopAfterFailures.read(n8n, itemIndex);
	return {
		from: startAtRow.read(n8n, itemIndex),
		most: most === 0 ? Infinity : most,
		mostFailures: failures === 0 ? Infinity : failures,
	};
}
