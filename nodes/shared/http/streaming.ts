import { attempt } from '../basics/attempt';
import { sendFailure } from './networkFailure';
import { closeStream } from './nodeStream';
import { type ArrivingBody, readBody, whyUndecoded } from './readBody';
import type { HttpRequest, HttpResponse, Pieces, StreamedBody } from './types';

export function isStreamed(body: HttpRequest['body']): body is StreamedBody {
	return typeof body === 'object' && 'open' in body;
}

/** Parts that are counted when they are read. */
export async function* counted(
	pieces: Pieces,
	count: (bytes: number) => void,
): AsyncGenerator<Uint8Array, void, void> {
	for await (const piece of pieces) {
		count(piece.length);
		yield piece;
	}
}

type Head = Pick<HttpResponse, 'status' | 'headers'>;
type Received = Pick<HttpResponse, 'body' | 'received'>;

/** The body of a response: given away as a stream where the request takes it so, and read otherwise. */
export async function receiveBody(
	request: HttpRequest,
	head: Head,
	arriving: ArrivingBody,
	{ largestAnswer, onProgress }: { readonly largestAnswer: number; readonly onProgress: () => void },
): Promise<Received> {
	const { host } = new URL(request.url);
	const take = request.receive?.(head);
	if (!take) {
		const read = await attempt(readBody(arriving, largestAnswer, host));
		if (read.done) return { body: read.value };
		throw sendFailure(read.error, request, { hasBegun: true });
	}
	const { stream } = arriving;
	let received = 0;
	let broken: unknown;
	const counting = stream.map((piece) => {
		received += piece.length;
		onProgress();
		return piece;
	});
	counting.on('error', (error) => (broken ??= error));
	const outcome = await attempt(take(counting));
	// What takes the body may wrap the error of the connection, or swallow it. Closing a stream that was not read to its end breaks it.
	const breach = broken;
	// The first one waits for its source otherwise, which may send nothing more.
	closeStream(stream);
	closeStream(counting);
	if (breach !== undefined) throw sendFailure(whyUndecoded(breach, host), request, { hasBegun: true });
	if (outcome.done) return { body: new Uint8Array(), received };
	throw outcome.error;
}

/** The same for a body that has been read already, as older versions of n8n's helper do. */
export async function receiveRead({ receive }: HttpRequest, head: Head, body: Uint8Array): Promise<Received> {
	const take = receive?.(head);
	if (!take) return { body };
	await take(once(body));
	return { body: new Uint8Array(), received: body.length };
}

async function* once(body: Uint8Array): Pieces {
	yield body;
}
