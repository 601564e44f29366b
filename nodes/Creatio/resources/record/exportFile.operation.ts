import { safeFileName } from '../../../shared/basics/fileName';
import { LABELS } from '../../../shared/basics/labels';
import { mimeTypeOfName } from '../../../shared/basics/mimeTypes';
import { gzipped, type Measured, measuredPieces } from '../../../shared/tables/measured';
import { MOST_ROWS } from '../../../shared/tables/xlsx/workbookFile';
import { csvFormat, inZone, jsonLinesFormat, tableFile } from '../../../shared/creatio/export/tableFile';
import { recordSheet } from '../../../shared/creatio/export/recordSheet';
import { tableShape } from '../../../shared/creatio/model/rows';
import { readInKeyOrder } from '../../../shared/creatio/odata/readInKeyOrder';
import type { Operation, OperationContext } from '../../../shared/n8n/context/operation';
import { outputField } from '../../../shared/n8n/files/outputFields';
import { storeBinary } from '../../../shared/n8n/files/storeBinary';
import { readOptions, readShape } from '../../../shared/n8n/form/columnsToReturn';
import { filterFields, hintUnknownRecords, readFilter } from '../../../shared/n8n/form/conditions';
import { optionsField } from '../../../shared/n8n/form/connectionOptions';
import { option, type ParameterSource, shownIf } from '../../../shared/n8n/form/field';
import { choiceField, flagField, textField } from '../../../shared/n8n/form/fieldKinds';
import { rangeOption } from '../../../shared/n8n/form/rangeOption';
import { objectField, WITH_OBJECT } from '../../../shared/n8n/form/object';
import { exportPageSizeOption, parallelPages } from '../../../shared/n8n/form/paging';
import { exact, zoneCalled } from '../../../shared/n8n/form/timeZone';
import { itemByItem } from '../../../shared/n8n/run/itemWork';

const format = choiceField({
	name: 'format',
	label: 'Format',
	choices: [
		{ name: 'CSV', value: 'csv', description: 'A line of text for each record, which spreadsheets open' },
		{ name: 'Excel (XLSX)', value: 'xlsx', description: 'A workbook with a row for each record' },
		{ name: 'JSON Lines', value: 'jsonl', description: 'A JSON object for each record, one in each line' },
	],
	default: 'csv',
	displayOptions: WITH_OBJECT,
	description: 'What the file holds',
});

const delimiter = option(
	choiceField({
		name: 'delimiter',
		label: 'Delimiter',
		choices: [
			{ name: 'Comma', value: ',' },
			{ name: 'Pipe', value: '|' },
			{ name: 'Semicolon', value: ';', description: 'Which Excel takes in countries with a decimal comma' },
			{ name: 'Tab', value: '\t' },
		],
		default: ',',
		description: 'What stands between the values of a CSV file',
	}),
);

const byteOrderMark = option(
	flagField({
		name: 'byteOrderMark',
		label: 'Mark as UTF-8 for Excel',
		description:
			'Whether a CSV file begins with a byte order mark, without which Excel does not show letters such as ä or Ж',
	}),
);

const gzip = option(
	flagField({ name: 'gzip', label: 'Compress', description: 'Whether to compress the file with gzip' }),
);

const timeZone = option(
	textField({
		name: 'timeZone',
		label: LABELS.timeZone,
		placeholder: 'e.g. Europe/Berlin',
		description:
			'Writes dates as spreadsheets read them, such as 2026-01-31 14:30:00, with the time of this zone; in a workbook as dates of Excel. By default, they are as Creatio sends them, in UTC.',
	}),
);

const fileName = option(
	textField({
		name: 'fileName',
		label: LABELS.fileName,
		placeholder: 'e.g. contacts.csv',
		description: 'The name of the file. By default, the object with the extension of the format.',
	}),
);

