import { attempt } from '../../../shared/basics/attempt';
import { isCreatioError, reworded, withoutFullStop } from '../../../shared/basics/errors';
import { derivedGuid } from '../../../shared/basics/guid';
import { LABELS } from '../../../shared/basics/labels';
import { checkHeader, type FileColumns, rowValues } from '../../../shared/creatio/import/fileColumns';
import { importRows } from '../../../shared/creatio/import/importRows';
import type { ImportRules } from '../../../shared/creatio/import/importRules';
import { rowsBetween } from '../../../shared/creatio/import/rowsBetween';
import type { CreatioClient } from '../../../shared/creatio/client';
import { createPairResolver } from '../../../shared/creatio/writing/lookupPairs';
import { createLookupResolver, withoutCreating } from '../../../shared/creatio/writing/lookupTexts';
import { findColumn } from '../../../shared/creatio/model/objectModel';
import type { Operation, OperationContext } from '../../../shared/n8n/context/operation';
import { inputDataField, readInputFile } from '../../../shared/n8n/files/binaryInput';
import { ImportFiles } from '../../../shared/n8n/files/importFiles';
import { batchOptions, readBatchLimits } from '../../../shared/n8n/form/batching';
import {
	blankValuesOption,
	matchingCodes,
	readValueOptions,
	writeValueOptions,
} from '../../../shared/n8n/form/columnsToWrite';
import { optionsField } from '../../../shared/n8n/form/connectionOptions';
import {
	dryRun,
	importFields,
	importMode,
	importOptions,
	readImportLimits,
	readMappedColumns,
	readMatchNames,
	readTableOptions,
	severalMatchesOption,
} from '../../../shared/n8n/form/importFields';
import { objectField } from '../../../shared/n8n/form/object';
import { itemByItem } from '../../../shared/n8n/run/itemWork';
import { readTable } from '../../../shared/tables/readTable';
import type { Table, TableSource } from '../../../shared/tables/table';

export const importFile: Operation = {
	option: {
		name: 'Import From File',
		value: 'importFile',
		action: 'Import records from a file',
		description: 'Create, update or delete a record for each row of a file, any number of them',
	},
	fields: [
		objectField,
		inputDataField,
		...importFields,
		optionsField(...importOptions, ...batchOptions, ...writeValueOptions, blankValuesOption),
	],
	repeat: 'harmless',
	begin: (context) => itemByItem(context, async (itemIndex) => [await importOne(context, itemIndex)]),
};

/** Bytes of the file that are read at once. A multiple of four, so that Base64 can be cut there. */
const PIECE = 262_144;

/** Imports the file of an item. Returns the counts. */
async function importOne(context: OperationContext, itemIndex: number) {
	const { n8n, client } = context;
	const started = performance.now();
	// A file may take long to read: what was entered wrongly is refused before.
	const form = readForm(context, itemIndex);
	const target = await readTarget(context, form);
	const file = await readInputFile(n8n, form.file, itemIndex, PIECE);
	const table = await readTable(untilCancelled(client.connection, file.content), {
		name: file.name,
		...form.tableOptions,
	});
	const rules = rulesOf(context, form, target, table);
	const files = new ImportFiles(context, table);
	let stoppedAt: number | undefined;
	const imported = await attempt(
		(async () => {
			const rows = rowsBetween(table.rows(), form.limits);
			for await (const window of importRows(client, rules, rows)) {
				stoppedAt = window.stoppedAt;
				await files.write(window.rows);
			}
		})(),
	);
	const stored = await attempt(files.end());
	const { counts } = files;
	if (!imported.done) throw endedBy(imported.error, counts);
	if (!stored.done) throw endedBy(stored.error, counts);
	hintFailures(context, counts, stoppedAt);
	const seconds = Math.round((performance.now() - started) / 1_000);
	const row = {
		...{ object: rules.model.name, ...counts, seconds, checksum: table.checksum },
		...(rules.isDryRun && { dryRun: true }),
		...(stoppedAt !== undefined && { stoppedAt }),
	};
	context.attach(row, stored.value);
	return row;
}

/** Reading a large file takes many seconds, in which a run may be cancelled. */
function untilCancelled(
	connection: Pick<CreatioClient['connection'], 'refuseIfCancelled'>,
	content: TableSource,
): TableSource {
	return {
		async *open() {
			for await (const piece of content.open()) {
				connection.refuseIfCancelled();
				yield piece;
			}
		},
	};
}

