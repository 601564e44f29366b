import { Stop } from '../../scripts/lib/stop.mjs';
import { cases as allCases } from './cases/index.mjs';
import { creates } from './cases/creates.mjs';
import { reads } from './cases/reads.mjs';
import { selects } from './cases/selects.mjs';
import { updates } from './cases/updates.mjs';
import { measureWith } from './measure.mjs';
import { describeMachine } from './report/machine.mjs';
import { startSite } from './site.mjs';
import { clientCpuStudy } from './studies/client-cpu.mjs';
import { contest, goalLatency } from './studies/contest.mjs';
import { fileRepeats, fileStudy } from './studies/files.mjs';
import { growthStudy } from './studies/growth.mjs';
import { itemStudy, memoryStudy } from './studies/memory.mjs';
import { packageRepeats, packageStudy } from './studies/packages.mjs';
import { blockingLatency, sessionStudy } from './studies/sessions.mjs';
import { exportRepeats, tableStudy } from './studies/tables.mjs';

/**
 * Measures all that was asked for.
 *
 * @param {object} settings
 * @param {string} settings.node Path of the Node program.
 * @param {string} settings.n8nFolder The folder that n8n is installed in.
 * @param {readonly import('./cases/index.mjs').BenchCase[]} settings.cases
 * @param {readonly number[]} settings.latencies In milliseconds.
 * @param {Readonly<{ records: number, rows: number }>} settings.counts
 * @param {boolean} settings.quick
 * @param {number} settings.mostRepeats How often the same is measured at most.
 * @param {number} settings.fileBytes The size of the file that is moved; 0: none.
 * @param {boolean} settings.comparesPackages Whether both packages do the same.
 * @param {number} settings.exported The records of the export; 0: nothing is exported or imported.
 * @returns {Promise<import('./report/report.mjs').Measured>}
 */
export async function bench({ node, n8nFolder, cases, latencies, counts, quick, mostRepeats, ...more }) {
	/** @type {Map<number, Promise<import('./site.mjs').BenchSite>>} */
	const sites = new Map();
	const siteAt = (/** @type {number} */ latency) => {
		const site = sites.get(latency) ?? startSite(node, latency);
		sites.set(latency, site);
		return site;
	};
	const measure = await measureWith({ node, n8nFolder, mostRepeats });

	/** @type {import('./goals.mjs').Findings} */
	const findings = {
		contest: await contest({ cases, latencies, counts, quick }, siteAt, measure),
		clientCpu: await clientCpuStudy(await siteAt(0), cases, counts, measure),
		memory: await memoryStudy(await siteAt(0), cases, counts, measure),
	};
	if (cases.includes(reads)) {
		findings.items = await itemStudy(await siteAt(0), reads, counts.rows, measure);
		findings.growth = await growthStudy(await siteAt(0), reads, counts.rows, measure);
	}
	if (cases.includes(selects)) {
		findings.selectGrowth = await growthStudy(await siteAt(0), selects, counts.rows, measure);
	}
	if (cases.includes(creates)) {
		const site = await siteAt(blockingLatency);
		findings.sessions = await sessionStudy(site, creates, counts.records, measure);
	}
	if (more.comparesPackages) {
		const site = await siteAt(goalLatency);
		const repeats = Math.min(packageRepeats, mostRepeats);
		findings.packages = await packageStudy(site, comparedCases, counts, repeats, measure);
	}
	if (more.fileBytes > 0) {
		const repeats = Math.min(fileRepeats, mostRepeats);
		const settings = { node, n8nFolder, bytes: more.fileBytes, latencies: fileLatencies, repeats };
		findings.files = await fileStudy(settings, siteAt);
	}
	if (more.exported > 0) {
		const repeats = Math.min(exportRepeats, mostRepeats);
		findings.tables = await tableStudy({
			node,
			n8nFolder,
			rows: more.exported,
			repeats,
			smoke: mostRepeats === 1,
		});
	}
	const about = { date: new Date().toISOString().slice(0, 10), machine: await describeMachine(node) };
	return { about, counts, findings };
}

const fileLatencies = [0, 20];

/** What both packages do. */
const comparedCases = [creates, updates, reads];

/** The names by which `--only` asks for what is no case of the contest. */
export const others = /** @type {const} */ ({ files: 'files', packages: 'packages', tables: 'tables' });

/** @param {readonly string[] | undefined} names All when left out. */
export function chooseCases(names) {
	const known = [...allCases.map(({ name }) => name), ...Object.values(others)];
	const unknown = names?.find((name) => !known.includes(name));
	if (unknown !== undefined) {
		throw new Stop(`There is no case ${unknown}.`, `There are ${known.join(', ')}.`);
	}
	return allCases.filter(({ name }) => names?.includes(name) ?? true);
}
