import { header, type SiteRequest } from '../../http';
import { malformed, tooDeep } from '../refusals';
import { nesting } from './document';
import type { Reader } from './readers';

/** A site's worker does not survive what is nested much deeper. */
const MOST_NESTED = 1000;

/**
 * Reads the message in the body of a request; `type` is its name in the sentence of a refusal. JSON is assumed
 * whatever the content type says, except that forms are read as such, and none of their fields is a member. An empty
 * body is an empty message (contract 4).
 */
export function readMessage<T>({ body, ...request }: SiteRequest, type: string, read: Reader<T>): T {
	const isForm = /^(application\/x-www-form-urlencoded|multipart\/form-data)/i.test(
		header({ body, ...request }, 'content-type') ?? '',
	);
	const text = isForm || body.length === 0 ? '{}' : body.toString('utf8').replace(/^\ufeff/, '');
	if (nesting(text) > MOST_NESTED) throw tooDeep();
	const message = read(text);
	if (message !== undefined) return message;
	throw malformed(
		`Type definitions should start with a '{', expecting serialized type '${type}', got string starting with: ${text.slice(0, 50)}`,
	);
}
