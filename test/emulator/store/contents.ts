import type { Database } from './database';

/** Where bytes belong: a stream column of one record. */
export interface Place {
	object: string;
	id: string;
	column: string;
}

/** Bytes of one piece. A reader holds one piece at a time. */
export const PIECE_BYTES = 256 * 1024;

/**
 * What stream columns hold, in pieces: appending writes the new bytes only, and reading takes one piece after another.
 * The key of a piece has its length, so that summing lengths reads no content.
 * The pieces are in a temporary file of SQLite's own, beside the tables in memory, and roll back with them.
 */
export class Contents {
	constructor(
		private readonly db: Database,
		private readonly pieceBytes = PIECE_BYTES,
	) {
		db.exec(
			`ATTACH '' AS contents;
			PRAGMA contents.page_size = 65536;
			CREATE TABLE contents."Pieces" (
				"Object" TEXT, "Id" TEXT, "Column" TEXT, "Sequence" INTEGER, "Length" INTEGER, "Bytes" BLOB,
				PRIMARY KEY ("Object", "Id", "Column", "Sequence", "Length")
			) STRICT`,
		);
		db.defineFunction('content_of', (object, id, column) =>
			typeof id === 'string'
				? (this.read({ object: String(object), id, column: String(column) }) ?? null)
				: null,
		);
	}

	/** Puts bytes in the place of what is there. Empty bytes are a content too, `null` is none. */
	write(place: Place, bytes: Uint8Array | null): void {
		this.db.transaction(() => {
			this.db.run(`DELETE FROM contents."Pieces" WHERE ${AT}`, keyOf(place));
			if (bytes !== null) this.insert(place, 0, bytes);
		});
	}

	/** Adds bytes to the end of what is there. */
	append(place: Place, bytes: Uint8Array): void {
		this.db.transaction(() => this.insert(place, this.nextPiece(place), bytes));
	}

	/** Bytes that are stored, 0 where there is nothing. */
	length(place: Place): number {
		const sum = `SELECT sum("Length") AS n FROM contents."Pieces" WHERE ${AT}`;
		return Number(this.db.get(sum, keyOf(place))?.n ?? 0);
	}

	/** The pieces in order, each read when it is asked for. */
	*pieces(place: Place): Generator<Uint8Array, void, undefined> {
		const sql = `SELECT "Bytes" FROM contents."Pieces" WHERE ${AT} AND "Sequence" = ?`;
		for (let sequence = 0; ; sequence++) {
			const bytes = this.db.get(sql, [...keyOf(place), sequence])?.Bytes;
			if (!(bytes instanceof Uint8Array)) return;
			yield bytes;
		}
	}

	/** All bytes at once, or `undefined` where there is no content. */
	read(place: Place): Uint8Array | undefined {
		const pieces = [...this.pieces(place)];
		return pieces.length === 0 ? undefined : new Uint8Array(Buffer.concat(pieces));
	}

	/** Forgets what all columns of a record hold. */
	removeRecord(object: string, id: string): void {
		this.db.run('DELETE FROM contents."Pieces" WHERE "Object" = ? AND "Id" = ?', [object, id]);
	}

	private nextPiece(place: Place): number {
		const last = `SELECT max("Sequence") AS n FROM contents."Pieces" WHERE ${AT}`;
		return Number(this.db.get(last, keyOf(place))?.n ?? -1) + 1;
	}

	private insert(place: Place, first: number, bytes: Uint8Array): void {
		const sql = 'INSERT INTO contents."Pieces" VALUES (?, ?, ?, ?, ?, ?)';
		for (let start = 0; start === 0 || start < bytes.length; start += this.pieceBytes) {
			const piece = bytes.subarray(start, start + this.pieceBytes);
			this.db.run(sql, [...keyOf(place), first + start / this.pieceBytes, piece.length, piece]);
		}
	}
}

const AT = '"Object" = ? AND "Id" = ? AND "Column" = ?';

function keyOf({ object, id, column }: Place): string[] {
	return [object, id, column];
}
