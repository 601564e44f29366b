/**
 * Some sites answer the requests of one session one after the other. More sessions then mean more requests at a time.
 *
 * @typedef {import('../measure.mjs').Timing & { sessions: number }} SessionResult
 */

/** The latency of the site in this study, in milliseconds. */
export const blockingLatency = 100;

/**
 * @param {import('../site.mjs').BenchSite} site
 * @param {import('../cases/index.mjs').BenchCase} benchCase
 * @param {number} count
 * @param {import('../measure.mjs').Measure} measure
 * @returns {Promise<SessionResult[]>}
 */
export async function sessionStudy(site, benchCase, count, measure) {
	await site.switch({ sessionLock: 'servicesAndOData' });
	/** @type {SessionResult[]} */
	const results = [];
	for (const sessions of [1, 4]) {
		const note = `${sessions} sessions at most`;
		const credential = { sessions };
		const timing = await measure.time({ site, benchCase, contender: 'node', count, credential, note });
		results.push({ sessions, ...timing });
	}
	await site.switch({ sessionLock: 'services' });
	return results;
}
