import { inputError } from '../../basics/errors';
import { keyText } from '../../basics/keyText';
import { LABELS } from '../../basics/labels';
import { ANY_BYTES } from '../../basics/mimeTypes';
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
		description: 'The name of the file in Creatio. By default, the name of the input file.',
	}),
);

const TYPE = /^[\w!#$&^.+-]{1,100}\/[\w!#$&^.+-]{1,100}$/;

/** `text/csv` of `text/csv; charset=utf-8`. */
function withoutParameters(mimeType: string): string {
	return keyText(mimeType.split(';', 1)[0] ?? '');
}

/** Empty text where the type of the file itself counts. */
export function mimeTypeOptionOf(description: string) {
	return option(
		checked(
			textField({ name: 'mimeType', label: 'MIME Type', placeholder: 'e.g. application/pdf', description }),
			(text, place) => {
				const type = withoutParameters(text);
				if (type === '' || TYPE.test(type)) return type;
				throw inputError(
					`The ${place} takes a MIME type such as application/pdf`,
					'Leave it empty to use that of the file.',
				);
			},
		),
	);
}

export const mimeTypeOption = mimeTypeOptionOf(
	'The MIME type of the file in Creatio. By default, the type of the input file.',
);

/** What the options say of a file; empty where its own name and type count. */
export interface GivenNames {
	readonly fileName: string;
	readonly mimeType: string;
}

export function readGivenNames(n8n: ParameterSource, itemIndex: number): GivenNames {
	return { fileName: fileNameOption.read(n8n, itemIndex), mimeType: mimeTypeOption.read(n8n, itemIndex) };
}

/**
 * The name and the type that a file has in Creatio. Rejects with kind `input` for a name that is not kept as it is, or that is
 * longer than the column Name of `object`.
 */
export async function namesOf(
	{ metadata }: CreatioClient,
	object: string,
	file: InputFile,
	given: GivenNames,
): Promise<{ readonly name: string; readonly mimeType: string }> {
	const own = withoutParameters(file.mimeType);
	const mimeType = given.mimeType || (TYPE.test(own) ? own : ANY_BYTES);
	const isGiven = keyText(given.fileName) !== '';
	const name = isGiven ? given.fileName : (file.name ?? defaultName(mimeType, file.extension));
	const size = (await metadata.details(object))?.columns.get('Name')?.size;
	checkFileName(name, isGiven ? `option ${LABELS.fileName}` : `field ${LABELS.inputDataField}`, size);
	return { name, mimeType };
}
