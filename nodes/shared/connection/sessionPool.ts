import type { Authorizer } from './authorizer';

/** Work with one of several sessions. */
export type WithSession = <T>(work: (session: Authorizer) => Promise<T>) => Promise<T>;

/**
 * Gives each piece of work the session with the fewest under way, the earliest of those: work that comes one after the
 * other stays with the first session, and no other one is opened.
 */
export function leastBusy(sessions: readonly [Authorizer, ...Authorizer[]]): WithSession {
	const busy = sessions.map((session) => ({ session, underWay: 0 }));
	return async (work) => {
		const slot = busy.reduce((best, one) => (one.underWay < best.underWay ? one : best));
		slot.underWay++;
		return await work(slot.session).finally(() => slot.underWay--);
	};
}
