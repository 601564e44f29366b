import { attempt } from '../../../shared/basics/attempt';
import { inputError } from '../../../shared/basics/errors';
import { keyText } from '../../../shared/basics/keyText';
import { LABELS } from '../../../shared/basics/labels';
import { type FileObject, fileObjectOf } from '../../../shared/creatio/files/fileObject';
import { MEGABYTE } from '../../../shared/creatio/files/fileRules';
import { asReplacement } from '../../../shared/creatio/files/replacement';
import { createUploader } from '../../../shared/creatio/files/uploadFile';
import type { Upload } from '../../../shared/creatio/files/uploadRequest';
import type { Operation, OperationContext } from '../../../shared/n8n/context/operation';
import { inputDataField, readInputFile } from '../../../shared/n8n/files/binaryInput';
import {
	fileNameOption,
	mimeTypeOption,
	namesOf,
	readGivenNames,
} from '../../../shared/n8n/files/fileOptions';
import { optionsField, parallelOption, retriesOption } from '../../../shared/n8n/form/connectionOptions';
import { checked, option } from '../../../shared/n8n/form/field';
import { flagField, numberField, textField } from '../../../shared/n8n/form/fieldKinds';
import { objectField } from '../../../shared/n8n/form/object';
import { noSuchRecord, recordField } from '../../../shared/n8n/form/record';
import { severalAtOnce } from '../../../shared/n8n/run/itemWork';

/** 10 MB are the most that a service of .NET Framework takes in a request (contract 7.1). */
const chunkSize = option(
	numberField({
		name: 'chunkSize',
		label: LABELS.chunkSize,
		least: 1,
		most: 10,
		default: 4,
		description:
			'How many megabytes of a file to send with each request. Lower it if a gateway in front of the site limits the size of requests.',
	}),
);

/** Undefined where it is blank. */
const description = option(
	checked(
		textField({
			name: 'description',
			label: 'Description',
			typeOptions: { rows: 3 },
			description: 'The description of the file in Creatio (column Notes)',
		}),
		(text, place) => {
			if (keyText(text) === '') return undefined;
			if (text.isWellFormed() && !text.includes('\0')) return text;
			throw inputError(
				`The ${place} contains half of a character, or one that cannot be stored`,
				'Correct its expression.',
			);
		},
	),
);

const replace = option(
	flagField({
		name: 'replace',
		label: 'Replace File of the Same Name',
		description:
			'Whether to replace the content of a file of the record that has the same name. If off, a second file of this name is added.',
	}),
);

const parallel = parallelOption('How many files to upload at the same time');

export const upload: Operation = {
	option: {
		name: 'Upload',
		value: 'upload',
		action: 'Upload a file',
		description: 'Attach a file to a record',
	},
	fields: [
		objectField,
		recordField,
		inputDataField,
		optionsField(chunkSize, description, fileNameOption, mimeTypeOption, parallel, replace),
	],
	repeat: 'harmless',
	begin(context) {
		const { n8n, client } = context;
		const uploader = createUploader(client.connection, context.hint);
		const inTurn = turns();
		return severalAtOnce(context, parallel.read(n8n, 0), async (itemIndex) => {
			const options = {
				chunkSize: chunkSize.read(n8n, itemIndex) * MEGABYTE,
				retries: retriesOption.read(n8n, itemIndex),
			};
			const replaces = replace.read(n8n, itemIndex);
			const given = await readUpload(context, itemIndex);
			if (!replaces) return [(await uploader.upload(given, options)).shown];
			// Two files of one name must not both find that there is none.
			const key = `${given.files.model.name} ${given.recordId} ${given.name.toLowerCase()}`;
			return await inTurn(key, async () => {
				const target = await asReplacement(client.connection, given, context.hint);
				return [(await uploader.upload(target, options)).shown];
			});
		});
	},
};

/** What an item uploads, as a new file. Nothing is written. */
async function readUpload(context: OperationContext, itemIndex: number): Promise<Upload> {
	const { n8n, client } = context;
	const object = objectField.read(n8n, itemIndex);
	const recordId = recordField.read(n8n, itemIndex);
	const field = inputDataField.read(n8n, itemIndex);
	const notes = description.read(n8n, itemIndex);
	const given = readGivenNames(n8n, itemIndex);
	const files = await fileObjectOf(client.metadata, object);
	const file = await readInputFile(n8n, field, itemIndex);
	const { name, mimeType } = await namesOf(client, files.model.name, file, given);
	await refuseLong(context, files, notes);
	if (!(await client.exists(files.object, recordId))) throw noSuchRecord(files.object, recordId);
	return {
		files,
		recordId,
		fileId: context.newId(itemIndex),
		isReplacement: false,
		name,
		mimeType,
		description: notes,
		content: file.content,
	};
}

async function refuseLong(
	{ client }: OperationContext,
	{ model }: FileObject,
	notes: string | undefined,
): Promise<void> {
	const most = notes && (await client.metadata.details(model.name))?.columns.get('Notes')?.size;
	if (!most || notes.length <= most) return;
	throw inputError(
		`The option ${description.label} has ${notes.length} characters, but the column Notes takes ${most}`,
		'Shorten the text.',
	);
}

/** Does work with the same key one after the other. */
function turns(): <T>(key: string, work: () => Promise<T>) => Promise<T> {
	const last = new Map<string, Promise<unknown>>();
	return async (key, work) => {
		const before = last.get(key) ?? Promise.resolve();
		const mine = attempt(before).then(work);
		last.set(key, mine);
		return await mine;
	};
}
