import { type CreatioError, inputError } from '../basics/errors';
import type { TableFormatName, TableOptions } from './table';

const FORMATS: Readonly<Record<string, TableFormatName>> = {
	csv: 'csv',
	tsv: 'csv',
	txt: 'csv',
	jsonl: 'jsonl',
	ndjson: 'jsonl',
	xlsx: 'xlsx',
};

/** How files begin that are not tables, a character for each byte. */
const OTHER_FILES: ReadonlyArray<readonly [start: RegExp, what: string]> = [
	[/^\xd0\xcf[^]\xe0/, 'a workbook with a password or in the old format XLS'],
	[/^%PDF/, 'a PDF document'],
	[/^(?:\x89PNG|\xff\xd8\xff|GIF8[79]a)/, 'an image'],
	[/^(?:Rar![^\s,;]|7z\xbc\xaf|BZh\d1AY&SY|\xfd7zXZ|\x28\xb5\x2f\xfd)/, 'an archive'],
	[/^PAR1[^\s,;|]/, 'a Parquet file'],
	[/^\s*<(?:!doctype|html|head|body|table)\b/i, 'a web page'],
	[/^\s*<\?xml/, 'an XML document'],
];

const AS_CSV =
	'Open it in a spreadsheet, if it is a table, and save it as CSV UTF-8 or as a workbook (XLSX).';

/**
 * The format of a file: the chosen one; otherwise what its first bytes show; otherwise by its name; otherwise CSV. Rejects with kind `input` what
 * is none of the formats, or not the chosen one.
 * @param start The first bytes of the file, unpacked.
 * @param text The first characters of the same, as far as it is text.
 */
export function formatOf(start: Uint8Array, text: string, { format, name }: TableOptions): TableFormatName {
	const bytes = Buffer.from(start.subarray(0, 256)).toString('latin1');
	const other = OTHER_FILES.find(([pattern]) => pattern.test(bytes) || pattern.test(text.slice(0, 256)));
	if (other) throw inputError(`The file is ${other[1]}, not a table`, AS_CSV);
	const isZip = bytes.startsWith('PK\x03\x04');
	const named = format ?? formatByName(name);
	if (isZip) {
		if (format !== undefined && format !== 'xlsx')
			throw notOf(format, 'a workbook (XLSX) or another ZIP file');
		return 'xlsx';
	}
	if (named === 'xlsx') throw notOf(named, 'a text');
	if (named !== 'csv' && /^\s*\[\s*[{\]]/.test(text)) {
		throw inputError(
			'The file is a list of JSON, not lines with an object each (JSON Lines)',
			"Let n8n's Extract From File read it into items, and write those, or convert it to JSON Lines.",
		);
	}
	return format ?? (/^\s*\{/.test(text) ? 'jsonl' : (named ?? 'csv'));
}

function formatByName(name = ''): TableFormatName | undefined {
	const extension = /\.([^.]+)$/.exec(name.toLowerCase().replace(/\.gz$/, ''))?.[1] ?? '';
	return Object.hasOwn(FORMATS, extension) ? FORMATS[extension] : undefined;
}

function notOf(format: TableFormatName, what: string): CreatioError {
	const called = { csv: 'a CSV file', jsonl: 'a file of JSON Lines', xlsx: 'a workbook (XLSX)' }[format];
	return inputError(
		`The file is ${what}, not ${called}`,
		'Choose the format that it has, or let it be found out.',
	);
}
