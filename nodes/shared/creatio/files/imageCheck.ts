import { inputError } from '../../basics/errors';
import { LABELS } from '../../basics/labels';
import { describe } from '../model/values';

/** How the formats begin that have a fixed beginning, as Latin-1. */
const SIGNATURES: readonly RegExp[] = [
	/^\x89PNG/,
	/^\xff\xd8\xff/,
	/^GIF8/,
	/^BM/,
	/^RIFF[^]{4}WEBP/,
	/^(?:II\*\0|MM\0\*)/,
	/^\0\0[^]\0/,
];

const OF_FIXED_BEGINNING =
	/^image\/(?:png|jpe?g|pjpeg|gif|bmp|x-ms-bmp|webp|tiff|x-icon|vnd\.microsoft\.icon)$/i;

/** Refuses what is not an image by its type or its first bytes. Types that are not known here are left to the site. */
export function refuseOtherThanImage(mimeType: string, start: Uint8Array): void {
	if (!/^image\//i.test(mimeType)) {
		throw inputError(
			`The file is not an image: its type is ${describe(mimeType)} (field ${LABELS.inputDataField})`,
			'Use a PNG, JPEG or GIF file. If it is one, set the option MIME Type.',
		);
	}
	if (!OF_FIXED_BEGINNING.test(mimeType)) return;
	const text = Buffer.from(start.subarray(0, 16)).toString('latin1');
	if (SIGNATURES.some((signature) => signature.test(text))) return;
	throw inputError(
		`The file is not an image, although its type is ${mimeType} (field ${LABELS.inputDataField})`,
		'Its content does not start like an image. Check the node that creates it.',
	);
}
