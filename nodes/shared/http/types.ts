/** The types between the Creatio layer and the network. They depend neither on n8n nor on undici. */

/** MERGE is the verb for partial changes in OData 3. */
export type HttpMethod = 'GET' | 'POST' | 'PATCH' | 'MERGE' | 'PUT' | 'DELETE';

/** One HTTP request. The sender adds only the compression that it accepts, and does not follow redirects. */
export interface HttpRequest {
	readonly method: HttpMethod;
	/** Absolute address, percent-encoded already. */
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: string | Uint8Array | StreamedBody;
	/** Takes the body of the response as a stream. */
	readonly receive?: Receive;
	/**
	 * Covers connecting, headers and the whole body; where a body is streamed, each time without progress instead.
	 * Milliseconds.
	 */
	readonly timeoutMs: number;
	readonly signal?: AbortSignal;
}

/** A body that is never in memory as a whole. Each attempt reads it from its beginning. */
export interface StreamedBody {
	/** Bytes. */
	readonly length: number;
	open(): AsyncIterable<Uint8Array>;
}

/** The parts of a body in their order. Ends with an error where the connection breaks. */
export type Pieces = AsyncIterable<Uint8Array>;

/**
 * Decides by the head of a response whether its body is taken as a stream, decompressed, instead of being read into the
 * memory. What is returned then may stop reading before the end. It rejects with a `CreatioError` for its own failures, and
 * may be called again in a further attempt.
 */
export type Receive = (
	head: Pick<HttpResponse, 'status' | 'headers'>,
) => ((pieces: Pieces) => Promise<void>) | undefined;

export interface HttpResponse {
	readonly status: number;
	/** Names in lower case; repeated headers joined by ", ", but never `set-cookie`. */
	readonly headers: Readonly<Record<string, string>>;
	/** Each `Set-Cookie` header on its own: `expires` holds a comma, so they must never be joined. */
	readonly setCookies: readonly string[];
	/** Decompressed. Empty where it was taken as a stream. */
	readonly body: Uint8Array;
	/** The bytes that were taken as a stream; `undefined` where the body was read. */
	readonly received?: number;
}

/**
 * Sends one request and reads the whole response. Never follows a redirect.
 * Any HTTP status is a response; only a missing response rejects, always with a `CreatioError`
 * of kind `address`, `certificate`, `network`, `timeout`, `cancelled` or `blocked`, or `unreadable` for a body that is
 * too large or cannot be decompressed.
 */
export type Send = (request: HttpRequest) => Promise<HttpResponse>;

/** The part of n8n's egress policy (`helpers.getSecureEgressFilter()`) that the sender honours (design section 3). */
export interface EgressPolicy {
	/** Rejects or returns a failure when n8n's operator does not allow the address. */
	validateUrl(url: string): Promise<unknown>;
	/** A DNS lookup that refuses forbidden addresses, for the agent's `connect`. */
	createSecureLookup?(): unknown;
}
