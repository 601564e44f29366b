import { attempt, type Attempt } from '../../basics/attempt';
import { messageOf, withoutFullStop } from '../../basics/errors';
import { guidIn } from '../../basics/guid';
import { membersOf } from '../../basics/json';
import type { Connection } from '../../connection/serviceCall';
import type { Metadata } from '../model/objectModel';
import { type Row, withoutSentinel } from '../model/rows';
import { rowsOf } from '../odata/pageReader';
import { protocolOf } from '../odata/protocolOf';
import { usualSpelling } from '../odata/queryRecords';
import { readEachOData } from '../odata/readRequest';
import { splitFilter } from '../odata/splitFilter';
import { collectionPath } from '../odata/url';
import { type Ranked, rankOf } from './ranking';
import { searched } from './searchColumns';
import { searchConditions, searchText, type SearchText } from './searchConditions';
import { type Target, targetsOf } from './targets';

/** Shorter texts are in nearly all records, and no name is longer. */
export const TEXT_LENGTH = { least: 2, most: 1_000 } as const;

/** So that all that is asked fits into one batch (contract 2.14). */
export const MOST_OBJECTS = 15;

export interface FoundRecord {
	readonly object: string;
	readonly Id: string;
	/** What names the record. */
	readonly text: string | null;
	/** The columns that match; a communication option by the name of its object. */
	readonly matched: readonly string[];
	/** The main values that are not empty; of lookups the texts. */
	readonly values: Row;
}

/**
 * The records of several objects that have a text in what names them, or in their e-mail addresses and phone numbers, the
 * best first, each once, at most `limit`. One batch of reads; an object that the site refuses is asked once more without the
 * texts of its lookups, and is named in a note if that fails too. Rejects with kind `input` for an unknown object, and with the
 * site's error where no object could be searched.
 */
export async function searchRecords(
	connection: Connection,
	metadata: Metadata,
	objects: readonly string[],
	typed: string,
	limit: number,
): Promise<FoundRecord[]> {
	const search = searchText(typed);
	const ofObjects = await Promise.all(objects.map(async (name) => await targetsOf(metadata, name, search)));
	const targets = ofObjects.flat();
	const rows = await readTargets(connection, targets, search, limit);
	const found = targets.flatMap((target, index) =>
		(rows[index] ?? []).flatMap((row) => {
			const ranked = rankOf(row, target.columns, search);
			const record = ranked && recordOf(target, row, ranked);
			return record ? [{ rank: ranked.rank, record }] : [];
		}),
	);
	const records = eachOnce(found.sort((a, b) => a.rank - b.rank).map(({ record }) => record));
	if (records.length > limit) {
		connection.notes.add('More records match than are returned. Write more of the text, or raise the limit.');
	}
	return records.slice(0, limit);
}

/** The first of each record, which is the best one, with everything that matched. */
function eachOnce(records: readonly FoundRecord[]): FoundRecord[] {
	const byKey = new Map<string, FoundRecord>();
	for (const record of records) {
		const key = `${record.object} ${record.Id}`;
		const known = byKey.get(key);
		const matched = known && [...new Set([...known.matched, ...record.matched])];
		const values = known && { ...record.values, ...known.values };
		byKey.set(key, matched ? { ...known, matched, values: values ?? known.values } : record);
	}
	return [...byKey.values()];
}

/** The rows of each target, each row once. */
async function readTargets(
	connection: Connection,
	targets: readonly Target[],
	search: SearchText,
	limit: number,
): Promise<Row[][]> {
	const first = await ask(connection, targets, search, limit);
	const failed = targets.filter((_, index) => first[index]?.done === false);
	const bare = failed.map((target) => ({
		...target,
		labels: [],
		shown: target.of ? target.shown : searched(target.columns),
	}));
	const second = await ask(connection, bare, search, limit);
	const outcomes = targets.map((target, index) => {
		const again = failed.indexOf(target);
		return again < 0 ? first[index] : second[again];
	});
	noteFailures(connection, targets, outcomes);
	return outcomes.map((outcome) => {
		const rows = outcome?.done ? outcome.value : [];
		connection.meter.rows += rows.length;
		return rows;
	});
}

