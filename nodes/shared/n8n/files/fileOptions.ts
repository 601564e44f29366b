import { inputError } from '../../basics/errors';
import { keyText } from '../../basics/keyText';
import { LABELS } from '../../basics/labels';
import type { CreatioClient } from '../../creatio/client';
import { checkFileName, defaultName } from '../../creatio/files/fileNames';
import { checked, option, type ParameterSource } from '../form/field';
import { textField } from '../form/fieldKinds';
import type { InputFile } from './binaryInput';

export const fileNameOption = option(
	textField({
		name: 'fileName',
		label: LABELS.fileName,
		placeholder: 'e.g. invoice.pdf',
		description: 'The name of the file in Creatio. If empty, the name that the input file has.',
	}),
);

const TYPE = /^[\w!#$&^.+-]{1,100}\/[\w!#$&^.+-]{1,100}$/;

const ANY_TYPE = 'application/octet-stream';

export const mimeTypeOption = option(
	checked(
		textField({
			name: 'mimeType',
			label: 'MIME Type',
			placeholder: 'e.g. application/pdf',
			description: 'The type of the content. If empty, the type that the input file has.',
		}),
		(text, place) => {
			const type = keyText(text);
			if (type === '' || TYPE.test(type)) return type;
			throw inputError(
				`The ${place} takes a type such as application/pdf`,
				'Leave it empty to use that of the file.',
			);
		},
	),
);

/** The type of the content without its parameters: that of the option, or else that of the file. */
export function readMimeType(n8n: ParameterSource, file: InputFile, itemIndex: number): string {
	const [own = ''] = file.mimeType.split(';', 1);
	return mimeTypeOption.read(n8n, itemIndex) || (TYPE.test(own.trim()) ? own.trim() : ANY_TYPE);
}

/**
 * The name of the file in Creatio. Rejects with kind `input` where it has characters that are not kept, or more than the column
 * Name of `object` takes.
 */
export async function readFileName(
	n8n: ParameterSource,
	{ metadata }: CreatioClient,
	object: string,
	file: InputFile,
	mimeType: string,
	itemIndex: number,
): Promise<string> {
	const typed = fileNameOption.read(n8n, itemIndex);
	const isTyped = keyText(typed) !== '';
	const name = isTyped ? typed : (file.name ?? defaultName(mimeType, file.extension));
	const size = (await metadata.details(object))?.columns.get('Name')?.size;
	checkFileName(name, isTyped ? `option ${fileNameOption.label}` : `field ${LABELS.inputDataField}`, size);
	return name;
}
