import { isCreatioError } from '../../basics/errors';
import { LeastRecentlyUsed } from '../../basics/lru';
import type { Connection } from '../../connection/serviceCall';
import { type BatchFormat, jsonFormat } from './batchJson';
import { multipartFormat } from './batchMultipart';

/** The batch format of a site; `none` for a site without `$batch`. */
export type Dialect = 'json' | 'multipart' | 'none';

export const FORMATS: Record<Exclude<Dialect, 'none'>, BatchFormat> = {
	json: jsonFormat,
	multipart: multipartFormat,
};

/** Sites are updated, and what looked like a refusal may have been a bad moment of a gateway. */
const REMEMBERED_MS = 10 * 60_000;

/** What sites have shown to understand; JSON is assumed until a site refuses it. */
const dialects = new LeastRecentlyUsed<Dialect>(256, { ageMs: REMEMBERED_MS });

const NOTES: Partial<Record<Dialect, string>> = {
	multipart: 'The site refuses batches in JSON, so records travel in multipart batches.',
	none: 'The site has no $batch, so every record needs its own request.',
};

export function dialectOf({ site }: Connection): Dialect {
	return dialects.get(site) ?? 'json';
}

/** Called once a site has accepted requests in a dialect: a refusal of another one alone proves nothing. */
export function rememberDialect({ site, notes }: Connection, dialect: Dialect): void {
	const note = NOTES[dialect];
	if (note === undefined) return;
	notes.add(note);
	// The age counts from when the other dialects were refused.
	if (dialects.get(site) !== dialect) dialects.set(site, dialect);
}

/**
 * What to try after a batch was refused; `undefined` if another dialect would not help. A site that does not understand a
 * format says so, or refuses it without a reason; one without `$batch` has no such address (contract 2.14). Either is
 * decided before any part is processed.
 */
export function nextDialect(refused: Dialect, error: unknown): Dialect | undefined {
	if (!isCreatioError(error) || error.perhapsDone || error.mayPass) return undefined;
	const { status, reason } = error;
	if (status === 415 || reason === 'mediaType') return refused === 'json' ? 'multipart' : 'none';
	if (status === 400 && reason === 'unexplained') return refused === 'json' ? 'multipart' : undefined;
	return status === 404 || status === 405 || status === 501 ? 'none' : undefined;
}