/** Throws where no object could be searched. What is kept beside an object is searched if the site allows it. */
function noteFailures(
	{ notes }: Connection,
	targets: readonly Target[],
	outcomes: ReadonlyArray<Attempt<Row[]> | undefined>,
): void {
	const objects = targets.flatMap(({ model, of }, index) =>
		of ? [] : [{ model, outcome: outcomes[index] }],
	);
	const failures = objects.flatMap(({ model, outcome }) =>
		outcome?.done === false ? [{ model, error: outcome.error }] : [],
	);
	const [failure] = failures;
	if (failure && failures.length === objects.length) throw failure.error;
	for (const { model, error } of failures) {
		const why = messageOf(error);
		notes.add(`${model.name} could not be searched: ${withoutFullStop(why)}.`);
	}
}

/** Asks for all targets in one batch. The outcome of a target is the union of its reads, or the first failure of them. */
async function ask(
	connection: Connection,
	targets: readonly Target[],
	search: SearchText,
	limit: number,
): Promise<Array<Attempt<Row[]>>> {
	const paths = targets.map((target) => pathsOf(connection, target, search, limit));
	const answers = await readEachOData(connection, paths.flat());
	let next = 0;
	const outcomes = paths.map((ofTarget, index) => {
		const own = answers.slice(next, (next += ofTarget.length));
		return attempt(
			(async () => {
				const rows = own.flatMap((answer) => {
					if (!answer.done) throw answer.error;
					return rowsOf(answer.value, targets[index]?.model.name ?? '');
				});
				return [...new Map(rows.map((row) => [row.Id, row])).values()];
			})(),
		);
	});
	return await Promise.all(outcomes);
}

function pathsOf(
	connection: Connection,
	{ model, columns, shown, labels }: Target,
	search: SearchText,
	limit: number,
): string[] {
	// One more than wanted shows that there are more.
	const questions = searchConditions(model.name, columns, search, limit + 1);
	if (searched(columns).length === 0) {
		connection.notes.add(`${model.name} has no name, e-mail address or phone number to search in.`);
	}
	const dialect = { ...usualSpelling(connection), clock: { now: new Date(0), zone: 'UTC' } };
	const shape = protocolOf(connection).shape(shown, labels);
	return questions.flatMap(({ condition, most }) => {
		const { filters } = splitFilter(condition, dialect, 0);
		return filters.map((filter) =>
			collectionPath(connection, model.name, {
				...shape,
				filter: filter?.text,
				orderby: 'Id',
				top: most,
			}),
		);
	});
}

/** The record that a row stands for; `undefined` for a communication option of nobody. */
function recordOf(target: Target, row: Row, { matched }: Ranked): FoundRecord | undefined {
	const { model, columns, of } = target;
	const values = valuesOf(target, row);
	if (of) {
		const id = guidIn(row, of.lookup.property);
		const [label] = target.labels;
		const text = label && membersOf(row[of.lookup.name])[label.column.property];
		return id === undefined
			? undefined
			: { object: of.object, Id: id, text: textOrNull(text), matched: [model.name], values };
	}
	const [name] = columns.names;
	const text = name && row[name.property];
	return { object: model.name, Id: String(row.Id), text: textOrNull(text), matched, values };
}

function valuesOf({ columns, shown, labels, of }: Target, row: Row): Row {
	const values: Record<string, unknown> = {};
	const textOf = new Map(labels.flatMap(({ steps, column }) => steps.map((lookup) => [lookup, column])));
	for (const column of shown) {
		// These two are members of the record itself.
		if (column === columns.names[0] || column === of?.lookup) continue;
		const display = textOf.get(column);
		const value = display
			? membersOf(row[column.name])[display.property]
			: withoutSentinel(column, row[column.property]);
		const isEmpty = value === undefined || value === null || value === '';
		if (!isEmpty) values[display ? column.name : column.property] = value;
	}
	return values;
}

function textOrNull(value: unknown): string | null {
	return typeof value === 'string' && value !== '' ? value : null;
}
