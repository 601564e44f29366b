/**
 * What the client of the package takes beyond the bare loop for the same calls, without n8n around either. Of many
 * records, since the first ones are spent on compiling.
 *
 * @typedef {object} ClientCpu
 * @property {string} caseName
 * @property {number} count
 * @property {number} clientSeconds CPU.
 * @property {number} bareSeconds CPU.
 */

/** How many times as many records as in the contest, by the unit of the case. */
const more = /** @type {const} */ ({ records: 80, rows: 1 });
const repeats = 3;

/**
 * @param {import('../site.mjs').BenchSite} site
 * @param {readonly import('../cases/index.mjs').BenchCase[]} cases
 * @param {Readonly<Record<'records' | 'rows', number>>} counts
 * @param {import('../measure.mjs').Measure} measure
 * @returns {Promise<ClientCpu[]>}
 */
export async function clientCpuStudy(site, cases, counts, measure) {
	/** @type {ClientCpu[]} */
	const results = [];
	for (const benchCase of cases) {
		if (!benchCase.client) continue;
		const count = counts[benchCase.unit] * more[benchCase.unit];
		const run = { site, benchCase, count };
		const client = await measure.timeAgain({ ...run, contender: 'client' }, repeats);
		const bare = await measure.timeAgain({ ...run, contender: 'bare' }, repeats);
		results.push({
			caseName: benchCase.name,
			count,
			clientSeconds: client.median.cpuSeconds,
			bareSeconds: bare.median.cpuSeconds,
		});
	}
	return results;
}
