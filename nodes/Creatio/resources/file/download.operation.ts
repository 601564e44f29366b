import type { IBinaryData } from 'n8n-workflow';

import { LABELS } from '../../../shared/basics/labels';
import { fileContent } from '../../../shared/creatio/files/fileContent';
import { fileObjectOf } from '../../../shared/creatio/files/fileObject';
import { readFile } from '../../../shared/creatio/files/fileRow';
import { imageColumn, imageContent, imageOf } from '../../../shared/creatio/files/imageColumn';
import type { Row } from '../../../shared/creatio/model/rows';
import type { Operation, OperationContext } from '../../../shared/n8n/context/operation';
import {
	outputField,
	outputFileName,
	outputMimeType,
	readOutputNames,
} from '../../../shared/n8n/files/outputFields';
import { storeBinary } from '../../../shared/n8n/files/storeBinary';
import { imageColumnField } from '../../../shared/n8n/form/column';
import { optionsField, parallelOption } from '../../../shared/n8n/form/connectionOptions';
import { dependent, needed, shownIf } from '../../../shared/n8n/form/field';
import { choiceField } from '../../../shared/n8n/form/fieldKinds';
import { fileField } from '../../../shared/n8n/form/fileField';
import { objectField } from '../../../shared/n8n/form/object';
import { emptyRecord, noSuchRecord, optionalRecordField } from '../../../shared/n8n/form/record';
import { severalAtOnce } from '../../../shared/n8n/run/itemWork';

const recordField = optionalRecordField(
	'The record that the file belongs to. Leave empty to download a file by its ID, whichever record it belongs to. Required for images.',
);

const source = choiceField({
	name: 'source',
	label: 'Source',
	choices: [
		{ name: 'Attachment', value: 'attachment', description: 'A file attached to the record' },
		{ name: 'Image', value: 'image', description: 'An image in a column of the record, such as Photo' },
	],
	default: 'attachment',
	description: 'What to download',
});

const chosenFile = dependent(fileField);

const column = dependent(
	needed(imageColumnField('The column that holds the image, such as Photo of Contact'), undefined, 'column'),
);

const parallel = parallelOption('How many files to download at the same time');

export const download: Operation = {
	option: {
		name: 'Download',
		value: 'download',
		action: 'Download a file',
		description: 'Download a file of a record, or the image in one of its columns',
	},
	fields: [
		objectField,
		recordField,
		source,
		...shownIf({ source: ['attachment'] }, chosenFile),
		...shownIf({ source: ['image'] }, column),
		outputField,
		optionsField(outputFileName, outputMimeType, parallel),
	],
	repeat: 'read',
	begin(context) {
		const { n8n } = context;
		return severalAtOnce(context, parallel.read(n8n, 0), async (itemIndex) => {
			const field = outputField.read(n8n, itemIndex);
			const isImage = source.read(n8n, itemIndex) === 'image';
			const { row, stored } = isImage
				? await downloadImage(context, itemIndex)
				: await downloadAttachment(context, itemIndex);
			context.attach(row, { [field]: stored });
			return [row];
		});
	},
};

interface Downloaded {
	readonly row: Row;
	readonly stored: IBinaryData;
}

async function downloadAttachment(context: OperationContext, itemIndex: number): Promise<Downloaded> {
	const { n8n, client, hint } = context;
	const object = objectField.read(n8n, itemIndex);
	const recordId = recordField.read(n8n, itemIndex);
	const fileId = chosenFile.read(n8n, itemIndex);
	const names = readOutputNames(n8n, itemIndex);
	const files = await fileObjectOf(client.metadata, object);
	const file = await readFile(client.connection, files, fileId, recordId);
	const store = storeBinary(context, {
		fileName: names.fileName ?? file.name,
		mimeType: names.mimeType,
	});
	const { stored } = await fileContent(client.connection, files, file, store, hint);
	return { row: file.shown, stored };
}

async function downloadImage(context: OperationContext, itemIndex: number): Promise<Downloaded> {
	const { n8n, client } = context;
	const { connection, metadata } = client;
	const object = objectField.read(n8n, itemIndex);
	const recordId = recordField.read(n8n, itemIndex);
	if (recordId === undefined) throw emptyRecord(`field ${LABELS.record}`);
	const chosen = column.read(n8n, itemIndex);
	const names = readOutputNames(n8n, itemIndex);
	const model = await metadata.object(object);
	const place = { model, column: imageColumn(model, chosen), recordId };
	const image = await imageOf(connection, metadata, place);
	if (!image) throw noSuchRecord(model.name, recordId);
	const store = storeBinary(context, {
		fileName: names.fileName ?? image.name ?? place.column.name,
		mimeType: names.mimeType ?? image.mimeType,
	});
	const { stored } = await imageContent(connection, image.id, store);
	const row = {
		Id: image.id,
		Name: image.name ?? null,
		object: model.name,
		recordId,
		column: place.column.name,
	};
	return { row, stored };
}
