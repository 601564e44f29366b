import { Batcher } from '../../basics/batcher';
import { attempt } from '../../basics/attempt';
import {
	type CreatioError,
	inputError,
	isCreatioError,
	reworded,
	withoutFullStop,
} from '../../basics/errors';
import type { NewId } from '../../basics/guid';
import { LABELS } from '../../basics/labels';
import { grouped } from '../../basics/parallel';
import { SingleFlight } from '../../basics/singleFlight';
import type { Connection } from '../../connection/serviceCall';
import type { Condition } from '../conditions/tree';
import type { Column, Metadata } from '../model/objectModel';
import type { Row } from '../model/rows';
import { describe } from '../model/values';
import { textFilter } from '../odata/filterCost';
import { rowsMatching } from '../odata/findByFilters';
import { literal } from '../odata/literal';
import { readRows } from '../odata/readRows';
import { createRecord } from '../odata/writeRecords';
import { explainOne } from './explainRefusals';

/** The number of records that a message lists when a text matches no record or several. */
const SHOWN = 5;

export interface LookupOptions {
	/** Creates a record of the lookup object for a text that matches none. */
	readonly createIfMissing: boolean;
}

interface LookupRequest {
	/** Object that the lookup points to. */
	readonly target: string;
	readonly text: string;
	/** The column as messages name it. */
	readonly label: string;
}

/** Turns display texts into Ids. Each text is looked up once in a run, however many items contain it. */
export interface LookupResolver {
	/** Rejects with kind `input` when no record, or more than one, has the text. */
	resolve(request: LookupRequest, options: LookupOptions): Promise<string>;
}

interface Candidate {
	readonly id: string;
	readonly text: string;
}

export function createLookupResolver(
	connection: Connection,
	metadata: Metadata,
	newId: NewId,
): LookupResolver {
	const known = new SingleFlight<string>('kept');
	const created = new SingleFlight<string>('kept');
	/** Records whose text the site considers equal, by target. */
	const equals = new Batcher(connection.wait, (target: string, texts: readonly string[]) =>
		findEquals(connection, metadata, target, texts),
	);

	return {
		async resolve(request, options) {
			const key = JSON.stringify([request.target, request.text, options.createIfMissing]);
			return await known.of(key, async () =>
				choose(request, options, await equals.ask(request.target, request.text)),
			);
		},
	};

	async function choose(
		request: LookupRequest,
		options: LookupOptions,
		equal: readonly Candidate[],
	): Promise<string> {
		const { target, text } = request;
		// Sites compare without regard to case; the exact spelling decides between records that differ only in case.
		const exact = equal.filter((candidate) => candidate.text === text);
		const [match, ...others] = exact.length > 0 ? exact : equal;
		if (match && others.length === 0) return match.id;
		if (match) throw severalRecords(request, [match, ...others]);
		const display = await metadata.displayColumn(target);
		if (options.createIfMissing) {
			// To most sites, texts that differ only in case are one record, and both were missing when they were looked up.
			const key = JSON.stringify([target, text.toLowerCase()]);
			return await created.of(key, () => createLookupRecord(connection, metadata, request, display, newId));
		}
		const like = `contains(${display},${literal({ type: 'text', value: text })})`;
		const similar = await candidates(connection, metadata, target, like);
		const some = similar.length > 0 ? similar : await candidates(connection, metadata, target, undefined);
		throw noRecord(request, some);
	}
}

type Equals = (text: string) => Promise<readonly Candidate[]>;

/** Looks up all texts together, 16 in a filter and a hundred filters in a batch. */
async function findEquals(
	connection: Connection,
	metadata: Metadata,
	target: string,
	texts: readonly string[],
): Promise<Equals> {
	const display = await metadata.displayColumn(target);
	const column = (await metadata.object(target)).columns.get(display);
	const alone = (text: string) =>
		candidates(connection, metadata, target, `${display} eq ${literal({ type: 'text', value: text })}`);
	if (texts.length === 1 || !column) return alone;

	const rows = await rowsWithAnyOf(connection, target, column, texts);
	const found = rows.map((row): Candidate => ({
		id: String(row.Id),
		text: String(row[column.property] ?? ''),
	}));
	const byText = grouped(found, ({ text }) => text.toLowerCase());
	const wanted = new Set(texts.map((text) => text.toLowerCase()));
	// A site may consider texts equal that differ in more than case; then each is looked up by itself.
	const isStrange = [...byText.keys()].some((key) => !wanted.has(key));
	return async (text) => byText.get(text.toLowerCase()) ?? (isStrange ? await alone(text) : []);
}

async function rowsWithAnyOf(
	connection: Connection,
	target: string,
	column: Column,
	texts: readonly string[],
): Promise<Row[]> {
	const condition: Condition = {
		kind: 'anyOf',
		path: { text: column.name, steps: [], column, owner: target },
		values: texts.map((value) => ({ type: 'text', value })),
		negated: false,
	};
	return await rowsMatching(connection, target, condition, [column]);
}

async function candidates(
	connection: Connection,
	metadata: Metadata,
	target: string,
	filter: string | undefined,
): Promise<Candidate[]> {
	const display = await metadata.displayColumn(target);
	const column = (await metadata.object(target)).columns.get(display);
	const shape = { columns: column ? [column] : [], labels: [], related: [] };
	const query = { object: target, shape, filter: textFilter(filter), limit: SHOWN + 1 };
	const rows = await readRows(connection, query);
	return rows.map((row) => ({ id: String(row.Id), text: String(row[display] ?? '') }));
}

/** A refusal names the lookup object and its column, since the item does not mention them. */
async function createLookupRecord(
	connection: Connection,
	metadata: Metadata,
	{ target, text, label }: LookupRequest,
	display: string,
	newId: NewId,
): Promise<string> {
	const id = newId('lookup', target, text);
	const shape = { columns: [], labels: [], related: [] };
	const row = { [display]: text };
	const outcome = await attempt(createRecord(connection, target, { Id: id, ...row }, shape));
	if (outcome.done) return id;
	const sent = { model: await metadata.object(target), isNew: true, row };
	const error = await explainOne({ connection, metadata }, sent, outcome.error);
	if (!isCreatioError(error)) throw error;
	const words = withoutFullStop(error.message);
	throw reworded(error, `${words} (new record of ${target} for the ${label})`);
}

function severalRecords({ target, text, label }: LookupRequest, found: readonly Candidate[]): CreatioError {
	const list = found.slice(0, SHOWN).map((candidate) => candidate.id);
	const more = found.length > SHOWN ? ' and more' : '';
	return inputError(
		`Several records of ${target} are named ${describe(text)} for the ${label}: ${list.join(', ')}${more}`,
		'Use the ID of the record you mean.',
	);
}

function noRecord({ target, text, label }: LookupRequest, some: readonly Candidate[]): CreatioError {
	const list = some.slice(0, SHOWN).map((candidate) => describe(candidate.text));
	const hint = list.length > 0 ? `Similar records: ${list.join(', ')}.  ` : '';
	return inputError(
		`No ${target} is named ${describe(text)} for the ${label}`,
		`${hint}Correct the text, use an ID, or switch on the option "${LABELS.createMissingLookups}".`,
	);
}
