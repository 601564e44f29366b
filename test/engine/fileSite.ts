import { createHash, randomUUID } from 'node:crypto';

import { FILE_TYPES } from '../../nodes/shared/creatio/files/fileRow';
import { ANDREW, type Bench, type Parameters } from './setup';

/** Content whose parts differ, so that a lost or doubled one shows. */
export function bytesOf(size: number): Buffer {
	return Buffer.from(Array.from({ length: size }, (_, index) => (index * 7) % 251));
}

export function sha256(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex');
}

/** A file in the site, of Andrew where nothing else is said; `null` for a row without content. */
export function givenFile(
	{ site }: Bench,
	name: string,
	bytes: Uint8Array | null,
	more: Parameters = {},
	files = 'ContactFile',
): string {
	const Id = randomUUID();
	const owner: Parameters = files === 'ContactFile' ? { ContactId: ANDREW } : {};
	site.store.insert(files, {
		Id,
		Name: name,
		Size: bytes?.length ?? 0,
		TypeId: FILE_TYPES.file,
		...owner,
		...(bytes && { Data: bytes }),
		...more,
	});
	return Id;
}
