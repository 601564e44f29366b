/** The types of files that people attach to records, by extension. */
const BY_EXTENSION: Readonly<Record<string, string>> = {
	'7z': 'application/x-7z-compressed',
	avi: 'video/x-msvideo',
	bmp: 'image/bmp',
	csv: 'text/csv',
	doc: 'application/msword',
	docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
	eml: 'message/rfc822',
	gif: 'image/gif',
	gz: 'application/gzip',
	heic: 'image/heic',
	htm: 'text/html',
	html: 'text/html',
	ics: 'text/calendar',
	jpeg: 'image/jpeg',
	jpg: 'image/jpeg',
	json: 'application/json',
	jsonl: 'application/jsonl',
	md: 'text/markdown',
	mov: 'video/quicktime',
	mp3: 'audio/mpeg',
	mp4: 'video/mp4',
	msg: 'application/vnd.ms-outlook',
	odp: 'application/vnd.oasis.opendocument.presentation',
	ods: 'application/vnd.oasis.opendocument.spreadsheet',
	odt: 'application/vnd.oasis.opendocument.text',
	ogg: 'audio/ogg',
	pdf: 'application/pdf',
	png: 'image/png',
	ppt: 'application/vnd.ms-powerpoint',
	pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
	rar: 'application/vnd.rar',
	rtf: 'application/rtf',
	svg: 'image/svg+xml',
	tif: 'image/tiff',
	tiff: 'image/tiff',
	txt: 'text/plain',
	vcf: 'text/vcard',
	wav: 'audio/wav',
	webm: 'video/webm',
	webp: 'image/webp',
	xls: 'application/vnd.ms-excel',
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
	xml: 'application/xml',
	zip: 'application/zip',
};

/** Of the extensions of one type, the last one above. */
const BY_TYPE = new Map([
	...Object.entries(BY_EXTENSION).map(([extension, type]) => [type, extension] as const),
	['text/xml', 'xml'] as const,
]);

/** The type that says nothing. */
export const ANY_BYTES = 'application/octet-stream';

/** The type of a file by the extension of its name. */
export function mimeTypeOfName(name: string): string {
	const extension = /\.(\w{1,10})$/.exec(name)?.[1]?.toLowerCase() ?? '';
	return Object.hasOwn(BY_EXTENSION, extension) ? (BY_EXTENSION[extension] ?? ANY_BYTES) : ANY_BYTES;
}

/** The usual extension of a type, whose parameters do not count; `undefined` where none is known. */
export function extensionOfType(mimeType: string): string | undefined {
	return BY_TYPE.get(mimeType.split(';', 1)[0]?.trim().toLowerCase() ?? '');
}
