import { attempt } from '../../basics/attempt';
import { bestEffort } from '../../basics/bestEffort';
import { type CreatioError, type ErrorKind, isCreatioError } from '../../basics/errors';
import { keyText } from '../../basics/keyText';
import { LABELS } from '../../basics/labels';
import type { Connection } from '../../connection/serviceCall';
import { nearestCaptioned, unknownName } from '../model/nearest';
import { captioned, type Column, type ColumnType } from '../model/objectModel';
import { onlyColumns, type Row } from '../model/rows';
import { textFilter } from '../odata/filterCost';
import { containsInAny } from '../odata/containsInAny';
import { readRows } from '../odata/readRows';
import { textLiteral } from '../protocol/textLiteral';

/** A process with its caption. */
export interface ProcessSummary {
	/** The code that starts it. */
	readonly name: string;
	readonly caption: string;
	/** The ID with which its parameters are read. */
	readonly uId: string;
	/** `undefined` where the site does not report it. */
	readonly enabled: boolean | undefined;
}

export interface ProcessSearch {
	/** Part of a caption or a code; empty for all. */
	readonly text?: string;
	readonly limit: number;
	/** The number of processes to skip. */
	readonly skip?: number;
	/** Includes those that are switched off; they cannot be started. */
	readonly withDisabled?: boolean;
}

/** Where processes are listed (contract 5.5); it is not known whether every site exposes the first one over OData. */
interface Library {
	readonly object: string;
	readonly columns: readonly Column[];
	/** The ID of the active version. */
	readonly actual: string | undefined;
	readonly enabled: string | undefined;
}

const TEXTS = [column('UId', 'guid'), column('Name', 'text'), column('Caption', 'text')];

const LIBRARIES: readonly Library[] = [
	{
		object: 'VwProcessLib',
		columns: [...TEXTS, column('Enabled', 'boolean')],
		actual: 'IsActiveVersion eq true',
		enabled: 'Enabled eq true',
	},
	{ object: 'VwSysProcess', columns: TEXTS, actual: undefined, enabled: undefined },
];

function column(name: string, type: ColumnType): Column {
	return { name, property: name, type };
}

/** Processes in their active versions, in the order of their captions. */
export async function searchProcesses(
	connection: Connection,
	search: ProcessSearch,
): Promise<ProcessSummary[]> {
	const text = keyText(search.text ?? '');
	const match = text === '' ? undefined : containsInAny(connection, ['Caption', 'Name'], text);
	return await readLibrary(
		connection,
		({ actual, enabled }) => [match, actual, search.withDisabled ? undefined : enabled],
		search,
	);
}

/**
 * The process that has the code. `undefined` when the user is not allowed to see the library, or sees no process in it:
 * the process can be started anyway. Rejects with kind `input`, naming the nearest codes, when the library has others.
 */
export async function findProcess(connection: Connection, code: string): Promise<ProcessSummary | undefined> {
	const named = `Name eq ${textLiteral(code)}`;
	const found = await bestEffort(readLibrary(connection, ({ actual }) => [named, actual], { limit: 2 }));
	// Databases may ignore case, but the code of a run is case-sensitive.
	const exact = found?.find(({ name }) => name === code);
	if (exact || !found) return exact;
	const list = await attempt(searchProcesses(connection, { limit: Infinity, withDisabled: true }));
	// An empty library shows what the user may see, not what the site has.
	if (!list.done || list.value.length === 0) return undefined;
	throw unknownProcess(code, list.value);
}

function unknownProcess(code: string, processes: readonly ProcessSummary[]): CreatioError {
	return unknownName(
		`The site has no process "${code}" (field ${LABELS.process})`,
		nearestCaptioned(code, processes).map(captioned),
		'process',
		'Codes are case-sensitive.',
	);
}

async function readLibrary(
	connection: Connection,
	conditions: (library: Library) => ReadonlyArray<string | undefined>,
	{ limit, skip }: Pick<ProcessSearch, 'limit' | 'skip'>,
): Promise<ProcessSummary[]> {
	const rows = await firstShown(LIBRARIES, async (library) => {
		const filter = conditions(library)
			.filter((condition) => condition !== undefined)
			.join(' and ');
		const query = {
			object: library.object,
			shape: onlyColumns(library.columns),
			filter: textFilter(filter),
			order: [{ property: 'Caption', direction: 'asc' }] as const,
			limit,
			skip,
		};
		return await readRows(connection, query);
	});
	return rows.flatMap((row) => summaryOf(row) ?? []);
}

function summaryOf({
	Name: name,
	Caption: caption,
	UId: uId,
	Enabled: enabled,
}: Row): ProcessSummary | undefined {
	if (typeof name !== 'string' || name === '' || typeof uId !== 'string') return undefined;
	return {
		name,
		caption: typeof caption === 'string' && caption !== '' ? caption : name,
		uId,
		enabled: typeof enabled === 'boolean' ? enabled : undefined,
	};
}

/** The site does not expose this source to the user, or does not have it. */
const REFUSALS: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['notFound', 'forbidden', 'invalid', 'server']);

/**
 * Reads sources one after the other, since sites differ in what they expose, until one returns enough. Resolves to the
 * last answer; rejects with the first refusal when no source answered.
 */
export async function firstShown<S, T>(
	sources: readonly S[],
	ask: (source: S) => Promise<T>,
	isEnough: (value: T) => boolean = () => true,
): Promise<T> {
	let shown: { readonly value: T } | undefined;
	let refusal: unknown;
	for (const source of sources) {
		const outcome = await attempt(ask(source));
		if (outcome.done) {
			shown = outcome;
			if (isEnough(outcome.value)) break;
		} else {
			const { error } = outcome;
			if (!isCreatioError(error) || !REFUSALS.has(error.kind)) throw error;
			refusal ??= error;
		}
	}
	if (shown) return shown.value;
	throw refusal;
}
