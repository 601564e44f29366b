import { attempt, type Attempt } from '../../http/attempt';
import { judge } from '../../http/body';
import { LeastRecentlyUsed } from '../../http/cache';
import { CreatioError, isCreatioError } from '../../http/errors';
import type { Connection, HttpMethod, Repeat, ServiceAnswer } from '../../http/types';

/** One request among those that travel together. */
export interface BatchPart {
	readonly method: HttpMethod;
	/** Relative to the OData root, encoded. */
	readonly path: string;
	readonly json?: unknown;
	readonly repeat: Repeat;
}

/** More parts are refused (contract 2.14). */
export const MAX_PARTS = 100;

/** Sites that answered a batch by saying that there is no such thing. */
const withoutBatch = new LeastRecentlyUsed<true>(256);

/**
 * Sends parts in one `$batch` (contract 2.14) and gives an outcome for each, in order. A part that fails does not
 * stop the others. When the answer of the whole is lost, every part fails with what became of the whole.
 * Sites without `$batch` get the parts one by one.
 */
export async function sendBatch(
	connection: Connection,
	parts: readonly BatchPart[],
	signal?: AbortSignal,
): Promise<Array<Attempt<ServiceAnswer>>> {
	const [only] = parts;
	if (only === undefined) return [];
	if (parts.length === 1 || withoutBatch.get(connection.site))
		return await sendSingly(connection, parts, signal);
	const outcome = await attempt(
		connection.call({
			method: 'POST',
			service: 'odata',
			path: '$batch',
			headers: { Prefer: 'continue-on-error' },
			json: { requests: parts.map(requestOf) },
			repeat: repeatOfAll(parts),
			signal,
		}),
	);
	if (outcome.done) return answersOf(outcome.value, parts, connection.site);
	if (hasNoBatch(outcome.error)) {
		withoutBatch.set(connection.site, true);
		return await sendSingly(connection, parts, signal);
	}
	return parts.map(() => outcome);
}

function requestOf(part: BatchPart, index: number) {
	return {
		id: String(index),
		method: part.method,
		url: part.path,
		headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
		...(part.json !== undefined && { body: part.json }),
	};
}

/** The whole may be repeated only as far as its most delicate part. */
function repeatOfAll(parts: readonly BatchPart[]): Repeat {
	if (parts.some(({ repeat }) => repeat === 'once')) return 'once';
	return parts.some(({ repeat }) => repeat === 'harmless') ? 'harmless' : 'read';
}

/** The refusal of an address or a format, before any part was looked at. */
function hasNoBatch(error: unknown): boolean {
	return isCreatioError(error) && !error.perhapsDone && [400, 404, 405, 415, 501].includes(error.status ?? 0);
}

async function sendSingly(
	connection: Connection,
	parts: readonly BatchPart[],
	signal?: AbortSignal,
): Promise<Array<Attempt<ServiceAnswer>>> {
	const outcomes: Array<Attempt<ServiceAnswer>> = [];
	for (const part of parts) {
		outcomes.push(await attempt(connection.call({ service: 'odata', ...part, signal })));
	}
	return outcomes;
}

function answersOf(
	answer: ServiceAnswer,
	parts: readonly BatchPart[],
	site: string,
): Array<Attempt<ServiceAnswer>> {
	const { json } = answer;
	const responses =
		typeof json === 'object' && json !== null && 'responses' in json ? json.responses : undefined;
	const byId = new Map(
		Array.isArray(responses) ? responses.map((response) => [String(response?.id), response]) : [],
	);
	return parts.map((part, index) => answerOf(byId.get(String(index)), part, new URL(site).host));
}

function answerOf(response: unknown, part: BatchPart, host: string): Attempt<ServiceAnswer> {
	const isWrite = part.repeat !== 'read';
	const status = memberOf(response, 'status');
	if (typeof status !== 'number') return { done: false, error: unanswered(host, isWrite) };
	const body = memberOf(response, 'body');
	const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
	if (status < 400) return { done: true, value: { status, headers: {}, json: body, text } };
	const verdict = judge(
		{
			status,
			headers: { 'content-type': 'application/json' },
			setCookies: [],
			body: new TextEncoder().encode(text),
		},
		host,
		isWrite,
	);
	return { done: false, error: verdict.kind === 'ok' ? unanswered(host, isWrite) : verdict.error };
}

function memberOf(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function unanswered(host: string, isWrite: boolean): CreatioError {
	return new CreatioError('unreadable', `${host} did not answer this part of a batch`, {
		cure: 'Run again. If it stays so, send fewer records at a time.',
		perhapsDone: isWrite,
	});
}