export const exportFile: Operation = {
	option: {
		name: 'Export to File',
		value: 'exportFile',
		action: 'Export records to a file',
		description: 'Write the records that match conditions into a file, any number of them',
	},
	fields: [
		objectField,
		format,
		...filterFields,
		outputField,
		optionsField(
			...readOptions,
			...shownIf({ '/format': ['csv'] }, delimiter, byteOrderMark),
			...shownIf({ '/format': ['csv', 'jsonl'] }, gzip),
			...[timeZone, fileName],
			...[exportPageSizeOption, parallelPages, rangeOption],
		),
	],
	repeat: 'read',
	begin(context) {
		const { n8n } = context;
		return itemByItem(context, async (itemIndex) => {
			const started = performance.now();
			const field = outputField.read(n8n, itemIndex);
			const target = readTarget(n8n, itemIndex);
			const table = await readTable(context, target.zone, itemIndex);
			const names = namesOf(target, table.object);
			const measured: Measured = { rows: 0, bytes: 0, checksum: '' };
			const content = measuredPieces(contentOf(table, target, measured), measured);
			const stored = await storeBinary(context, names)(content, names);
			await hintUnknownRecords(context, table.condition, measured.rows === 0 ? 'nothing' : 'rows');
			if (target.format === 'xlsx') hintSheets(context, measured.rows);
			const seconds = Math.round((performance.now() - started) / 1_000);
			const row = { object: table.object, ...measured, seconds, fileName: names.fileName };
			context.attach(row, { [field]: stored });
			return [row];
		});
	},
};

/** What the file is to be. */
function readTarget(n8n: ParameterSource, itemIndex: number) {
	const chosen = format.read(n8n, itemIndex);
	return {
		format: chosen,
		// The parts of a workbook are compressed already.
		isCompressed: chosen !== 'xlsx' && gzip.read(n8n, itemIndex),
		zone: zoneCalled(timeZone.read(n8n, itemIndex)),
		csv: {
			delimiter: delimiter.read(n8n, itemIndex),
			byteOrderMark: byteOrderMark.read(n8n, itemIndex),
		},
		name: safeFileName(fileName.read(n8n, itemIndex)),
	};
}

type Target = ReturnType<typeof readTarget>;

/** The records of an item, page by page, and how they are shown. */
async function readTable(context: OperationContext, zone: Target['zone'], itemIndex: number) {
	const { n8n, client } = context;
	// The metadata of OData calls days and times of day date-times as well.
	const reading = zone === undefined ? context : exact(context);
	const model = await reading.client.metadata.object(objectField.read(n8n, itemIndex));
	const shape = await readShape(reading, model.name, itemIndex);
	const filter = await readFilter(context, model.name, itemIndex);
	const shown = tableShape(model, shape);
	const pages = readInKeyOrder(client.connection, {
		...{ model, shape, filter, range: rangeOption.read(n8n, itemIndex) },
		paging: {
			size: exportPageSizeOption.read(n8n, itemIndex),
			parallel: parallelPages.read(n8n, itemIndex),
		},
	});
	return {
		...{ object: model.name, condition: filter.condition, pages },
		shape: zone === undefined ? shown : inZone(shown, zone),
	};
}

type ExportedTable = Awaited<ReturnType<typeof readTable>>;

/** The bytes of the file, as it is stored. */
function contentOf(
	{ object, pages, shape }: ExportedTable,
	{ format: chosen, isCompressed, zone, csv }: Target,
	measured: Measured,
): AsyncGenerator<Uint8Array> {
	if (chosen === 'xlsx') {
		return recordSheet(pages, shape, { name: object, hasLocalDates: zone !== undefined }, measured);
	}
	const lines = tableFile(pages, chosen === 'csv' ? csvFormat(shape, csv) : jsonLinesFormat(shape), measured);
	return isCompressed ? gzipped(lines) : lines;
}

function namesOf({ format: extension, isCompressed, name }: Target, object: string) {
	return {
		fileName: name ?? `${object}.${extension}${isCompressed ? '.gz' : ''}`,
		mimeType: mimeTypeOfName(isCompressed ? '.gz' : `.${extension}`),
	};
}

/** Programs that read the first sheet of a workbook alone would miss the rest. */
function hintSheets({ hint }: OperationContext, rows: number): void {
	if (rows <= MOST_ROWS) return;
	hint(
		`The file has ${Math.ceil(rows / MOST_ROWS)} sheets, since a sheet of Excel holds ${MOST_ROWS} records. Read all of them.`,
	);
}
