import { FIXED } from '..';
import type { Answer } from '../testSupport';
import type { Ask, Expected, Fact, FactBench } from './facts';

/** Requests of OData 3, as its facts send them (contract 3). */

export const SERVICE = '/ServiceModel/EntityDataService.svc';
export const VERBOSE = 'application/json;odata=verbose';
export const JSON_3 = { Accept: VERBOSE };
export const SUPERVISOR = `ContactCollection(guid'${FIXED.supervisorContact}')`;
export const STRANGER = "ContactCollection(guid'11111111-1111-4111-8111-111111111111')";
export const CONTACT = 'Terrasoft.Configuration.Contact';

/** A version that still has `$count` and `$value`. */
export const OLD: Fact['site'] = { version: '7.18' };

/** Options as they are written in an address. */
export type Options = Record<string, string>;

export function address(path: string, options: Options = {}): string {
	const query = Object.entries(options).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
	return `${SERVICE}/${path}${query.length === 0 ? '' : `?${query.join('&')}`}`;
}

/** GET in verbose JSON. */
export function get3(
	path: string,
	options: Options = {},
	headers: Record<string, string | undefined> = {},
): Ask {
	return { path: address(path, options), headers: { ...JSON_3, ...headers } };
}

export function filtered(filter: string, object = 'Contact'): Ask {
	return get3(`${object}Collection`, { $filter: filter, $select: object === 'Contact' ? 'Name' : 'Id' });
}

/** A write of verbose JSON. */
export function send3(
	method: Ask['method'],
	path: string,
	body: unknown,
	headers: Record<string, string | undefined> = {},
): Ask {
	return { method, path: address(path), body, headers: { ...JSON_3, 'Content-Type': VERBOSE, ...headers } };
}

/** A refusal in JSON whose sentence is the library's own. */
export function refused3(sentence: string | RegExp, status = 400): Expected {
	const value: unknown = sentence instanceof RegExp ? expect.stringMatching(sentence) : sentence;
	return {
		status,
		headers: { 'content-type': `${VERBOSE};charset=utf-8`, dataserviceversion: '1.0;' },
		check: (answer) =>
			expect(answer.json()).toEqual({ error: { code: '', message: { lang: 'en-US', value } } }),
	};
}

/** A refusal of a body, or a fault behind the library: the cause is inside. */
export function inner3(message: string | RegExp, status = 400): Expected {
	return {
		status,
		json: {
			error: {
				message: { value: 'An error occurred while processing this request.' },
				innererror: { message: message instanceof RegExp ? expect.stringMatching(message) : message },
			},
		},
	};
}

export interface Entry {
	__metadata: { id: string; uri: string; type: string };
	Id: string;
	Name: string;
	[member: string]: unknown;
}

export function results(answer: Answer): Entry[] {
	return answer.json<{ d: { results: Entry[] } }>().d.results;
}

export function entryOf(answer: Answer): Entry {
	return answer.json<{ d: Entry }>().d;
}

/** Creates a contact, and gives what the site answers. */
export async function created(bench: FactBench, body: object = { Name: 'Ann' }): Promise<Entry> {
	return entryOf(await bench.ask(send3('POST', 'ContactCollection', body)));
}

export function contact(id: string): string {
	return `ContactCollection(guid'${id}')`;
}
