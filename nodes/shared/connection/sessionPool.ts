import type { Authorizer } from './authorizer';

/** A task that uses one of several sessions. */
export type WithSession = <T>(work: (session: Authorizer) => Promise<T>) => Promise<T>;

/**
 * Gives each task the session with the fewest running tasks, and of several the first: sequential tasks stay with the
 * first session, and no other session is opened.
 */
export function leastBusy(sessions: readonly [Authorizer, ...Authorizer[]]): WithSession {
	const busy = sessions.map((session) => ({ session, underWay: 0 }));
	return async (work) => {
		const slot = busy.reduce((best, one) => (one.underWay < best.underWay ? one : best));
		slot.underWay++;
		return await work(slot.session).finally(() => slot.underWay--);
	};
}
