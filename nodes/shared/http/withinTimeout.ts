import { CreatioError } from '../basics/errors';
import { sendFailure } from './networkFailure';
import type { HttpRequest, HttpResponse } from './types';

/**
 * Waits for the response to a request until its timeout is over or it is cancelled, whichever comes first: then the signal
 * that the work is given fires. Rejects with a `CreatioError` in any case of failure.
 */
export async function withinTimeout(
	httpRequest: HttpRequest,
	answer: (end: AbortSignal) => Promise<HttpResponse>,
): Promise<HttpResponse> {
	const { timeoutMs, signal } = httpRequest;
	if (signal?.aborted) throw new CreatioError('cancelled', 'The execution was canceled');
	const deadline = AbortSignal.timeout(timeoutMs);
	// Not `AbortSignal.any`: in Node 20 a timeout that only such a signal listens to may be collected and never fire.
	const end = new AbortController();
	const stop = () => end.abort();
	// Not every sender listens to the signal while a connection opens, so the wait is ended from here.
	const ended = new Promise<never>((_, reject) => {
		end.signal.addEventListener('abort', () =>
			reject(sendFailure(undefined, httpRequest, { timedOut: deadline.aborted })),
		);
	});
	const signals = signal ? [deadline, signal] : [deadline];
	for (const each of signals) each.addEventListener('abort', stop, { once: true });
	return await Promise.race([answer(end.signal), ended])
		.catch((error: unknown) => {
			throw sendFailure(error, httpRequest, { timedOut: deadline.aborted });
		})
		.finally(() => signals.forEach((each) => each.removeEventListener('abort', stop)));
}
