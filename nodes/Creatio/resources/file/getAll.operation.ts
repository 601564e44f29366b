import type { IBinaryData } from 'n8n-workflow';

import { type Attempt, attempt } from '../../../shared/basics/attempt';
import { isCreatioError, reworded } from '../../../shared/basics/errors';
import { untilStopped } from '../../../shared/basics/parallel';
import { fileContent } from '../../../shared/creatio/files/fileContent';
import { type FileObject, fileObjectOf } from '../../../shared/creatio/files/fileObject';
import type { FileRow } from '../../../shared/creatio/files/fileRow';
import { listFiles } from '../../../shared/creatio/files/listFiles';
import type { Operation, OperationContext } from '../../../shared/n8n/context/operation';
import { outputFieldOption } from '../../../shared/n8n/files/outputFields';
import { storeBinary } from '../../../shared/n8n/files/storeBinary';
import { optionsField, parallelOption } from '../../../shared/n8n/form/connectionOptions';
import { option } from '../../../shared/n8n/form/field';
import { flagField } from '../../../shared/n8n/form/fieldKinds';
import { limitFields, readLimit, upToLimit } from '../../../shared/n8n/form/limit';
import { objectField } from '../../../shared/n8n/form/object';
import { noSuchRecord, recordField } from '../../../shared/n8n/form/record';
import { itemByItem } from '../../../shared/n8n/run/itemWork';

const downloadFiles = option(
	flagField({
		name: 'downloadFiles',
		label: 'Download Files',
		description: 'Whether to download the content of each file as well',
	}),
);

const parallel = parallelOption('How many files of a record to download at the same time');

export const getAll: Operation = {
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many files',
		description: 'Get the files and links attached to a record, the newest first',
	},
	fields: [
		objectField,
		recordField,
		...limitFields,
		optionsField(downloadFiles, outputFieldOption, parallel),
	],
	repeat: 'read',
	begin(context) {
		const { n8n, client } = context;
		return itemByItem(context, async (itemIndex) => {
			const files = await fileObjectOf(client.metadata, objectField.read(n8n, itemIndex));
			const recordId = recordField.read(n8n, itemIndex);
			const field = outputFieldOption.read(n8n, itemIndex);
			const isDownload = downloadFiles.read(n8n, itemIndex);
			const atOnce = parallel.read(n8n, 0);
			const limit = readLimit(context, itemIndex);
			const found = await listFiles(client.connection, files, recordId, { limit });
			// For a record that does not exist, an empty list would be misleading.
			if (found.length === 0 && !(await client.exists(files.object, recordId)))
				throw noSuchRecord(files.object, recordId);
			if (isDownload) await attachContents(context, files, found, { field, atOnce });
			return upToLimit(context, found, limit).map(({ shown }) => shown);
		});
	},
};

/** Attaches to each file its content. Starts no others after a failure. */
async function attachContents(
	context: OperationContext,
	files: FileObject,
	found: readonly FileRow[],
	{ field, atOnce }: { readonly field: string; readonly atOnce: number },
): Promise<void> {
	const { attach, hint } = context;
	const numbered = [...found.entries()];
	const outcomes = await untilStopped(
		numbered,
		atOnce,
		async ([index, file]) => {
			const outcome = await contentOf(context, files, file);
			if (outcome === undefined) hint(WITHOUT_CONTENT);
			if (!outcome?.done) return outcome && { error: withName(outcome.error, file) };
			attach(file.shown, { [field.replaceAll('{index}', String(index))]: outcome.value });
			return undefined;
		},
		(failure) => failure !== undefined,
	);
	for (const failure of outcomes) if (failure) throw failure.error;
}

const WITHOUT_CONTENT = 'Links and files without content were returned without a binary field.';

/** Undefined for a link, and for a row without content. Rows that were made over OData may have some although Size is 0. */
async function contentOf(
	context: OperationContext,
	files: FileObject,
	file: FileRow,
): Promise<Attempt<IBinaryData> | undefined> {
	if (file.type !== 'file') return undefined;
	const { client, hint } = context;
	const store = storeBinary(context, { fileName: file.name, mimeType: undefined });
	const received = await attempt(fileContent(client.connection, files, file, store, hint));
	if (received.done) return { done: true, value: received.value.stored };
	const { error } = received;
	return file.size === 0 && isCreatioError(error) && error.kind === 'notFound' ? undefined : received;
}

function withName(error: unknown, { name }: FileRow): unknown {
	if (!isCreatioError(error) || error.message.includes(name)) return error;
	return reworded(error, `The file ${name} could not be downloaded: ${error.message}`);
}
