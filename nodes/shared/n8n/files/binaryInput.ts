import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import { attempt } from '../../basics/attempt';
import { CreatioError, inputError } from '../../basics/errors';
import { isMembers, membersOf } from '../../basics/json';
import { keyText } from '../../basics/keyText';
import { LABELS } from '../../basics/labels';
import { describe } from '../../creatio/model/values';
import type { Pieces, StreamedBody } from '../../http/types';
import { type Field, fieldOf, given } from '../form/field';

/** A file of an item, wherever n8n keeps it. */
export interface InputFile {
	/** As n8n knows it; `undefined` for a file without a name. */
	readonly name: string | undefined;
	/** As n8n knows it, perhaps with parameters; empty text for a file without a type. */
	readonly mimeType: string;
	/** Without a dot. */
	readonly extension: string | undefined;
	readonly content: StreamedBody;
}

/** The name of a field of the item with a file, or the file itself, which an expression may return. */
export const inputDataField: Field<string | IBinaryData> = fieldOf(
	LABELS.inputDataField,
	{
		displayName: LABELS.inputDataField,
		name: 'binaryPropertyName',
		type: 'string',
		required: true,
		default: 'data',
		description: 'The name of the input field that contains the file',
	},
	given((value, place) => {
		if (isFile(value)) return value;
		if (typeof value !== 'string' && typeof value !== 'number') {
			throw inputError(
				`The ${place} takes the name of a field, but got ${describe(value)}`,
				'Enter the name of the field that contains the file, such as data.',
			);
		}
		const name = String(value);
		if (keyText(name) !== '') return name;
		throw inputError(
			`The ${place} is empty`,
			'Enter the name of the field that contains the file, such as data.',
		);
	}),
);

function isFile(value: unknown): value is IBinaryData {
	return hasContent(value) && typeof value.mimeType === 'string';
}

type BinaryContent = Pick<IBinaryData, 'data'> & Partial<IBinaryData>;

/** A file of an item may lack what n8n's own nodes add, where code has made it. */
function hasContent(value: unknown): value is BinaryContent {
	return isMembers(value) && typeof value.data === 'string';
}

type Source = Pick<IExecuteFunctions, 'helpers' | 'getInputData'>;

/**
 * The file of an item. `piece`: the bytes that are read at once. Rejects with kind `input` where the item has none or an empty one, and with kind `storage` where n8n has
 * lost it.
 */
export async function readInputFile(
	n8n: Source,
	field: string | IBinaryData,
	itemIndex: number,
	piece = PIECE,
): Promise<InputFile> {
	const file = typeof field === 'string' ? fileOf(n8n, field, itemIndex) : field;
	const called = typeof field === 'string' ? `"${field}"` : 'that an expression returned';
	const content = await contentOf(n8n, file, called, piece);
	if (content.length === 0) {
		throw inputError(
			`The file ${called} is empty (field ${LABELS.inputDataField})`,
			'Creatio does not take files without content. Leave such items out with a Filter node.',
		);
	}
	const { fileName, mimeType, fileExtension } = file;
	return {
		name: typeof fileName === 'string' && keyText(fileName) !== '' ? fileName : undefined,
		mimeType: typeof mimeType === 'string' ? mimeType : '',
		extension: typeof fileExtension === 'string' && fileExtension !== '' ? fileExtension : undefined,
		content,
	};
}

/** The first bytes of a file. */
export async function startOf({ content }: InputFile): Promise<Uint8Array> {
	for await (const piece of content.open()) if (piece.length > 0) return piece;
	return new Uint8Array();
}

/** Where n8n puts the files of an item whose workflow keeps them among the other values. */
const AMONG_VALUES = '_files';

/** n8n's own search, since a workflow may keep files among the other values of an item. */
function fileOf(n8n: Source, field: string, itemIndex: number): BinaryContent {
	try {
		const file: unknown = n8n.helpers.assertBinaryData(itemIndex, field);
		if (hasContent(file)) return file;
	} catch {
		// Its sentence does not name the fields that there are.
	}
	const { json, binary } = n8n.getInputData()[itemIndex] ?? {};
	// Files that are kept in the memory stay here, whatever the workflow says.
	const own = membersOf(binary)[field];
	if (hasContent(own)) return own;
	const among = Object.entries(membersOf(json?.[AMONG_VALUES])).filter(([, value]) => isFile(value));
	const names = [...Object.keys(membersOf(binary)), ...among.map(([name]) => `${AMONG_VALUES}.${name}`)];
	throw inputError(
		`The item has no file in the field "${field}" (field ${LABELS.inputDataField})`,
		names.length > 0
			? `The item has files in these fields: ${names.slice(0, 20).join(', ')}.`
			: 'The item has no files. Check that the previous node returns them.',
	);
}

async function contentOf(
	n8n: Source,
	file: BinaryContent,
	called: string,
	piece: number,
): Promise<StreamedBody> {
	const { id } = file;
	if (typeof id === 'string' && id !== '') return await storedContent(n8n, id, called, piece);
	const text = /\s/.test(file.data) ? file.data.replace(/\s+/g, '') : file.data;
	if (/[^\w+/=-]|=[^=]|={3}/.test(text)) {
		throw inputError(
			`The file ${called} is not Base64 (field ${LABELS.inputDataField})`,
			'The previous node must put the content of the file into the member data as Base64.',
		);
	}
	const length = Buffer.byteLength(text, 'base64');
	return { length, open: () => exactly(decoded(text, piece), length, called) };
}

/**
 * Bytes that are read at once from a file, or characters that are decoded at once: a chunk of the usual size, so that it is sent
 * as it was read.
 */
const PIECE = 4_194_304;

/** Four characters are three bytes, so that each part ends between two bytes. */
async function* decoded(text: string, piece: number): Pieces {
	for (let at = 0; at < text.length; at += piece) yield Buffer.from(text.slice(at, at + piece), 'base64');
}

async function storedContent(n8n: Source, id: string, called: string, piece: number): Promise<StreamedBody> {
	const metadata = await attempt(n8n.helpers.getBinaryMetadata(id));
	if (!metadata.done) throw lostFile(called, metadata.error);
	const { fileSize } = metadata.value;
	if (!Number.isSafeInteger(fileSize) || fileSize < 0) throw lostFile(called, undefined);
	return { length: fileSize, open: () => exactly(stored(n8n, id, called, piece), fileSize, called) };
}

async function* stored(n8n: Source, id: string, called: string, piece: number): Pieces {
	try {
		yield* (await n8n.helpers.getBinaryStream(id, piece)) as Pieces;
	} catch (error) {
		throw lostFile(called, error);
	}
}

async function* exactly(pieces: Pieces, length: number, called: string): Pieces {
	let read = 0;
	for await (const piece of pieces) {
		read += piece.length;
		if (read > length) break;
		yield piece;
	}
	if (read !== length) {
		throw new CreatioError(
			'storage',
			`The file ${called} does not have the ${length} bytes that n8n reports (field ${LABELS.inputDataField})`,
			{ cure: 'It has changed in the storage of n8n. Run the node that creates it again.' },
		);
	}
}

function lostFile(called: string, cause: unknown): CreatioError {
	return new CreatioError(
		'storage',
		`n8n cannot read the file ${called} from its storage (field ${LABELS.inputDataField})`,
		{
			cure: 'It may have been deleted with an old execution. Run the node that creates it again; if that does not help, an administrator must check the storage of n8n for binary data.',
			cause,
		},
	);
}
