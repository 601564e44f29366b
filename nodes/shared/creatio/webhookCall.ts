import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

import { plainDigits } from '../basics/exactNumber';
import { isMembers, jsonIn, type Members } from '../basics/json';

/** A call from a business process, as it was received. */
export interface ReceivedCall {
	/** By name in lower case. */
	readonly headers: Readonly<Record<string, string | undefined>>;
	readonly body: Buffer;
	readonly now: Date;
}

/** How a process authenticates its calls. */
export type Proof =
	/** The secret itself in a header. Sufficient over HTTPS, and all that a process without code can send. */
	| { readonly kind: 'secret'; readonly secret: string }
	/** An HMAC of time and body, which a script task can make. The secret does not travel. */
	| { readonly kind: 'signature'; readonly secret: string; readonly windowMs: number };

export type CallVerdict =
	| {
			readonly kind: 'accepted';
			readonly content: readonly Members[];
			/** Identifies the call: its ID, or its signature. `undefined` when it has neither. */
			readonly identity?: CallIdentity;
	  }
	| { readonly kind: 'refused'; readonly status: 400 | 401 | 413; readonly message: string };

interface CallIdentity {
	/** `callId`: the sender repeats the call and expects a success. */
	readonly by: 'callId' | 'signature';
	readonly value: string;
}

const SECRET_HEADER = 'x-creatio-secret';

const TIME_HEADER = 'x-creatio-timestamp';

const SIGNATURE_HEADER = 'x-creatio-signature';

/** Shorter ones could be guessed. */
export const SHORTEST_SECRET = 16;

/** Decides about a call: first its size, then its authentication, then its content. An unauthenticated caller learns only
 * that the call was refused. */
export function judgeCall(call: ReceivedCall, proof: Proof, mostBytes: number): CallVerdict {
	if (call.body.length > mostBytes) {
		return refused(413, `The body has more than ${mostBytes.toLocaleString('en-US')} bytes`);
	}
	const caller = proof.kind === 'secret' ? bySecret(call, proof.secret) : bySignature(call, proof);
	if ('fault' in caller) return refused(401, caller.fault);
	const json = call.body.toString('utf8').replace(/^\uFEFF/, '');
	const content = contentOf(json);
	if (content === undefined)
		return refused(400, 'The body is neither a JSON object nor a list of JSON objects');
	const callId = content.length === 1 ? callIdOf(content[0]) : undefined;
	return { kind: 'accepted', content, identity: identityOf(callId, caller.signature) };
}

/** How long to remember a call: the time of a signed one may be ahead by the window, so it stays valid for that much longer. */
export function rememberedMs(proof: Proof, windowMs: number): number {
	return proof.kind === 'signature' ? 2 * windowMs : windowMs;
}

function refused(status: 400 | 401 | 413, message: string): CallVerdict {
	return { kind: 'refused', status, message };
}

/** Whether the call is authenticated. */
type Caller =
	| { readonly fault: string }
	/** In one notation: a replay may write the same signature in capitals, or in Base64. */
	| { readonly signature?: string };

function bySecret({ headers }: ReceivedCall, secret: string): Caller {
	const isRight = isSame(headers[SECRET_HEADER] ?? '', secret);
	return isRight ? {} : { fault: 'The header X-Creatio-Secret is missing or wrong' };
}

function bySignature(
	{ headers, body, now }: ReceivedCall,
	{ secret, windowMs }: Extract<Proof, { kind: 'signature' }>,
): Caller {
	const time = headers[TIME_HEADER] ?? '';
	const hmac = createHmac('sha256', secret).update(`${time}.`).update(body).digest();
	const signature = hmac.toString('hex');
	const given = (headers[SIGNATURE_HEADER] ?? '').trim().replace(/^sha256=/i, '');
	const isRight = isSame(given.toLowerCase(), signature) || isSame(given, hmac.toString('base64'));
	if (!isRight) return { fault: 'The header X-Creatio-Signature is missing or wrong' };
	const sent = timeOf(time);
	if (sent === undefined) {
		return {
			fault: 'The header X-Creatio-Timestamp is neither seconds since 1970 nor a time with a zone',
		};
	}
	return Math.abs(now.getTime() - sent) <= windowMs
		? { signature }
		: { fault: 'The time in X-Creatio-Timestamp is too far from the current time' };
}

/** Takes the same time for every wrong guess, whatever its length. */
function isSame(given: string, expected: string): boolean {
	const [left, right] = [given, expected].map((text) => createHash('sha256').update(text).digest());
	return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}

/** Milliseconds since 1970. */
function timeOf(text: string): number | undefined {
	if (/^\d{9,11}$/.test(text)) return Number(text) * 1_000;
	const zone = /(?:Z|[+-]\d\d:?\d\d)$/i.exec(text);
	const time = zone && /T/i.test(text.slice(0, zone.index)) ? Date.parse(text) : NaN;
	return Number.isNaN(time) ? undefined : time;
}

function contentOf(json: string): readonly Members[] | undefined {
	const value = jsonIn(json);
	const list: readonly unknown[] = Array.isArray(value) ? value : [value];
	return list.length > 0 && list.every(isMembers) ? list : undefined;
}

/** Numbers beyond 2^53 are texts already (`jsonIn`): parsed, some of them would be equal. */
function callIdOf(content: Members | undefined): string | undefined {
	const callId = content?.callId;
	if (typeof callId === 'number') return plainDigits(callId);
	return typeof callId === 'string' && callId !== '' ? callId : undefined;
}

function identityOf(callId: string | undefined, signature: string | undefined): CallIdentity | undefined {
	if (callId !== undefined) return { by: 'callId', value: callId };
	return signature === undefined ? undefined : { by: 'signature', value: signature };
}
