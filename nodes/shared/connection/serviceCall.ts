import type { HttpMethod } from '../http/types';

/**
 * What repeating a request would mean.
 * - `read`: changes nothing, may be repeated freely.
 * - `harmless`: a write that ends in the same state when it is done twice.
 * - `once`: a write that must not be repeated unless the server cannot have processed it.
 */
export type Repeat = 'read' | 'harmless' | 'once';

/** The part of a site that a call goes to; the connection knows its address for both host families (contract 0.3). */
export type Service = 'odata' | 'dataService' | 'rest' | 'portalRest' | 'serviceModel';

/**
 * Whose words an answer is in. Of `odata` a body of nothing but an error is one, of `service` an envelope that says
 * `success: false`; in an answer of its `own` form both are the caller's to judge, and the bytes are kept.
 */
export type AnswerForm = 'odata' | 'service' | 'own';

export interface ServiceRequest {
	readonly method: HttpMethod;
	readonly service: Service;
	/** Relative to the service, encoded already, without a leading slash: `Contact?$select=Id`. */
	readonly path: string;
	/** A value that is sent as JSON. */
	readonly json?: unknown;
	/** Text of another kind, instead of `json`. */
	readonly content?: { readonly type: string; readonly text: string };
	readonly headers?: Readonly<Record<string, string>>;
	/** How many requests travel in this one; none of them counts for the site's quota but each part (contract 10.1). */
	readonly parts?: number;
	readonly repeat: Repeat;
	/** By default what the service speaks. */
	readonly form?: AnswerForm;
	/** Asks without signing in, as a service for everybody wants it (contract 6.1). */
	readonly anonymous?: boolean;
	/** For this call instead of the connection's, per attempt, milliseconds. */
	readonly timeoutMs?: number;
	readonly signal?: AbortSignal;
}

export interface ServiceAnswer {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	/** Parsed JSON, or `undefined` when the body is empty (204). */
	readonly json: unknown;
	/** The body as text, for `$count`, `$metadata` and the like. */
	readonly text: string;
	/** The body as it came, of answers of their own form only. */
	readonly bytes?: Uint8Array;
}

/** What a run has cost so far. */
export interface Meter {
	requests: number;
	signIns: number;
	retries: number;
	/** Batches among the requests. */
	batches: number;
	/** What the batches held. A batch of n parts counts n against a site's quota (contract 10.1). */
	parts: number;
	/** Records that came, and records that were written. */
	rows: number;
}

/**
 * A signed-in way to one site for one user. Knows the session, the `/0` rule, retries and how to tell a real
 * answer from a false one. `call` rejects with a `CreatioError` for everything that is not a success.
 */
export interface Connection {
	/** Site address without a trailing slash; it may contain a path. Names the site in messages and cache keys. */
	readonly site: string;
	/** Changes with site and user, never contains a secret. Key for caches of what one user may see. */
	readonly identity: string;
	readonly meter: Meter;
	/** What the user should know of the site beside the results, a sentence each, once in a run. */
	readonly notes: Set<string>;
	/** The site's own clock as of its last answer, to the second; `undefined` where it does not say. */
	siteTime(): Date | undefined;
	call(request: ServiceRequest): Promise<ServiceAnswer>;
}
