import { inputError } from '../basics/errors';
import { LABELS } from '../basics/labels';
import { UnreadableFile } from './unreadableFile';

const BYTE_ORDER_MARKS: ReadonlyArray<readonly [label: string, ...bytes: number[]]> = [
	['utf-8', 0xef, 0xbb, 0xbf],
	['utf-16le', 0xff, 0xfe],
	['utf-16be', 0xfe, 0xff],
];

type Decoder = InstanceType<typeof TextDecoder>;

/** How many bytes show whether a text without byte order mark is UTF-16. */
const EXAMINED = 4096;

/** The least part of its characters that are of ASCII: delimiters, digits and line ends are there in tables of all languages. */
const LEAST_ASCII = 0.05;

/**
 * How the text of a file is encoded: by its byte order mark, which is certain; as `chosen`; otherwise UTF-16 where the bytes
 * look like it, and UTF-8. Rejects with kind `input` where no encoding has the label `chosen`.
 */
export function encodingOf(start: Uint8Array, chosen: string | undefined): string {
	const marked = BYTE_ORDER_MARKS.find(([, ...mark]) => mark.every((byte, index) => start[index] === byte));
	if (chosen !== undefined) decoderOf(chosen);
	return marked?.[0] ?? chosen ?? utf16In(start) ?? 'utf-8';
}

/** Which UTF-16 it is, if it is. */
function utf16In(start: Uint8Array): string | undefined {
	const [little, big] = [asciiIn(start, 0), asciiIn(start, 1)];
	const most = Math.max(little, big);
	if (most < LEAST_ASCII || most < 4 * Math.min(little, big)) return undefined;
	return little > big ? 'utf-16le' : 'utf-16be';
}

/** Fewer of them may be stray NUL characters. */
const FEWEST_ASCII = 3;

/** The part of the pairs of bytes that are a character of ASCII, if the byte `at` of a pair has its code and the other is zero. */
function asciiIn(start: Uint8Array, at: 0 | 1): number {
	const pairs = Math.min(start.length, EXAMINED) >> 1;
	let count = 0;
	for (let pair = 0; pair < pairs; pair++) {
		const code = start[2 * pair + at] ?? 0;
		if (code > 0 && code < 128 && start[2 * pair + 1 - at] === 0) count++;
	}
	return count < FEWEST_ASCII ? 0 : count / pairs;
}

/** The text of a file without byte order mark. Rejects with an `UnreadableFile` after the text that there is before the first wrong byte. */
export async function* decoded(pieces: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<string> {
	const decoder = decoderOf(encoding);
	/** It knows nothing of the piece that is decoded, so that it can find the wrong byte. */
	const behind = decoderOf(encoding);
	for await (const piece of pieces) {
		const text = textOf(decoder, piece);
		yield text ?? textBeforeWrongByte(behind, piece);
		if (text === undefined) throw notEncoded(encoding);
		behind.decode(piece, { stream: true });
	}
	if (textOf(decoder) === undefined) throw notEncoded(encoding);
}

function decoderOf(label: string): Decoder {
	try {
		return new TextDecoder(label, { fatal: true });
	} catch {
		throw inputError(
			`"${label}" is not an encoding that n8n's Node knows (option ${LABELS.encoding})`,
			'Enter a name such as utf-8, utf-16le, windows-1251 or windows-1252.',
		);
	}
}

/** `undefined` for bytes that are not text. Without bytes, for a text that does not end there. */
function textOf(decoder: Decoder, bytes?: Uint8Array): string | undefined {
	try {
		return decoder.decode(bytes, { stream: bytes !== undefined });
	} catch {
		return undefined;
	}
}

function textBeforeWrongByte(decoder: Decoder, piece: Uint8Array): string {
	let text = '';
	for (let at = 0; at < piece.length; at++) {
		const next = textOf(decoder, piece.subarray(at, at + 1));
		if (next === undefined) break;
		text += next;
	}
	return text;
}

function notEncoded(encoding: string): UnreadableFile {
	return new UnreadableFile(
		`the text is not ${encoding.toUpperCase()}`,
		`Choose the encoding of the file in the option ${LABELS.encoding}, such as windows-1251 or windows-1252, or save the file as UTF-8.`,
	);
}
