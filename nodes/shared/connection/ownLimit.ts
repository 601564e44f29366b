import { within } from '../basics/timer';
import { sendFailure } from '../http/networkFailure';

/**
 * Waits for a request that another caller has sent, no longer than this caller's own timeout, in milliseconds. The request
 * continues for the others. Rejects with kind `timeout`.
 */
export async function withinOwnLimit<T>(joined: Promise<T>, url: string, timeoutMs: number): Promise<T> {
	return await within(joined, timeoutMs, () => {
		const request = { method: 'GET', url, headers: {}, timeoutMs } as const;
		throw sendFailure(undefined, request, { timedOut: true });
	});
}
