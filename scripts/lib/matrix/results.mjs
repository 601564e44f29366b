import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from '../paths.mjs';
import { isSameCell } from './cells.mjs';

/**
 * What a cell gave when it was last run.
 *
 * @typedef {import('./cells.mjs').Cell & CellOutcome} Result
 *
 * @typedef {object} CellOutcome
 * @property {string} version Of the package.
 * @property {string} nodeVersion
 * @property {string} date Such as 2026-11-27.
 * @property {Part} samples
 * @property {Part} [tests]
 *
 * @typedef {object} Part
 * @property {number} passed
 * @property {string[]} failures Names, or why nothing could be run.
 * @property {Array<{ name: string, reason: string }>} [leftOut] Tests that do not apply to this n8n.
 */

/**
 * @typedef {object} N8nInMatrix
 * @property {string} version
 * @property {string} asksFor The range of Node in its package.json.
 * @property {number[]} nodes Majors of `nodeMajors` that it allows.
 *
 * @typedef {object} Results
 * @property {N8nInMatrix[]} n8n
 * @property {Result[]} cells Only those that were run.
 */

/** The file of the results, below the repository. */
export const resultsFile = join('test', 'compatibility', 'results.json');

/** @returns {Promise<Results>} */
export async function readResults() {
	return JSON.parse(await readFile(join(repository, resultsFile), 'utf8'));
}

/** @param {Results} results */
export async function writeResults(results) {
	await writeFile(join(repository, resultsFile), `${JSON.stringify(results, null, '\t')}\n`);
}

/**
 * Results with a newly run cell in the place of its old result.
 *
 * @param {Results} results
 * @param {N8nInMatrix} n8n
 * @param {Result} cell
 * @returns {Results}
 */
export function withCell({ n8n: versions, cells }, n8n, cell) {
	const others = cells.filter((other) => !isSameCell(other, cell));
	return {
		n8n: [...versions.filter(({ version }) => version !== n8n.version), n8n].sort((a, b) =>
			byVersion(a.version, b.version),
		),
		cells: [...others, cell].sort(
			(a, b) => byVersion(a.n8n, b.n8n) || b.flavor.localeCompare(a.flavor) || a.node - b.node,
		),
	};
}

/**
 * @param {string} a
 * @param {string} b
 */
const byVersion = (a, b) => a.localeCompare(b, 'en', { numeric: true });
