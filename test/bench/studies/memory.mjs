import { waysOf } from '../contenders/index.mjs';

/** @typedef {import('../cases/index.mjs').BenchCase} BenchCase */
/** @typedef {import('../measure.mjs').Measure} Measure */
/** @typedef {import('../site.mjs').BenchSite} BenchSite */

/**
 * @typedef {object} Peak
 * @property {string} caseName
 * @property {number} count
 * @property {import('../contenders/index.mjs').Contender} contender
 * @property {number} peakBytes With V8's defaults.
 */

/**
 * What each contender takes at most for each case.
 *
 * @param {BenchSite} site
 * @param {readonly BenchCase[]} cases
 * @param {Readonly<Record<BenchCase['unit'], number>>} counts
 * @param {Measure} measure
 */
export async function memoryStudy(site, cases, counts, measure) {
	/** @type {Peak[]} */
	const peaks = [];
	for (const benchCase of cases) {
		const count = counts[benchCase.unit];
		for (const contender of waysOf(benchCase)) {
			const { peakBytes } = await measure.memory({ site, benchCase, contender, count });
			peaks.push({ caseName: benchCase.name, count, contender, peakBytes });
		}
	}
	return peaks;
}

/**
 * With its defaults V8 leaves tens of megabytes of garbage lying as long as there is room; that depends on V8. With a
 * young generation of 4 MB it clears up as it goes, and the peak is what the run needs.
 */
const tidy = { flags: ['--max-semi-space-size=4'], note: 'tidy V8' };

/**
 * What reading takes while it runs, against what the items take when all is done.
 *
 * @typedef {object} ItemStudy
 * @property {number} rows
 * @property {number} itemsBytes The items alone, as the bare loop made them, after a garbage collection.
 * @property {number} nodeBytes Peak of the node with a tidy V8.
 * @property {number} bareBytes Peak of the bare loop with a tidy V8.
 */

/**
 * @param {BenchSite} site
 * @param {BenchCase} benchCase
 * @param {number} rows
 * @param {Measure} measure
 * @returns {Promise<ItemStudy>}
 */
export async function itemStudy(site, benchCase, rows, measure) {
	const bare = await measure.memory({ site, benchCase, contender: 'bare', count: rows, ...tidy });
	const nodeBytes = await tidyPeak(site, benchCase, rows, measure);
	return { rows, itemsBytes: bare.keptBytes, nodeBytes, bareBytes: bare.peakBytes };
}

/**
 * Peak of the node with a tidy V8, in bytes.
 *
 * @param {BenchSite} site
 * @param {BenchCase} benchCase
 * @param {number} rows
 * @param {Measure} measure
 */
export async function tidyPeak(site, benchCase, rows, measure) {
	return (await measure.memory({ site, benchCase, contender: 'node', count: rows, ...tidy })).peakBytes;
}
