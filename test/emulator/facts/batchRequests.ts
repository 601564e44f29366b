import type { Answer } from '../testSupport';
import type { Ask } from './facts';

/** Batches as the facts of OData send them (contract 2.14). */

export type Request = Record<string, unknown>;

export const JSON_TYPE = { 'content-type': 'application/json' };
export const GO_ON = { Prefer: 'continue-on-error' };

export const create = (id: unknown, name: string, more: Request = {}): Request => ({
	id,
	method: 'POST',
	url: 'City',
	headers: JSON_TYPE,
	body: { Name: name },
	...more,
});
export const bad = (id: unknown, more: Request = {}): Request =>
	create(id, 'x', { body: { Nope: 1 }, ...more });
export const get = (id: unknown, url: string, more: Request = {}): Request => ({
	id,
	method: 'GET',
	url,
	...more,
});

export function batch(requests: unknown, headers: Record<string, string> = {}): Ask {
	return { method: 'POST', path: '/odata/$batch', body: { requests }, headers };
}

export function rawBatch(raw: string, headers: Record<string, string> = JSON_TYPE): Ask {
	return { method: 'POST', path: '/odata/$batch', raw, headers };
}

/** A multipart batch of these messages, each with the headers of a part. */
export function multipart(parts: readonly string[], headers: Record<string, string> = {}): Ask {
	const raw = [...parts.map((part) => `--b\r\n${part}\r\n`), '--b--\r\n'].join('');
	return rawBatch(raw, { 'Content-Type': 'multipart/mixed;boundary=b', ...headers });
}

export const message = (line: string, body = '', id?: string) =>
	[
		'Content-Type: application/http',
		'Content-Transfer-Encoding: binary',
		...(id === undefined ? [] : [`Content-ID: ${id}`]),
		'',
		`${line} HTTP/1.1`,
		'Content-Type: application/json',
		'',
		body,
	].join('\r\n');

export const changeSet = (parts: readonly string[]) =>
	['Content-Type: multipart/mixed;boundary=c', '', ...parts.map((part) => `--c\r\n${part}`), '--c--'].join(
		'\r\n',
	);

/** Ids and statuses of the parts, in order. */
export const statuses = (...expected: ReadonlyArray<readonly [id: string | null, status: number]>) => ({
	status: 200,
	check(answer: Answer) {
		const { responses } = answer.json<{ responses: Array<{ id: string | null; status: number }> }>();
		expect(responses.map(({ id, status }) => [id, status])).toEqual(expected);
	},
});
