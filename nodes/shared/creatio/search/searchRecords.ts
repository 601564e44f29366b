import { attempt, type Attempt } from '../../basics/attempt';
import { membersOf } from '../../basics/json';
import type { Connection } from '../../connection/serviceCall';
import type { Column, Metadata, ObjectModel } from '../model/objectModel';
import { type Row, withoutSentinel } from '../model/rows';
import type { ColumnPath } from '../model/paths';
import { rowsOf } from '../odata/pageReader';
import { readEachOData } from '../odata/readRequest';
import { expandOption, selectOption } from '../odata/selectExpand';
import { splitFilter } from '../odata/splitFilter';
import { collectionPath } from '../odata/url';
import { type Ranked, rankOf } from './ranking';
import { type SearchColumns, searchColumns, shownColumns } from './searchColumns';
import { searchConditions, searchText, type SearchText } from './searchConditions';

/** Shorter texts are in nearly all records, and no name is longer. */
export const TEXT_LENGTH = { least: 2, most: 1_000 } as const;

/** So that all that is asked fits into one batch (contract 2.14). */
export const MOST_OBJECTS = 15;

export interface FoundRecord {
	readonly object: string;
	readonly Id: string;
	/** What names the record. */
	readonly text: string | null;
	/** The columns that match. */
	readonly matched: readonly string[];
	/** The main values that are not empty; of lookups the texts. */
	readonly values: Row;
}

/** An object and what is asked of it. */
interface Target {
	readonly model: ObjectModel;
	readonly columns: SearchColumns;
	readonly shown: readonly Column[];
	/** Lookups that are shown, with the paths of their texts. */
	readonly labels: readonly ColumnPath[];
}

/**
 * The records of several objects that have a text in what names them, or in their e-mail addresses and phone numbers, the
 * best first, at most `limit`. One batch of reads; an object that the site refuses is asked once more without the texts of its
 * lookups, and is named in a note if that fails too. Rejects with kind `input` for a text that is too short and for an
 * unknown object, and with the site's error where no object could be searched.
 */
export async function searchRecords(
	connection: Connection,
	metadata: Metadata,
	objects: readonly string[],
	typed: string,
	limit: number,
): Promise<FoundRecord[]> {
	const search = searchText(typed);
	const targets = await Promise.all(objects.map(async (name) => await targetOf(metadata, name)));
	const rows = await readTargets(connection, targets, search, limit);
	const found = targets.flatMap((target, index) =>
		(rows[index] ?? []).flatMap((row) => {
			const ranked = rankOf(row, target.columns, search);
			return ranked ? [{ ranked, record: recordOf(target, row, ranked) }] : [];
		}),
	);
	found.sort((a, b) => a.ranked.rank - b.ranked.rank);
	if (found.length > limit) {
		connection.notes.add('More records match than are returned. Write more of the text, or raise the limit.');
	}
	return found.slice(0, limit).map(({ record }) => record);
}

async function targetOf(metadata: Metadata, name: string): Promise<Target> {
	const model = await metadata.object(name);
	const columns = searchColumns(model, await metadata.details(name));
	const shown = shownColumns(model, columns);
	const labels = await Promise.all(shown.map(async (column) => await labelOf(metadata, column)));
	return { model, columns, shown, labels: labels.flatMap((label) => label ?? []) };
}

/** The text of a lookup, where its object has the usual column for it: another one would take a request. */
async function labelOf(metadata: Metadata, lookup: Column): Promise<ColumnPath | undefined> {
	if (lookup.type !== 'lookup' || lookup.target === undefined) return undefined;
	const column = (await metadata.find(lookup.target))?.columns.get('Name');
	if (column?.type !== 'text') return undefined;
	return { text: `${lookup.name}.Name`, steps: [lookup], column, owner: lookup.target };
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
	const bare = failed.map((target) => ({ ...target, labels: [], shown: searched(target.columns) }));
	const second = await ask(connection, bare, search, limit);
	const outcomes = targets.map((target, index) => {
		const again = failed.indexOf(target);
		return again < 0 ? first[index] : second[again];
	});
	const errors = outcomes.flatMap((outcome) => (outcome?.done === false ? [outcome.error] : []));
	if (errors.length > 0 && errors.length === targets.length) throw errors[0];
	for (const [index, outcome] of outcomes.entries()) {
		if (outcome?.done !== false) continue;
		const why = outcome.error instanceof Error ? outcome.error.message : String(outcome.error);
		connection.notes.add(`${targets[index]?.model.name} could not be searched: ${why}.`);
	}
	return outcomes.map((outcome) => {
		const rows = outcome?.done ? outcome.value : [];
		connection.meter.rows += rows.length;
		return rows;
	});
}

function searched({ names, emails, phones }: SearchColumns): Column[] {
	return [...names, ...emails, ...phones];
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
	{ notes }: Connection,
	{ model, columns, shown, labels }: Target,
	search: SearchText,
	limit: number,
): string[] {
	// One more than wanted shows that there are more.
	const questions = searchConditions(model.name, columns, search, limit + 1);
	if (searched(columns).length === 0) {
		notes.add(`${model.name} has no name, e-mail address or phone number to search in.`);
	}
	const dialect = { clock: { now: new Date(0), zone: 'UTC' }, emptyLookup: 'navigation' } as const;
	return questions.flatMap(({ condition, most }) => {
		const { filters } = splitFilter(condition, dialect, 0);
		return filters.map((filter) =>
			collectionPath(model.name, {
				select: selectOption(shown),
				expand: expandOption(labels),
				filter: filter?.text,
				orderby: 'Id',
				top: most,
			}),
		);
	});
}

function recordOf({ model, columns, shown, labels }: Target, row: Row, { matched }: Ranked): FoundRecord {
	const values: Record<string, unknown> = {};
	const lookups = new Set(labels.flatMap(({ steps }) => steps));
	for (const column of shown) {
		const value = lookups.has(column)
			? withoutSentinel(undefined, membersOf(row[column.name]).Name ?? null)
			: withoutSentinel(column, row[column.property]);
		const isShown = column !== columns.names[0] && value !== undefined && value !== null && value !== '';
		if (isShown) values[lookups.has(column) ? column.name : column.property] = value;
	}
	const [name] = columns.names;
	const text = name === undefined ? undefined : row[name.property];
	return {
		object: model.name,
		Id: String(row.Id),
		text: typeof text === 'string' && text !== '' ? text : null,
		matched,
		values,
	};
}
