import { member, type Members, membersOf } from '../../basics/json';
import type { Repeat, ServiceAnswer, ServiceRequest } from '../../connection/serviceCall';
import type { HttpMethod } from '../../http/types';
import type { Row } from '../model/rows';

/** One request of a batch. */
export interface BatchPart {
	readonly method: HttpMethod;
	/** Relative to the OData root, encoded. */
	readonly path: string;
	readonly json?: Row;
	/** The object whose record `json` is. */
	readonly object?: string;
	/** On .NET Framework a part has only its own headers, none of the batch (contract 2.14). */
	readonly headers?: Readonly<Record<string, string>>;
	readonly repeat: Repeat;
}

/** The answer to one part. `id` is the part's place in the batch, if the site returns it. */
export interface PartAnswer {
	readonly id: string | undefined;
	/** `undefined` when the answer is not readable. */
	readonly status: number | undefined;
	readonly text: string;
	readonly json: unknown;
}

/** A format for many requests in one (contract 2.14). */
export interface BatchFormat {
	/** `parts`: with all headers that they need. `atomic`: the site carries out all parts or none. */
	write(parts: readonly BatchPart[], atomic: boolean): Pick<ServiceRequest, 'json' | 'content'>;
	/** Answers in the order in which the site sent them. */
	read(answer: ServiceAnswer): PartAnswer[];
}

export const jsonFormat: BatchFormat = {
	write: (parts, atomic) => ({
		json: {
			requests: parts.map(({ method, path, json, headers }, index) => ({
				id: String(index),
				...(atomic && { atomicityGroup: 'all' }),
				method,
				url: path,
				headers,
				...(json !== undefined && { body: json }),
			})),
		},
	}),
	read: ({ json }) => {
		const responses = member(membersOf(json), 'responses');
		return Array.isArray(responses) ? responses.map((response) => readResponse(membersOf(response))) : [];
	},
};

function readResponse(response: Members): PartAnswer {
	const id = member(response, 'id');
	const status = member(response, 'status');
	const body = member(response, 'body');
	return {
		id: id === undefined || id === null ? undefined : String(id),
		status: typeof status === 'number' ? status : undefined,
		text: typeof body === 'string' ? body : '',
		json: body,
	};
}
