/** What travels between the Creatio layer and the wire. Nothing here knows n8n, and nothing here knows undici. */

export type HttpMethod = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** One HTTP exchange as the sender sees it: an absolute address, nothing added, nothing followed. */
export interface HttpRequest {
	readonly method: HttpMethod;
	/** Absolute address, percent-encoded already. */
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: string | Uint8Array;
	/** Covers connecting, headers and the whole body. Milliseconds. */
	readonly timeoutMs: number;
	readonly signal?: AbortSignal;
}

export interface HttpResponse {
	readonly status: number;
	/** Names in lower case; repeated headers joined by ", ", but never `set-cookie`. */
	readonly headers: Readonly<Record<string, string>>;
	/** Each `Set-Cookie` header on its own: `expires` holds a comma, so they must never be joined. */
	readonly setCookies: readonly string[];
	readonly body: Uint8Array;
}

/**
 * Sends one request and reads the whole answer. Never follows a redirect.
 * Any HTTP status is an answer; only the absence of an answer rejects, always with a `CreatioError`
 * of kind `address`, `certificate`, `network`, `timeout`, `cancelled` or `blocked`.
 */
export type Send = (request: HttpRequest) => Promise<HttpResponse>;

/**
 * What repeating a request would mean.
 * - `read`: changes nothing, may be repeated freely.
 * - `harmless`: a write that ends in the same state when it is done twice.
 * - `once`: a write that must not be repeated unless the server cannot have processed it.
 */
export type Repeat = 'read' | 'harmless' | 'once';

/** How the `/0` workspace prefix is found (contract 0.3). */
export type Hosting = 'auto' | 'framework' | 'net';
export type HostFamily = Exclude<Hosting, 'auto'>;

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

/** The part of n8n's egress policy (`helpers.getSecureEgressFilter()`) that the sender honours (design section 3). */
export interface EgressPolicy {
	/** Rejects or returns a failure when n8n's operator does not allow the address. */
	validateUrl(url: string): Promise<unknown>;
	/** A DNS lookup that refuses forbidden addresses, for the agent's `connect`. */
	createSecureLookup?(): unknown;
}

export interface PasswordSignIn {
	readonly kind: 'password';
	readonly username: string;
	readonly password: string;
}

export interface ClientCredentialsSignIn {
	readonly kind: 'clientCredentials';
	readonly clientId: string;
	readonly clientSecret: string;
	/** Empty: derived from the site by the cloud rule (contract 1.8). */
	readonly tokenUrl: string;
	readonly scope?: string;
}

/** A token that somebody else (n8n's own OAuth2 helper) obtains and renews. */
export interface AccessTokenSignIn {
	readonly kind: 'accessToken';
	/** Names the owner of the token for caches, never the token itself. */
	readonly owner: string;
	current(): Promise<string>;
	/** Obtains a fresh token after the current one was refused. */
	renew(): Promise<string>;
}

export type SignIn = PasswordSignIn | ClientCredentialsSignIn | AccessTokenSignIn;

export interface ConnectionSettings {
	/** As the user typed it; cut down to the site by `siteFromAddress`. */
	readonly baseUrl: string;
	readonly hosting: Hosting;
	readonly allowUnauthorizedCerts: boolean;
	readonly signIn: SignIn;
	/** Per attempt, milliseconds. */
	readonly timeoutMs: number;
	/** Repeats of a read after a failure that may pass, beside the first attempt. */
	readonly retries: number;
	/** Most connections to the site at the same time; 4 when left out. */
	readonly connections?: number;
	/** Sessions that parallel requests are spread over, for sites that serialise one (contract 10.2); 1 when left out. */
	readonly sessions?: number;
	readonly egress?: EgressPolicy;
	readonly signal?: AbortSignal;
	/** Asked again and again with nobody watching: a refused password then rests longer and longer. */
	readonly unattended?: boolean;
}
