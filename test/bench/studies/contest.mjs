import { waysOf } from '../contenders/index.mjs';

/** @typedef {import('../contenders/index.mjs').Contender} Contender */
/** @typedef {import('../cases/index.mjs').BenchCase} BenchCase */

/**
 * One case at one latency by one contender. Where `measuredCount` is less than `count`, the numbers are scaled up.
 *
 * @typedef {import('../measure.mjs').Timing & {
 *   caseName: string,
 *   count: number,
 *   latency: number,
 *   contender: Contender,
 *   measuredCount: number,
 * }} Result
 */

/** The latency at which the goals are set, in milliseconds. */
export const goalLatency = 20;
/** How often the short runs are done where a goal depends on them. */
const goalRepeats = 3;
/** A run that would wait longer than this for answers does a part of its records, in seconds. */
export const mostWaiting = 45;
/** Records or rows that warm up a site. */
const siteWarmUp = 5_000;

/**
 * Every case at every latency by every contender.
 *
 * @param {object} settings
 * @param {readonly BenchCase[]} settings.cases
 * @param {readonly number[]} settings.latencies
 * @param {Readonly<Record<BenchCase['unit'], number>>} settings.counts
 * @param {boolean} settings.quick Whether sending in turn is measured with a tenth of the records.
 * @param {(latency: number) => Promise<import('../site.mjs').BenchSite>} siteAt
 * @param {import('../measure.mjs').Measure} measure
 * @returns {Promise<Result[]>}
 */
export async function contest({ cases, latencies, counts, quick }, siteAt, measure) {
	/** @type {Result[]} */
	const results = [];
	for (const latency of latencies) {
		const site = await siteAt(latency);
		for (const benchCase of cases) {
			const count = counts[benchCase.unit];
			const warmUp = { count: Math.min(count, siteWarmUp), note: 'to warm up the site' };
			await measure.time({ site, benchCase, contender: 'bare', ...warmUp });
			for (const contender of waysOf(benchCase)) {
				const measuredCount = contender === 'httpRequest' ? sample(benchCase, count, latency, quick) : count;
				const isGoal = latency === goalLatency && (contender === 'node' || contender === 'bare');
				const run = { site, benchCase, contender, count: measuredCount };
				const timing = isGoal ? (await measure.timeAgain(run, goalRepeats)).median : await measure.time(run);
				const result = { caseName: benchCase.name, count, latency, contender, measuredCount };
				results.push({ ...result, ...scaled(timing, count / measuredCount) });
			}
		}
	}
	return results;
}

/**
 * How many records to send in turn.
 *
 * @param {BenchCase} benchCase
 * @param {number} count
 * @param {number} latency
 * @param {boolean} quick
 */
function sample({ requestsPerItem }, count, latency, quick) {
	if (requestsPerItem === 0) return count;
	const inTime = Math.floor((mostWaiting * 1_000) / (requestsPerItem * latency));
	return Math.max(1, Math.min(count, inTime, quick ? Math.ceil(count / 10) : count));
}

/**
 * @param {import('../measure.mjs').Timing} timing
 * @param {number} factor
 */
function scaled(timing, factor) {
	const { requests, connections, seconds, cpuSeconds } = timing;
	return {
		...timing,
		requests: Math.round(requests * factor),
		connections: Math.round(connections * factor),
		seconds: seconds * factor,
		cpuSeconds: cpuSeconds * factor,
	};
}
