import { table } from '../markdown-table.mjs';
import { flavors, packages } from '../package/packages.mjs';
import { isSameCell, nodeMajors } from './cells.mjs';

/** @typedef {import('./results.mjs').Results} Results */
/** @typedef {import('./results.mjs').Result} Result */
/** @typedef {import('./results.mjs').Part} Part */

const [start, end] = ['<!-- results:start -->', '<!-- results:end -->'];

/**
 * docs/compatibility.md with these results in place of those that it has.
 *
 * @param {string} page
 * @param {Results} results
 */
export function withResults(page, results) {
	const before = page.slice(0, page.indexOf(start) + start.length);
	const after = page.slice(page.indexOf(end));
	return `${before}\n\n${describe(results)}\n\n${after}`;
}

/** @param {Results} results */
function describe(results) {
	const head = ['n8n', 'asks for Node', 'package', ...nodeMajors.map((node) => `Node ${node}`)];
	const rows = results.n8n.flatMap(({ version, asksFor, nodes }) =>
		flavors.map((flavor) => [
			version,
			asksFor,
			packages[flavor].name,
			...nodeMajors.map((node) =>
				nodes.includes(node)
					? outcome(results.cells.find((cell) => isSameCell(cell, { n8n: version, node, flavor })))
					: '–',
			),
		]),
	);
	return [table(head.length, head, rows), ...failures(results), ...leftOut(results)].join('\n\n');
}

/** @param {Result | undefined} result */
function outcome(result) {
	if (result === undefined) return 'not run';
	const { samples, tests, version, date } = result;
	const parts = [counted(samples, 'sample'), ...(tests ? [counted(tests, 'test')] : [])];
	return `${version} on ${date}: ${parts.join(', ')}`;
}

/**
 * @param {Part} part
 * @param {string} what
 */
function counted({ passed, failures: failed }, what) {
	if (failed.length === 0) return `${passed} ${what}s passed`;
	return `**${failed.length} of ${passed + failed.length} ${what}s failed**`;
}

/** @param {Results} results */
function failures({ cells }) {
	const lines = cells.flatMap((cell) =>
		[...cell.samples.failures, ...(cell.tests?.failures ?? [])].map((name) => `- ${place(cell)}: ${name}`),
	);
	return lines.length > 0 ? ['What failed:', lines.join('\n')] : [];
}

/** @param {import('./cells.mjs').Cell} cell */
const place = ({ n8n, node, flavor }) => `n8n ${n8n} on Node ${node}, ${packages[flavor].name}`;

/**
 * Tests that do not apply to an n8n, once for each n8n.
 *
 * @param {Results} results
 */
function leftOut({ cells }) {
	const lines = cells.flatMap(({ n8n, tests }) =>
		(tests?.leftOut ?? []).map(({ name, reason }) => `- n8n ${n8n}: ${name} (${reason})`),
	);
	return lines.length > 0
		? ['What does not apply, so that its test is left out:', [...new Set(lines)].join('\n')]
		: [];
}
