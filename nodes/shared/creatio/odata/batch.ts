import { attempt, type Attempt } from '../../http/attempt';
import { judge } from '../../http/body';
import { LeastRecentlyUsed } from '../../http/cache';
import { CreatioError, inputError, isCreatioError } from '../../http/errors';
import type { Connection, Repeat, ServiceAnswer } from '../../http/types';
import { inParallel } from '../parallel';
import { jsonFormat, type BatchFormat, type BatchPart, type PartAnswer } from './batchFormat';
import { multipartFormat } from './batchMultipart';

export type { BatchPart } from './batchFormat';

/** More parts are refused (contract 2.14). */
export const MAX_PARTS = 100;

export interface BatchOptions {
	/** All parts are done or none is. */
	readonly atomic?: boolean;
	/** Requests at the same time where a site has no batches; 1 when left out. */
	readonly parallel?: number;
	readonly signal?: AbortSignal;
}

/** What a site understands; `none` for a site that said that there is no `$batch`. */
type Dialect = 'json' | 'multipart' | 'none';

const FORMATS: Record<Exclude<Dialect, 'none'>, BatchFormat> = {
	json: jsonFormat,
	multipart: multipartFormat,
};

/** Dialects that were found out; sites understand JSON unless they say otherwise. */
const dialects = new LeastRecentlyUsed<Dialect>(256);

const NOTES: Partial<Record<Dialect, string>> = {
	multipart: 'The site refuses batches in JSON, so records travel in multipart batches.',
	none: 'The site has no $batch, so every record takes a request of its own.',
};

/**
 * Sends parts in one `$batch` (contract 2.14) and gives an outcome for each, in order. A part that fails does not
 * stop the others, unless all are to be done or none. When the answer of the whole is lost, every part fails with what
 * became of the whole. Sites without `$batch` get the parts one by one.
 */
export async function sendBatch(
	connection: Connection,
	parts: readonly BatchPart[],
	options: BatchOptions = {},
): Promise<Array<Attempt<ServiceAnswer>>> {
	if (parts.length === 0) return [];
	if (parts.length === 1) return await sendSingly(connection, parts, options);
	for (;;) {
		const dialect = dialects.get(connection.site) ?? 'json';
		const note = NOTES[dialect];
		if (note !== undefined) connection.notes.add(note);
		if (dialect === 'none') {
			return options.atomic ? parts.map(refusedAtomic) : await sendSingly(connection, parts, options);
		}
		const outcome = await attempt(sendWhole(connection, parts, FORMATS[dialect], options));
		if (outcome.done) return outcome.value;
		const next = nextDialect(dialect, outcome.error);
		if (next === undefined) return parts.map(() => outcome);
		dialects.set(connection.site, next);
	}
}

async function sendWhole(
	connection: Connection,
	parts: readonly BatchPart[],
	format: BatchFormat,
	{ atomic = false, signal }: BatchOptions,
): Promise<Array<Attempt<ServiceAnswer>>> {
	const answer = await connection.call({
		method: 'POST',
		service: 'odata',
		path: '$batch',
		headers: { Prefer: 'continue-on-error' },
		...format.write(parts, atomic),
		parts: parts.length,
		repeat: repeatOfAll(parts),
		signal,
	});
	const outcomes = inOrder(format.read(answer), parts, new URL(connection.site).host);
	return atomic ? allOrNothing(outcomes) : outcomes;
}

/** The whole may be repeated only as far as its most delicate part. */
function repeatOfAll(parts: readonly BatchPart[]): Repeat {
	if (parts.some(({ repeat }) => repeat === 'once')) return 'once';
	return parts.some(({ repeat }) => repeat === 'harmless') ? 'harmless' : 'read';
}

/** What to try after the refusal of an address or a format, which comes before any part was looked at. */
function nextDialect(refused: Dialect, error: unknown): Dialect | undefined {
	if (!isCreatioError(error) || error.perhapsDone) return undefined;
	switch (error.status) {
		case 400:
		case 415:
			return refused === 'json' ? 'multipart' : 'none';
		case 404:
		case 405:
		case 501:
			return 'none';
		default:
			return undefined;
	}
}

async function sendSingly(
	connection: Connection,
	parts: readonly BatchPart[],
	{ parallel = 1, signal }: BatchOptions,
): Promise<Array<Attempt<ServiceAnswer>>> {
	return await inParallel(parts, parallel, async (part) =>
		attempt(connection.call({ service: 'odata', ...part, signal })),
	);
}

function refusedAtomic(): Attempt<ServiceAnswer> {
	const error = inputError(
		'The option All or Nothing needs batches, which this site does not have',
		'Take the option out; records are then written one by one.',
	);
	return { done: false, error };
}

/** Answers by the number of their part; by their order where a site does not repeat the numbers. */
function inOrder(
	answers: readonly PartAnswer[],
	parts: readonly BatchPart[],
	host: string,
): Array<Attempt<ServiceAnswer>> {
	const isNumbered = answers.some(({ id }) => id !== undefined && id !== '');
	const byId = new Map(answers.map((answer, index) => [isNumbered ? answer.id : String(index), answer]));
	const isComplete = isNumbered || answers.length === parts.length;
	return parts.map((part, index) => outcomeOf(isComplete ? byId.get(String(index)) : undefined, part, host));
}

function outcomeOf(answer: PartAnswer | undefined, part: BatchPart, host: string): Attempt<ServiceAnswer> {
	const isWrite = part.repeat !== 'read';
	const status = answer?.status;
	if (answer === undefined || status === undefined) return { done: false, error: unanswered(host, isWrite) };
	const { json, text } = answer;
	if (status < 400) return { done: true, value: { status, headers: {}, json, text } };
	const body = new TextEncoder().encode(
		text !== '' || json === undefined || json === '' ? text : JSON.stringify(json),
	);
	const headers = { 'content-type': 'application/json' };
	const verdict = judge({ status, headers, setCookies: [], body }, host, isWrite);
	return { done: false, error: verdict.kind === 'ok' ? unanswered(host, isWrite) : verdict.error };
}

function unanswered(host: string, isWrite: boolean): CreatioError {
	return new CreatioError('unreadable', `${host} did not answer this part of a batch`, {
		cure: 'Run again. If it stays so, send fewer records at a time.',
		perhapsDone: isWrite,
	});
}

/** A group that failed has one answer (contract 2.14): it speaks for all, and nothing of the group was done. */
function allOrNothing(outcomes: ReadonlyArray<Attempt<ServiceAnswer>>): Array<Attempt<ServiceAnswer>> {
	const culprit = outcomes.find((outcome) => !outcome.done && !isUnanswered(outcome.error));
	if (culprit === undefined || culprit.done) return [...outcomes];
	return outcomes.map((outcome) =>
		outcome === culprit ? culprit : { done: false, error: undone(culprit.error) },
	);
}

function isUnanswered(error: unknown): boolean {
	return isCreatioError(error) && error.kind === 'unreadable' && error.perhapsDone;
}

/** What befalls a record because of another one of its batch. */
export function undone(cause: unknown): CreatioError {
	const why = cause instanceof Error ? cause.message : String(cause);
	return new CreatioError('invalid', `Not written, because another record of the batch failed: ${why}`, {
		cure: 'The option All or Nothing is on. Correct the other record, or take the option out.',
		cause,
	});
}
