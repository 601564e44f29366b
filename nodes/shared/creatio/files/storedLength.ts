import { attempt } from '../../basics/attempt';
import { bestEffort } from '../../basics/bestEffort';
import { isCreatioError } from '../../basics/errors';
import type { Connection } from '../../connection/serviceCall';
import type { HttpResponse, Receive } from '../../http/types';
import type { ContentAddress } from './contentAddress';
import { contentRequest, isContent } from './receiveContent';

/**
 * How many bytes of a file are stored, which its column Size does not show (contract 7.1). The head of a download says it, and
 * nothing more is read; without a length in it, the bytes are counted up to one more than `most`. `none`: the answer is empty.
 * `notSize`: it differs from Size, and the site does not say more (contract 7.2). `undefined`: the site does not answer it.
 * Rejects only with errors that concern more than this read.
 */
export async function storedLength(
	connection: Connection,
	address: ContentAddress,
	most: number,
): Promise<number | 'none' | 'notSize' | undefined> {
	let length: number | undefined;
	const receive: Receive = (head) => {
		length = undefined;
		if (!isContent(head)) return undefined;
		return async (pieces) => {
			length = announcedLength(head.headers);
			if (length !== undefined) return;
			let counted = 0;
			for await (const piece of pieces) {
				counted += piece.length;
				if (counted > most) break;
			}
			length = counted;
		};
	};
	const asked = await attempt(connection.call(contentRequest(address, receive)));
	if (asked.done) return length ?? (asked.value.text.trim() === '' ? 'none' : undefined);
	if (isCreatioError(asked.error) && asked.error.status === 422) return 'notSize';
	return await bestEffort(Promise.reject(asked.error));
}

/** That of a compressed answer is another one. */
function announcedLength(headers: HttpResponse['headers']): number | undefined {
	const { 'content-length': length = '', 'content-encoding': encoding = 'identity' } = headers;
	return /^\d{1,15}$/.test(length) && encoding === 'identity' ? Number(length) : undefined;
}
