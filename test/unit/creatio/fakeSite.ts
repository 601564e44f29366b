import { CreatioError } from '../../../nodes/shared/basics/errors';
import { orCancelled, refuseIfCancelled, wait } from '../../../nodes/shared/basics/wait';
import type { Connection, ServiceAnswer, ServiceRequest } from '../../../nodes/shared/connection/serviceCall';

export type Answer =
	| {
			readonly json?: unknown;
			readonly text?: string;
			readonly status?: number;
			readonly headers?: Readonly<Record<string, string>>;
	  }
	| CreatioError;

/** A connection that answers by a function and remembers what it was asked; `endedBy` is that of a run with a signal. */
export function fakeSite(
	answer: (request: ServiceRequest, query: URLSearchParams) => Answer | Promise<Answer>,
) {
	const requests: ServiceRequest[] = [];
	const meter = { requests: 0, signIns: 0, retries: 0, batches: 0, parts: 0, rows: 0 };
	const notes = new Set<string>();
	const endedBy = (signal?: AbortSignal): Connection => ({
		site: 'https://site.example',
		identity: 'test',
		odataVersion: '4',
		limits: '',
		meter,
		notes,
		refuseIfReadOnly: () => undefined,
		hostFamily: () => undefined,
		siteTime: () => undefined,
		call: async (request): Promise<ServiceAnswer> => {
			refuseIfCancelled(signal);
			requests.push(request);
			const answered = Promise.resolve(
				answer(request, new URLSearchParams(request.path.split('?')[1] ?? '')),
			);
			const result = await orCancelled(answered, signal);
			if (result instanceof CreatioError) throw result;
			return { status: 200, headers: {}, json: undefined, text: '', ...result };
		},
		refuseIfCancelled: () => refuseIfCancelled(signal),
		// Long enough for others to run meanwhile; nothing here is about time.
		wait: (ms) => wait(Math.min(ms, 1), signal),
		orCancelled: (work) => orCancelled(work, signal),
		outliving: () => endedBy(),
	});
	return { connection: endedBy(), endedBy, requests };
}

/** How a fake database compares keys. */
export type KeyOrder = (a: string, b: string) => number;

export const asText: KeyOrder = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** SQL Server looks at the last group first. */
export const lastGroupFirst: KeyOrder = (a, b) =>
	asText(a.split('-').reverse().join('-'), b.split('-').reverse().join('-'));

/**
 * Answers a collection read as a site does that knows `Id gt`, `Id le` and `Id eq`, one column of numbers to sort by
 * (`Age`), `$top` and `$skip`.
 */
export function collectionOf(
	rows: ReadonlyArray<{ readonly Id: string; readonly Age: number }>,
	query: URLSearchParams,
	compare: KeyOrder = asText,
): Answer {
	const filter = query.get('$filter') ?? '';
	const bound = (operator: string) => new RegExp(`Id ${operator} (\\S+)`).exec(filter)?.[1];
	const [after, upTo] = [bound('gt'), bound('le')];
	const wanted = [...filter.matchAll(/Id eq (\S+)/g)].map(([, id]) => id);
	const [first] = (query.get('$orderby') ?? '').split(',');
	const direction = { 'Age asc': 1, 'Age desc': -1 }[first ?? ''] ?? 0;
	const found = rows
		.filter(({ Id }) => after === undefined || compare(Id, after) > 0)
		.filter(({ Id }) => upTo === undefined || compare(Id, upTo) <= 0)
		.filter(({ Id }) => wanted.length === 0 || wanted.includes(Id))
		.sort((a, b) => direction * (a.Age - b.Age) || compare(a.Id, b.Id));
	return pageOf(found, query);
}

/** Answers a collection read from rows, honouring `$top` and `$skip`. */
export function pageOf(rows: readonly object[], query: URLSearchParams): Answer {
	const skip = Number(query.get('$skip') ?? 0);
	return { json: { value: rows.slice(skip, skip + Number(query.get('$top') ?? rows.length)) } };
}

export const lostAnswer = () => new CreatioError('network', 'The connection broke', { perhapsDone: true });

export const notFound = () => new CreatioError('notFound', 'Not found', { status: 404 });
