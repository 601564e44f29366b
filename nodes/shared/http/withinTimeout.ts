import { CreatioError } from '../basics/errors';
import { startTimer } from '../basics/timer';
import { onAbort } from '../basics/wait';
import { sendFailure } from './networkFailure';
import type { HttpRequest, HttpResponse } from './types';

/**
 * Waits for the response to a request until its timeout is over or it is cancelled, whichever comes first: then the signal
 * that the work is given fires. The timeout begins again whenever the work reports progress. Rejects with a `CreatioError`
 * in any case of failure.
 */
export async function withinTimeout(
	httpRequest: HttpRequest,
	answer: (end: AbortSignal, onProgress: () => void) => Promise<HttpResponse>,
): Promise<HttpResponse> {
	const { timeoutMs, signal } = httpRequest;
	if (signal?.aborted) throw new CreatioError('cancelled', 'The execution was canceled');
	const end = new AbortController();
	let timedOut = false;
	const stop = () => end.abort();
	let quietSince = performance.now();
	const onProgress = () => {
		quietSince = performance.now();
	};
	const watch = (ms: number): (() => void) =>
		startTimer(ms, () => {
			const left = quietSince + timeoutMs - performance.now();
			if (left > 0) {
				stopTimer = watch(left);
				return;
			}
			timedOut = true;
			stop();
		});
	let stopTimer = watch(timeoutMs);
	// Not every sender listens to the signal while a connection opens, so the wait is ended from here.
	const ended = new Promise<never>((_, reject) => {
		end.signal.addEventListener('abort', () => reject(sendFailure(undefined, httpRequest, { timedOut })));
	});
	const forget = signal && onAbort(signal, stop);
	return await Promise.race([answer(end.signal, onProgress), ended])
		.catch((error: unknown) => {
			throw sendFailure(error, httpRequest, { timedOut });
		})
		.finally(() => {
			stopTimer();
			forget?.();
		});
}