type Counts = ImportFiles['counts'];

/** What the user entered. */
function readForm(context: OperationContext, itemIndex: number) {
	const { n8n } = context;
	const mode = importMode.read(n8n, itemIndex);
	return {
		mode,
		object: objectField.read(n8n, itemIndex),
		file: inputDataField.read(n8n, itemIndex),
		matchNames: readMatchNames(n8n, itemIndex),
		mapping: readMappedColumns(n8n, itemIndex),
		tableOptions: readTableOptions(n8n, itemIndex),
		limits: readImportLimits(n8n, itemIndex),
		batches: readBatchLimits(context),
		isDryRun: dryRun.read(n8n, itemIndex),
		severalMatches: severalMatchesOption.read(n8n, itemIndex),
		blankValues: blankValuesOption.read(n8n, itemIndex),
		reading: readValueOptions(context, itemIndex),
	};
}

type Form = ReturnType<typeof readForm>;

/** The object, and the columns that its records are found by. */
async function readTarget(context: OperationContext, { object, matchNames: entered }: Form) {
	const { metadata } = context.client;
	const model = await metadata.object(object);
	const details = await metadata.details(model.name);
	const matchNames = await matchingCodes(context, model.name, entered);
	return {
		model,
		details,
		matchNames,
		matchColumns: matchNames.flatMap((name) => findColumn(model, name) ?? []),
	};
}

/** What is done with the rows of a file. Rejects with kind `input` where its header does not fit the object. */
function rulesOf(
	{ client: { connection, metadata } }: OperationContext,
	form: Form,
	{ model, details, matchNames, matchColumns }: Awaited<ReturnType<typeof readTarget>>,
	{ header, checksum }: Table,
): ImportRules {
	const { mode, mapping, isDryRun, blankValues, severalMatches, batches, limits, reading } = form;
	// Parts of a file that are imported at the same time create the same missing record.
	const texts = createLookupResolver(connection, metadata, (...parts) =>
		derivedGuid('file', checksum, ...parts),
	);
	const lookups = isDryRun ? withoutCreating(texts) : texts;
	const columns: FileColumns = {
		...{ model, details, mode, matchColumns, mapping },
		reading: {
			...{ ...reading, lookups, pairs: createPairResolver(connection, metadata, { ...texts, ...lookups }) },
			...{ object: model.name, source: mapping ? 'form' : 'json', field: LABELS.columns, ownId: 'new' },
			// A new record has nothing to clear.
			...{ blankValues: mode === 'create' ? 'skip' : blankValues, matchColumns: matchNames },
		},
	};
	if (header.length > 0) checkHeader(columns, header);
	return {
		...{ model, mode, matchColumns, severalMatches, isDryRun, checksum },
		...{ ...batches, mostFailures: limits.mostFailures, end: limits.from + limits.most },
		createsLookups: reading.lookupOptions.createIfMissing && !isDryRun,
		valuesOf: async (row) => await rowValues(columns, row),
	};
}

/**
 * The site was away, n8n could not store a file, or the run was cancelled: the error says what was written, since no item comes out. That of
 * one row says only what nobody knows of that row.
 */
function endedBy(error: unknown, { total, created, updated, deleted }: Counts): unknown {
	if (!isCreatioError(error) || (total === 0 && !error.perhapsDone)) return error;
	const why = error.perhapsDone && isCreatioError(error.cause) ? error.cause : error;
	const processed = `${total} rows of the file were processed: ${created} records created, ${updated} updated, ${deleted} deleted`;
	return reworded(
		error,
		`${withoutFullStop(why.message)}. Before that, ${total === 0 ? 'some rows of the file may have been processed' : processed}`,
		[why.cure, 'Import the same file again: records that it has created are not created twice.']
			.filter(Boolean)
			.join(' '),
	);
}

function hintFailures({ hint }: OperationContext, counts: Counts, stoppedAt: number | undefined): void {
	const { total, failed, open } = counts;
	if (failed > 0)
		hint(
			`${failed} of ${total} rows failed. The file in the output field "failed" has them with the reasons.`,
		);
	if (open > 0)
		hint(
			`${open} of ${total} rows may have been imported: their answers were lost. The file in the output field "result" names them. Importing the same file again creates no record twice.`,
		);
	if (stoppedAt !== undefined) hint(`The import stopped at row ${stoppedAt}, which was not imported.`);
}
