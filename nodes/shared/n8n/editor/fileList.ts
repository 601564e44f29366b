import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { inputError } from '../../basics/errors';
import { isGuid } from '../../basics/guid';
import { LABELS } from '../../basics/labels';
import { fileObjectOf } from '../../creatio/files/fileObject';
import type { FileRow } from '../../creatio/files/fileRow';
import { listFiles } from '../../creatio/files/listFiles';
import { recordField } from '../form/record';
import { chosenObject, listed } from './lists';

/** Entries of a list per page; the editor requests the next page when the user scrolls. */
const PAGE = 50;

/** The files of the chosen record, the newest first, searched by the site. */
export async function searchFiles(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await listed(this, async ({ connection, metadata }) => {
		const files = await fileObjectOf(metadata, chosenObject(this));
		const skip = Number(paginationToken ?? 0);
		const query = { limit: PAGE, skip, text: filter };
		const found = await listFiles(connection, files, chosenRecord(this), query);
		return {
			results: found.map((file) => ({ name: captionOf(file), value: file.id })),
			paginationToken: found.length === PAGE ? String(skip + PAGE) : undefined,
		};
	});
}

function chosenRecord(n8n: ILoadOptionsFunctions): string {
	const chosen: unknown = n8n.getCurrentNodeParameter('recordId');
	const id = recordIdIn(chosen);
	if (id !== undefined) return id;
	throw inputError(
		`No record is chosen yet (field ${LABELS.record})`,
		'Choose the record first. With an expression there, enter the ID of the file.',
	);
}

/** Also of the address of a page, as the field reads it. */
function recordIdIn(chosen: unknown): string | undefined {
	try {
		const id = recordField.parse(chosen, `field ${LABELS.record}`);
		return isGuid(id) ? id : undefined;
	} catch {
		return undefined;
	}
}

/** Names alone do not distinguish versions of a file. */
function captionOf({ name, size, type, shown }: FileRow): string {
	const day = String(shown.CreatedOn ?? '').slice(0, 10);
	const about = [type === 'file' ? sizeText(size) : 'link', day].filter((text) => text !== '');
	return about.length > 0 ? `${name} (${about.join(', ')})` : name;
}

const UNITS = ['bytes', 'kB', 'MB', 'GB'];

function sizeText(size = 0): string {
	if (size <= 0) return '';
	const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(size) / 3));
	return `${Math.round(size / 1_000 ** step)} ${UNITS[step]}`;
}
