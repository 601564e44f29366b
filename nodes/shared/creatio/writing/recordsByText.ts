import { Batcher } from '../../basics/batcher';
import { comparedText, spellings, untidySpellings } from '../../basics/keyText';
import type { Connection } from '../../connection/serviceCall';
import type { Condition } from '../conditions/tree';
import type { Column, Metadata } from '../model/objectModel';
import { textLiteral } from '../protocol/textLiteral';
import type { Row } from '../model/rows';
import { fewMatching, firstOfEach } from '../odata/findByFilters';

/** Records of one text that are read: a message lists fewer, and says that there are more. */
const MOST_EQUAL = 6;

/** Records of the texts of one filter that are read. */
const MOST_TOGETHER = 100;

/** A record by the text that names it. */
export interface NamedRecord {
	readonly id: string;
	readonly text: string;
}

/** Finds records by their display text. Questions asked at the same time share requests. */
export interface RecordsByText {
	/** The records whose text the site considers equal, in whichever spelling it has stored it. */
	equal(object: string, text: string): Promise<readonly NamedRecord[]>;
}

/** An object with the column whose text names its records: its key, where it has no such column. */
export interface NamedObject {
	readonly object: string;
	readonly column: Column;
}

export async function namedObject(metadata: Metadata, object: string): Promise<NamedObject> {
	const display = await metadata.displayColumn(object);
	const column = (await metadata.object(object)).columns.get(display);
	return { object, column: column ?? { name: display, property: display, type: 'text' } };
}

export function createRecordsByText(connection: Connection, metadata: Metadata): RecordsByText {
	const equals = new Batcher(connection.wait, async (object: string, texts: readonly string[]) =>
		findEquals({ connection, ...(await namedObject(metadata, object)) }, texts),
	);
	return { equal: async (object, text) => await equals.ask(object, text) };
}

interface Named extends NamedObject {
	readonly connection: Connection;
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
	/** Returns whether these are all records, and each has the key of a text. */
	const add = (records: readonly NamedRecord[] | undefined) =>
		records?.map((record) => recordsOf(record.text)?.set(record.id, record)).every(Boolean) === true;
	const addEach = (each: ReadonlyMap<string, readonly NamedRecord[]>) => {
		for (const [text, records] of each) for (const record of records) recordsOf(text)?.set(record.id, record);
	};

	const isPlain = texts.length > 1 && add(await findAnyOf(named, texts.flatMap(spellings)));
	if (!isPlain) addEach(await findEach(named, missing(), spellings));
	const untidy = missing();
	if (untidy.length > 0 && !add(await findAnyOf(named, untidy.flatMap(untidySpellings))))
		addEach(await findEach(named, missing(), untidySpellings));
	return (text) => [...(recordsOf(text)?.values() ?? [])];
}

/** `undefined` where they are too many: thousands of records may have one name. */
async function findAnyOf(
	{ connection, object, column }: Named,
	texts: readonly string[],
): Promise<NamedRecord[] | undefined> {
	const condition: Condition = {
		kind: 'anyOf',
		path: { text: column.name, steps: [], column, owner: object },
		values: [...new Set(texts)].map((value) => ({ type: 'text', value })),
		negated: false,
	};
	const rows = await fewMatching(connection, object, condition, [column], MOST_TOGETHER);
	return rows && namedRecords(column, rows);
}

async function findEach(
	{ connection, object, column }: Named,
	texts: readonly string[],
	spell: (text: string) => readonly string[],
): Promise<Map<string, NamedRecord[]>> {
	const filters = texts.map((text) =>
		spell(text)
			.map((value) => `${column.property} eq ${textLiteral(value)}`)
			.join(' or '),
	);
	const rows = await firstOfEach(connection, object, filters, [column], MOST_EQUAL);
	return new Map(texts.map((text, index) => [text, namedRecords(column, rows[index] ?? [])]));
}

export function namedRecords({ property }: Column, rows: readonly Row[]): NamedRecord[] {
	return rows.map((row) => ({ id: String(row.Id), text: String(row[property] ?? '') }));
}
