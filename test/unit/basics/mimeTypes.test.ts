import { ANY_BYTES, mimeTypeOfName } from '../../../nodes/shared/basics/mimeTypes';

it.each([
	['offer.pdf', 'application/pdf'],
	['Offer.PDF', 'application/pdf'],
	['rows.jsonl', 'application/jsonl'],
	['archive.tar.gz', 'application/gzip'],
	['no extension', ANY_BYTES],
	['.', ANY_BYTES],
	['a.constructor', ANY_BYTES],
	['a.unknown', ANY_BYTES],
])('%s has the type %s', (name, type) => {
	expect(mimeTypeOfName(name)).toBe(type);
});
