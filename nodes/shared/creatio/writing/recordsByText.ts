import { Batcher } from '../../basics/batcher';
import { bestEffort } from '../../basics/bestEffort';
import { comparedText, spellings, untidySpellings } from '../../basics/keyText';
import { SingleFlight } from '../../basics/singleFlight';
import type { Connection } from '../../connection/serviceCall';
import type { Condition } from '../conditions/tree';
import type { Column, Metadata } from '../model/objectModel';
import type { Row } from '../model/rows';
import { firstOfEach, rowsMatching } from '../odata/findByFilters';
import { literal } from '../odata/literal';
import { readRows } from '../odata/readRows';

/** The number of records that a message lists when a text matches no record or several. */
export const SHOWN = 5;

/** How many texts of an object that match no record are searched for similar ones in a run. */
const MOST_SUGGESTIONS = 5;

/** A record by the text that names it. */
export interface NamedRecord {
	readonly id: string;
	readonly text: string;
}

/** Finds records by their display text. Questions asked at the same time share requests. */
export interface RecordsByText {
	/** The records whose text the site considers equal, in whichever spelling it has stored it. */
	equal(object: string, text: string): Promise<readonly NamedRecord[]>;
	/** Records for a message on a text that matches none: those that contain it, or any. */
	suggested(object: string, text: string): Promise<readonly NamedRecord[]>;
}

/** `displayColumn` may be the key, where an object has no column that names its records. */
interface Named {
	readonly connection: Connection;
	readonly object: string;
	readonly column: Column;
}

export function createRecordsByText(connection: Connection, metadata: Metadata): RecordsByText {
	const named = async (object: string): Promise<Named> => {
		const display = await metadata.displayColumn(object);
		const column = (await metadata.object(object)).columns.get(display);
		return { connection, object, column: column ?? { name: display, property: display, type: 'text' } };
	};
	const equals = new Batcher(connection.wait, async (object: string, texts: readonly string[]) =>
		findEquals(await named(object), texts),
	);
	const similar = new Batcher(connection.wait, async (object: string, texts: readonly string[]) => {
		const found = await bestEffort(findSimilar(await named(object), texts));
		return (text: string) => found?.get(text) ?? [];
	});
	const examples = new SingleFlight<readonly NamedRecord[]>('kept');
	const suggestions = new Map<string, number>();

	return {
		equal: async (object, text) => await equals.ask(object, text),
		async suggested(object, text) {
			const count = suggestions.get(object) ?? 0;
			suggestions.set(object, count + 1);
			const found = count < MOST_SUGGESTIONS ? await similar.ask(object, text) : [];
			if (found.length > 0) return found;
			return await examples.of(object, async () => (await bestEffort(findAny(await named(object)))) ?? []);
		},
	};
}

/**
 * Looks up all texts together, 16 spellings in a filter and a hundred filters in a batch. A site may consider texts equal
 * that differ in more than their key; then those that were not found are looked up again, each by itself. What is still
 * missing may be stored with a blank around it.
 */
async function findEquals(
	named: Named,
	texts: readonly string[],
): Promise<(text: string) => readonly NamedRecord[]> {
	const found = new Map(texts.map((text) => [comparedText(text), new Map<string, NamedRecord>()]));
	const recordsOf = (text: string) => found.get(comparedText(text));
	const missing = () => texts.filter((text) => recordsOf(text)?.size === 0);
	/** Returns whether all records have the key of a text. */
	const add = (records: readonly NamedRecord[]) =>
		records.map((record) => recordsOf(record.text)?.set(record.id, record)).every(Boolean);

	const isPlain = texts.length > 1 && add(await findAnyOf(named, texts.flatMap(spellings)));
	if (!isPlain) {
		for (const [text, records] of await findEach(named, missing()))
			for (const record of records) recordsOf(text)?.set(record.id, record);
	}
	const untidy = missing();
	if (untidy.length > 0) add(await findAnyOf(named, untidy.flatMap(untidySpellings)));
	return (text) => [...(recordsOf(text)?.values() ?? [])];
}

async function findAnyOf(
	{ connection, object, column }: Named,
	texts: readonly string[],
): Promise<NamedRecord[]> {
	const condition: Condition = {
		kind: 'anyOf',
		path: { text: column.name, steps: [], column, owner: object },
		values: [...new Set(texts)].map((value) => ({ type: 'text', value })),
		negated: false,
	};
	return namedRecords(column, await rowsMatching(connection, object, condition, [column]));
}

async function findEach(named: Named, texts: readonly string[]): Promise<Map<string, NamedRecord[]>> {
	const { property } = named.column;
	return await findByText(named, texts, (text) =>
		spellings(text)
			.map((value) => `${property} eq ${literal({ type: 'text', value })}`)
			.join(' or '),
	);
}

async function findSimilar(named: Named, texts: readonly string[]): Promise<Map<string, NamedRecord[]>> {
	const { property } = named.column;
	return await findByText(
		named,
		texts,
		(value) => `contains(${property},${literal({ type: 'text', value })})`,
	);
}

/** One filter for each text: a hundred texts in a batch. */
async function findByText(
	{ connection, object, column }: Named,
	texts: readonly string[],
	filterOf: (text: string) => string,
): Promise<Map<string, NamedRecord[]>> {
	const rows = await firstOfEach(connection, object, texts.map(filterOf), [column], SHOWN + 1);
	return new Map(texts.map((text, index) => [text, namedRecords(column, rows[index] ?? [])]));
}

async function findAny({ connection, object, column }: Named): Promise<NamedRecord[]> {
	const shape = { columns: [column], labels: [], related: [] };
	return namedRecords(column, await readRows(connection, { object, shape, limit: SHOWN + 1 }));
}

function namedRecords({ property }: Column, rows: readonly Row[]): NamedRecord[] {
	return rows.map((row) => ({ id: String(row.Id), text: String(row[property] ?? '') }));
}
