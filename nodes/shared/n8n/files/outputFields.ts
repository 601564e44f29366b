import { LABELS } from '../../basics/labels';
import { checked, option, type ParameterSource } from '../form/field';
import { textField } from '../form/fieldKinds';
import { mimeTypeOptionOf } from './fileOptions';
import type { BinaryNames } from './storeBinary';

/** The name of the binary field of an item. A blank one is the default. */
export const outputField = checked(
	textField({
		name: 'binaryPropertyName',
		label: 'Put Output File in Field',
		default: 'data',
		description: 'The name of the output binary field to put the file in',
	}),
	orDefault,
);

/** The same where an item returns several files. */
export const outputFieldOption = option(
	checked(
		textField({
			name: 'binaryPropertyName',
			label: 'Put Output Files in Field',
			default: 'data',
			placeholder: 'e.g. attachment_{index}',
			description:
				'The name of the output binary field to put the file of each item in. {index} stands for the number of the file, beginning with 0.',
		}),
		orDefault,
	),
);

function orDefault(text: string): string {
	return text.trim() || 'data';
}

export const outputFileName = option(
	textField({
		name: 'fileName',
		label: LABELS.fileName,
		placeholder: 'e.g. offer.pdf',
		description: 'The name of the output file. By default, its name in Creatio.',
	}),
);

export const outputMimeType = mimeTypeOptionOf(
	'The MIME type of the output file. By default, the type that the site reports, or the one that belongs to the file extension.',
);

/** What the user wants the output file to be called. */
export function readOutputNames(n8n: ParameterSource, itemIndex: number): BinaryNames {
	return {
		fileName: outputFileName.read(n8n, itemIndex).trim() || undefined,
		mimeType: outputMimeType.read(n8n, itemIndex) || undefined,
	};
}
