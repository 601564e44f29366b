import { decoded, encodingOf } from './encodings';
import { inSmallPieces } from './pieces';
import type { TableSource } from './table';
import { UnreadableFile } from './unreadableFile';

/** How many of the first bytes are kept to find out what a file is. The header of a table has to be in them. */
export const START = 1_048_576;

/** The text of a file. Those who read it meet an `UnreadableFile` where the bytes are not text. */
export class TextFile {
	private readonly encoding: string;

	/** Rejects with kind `input` where no encoding has the label `chosenEncoding`. */
	constructor(
		private readonly content: TableSource,
		private readonly firstBytes: Uint8Array,
		chosenEncoding: string | undefined,
	) {
		this.encoding = encodingOf(firstBytes, chosenEncoding);
	}

	/** The whole text, each time from its beginning. */
	texts(): AsyncIterable<string> {
		return decoded(inSmallPieces(this.content.open()), this.encoding);
	}

	/** The text of the first bytes, which has to be enough for the header. */
	async *start(): AsyncGenerator<string> {
		yield* decoded(inSmallPieces([this.firstBytes]), this.encoding);
		if (this.firstBytes.length >= START) {
			throw new UnreadableFile('the header is longer than 1 MB', 'Check that the file is a CSV file.');
		}
	}

	/** Some thousands of characters, or all that there are. */
	async firstCharacters(): Promise<string> {
		for await (const text of this.start()) return text;
		return '';
	}
}
