import type { HttpMethod, Receive, StreamedBody } from '../http/types';
import type { HostFamily, ODataVersion } from './settings';

/**
 * What repeating a request would do.
 * - `read`: changes nothing and may be repeated freely.
 * - `harmless`: a write that ends in the same state when it is done twice.
 * - `once`: a write that must not be repeated unless the server cannot have processed it.
 */
export type Repeat = 'read' | 'harmless' | 'once';

/**
 * The part of a site that a call goes to; the connection knows its address for both host families (contract 0.3). Pages and
 * handlers such as those of images are directly in the `workspace`; what both host families serve without `/0`, such as the
 * health check, is below the `root`.
 */
export type Service = 'odata' | 'dataService' | 'rest' | 'portalRest' | 'serviceModel' | 'workspace' | 'root';

/**
 * How failures appear in an answer with status 200: for `odata` as a body that is only an error, for `service` as an
 * envelope with `success: false`. For `own` the caller judges both, and the bytes are kept; for `raw` also a text that calls
 * itself JSON and is not.
 */
export type AnswerForm = 'odata' | 'service' | 'own' | 'raw';

export interface ServiceRequest {
	readonly method: HttpMethod;
	readonly service: Service;
	/** The version of OData of this request, instead of the connection's. */
	readonly odataVersion?: ODataVersion;
	/** Relative to the service, encoded already, without a leading slash: `Contact?$select=Id`. */
	readonly path: string;
	/** A value that is sent as JSON. */
	readonly json?: unknown;
	/** A body of another kind, instead of `json`. */
	readonly content?: { readonly type: string; readonly body: string | Uint8Array | StreamedBody };
	/** Takes the body of an answer as a stream; the answer has the number of its bytes then. */
	readonly receive?: Receive;
	readonly headers?: Readonly<Record<string, string>>;
	/** The number of requests in this batch: each part counts towards the site's quota (contract 10.1). */
	readonly parts?: number;
	readonly repeat: Repeat;
	/** By default the form of the service. */
	readonly form?: AnswerForm;
	/** Sends the request without signing in, for public services (contract 6.1). */
	readonly anonymous?: boolean;
	/** The caller returns the answer as it is, not only records of it: it is searched for secrets that the site quotes. */
	readonly passedOn?: boolean;
	/** Timeout of each attempt of this call, instead of the connection's, milliseconds. */
	readonly timeoutMs?: number;
}

export interface ServiceAnswer {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	/** Parsed JSON, or `undefined` when the body is empty (204). */
	readonly json: unknown;
	/** The body as text, for `$count`, `$metadata` and the like. */
	readonly text: string;
	/** The body as it was received, only for answers of the forms `own` and `raw`. */
	readonly bytes?: Uint8Array;
	/** The bytes of a body that `receive` has taken; `undefined` where it was not asked or left it. */
	readonly received?: number;
}

/** What a run has used so far. */
export interface Meter {
	requests: number;
	signIns: number;
	retries: number;
	/** Batches among the requests. */
	batches: number;
	/** What the batches held. A batch of n parts counts n against a site's quota (contract 10.1). */
	parts: number;
	/** Records read and written. */
	rows: number;
}

/**
 * A connection of one run to one site as one user. Handles the session, the `/0` rule, retries, answers that only look
 * like a success, and the cancelling of the run. `call` rejects with a `CreatioError` for everything that is not a
 * success, with kind `cancelled` as soon as the run is cancelled.
 */
export interface Connection {
	/** Site address without a trailing slash; it may contain a path. Names the site in messages and cache keys. */
	readonly site: string;
	/** Changes with site and user, never contains a secret. Key for caches of what one user may see. */
	readonly identity: string;
	/**
	 * The options of the run by which a request may fail, as a key: work is shared only between runs that have the same, so
	 * that the timeout of one does not fail another.
	 */
	readonly limits: string;
	/** The version of OData of the service `odata`. */
	readonly odataVersion: ODataVersion;
	readonly meter: Meter;
	/** What the user should know about the site beside the results: one sentence each, once in a run. */
	readonly notes: Set<string>;
	/** Throws an error of kind `input` if the credential allows reading only. */
	refuseIfReadOnly(): void;
	/** The host family that answered; `undefined` before the first good answer. */
	hostFamily(): HostFamily | undefined;
	/** The site's own clock as of its last answer, to the second; `undefined` where it does not report it. */
	siteTime(): Date | undefined;
	call(request: ServiceRequest): Promise<ServiceAnswer>;
	/** Throws an error of kind `cancelled` when the run was cancelled. */
	refuseIfCancelled(): void;
	/** Waits for a number of milliseconds; rejects with kind `cancelled` as soon as the run is cancelled. */
	wait(ms: number): Promise<void>;
	/** Waits for work that is shared with other runs: a cancelled run stops waiting, and the work continues. */
	orCancelled<T>(work: Promise<T>): Promise<T>;
	/** The same connection for work that other runs may wait for: its calls are not ended when this run is cancelled. */
	outliving(): Connection;
}
