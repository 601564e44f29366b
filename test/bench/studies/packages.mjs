/** @typedef {import('../measure.mjs').Timing} Timing */

/**
 * The same work by the nodes of both packages: the second one opens a connection for each request.
 *
 * @typedef {object} PackageStudy
 * @property {string} caseName
 * @property {number} count
 * @property {Timing} platform The median.
 * @property {Timing} cloud The median.
 */

/** How often each is measured: the goals are ratios of short runs. */
export const packageRepeats = 5;

/**
 * @param {import('../site.mjs').BenchSite} site At the latency of the goals.
 * @param {readonly import('../cases/index.mjs').BenchCase[]} cases
 * @param {Readonly<Record<'records' | 'rows', number>>} counts
 * @param {number} repeats
 * @param {import('../measure.mjs').Measure} measure
 * @returns {Promise<PackageStudy[]>}
 */
export async function packageStudy(site, cases, counts, repeats, measure) {
	/** @type {PackageStudy[]} */
	const results = [];
	for (const benchCase of cases) {
		const count = counts[benchCase.unit];
		/** @type {Record<'node' | 'cloud', Timing[]>} */
		const timings = { node: [], cloud: [] };
		// In turn, so that what else the machine does meets both.
		for (let i = 0; i < repeats; i++) {
			for (const contender of /** @type {const} */ (['node', 'cloud']))
				timings[contender].push(await measure.time({ site, benchCase, contender, count }));
		}
		const { node, cloud } = timings;
		results.push({ caseName: benchCase.name, count, platform: median(node), cloud: median(cloud) });
	}
	return results;
}

/** @param {readonly Timing[]} timings */
function median(timings) {
	const middle = [...timings].sort((a, b) => a.seconds - b.seconds)[Math.floor(timings.length / 2)];
	if (!middle) throw new Error('Nothing was measured');
	return middle;
}
