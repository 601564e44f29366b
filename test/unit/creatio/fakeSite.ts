import { CreatioError } from '../../../nodes/shared/http/errors';
import type { Connection, ServiceAnswer, ServiceRequest } from '../../../nodes/shared/http/types';

export type Answer =
	{ readonly json?: unknown; readonly text?: string; readonly status?: number } | CreatioError;

/** A connection that answers by a function and remembers what it was asked. */
export function fakeSite(answer: (request: ServiceRequest, query: URLSearchParams) => Answer) {
	const requests: ServiceRequest[] = [];
	const connection: Connection = {
		site: 'https://site.example',
		identity: 'test',
		meter: { requests: 0, signIns: 0, retries: 0 },
		call: async (request): Promise<ServiceAnswer> => {
			requests.push(request);
			const result = answer(request, new URLSearchParams(request.path.split('?')[1] ?? ''));
			if (result instanceof CreatioError) throw result;
			return { status: 200, headers: {}, json: undefined, text: '', ...result };
		},
	};
	return { connection, requests };
}

/** Answers a collection read from rows, honouring `$top` and `$skip`. */
export function pageOf(rows: readonly object[], query: URLSearchParams): Answer {
	const skip = Number(query.get('$skip') ?? 0);
	return { json: { value: rows.slice(skip, skip + Number(query.get('$top') ?? rows.length)) } };
}

export const lostAnswer = () => new CreatioError('network', 'The connection broke', { perhapsDone: true });
export const notFound = () => new CreatioError('notFound', 'Not found', { status: 404 });
