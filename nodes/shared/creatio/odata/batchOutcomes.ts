import type { Attempt } from '../../basics/attempt';
import { CreatioError, isCreatioError, isPerhapsDone, messageOf, withCure } from '../../basics/errors';
import { LABELS } from '../../basics/labels';
import { objectIn, odataAddress } from '../../connection/odataAddress';
import { isErrorBody, isGlobalFailure } from '../../connection/serverWords';
import type { Connection, ServiceAnswer } from '../../connection/serviceCall';
import { noObjectOrNoRight } from '../../connection/unknownObject';
import { judge } from '../../connection/verdict';
import type { BatchPart, PartAnswer } from './batchJson';
import { protocolOf } from './protocolOf';

/** Where a batch was sent to. */
type Site = Pick<Connection, 'site' | 'odataVersion'>;

/** The outcome of each part, in order. `atomic`: the site carried out all parts or none. */
export function outcomesOf(
	answers: readonly PartAnswer[],
	parts: readonly BatchPart[],
	connection: Site,
	atomic: boolean,
): Array<Attempt<ServiceAnswer>> {
	return atomic ? groupOutcomes(answers, parts, connection) : inOrder(answers, parts, connection);
}

/**
 * Assigns answers by their order if there is one for each part and no number contradicts it: in multipart answers,
 * failed change sets have no number. Otherwise by the number of their part.
 */
function inOrder(
	answers: readonly PartAnswer[],
	parts: readonly BatchPart[],
	connection: Site,
): Array<Attempt<ServiceAnswer>> {
	const isInOrder =
		answers.length === parts.length &&
		answers.every((answer, index) => !isNumbered(answer) || answer.id === String(index));
	const byId = new Map(answers.map((answer, index) => [isInOrder ? String(index) : answer.id, answer]));
	return parts.map((part, index) => outcomeOf(byId.get(String(index)), part, connection));
}

function isNumbered({ id }: PartAnswer): boolean {
	return id !== undefined && id !== '';
}

function outcomeOf(
	answer: PartAnswer | undefined,
	part: BatchPart,
	{ site, odataVersion }: Site,
): Attempt<ServiceAnswer> {
	const isWrite = part.repeat !== 'read';
	const status = answer?.status;
	if (answer === undefined || status === undefined) return { done: false, error: unanswered(site, isWrite) };
	const { json, text } = answer;
	if (status >= 200 && status < 300 && !isErrorBody(json) && !isGlobalFailure(json))
		return { done: true, value: { status, headers: {}, json, text } };
	const body = new TextEncoder().encode(
		text !== '' || json === undefined || json === '' ? text : JSON.stringify(json),
	);
	const headers = { 'content-type': 'application/json' };
	const asked = {
		url: `${site}${odataAddress(odataVersion, part.path)}`,
		service: 'odata',
		repeat: part.repeat,
		isPart: true,
	} as const;
	// The batch itself was accepted, so the session is good (contract 2.1).
	const object = status === 401 ? objectIn(asked.url) : undefined;
	if (object !== undefined) return { done: false, error: noObjectOrNoRight(site, object) };
	const verdict = judge({ status, headers, setCookies: [], body }, asked, 'odata');
	return { done: false, error: verdict.kind === 'ok' ? unanswered(site, isWrite) : verdict.error };
}

function unanswered(site: string, isWrite: boolean): CreatioError {
	return new CreatioError('unreadable', `${new URL(site).host} did not answer this part of a batch`, {
		cure: 'Run again. If it happens again, send fewer records at a time.',
		perhapsDone: isWrite,
		mayPass: !isWrite,
	});
}

/**
 * A group that failed has one answer (contract 2.14), which holds for all parts: nothing of the group was done. If the
 * answer does not name its part, every part gets it.
 */
function groupOutcomes(
	answers: readonly PartAnswer[],
	parts: readonly BatchPart[],
	connection: Site,
): Array<Attempt<ServiceAnswer>> {
	const [only, ...others] = answers;
	if (only && others.length === 0 && (only.status ?? 0) >= 400 && !namesPart(only, parts, connection)) {
		return parts.map((part) => ofUnknownPart(parts.length, outcomeOf(only, part, connection)));
	}
	return allOrNothing(inOrder(answers, parts, connection));
}

/** Whether the answer to a group that failed says which part is at fault (`Protocol.namesFailedPart`). */
function namesPart({ id, status = 0 }: PartAnswer, parts: readonly BatchPart[], connection: Site): boolean {
	const isCertain = protocolOf(connection).namesFailedPart(status);
	return isCertain && parts.some((_, index) => id === String(index));
}

/** The outcome of a group of changes that failed, for each of them. */
function ofUnknownPart(count: number, outcome: Attempt<ServiceAnswer>): Attempt<ServiceAnswer> {
	if (outcome.done || !isCreatioError(outcome.error) || count === 1) return outcome;
	const which = `The site does not say for which of the ${count} records of the batch. None of them was written, since the option ${LABELS.allOrNothing} is on.`;
	return { done: false, error: withCure(outcome.error, which) };
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
	const why = messageOf(cause);
	const perhapsDone = isPerhapsDone(cause);
	const message = perhapsDone
		? `Another record of the batch failed: ${why}`
		: `Not written, because another record of the batch failed: ${why}`;
	return new CreatioError('invalid', message, {
		cure: `The option ${LABELS.allOrNothing} is on. Correct the other record, or turn the option off.`,
		perhapsDone,
		cause,
	});
}
