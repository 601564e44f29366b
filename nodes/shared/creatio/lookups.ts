import { inputError, type CreatioError } from '../http/errors';
import type { Connection } from '../http/types';
import { newGuid } from './guid';
import type { Metadata } from './model';
import { literal } from './odata/literal';
import { createRecord, readPages, type ReadNotes } from './odata/records';
import { describe } from './values';

/** Candidates shown when a text names no record or several. */
const SHOWN = 5;

export interface LookupOptions {
	/** Creates a record of the lookup object for a text that names none. */
	readonly createIfMissing: boolean;
}

export interface LookupRequest {
	/** Object that the lookup points to. */
	readonly target: string;
	readonly text: string;
	/** What the user knows the column as, for messages. */
	readonly label: string;
}

/** Turns display texts into Ids. Each text is asked for once in a run, however many items carry it. */
export interface LookupResolver {
	/** Rejects with kind `input` when no record, or more than one, has the text. */
	resolve(request: LookupRequest, options: LookupOptions, signal?: AbortSignal): Promise<string>;
}

interface Candidate {
	readonly id: string;
	readonly text: string;
}

export function createLookupResolver(connection: Connection, metadata: Metadata): LookupResolver {
	const known = new Map<string, Promise<string>>();
	return {
		async resolve(request, options, signal) {
			const key = JSON.stringify([request.target, request.text, options.createIfMissing]);
			const found = known.get(key) ?? find(connection, metadata, request, options, signal);
			known.set(key, found);
			return await found;
		},
	};
}

async function find(
	connection: Connection,
	metadata: Metadata,
	request: LookupRequest,
	options: LookupOptions,
	signal?: AbortSignal,
): Promise<string> {
	const { target, text } = request;
	const display = await metadata.displayColumn(target, signal);
	const quoted = literal({ type: 'text', value: text });
	const equal = await candidates(connection, metadata, target, display, `${display} eq ${quoted}`, signal);
	// Sites compare without regard to case; the spelling decides between records that differ in nothing else.
	const exact = equal.filter((candidate) => candidate.text === text);
	const [match, ...others] = exact.length > 0 ? exact : equal;
	if (match && others.length === 0) return match.id;
	if (match) throw severalRecords(request, [match, ...others]);
	if (options.createIfMissing) return await createLookupRecord(connection, target, display, text, signal);
	const similar = await candidates(
		connection,
		metadata,
		target,
		display,
		`contains(${display},${quoted})`,
		signal,
	);
	const some =
		similar.length > 0 ? similar : await candidates(connection, metadata, target, display, undefined, signal);
	throw noRecord(request, some);
}

async function candidates(
	connection: Connection,
	metadata: Metadata,
	target: string,
	display: string,
	filter: string | undefined,
	signal?: AbortSignal,
): Promise<Candidate[]> {
	const model = await metadata.object(target, signal);
	const column = model.columns.get(display);
	const shape = { columns: column ? [column] : [], labels: [], related: [] };
	const notes: ReadNotes = { droppedColumns: new Set() };
	const found: Candidate[] = [];
	for await (const page of readPages(
		connection,
		{ object: target, shape, filter, limit: SHOWN + 1 },
		notes,
		signal,
	)) {
		found.push(...page.map((row) => ({ id: String(row.Id), text: String(row[display] ?? '') })));
	}
	return found;
}

async function createLookupRecord(
	connection: Connection,
	target: string,
	display: string,
	text: string,
	signal?: AbortSignal,
): Promise<string> {
	const id = newGuid();
	const shape = { columns: [], labels: [], related: [] };
	await createRecord(connection, target, { Id: id, [display]: text }, shape, signal);
	return id;
}

function severalRecords({ target, text, label }: LookupRequest, found: readonly Candidate[]): CreatioError {
	const list = found.slice(0, SHOWN).map((candidate) => candidate.id);
	const more = found.length > SHOWN ? ' and more' : '';
	return inputError(
		`The ${label} names its record by the text ${describe(text)}, but several records of ${target} have it: ${list.join(', ')}${more}`,
		'Use the ID of the record you mean.',
	);
}

function noRecord({ target, text, label }: LookupRequest, some: readonly Candidate[]): CreatioError {
	const list = some.slice(0, SHOWN).map((candidate) => describe(candidate.text));
	const hint = list.length > 0 ? `There is, for example: ${list.join(', ')}. ` : '';
	return inputError(
		`The ${label} names its record by the text ${describe(text)}, but ${target} has no such record`,
		`${hint}Correct the text, use an ID, or switch on the option "Create Missing Lookup Records".`,
	);
}
