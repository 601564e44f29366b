import { tidyPeak } from './memory.mjs';

/**
 * One size of a read by the node. Twice the rows should take at most twice the time and memory.
 *
 * @typedef {object} Size
 * @property {number} rows
 * @property {number} seconds
 * @property {number} cpuSeconds
 * @property {number} defaultSeconds With V8's own thresholds for collections.
 * @property {number} peakBytes
 */

/**
 * A full collection of V8 comes when the heap passes a threshold, which some sizes do and half of them do not. With so much
 * room none comes, and the time is that of the work.
 */
const roomy = { flags: ['--initial-old-space-size=2048'], note: 'roomy V8' };

/** How often each size is read. Times are short and compared with each other, so the fastest counts. */
const repeats = 5;

/**
 * @param {import('../site.mjs').BenchSite} site
 * @param {import('../cases/index.mjs').BenchCase} benchCase
 * @param {number} rows
 * @param {import('../measure.mjs').Measure} measure
 * @returns {Promise<Size[]>} From a quarter of the rows to twice as many.
 */
export async function growthStudy(site, benchCase, rows, measure) {
	/** @type {Size[]} */
	const sizes = [];
	for (const factor of [0.25, 0.5, 1, 2]) {
		const count = Math.round(rows * factor);
		const run = { site, benchCase, contender: /** @type {const} */ ('node'), count };
		const { fastest } = await measure.timeAgain({ ...run, ...roomy }, repeats);
		const { fastest: byDefault } = await measure.timeAgain(run, repeats);
		const peakBytes = await tidyPeak(site, benchCase, count, measure);
		const { seconds, cpuSeconds } = fastest;
		sizes.push({ rows: count, seconds, cpuSeconds, defaultSeconds: byDefault.seconds, peakBytes });
	}
	return sizes;
}
