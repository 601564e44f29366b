import { attempt, type Attempt } from '../../basics/attempt';
import { CreatioError, inputError, isCreatioError } from '../../basics/errors';
import { LABELS } from '../../basics/labels';
import { LeastRecentlyUsed } from '../../basics/lru';
import { inParallel } from '../../basics/parallel';
import { isErrorBody } from '../../connection/serverWords';
import type { Connection, Repeat, ServiceAnswer } from '../../connection/serviceCall';
import { noObjectOrNoRight, objectOf } from '../../connection/unknownObject';
import { judge } from '../../connection/verdict';
import { type BatchFormat, type BatchPart, jsonFormat, type PartAnswer } from './batchJson';
import { multipartFormat } from './batchMultipart';

export type { BatchPart } from './batchJson';

/** Sites refuse more parts (contract 2.14). */
export const MAX_PARTS = 100;

export interface BatchOptions {
	/** Either all parts are done or none. */
	readonly atomic?: boolean;
	/** Requests sent at the same time if the site has no `$batch`; 1 by default. */
	readonly parallel?: number;
}

/** The batch format of a site; `none` for a site without `$batch`. */
type Dialect = 'json' | 'multipart' | 'none';

const FORMATS: Record<Exclude<Dialect, 'none'>, BatchFormat> = {
	json: jsonFormat,
	multipart: multipartFormat,
};

/** Dialects found so far; JSON is assumed until a site refuses it. */
const dialects = new LeastRecentlyUsed<Dialect>(256);

const NOTES: Partial<Record<Dialect, string>> = {
	multipart: 'The site refuses batches in JSON, so records travel in multipart batches.',
	none: 'The site has no $batch, so every record needs its own request.',
};

/**
 * Sends parts in one `$batch` (contract 2.14) and returns an outcome for each, in order. A part that fails does not stop
 * the others unless the batch is atomic. If the answer to the batch is lost, every part fails with the error of the
 * batch. Sites without `$batch` receive the parts one by one.
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
	{ atomic = false }: BatchOptions,
): Promise<Array<Attempt<ServiceAnswer>>> {
	const answer = await connection.call({
		method: 'POST',
		service: 'odata',
		path: '$batch',
		headers: { Prefer: 'continue-on-error' },
		...format.write(parts, atomic),
		parts: parts.length,
		repeat: repeatOfAll(parts),
	});
	const answers = format.read(answer);
	const { site } = connection;
	return atomic ? groupOutcomes(answers, parts, site) : inOrder(answers, parts, site);
}

/** A batch may be repeated only as far as its most delicate part. */
function repeatOfAll(parts: readonly BatchPart[]): Repeat {
	if (parts.some(({ repeat }) => repeat === 'once')) return 'once';
	return parts.some(({ repeat }) => repeat === 'harmless') ? 'harmless' : 'read';
}

/** What to try after an address or a format was refused, which happens before any part is processed. */
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
	{ parallel = 1 }: BatchOptions,
): Promise<Array<Attempt<ServiceAnswer>>> {
	return await inParallel(parts, parallel, async (part) =>
		attempt(connection.call({ service: 'odata', ...part })),
	);
}

function refusedAtomic(): Attempt<ServiceAnswer> {
	const error = inputError(
		`The option ${LABELS.allOrNothing} needs batches, which this site does not have`,
		'Turn the option off; records are then written one by one.',
	);
	return { done: false, error };
}

/**
 * Assigns answers by their order if there is one for each part and no number contradicts it: in multipart answers,
 * failed change sets have no number. Otherwise by the number of their part.
 */
function inOrder(
	answers: readonly PartAnswer[],
	parts: readonly BatchPart[],
	site: string,
): Array<Attempt<ServiceAnswer>> {
	const isInOrder =
		answers.length === parts.length &&
		answers.every((answer, index) => !isNumbered(answer) || answer.id === String(index));
	const byId = new Map(answers.map((answer, index) => [isInOrder ? String(index) : answer.id, answer]));
	return parts.map((part, index) => outcomeOf(byId.get(String(index)), part, site));
}

function isNumbered({ id }: PartAnswer): boolean {
	return id !== undefined && id !== '';
}

function outcomeOf(answer: PartAnswer | undefined, part: BatchPart, site: string): Attempt<ServiceAnswer> {
	const isWrite = part.repeat !== 'read';
	const status = answer?.status;
	if (answer === undefined || status === undefined) return { done: false, error: unanswered(site, isWrite) };
	const { json, text } = answer;
	if (status >= 200 && status < 300 && !isErrorBody(json))
		return { done: true, value: { status, headers: {}, json, text } };
	const body = new TextEncoder().encode(
		text !== '' || json === undefined || json === '' ? text : JSON.stringify(json),
	);
	const headers = { 'content-type': 'application/json' };
	const asked = {
		url: `${site}/odata/${part.path}`,
		service: 'odata',
		repeat: part.repeat,
		isPart: true,
	} as const;
	// The batch itself was accepted, so the session is good (contract 2.1).
	const object = status === 401 ? objectOf({ service: 'odata', path: part.path }) : undefined;
	if (object !== undefined) return { done: false, error: noObjectOrNoRight(site, object) };
	const verdict = judge({ status, headers, setCookies: [], body }, asked, 'odata');
	return { done: false, error: verdict.kind === 'ok' ? unanswered(site, isWrite) : verdict.error };
}

function unanswered(site: string, isWrite: boolean): CreatioError {
	return new CreatioError('unreadable', `${new URL(site).host} did not answer this part of a batch`, {
		cure: 'Run again. If it happens again, send fewer records at a time.',
		perhapsDone: isWrite,
	});
}

/**
 * A group that failed has one answer (contract 2.14), which holds for all parts: nothing of the group was done. If the
 * answer does not name its part, every part gets it.
 */
function groupOutcomes(
	answers: readonly PartAnswer[],
	parts: readonly BatchPart[],
	site: string,
): Array<Attempt<ServiceAnswer>> {
	const [only, ...others] = answers;
	const isOfNobody = parts.every((_, index) => only?.id !== String(index));
	if (only && others.length === 0 && isOfNobody && (only.status ?? 0) >= 400) {
		return parts.map((part) => outcomeOf(only, part, site));
	}
	return allOrNothing(inOrder(answers, parts, site));
}

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

/** The error of a record that failed only because another record of its batch did. */
export function undone(cause: unknown): CreatioError {
	const why = cause instanceof Error ? cause.message : String(cause);
	return new CreatioError('invalid', `Not written, because another record of the batch failed: ${why}`, {
		cure: `The option ${LABELS.allOrNothing} is on. Correct the other record, or turn the option off.`,
		cause,
	});
}
