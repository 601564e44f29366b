import { isCreatioError } from '../../basics/errors';
import { LeastRecentlyUsed } from '../../basics/lru';
import type { Connection } from '../../connection/serviceCall';
import { type BatchFormat, jsonFormat } from './batchJson';
import type { BatchFormatName } from '../protocol/protocol';
import { multipartFormat } from './batchMultipart';
import { protocolOf } from './protocolOf';

/** The batch format of a site; `none` for a site without `$batch`. */
export type Dialect = BatchFormatName | 'none';

export const FORMATS: Record<BatchFormatName, BatchFormat> = {
	json: jsonFormat,
	multipart: multipartFormat,
};

/** Sites are updated, and what looked like a refusal may have been a bad moment of a gateway. */
const REMEMBERED_MS = 10 * 60_000;

/** What sites have shown to understand; the usual format is assumed until a site refuses it. */
const dialects = new LeastRecentlyUsed<Dialect>(256, { ageMs: REMEMBERED_MS });

/** What it was once, where a gateway may have refused the other dialects in a bad moment. */
const presumed = new LeastRecentlyUsed<Dialect>(256, { ageMs: REMEMBERED_MS });

const NOTES: Partial<Record<Dialect, string>> = {
	multipart: 'The site refuses batches in JSON, so records travel in multipart batches.',
	none: 'The site has no $batch, so every record needs its own request.',
};

/** What is known about a site before a batch is sent to it. */
export interface DialectKnowledge {
	/** To begin with. */
	readonly dialect: Dialect;
	/** The dialect that an earlier batch ended with. */
	readonly presumed: Dialect | undefined;
}

/** `needsBatch`: without `$batch` nothing can be sent, so that an earlier refusal does not count. */
export function dialectOf(connection: Connection, needsBatch: boolean): DialectKnowledge {
	const [usual] = protocolOf(connection).batches;
	const key = keyOf(connection);
	const known = dialects.get(key) ?? usual;
	const dialect = needsBatch && known === 'none' ? usual : known;
	return { dialect, presumed: presumed.get(key) };
}

/**
 * Called once a site has accepted requests in a dialect: a refusal of another one alone proves nothing. It is remembered when
 * the site said that it does not take the others (`isSaid`), or when two batches end with it, one after the other;
 * `before` is what was known when this batch was sent.
 */
export function rememberDialect(
	connection: Connection,
	dialect: Dialect,
	before: DialectKnowledge,
	isSaid: boolean,
): void {
	const key = keyOf(connection);
	if (dialect === protocolOf(connection).batches[0]) {
		for (const store of [dialects, presumed]) store.delete(key);
		return;
	}
	const note = NOTES[dialect];
	if (note !== undefined) connection.notes.add(note);
	// The age counts from when the other dialects were refused.
	if (before.dialect === dialect) return;
	(isSaid || before.presumed === dialect ? dialects : presumed).set(key, dialect);
}

/** The versions of OData of a site differ in their batches. */
function keyOf({ site, odataVersion }: Connection): string {
	return `${odataVersion} ${site}`;
}

/** Whether a site says that it does not take a batch in this format. */
export function saysFormat(error: unknown): boolean {
	return isCreatioError(error) && (error.status === 415 || error.reason === 'mediaType');
}

/**
 * What to try after a batch was refused; `undefined` if another dialect would not help. A site that does not understand a
 * format says so, or refuses it without a reason; one without `$batch` has no such address (contract 2.14). Either is
 * decided before any part is processed.
 */
export function nextDialect(refused: Dialect, error: unknown): Dialect | undefined {
	if (!isCreatioError(error) || error.perhapsDone || error.mayPass) return undefined;
	const { status, reason } = error;
	if (saysFormat(error)) return refused === 'json' ? 'multipart' : 'none';
	if (status === 400 && reason === 'unexplained') return refused === 'json' ? 'multipart' : undefined;
	return status === 404 || status === 405 || status === 501 ? 'none' : undefined;
}
