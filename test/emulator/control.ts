import { createHash } from 'node:crypto';

import type { Carried } from './carried';
import { type FaultRule, type FaultRules, isFault } from './faults';
import { type Answer, empty, json, parameter, type SiteRequest } from './http';
import type { Switches } from './switches';
import type { Stats } from './stats';
import type { Row, Store } from './store/store';

/** What tests in another process may do. */
export interface Controlled {
	/** Of the site and of the token endpoint. */
	addresses: { url: string; tokenUrl: string };
	stats: Stats;
	carried: Carried;
	switches: Switches;
	faults: FaultRules;
	store: Store;
	expireSessions(): void;
	resetStats(): void;
}

export const CONTROL_PATH = '/__emulator/';

interface WireRule {
	match?: { method?: string; path?: string; range?: string; nth?: number; times?: number };
	fault?: unknown;
}

/**
 * Control by HTTP, on a path that no real site has:
 * `GET addresses`, `GET stats`, `GET carried`, `GET rows?object=Contact&where=...`, `GET count` with the same parameters,
 * `GET content?object=ContactFile&id=...` for length and SHA-256 of what is stored, `POST reset`, `POST expire`,
 * `POST switches` with a part of the switches,
 * `POST faults` with one rule, a list of rules (`path` and `range` as texts of regular expressions) or `[]` to clear.
 * What cannot be read is 400 with the reason.
 */
export function handleControl(controlled: Controlled, request: SiteRequest): Answer {
	try {
		return act(controlled, request);
	} catch (cause) {
		return json({ message: String(cause) }, 400);
	}
}

function act(controlled: Controlled, request: SiteRequest): Answer {
	const action = request.path.slice(CONTROL_PATH.length);
	const body: unknown = request.body.length === 0 ? undefined : JSON.parse(request.body.toString('utf8'));
	switch (`${request.method} ${action}`) {
		case 'GET addresses':
			return json(controlled.addresses);
		case 'GET stats':
			return json({ ...controlled.stats, signInAttempts: controlled.stats.signInAttempts });
		case 'GET carried':
			return json(controlled.carried.values());
		case 'GET rows':
			return json(readRows(controlled.store, request.query));
		case 'GET count':
			return json(
				controlled.store.count(
					parameter(request.query, 'object') ?? '',
					parameter(request.query, 'where') ?? '1',
				),
			);
		case 'GET content':
			return json(describeContent(controlled.store, request.query));
		case 'GET switches':
			return json(controlled.switches);
		case 'POST switches':
			return json(Object.assign(controlled.switches, body));
		case 'POST reset':
			controlled.resetStats();
			return empty(204);
		case 'POST expire':
			controlled.expireSessions();
			return empty(204);
		case 'POST faults':
			addFaults(controlled.faults, Array.isArray(body) ? (body as WireRule[]) : [body as WireRule]);
			return empty(204);
		default:
			return empty(404);
	}
}

function addFaults(faults: FaultRules, rules: WireRule[]): void {
	if (rules.length === 0) faults.clear();
	const read = rules.map(({ match = {}, fault }): FaultRule => {
		if (!isFault(fault)) throw new Error(`This is not a fault: ${JSON.stringify(fault)}`);
		return {
			match: { ...match, path: pattern(match.path), range: pattern(match.range) },
			fault,
		};
	});
	for (const rule of read) faults.add(rule);
}

/** Rows without what stream columns hold, which may be large. */
function readRows(store: Store, query: SiteRequest['query']): Row[] {
	const object = parameter(query, 'object') ?? '';
	const rows = store.rows(object, parameter(query, 'where') ?? '1');
	const names = store.entity(object).columns.filter(({ kind }) => kind !== 'BLOB');
	return rows.map((row) =>
		Object.fromEntries(names.map(({ property }) => [property, row[property] ?? null])),
	);
}

function describeContent(
	{ contents }: Store,
	query: SiteRequest['query'],
): { length: number; sha256: string } {
	const asked = (name: string) => parameter(query, name) ?? '';
	const place = { object: asked('object'), id: asked('id').toLowerCase(), column: 'Data' };
	const hash = createHash('sha256');
	for (const piece of contents.pieces(place)) hash.update(piece);
	return { length: contents.length(place), sha256: hash.digest('hex') };
}

function pattern(text: string | undefined): RegExp | undefined {
	return text === undefined ? undefined : new RegExp(text);
}
