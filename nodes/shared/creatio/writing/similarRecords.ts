import { attempt } from '../../basics/attempt';
import { Batcher } from '../../basics/batcher';
import { isCancelled } from '../../basics/errors';
import { keyText } from '../../basics/keyText';
import { SingleFlight } from '../../basics/singleFlight';
import type { Connection } from '../../connection/serviceCall';
import type { Column, Metadata } from '../model/objectModel';
import { LEAST_LETTERS, MOST_LETTERS, similarTexts, wordsOf } from '../model/similarTexts';
import { firstOfEach } from '../odata/findByFilters';
import { protocolOf } from '../odata/protocolOf';
import { readRows } from '../odata/readRows';
import type { TextFunction } from '../protocol/protocol';
import { textLiteral } from '../protocol/textLiteral';
import { namedObject, type NamedRecord, namedRecords } from './recordsByText';
import { onlyColumns } from '../model/rows';

/** A lookup with no more records is listed whole, whatever was typed. */
const MOST_LISTED = 10;

/** Similar records in a message. */
const MOST_SHOWN = 5;

/** A lookup with fewer records is read whole and compared here; in a larger one the site searches. */
const MOST_READ = 100;

/** Records that a search returns at most. */
const MOST_FOUND = 20;

/** Searches for one text, all in one batch. */
const MOST_SEARCHES = 7;

/** Texts of one object that the site searches for in a run. */
const MOST_TEXTS = 5;

/** Finds what may have been meant by a text that names no record, for messages. */
export interface SimilarRecords {
	/**
	 * All records of an object with few of them, otherwise those with a similar text, the most similar first; none where the
	 * object is not readable or has no text for its records. Costs at most two requests for an object of any size, and one more
	 * for texts asked about later. Rejects only when the run is cancelled: the message matters more than what it suggests.
	 */
	like(object: string, text: string): Promise<readonly NamedRecord[]>;
}

export function createSimilarRecords(connection: Connection, metadata: Metadata): SimilarRecords {
	const beginnings = new SingleFlight<readonly NamedRecord[]>('kept');
	const searches = new Batcher(connection.wait, async (object: string, texts: readonly string[]) => {
		const found = await search(connection, metadata, object, texts);
		return (text: string) => found.get(text) ?? [];
	});
	const searched = new Map<string, number>();

	return {
		like: async (object, text) =>
			await orNone(async () => {
				const some = await beginnings.of(object, () => firstRecords(connection, metadata, object));
				if (some.length < MOST_READ) return shownOf(text, some);
				const count = searched.get(object) ?? 0;
				searched.set(object, count + 1);
				const found = count < MOST_TEXTS ? await searches.ask(object, keyText(text)) : [];
				return shownOf(text, [...found, ...some]);
			}),
	};
}

async function orNone(work: () => Promise<readonly NamedRecord[]>): Promise<readonly NamedRecord[]> {
	const outcome = await attempt(work());
	if (outcome.done) return outcome.value;
	if (isCancelled(outcome.error)) throw outcome.error;
	return [];
}

function shownOf(text: string, records: readonly NamedRecord[]): NamedRecord[] {
	const each = [...new Map(records.map((record) => [record.text, record])).values()];
	const similar = similarTexts(text, each, (record) => record.text, MOST_SHOWN);
	if (records.length > MOST_LISTED) return similar;
	const others = each.filter((record) => !similar.includes(record));
	return [...similar, ...others.sort((one, other) => one.text.localeCompare(other.text))];
}

async function firstRecords(
	connection: Connection,
	metadata: Metadata,
	object: string,
): Promise<readonly NamedRecord[]> {
	const { column } = await namedObject(metadata, object);
	const shape = onlyColumns([column]);
	return withTexts(column, await readRows(connection, { object, shape, limit: MOST_READ }));
}

/** One batch for a few texts. */
async function search(
	connection: Connection,
	metadata: Metadata,
	object: string,
	texts: readonly string[],
): Promise<Map<string, NamedRecord[]>> {
	const { column } = await namedObject(metadata, object);
	const asked = texts.map((text) =>
		column.type === 'text' ? searchesFor(connection, text, column.property) : [],
	);
	const answers = await firstOfEach(connection, object, asked.flat(), [column], MOST_FOUND);
	let next = 0;
	return new Map(
		texts.map((text, index) => {
			const rows = answers.slice(next, (next += asked[index]?.length ?? 0)).flat();
			return [text, withTexts(column, rows)];
		}),
	);
}

/**
 * Filters that find a text with one wrong letter: it is in one half of the text, or in one word, and leaves the others as they are.
 */
function searchesFor(connection: Connection, text: string, property: string): string[] {
	if (text.length > MOST_LETTERS) return [];
	const { textCall } = protocolOf(connection);
	const has = (name: TextFunction, part: string) => textCall(name, property, textLiteral(part));
	const letters = [...text];
	const middle = Math.ceil(letters.length / 2);
	const [first, second] = [letters.slice(0, middle).join('').trim(), letters.slice(middle).join('').trim()];
	const isLongEnough = (part: string) => part.length >= LEAST_LETTERS;
	return [
		has('contains', text),
		...[first].filter(isLongEnough).map((part) => has('startswith', part)),
		...[second].filter(isLongEnough).map((part) => has('endswith', part)),
		...wordsOf(text)
			.filter((word) => isLongEnough(word) && word !== text)
			.map((word) => has('contains', word)),
		has('startswith', letters.slice(0, LEAST_LETTERS).join('')),
	].slice(0, MOST_SEARCHES);
}

function withTexts(column: Column, rows: Parameters<typeof namedRecords>[1]): NamedRecord[] {
	// An ID says nothing to whoever mistyped a name.
	if (column.type === 'guid') return [];
	return namedRecords(column, rows).filter(({ text }) => keyText(text) !== '');
}
