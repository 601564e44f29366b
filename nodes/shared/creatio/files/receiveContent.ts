import { CreatioError } from '../../basics/errors';
import { fileNameIn } from '../../basics/fileName';
import { mimeTypeOf } from '../../connection/answerBody';
import { envelopeFailure } from '../../connection/envelopeFailure';
import type { Connection, ServiceRequest } from '../../connection/serviceCall';
import type { HttpResponse, Pieces, Receive } from '../../http/types';
import type { ContentAddress } from './contentAddress';

/** What the head of an answer says about the file in it. */
export interface ContentHead {
	readonly fileName: string | undefined;
	/** Without parameters, in lower case; empty text where the site does not say. */
	readonly mimeType: string;
}

/**
 * Stores the content of a file while it arrives. It may be called again, with the content from its beginning, when the
 * connection broke.
 */
export type Store<T> = (pieces: Pieces, head: ContentHead) => Promise<T>;

export interface Received<T> {
	readonly stored: T;
	readonly head: ContentHead;
	readonly bytes: number;
}

/** Types of answers that are pages and messages, not files, unless the site names a file. */
const WORDS = /^(?:text\/(?:html|plain|xml)|application\/(?:xml|xhtml\+xml|(?:[\w.-]{1,50}\+)?json))?$/;

/**
 * Whether the body of an answer is the content of a file. A good status proves nothing: pages for signing in and failures of
 * services have it as well (contract 1.5, 6.2).
 */
export function isContent(head: Pick<HttpResponse, 'status' | 'headers'>): boolean {
	if (head.status !== 200) return false;
	return isNamedFile(head.headers['content-disposition']) || !WORDS.test(mimeTypeOf(head));
}

function isNamedFile(disposition = ''): boolean {
	return /^\s*attachment\b/i.test(disposition) || /\bfilename\*?\s*=/i.test(disposition);
}

/** Asks for the content of a file as it is stored, whatever its type. */
export function contentRequest(address: ContentAddress, receive: Receive): ServiceRequest {
	return { ...address, method: 'GET', headers: { accept: '*/*' }, receive, repeat: 'read', form: 'raw' };
}

/**
 * Reads the content of a file, which is never in memory as a whole, and gives it to `store`. Returns `undefined` where the
 * site answers with nothing. Rejects as a call does, with the failure that an answer of another kind says, and as `store` does.
 */
export async function receiveContent<T>(
	connection: Connection,
	address: ContentAddress,
	store: Store<T>,
): Promise<Received<T> | undefined> {
	let kept: Omit<Received<T>, 'bytes'> | undefined;
	const receive: Receive = (response) => {
		if (!isContent(response)) return undefined;
		const fileName = fileNameIn(response.headers['content-disposition']);
		const head = { fileName, mimeType: mimeTypeOf(response) };
		return async (pieces) => {
			kept = { stored: await store(pieces, head), head };
		};
	};
	const answer = await connection.call(contentRequest(address, receive));
	if (answer.received !== undefined && kept) {
		return answer.received > 0 ? { ...kept, bytes: answer.received } : undefined;
	}
	const failure = envelopeFailure(answer.json, answer.status);
	if (failure) throw failure;
	if ((answer.bytes?.length ?? answer.text.length) === 0) return undefined;
	throw new CreatioError('unreadable', 'Creatio answered a request for a file with something else', {
		status: answer.status,
		cure: 'A gateway in front of the site may have answered. Run again, and download the file in Creatio to compare.',
	});
}
