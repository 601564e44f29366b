import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import coverage from 'istanbul-lib-coverage';
import { createContext } from 'istanbul-lib-report';
import reports from 'istanbul-reports';
import { repository } from '../paths.mjs';
import { engineCounts } from './engine-counts.mjs';

/**
 * What jest counted in its own processes, and what the engine's processes ran beside it. Branches are those of jest
 * alone: what V8 counts knows none of the two sides of a condition by its place.
 *
 * @param {readonly string[]} jestFolders Where runs of jest have written.
 * @param {string} engineFolder Where the engine's processes have written.
 */
async function allCounts(jestFolders, engineFolder) {
	const map = coverage.createCoverageMap({});
	for (const folder of jestFolders)
		map.merge(JSON.parse(await readFile(join(folder, 'coverage-final.json'), 'utf8')));
	for (const { source, countAt } of await engineCounts(engineFolder)) {
		const { data } = map.fileCoverageFor(source);
		addCounts(data.s, data.statementMap, ({ start }) => countAt(start));
		addCounts(data.f, data.fnMap, ({ decl }) => countAt(decl.start));
	}
	return map;
}

/**
 * @template T
 * @param {Record<string, number>} counts
 * @param {Record<string, T>} parts
 * @param {(part: T) => number} countOf
 */
function addCounts(counts, parts, countOf) {
	for (const [id, part] of Object.entries(parts)) counts[id] = (counts[id] ?? 0) + countOf(part);
}

/**
 * Writes coverage/index.html.
 *
 * @param {readonly string[]} jestFolders Where runs of jest have written.
 * @param {string} engineFolder Where the engine's processes have written.
 * @returns {Promise<number>} How many of a hundred lines ran.
 */
export async function reportCoverage(jestFolders, engineFolder) {
	const coverageMap = await allCounts(jestFolders, engineFolder);
	const context = createContext({ dir: join(repository, 'coverage'), coverageMap });
	reports.create('html').execute(context);
	return coverageMap.getCoverageSummary().lines.pct;
}
