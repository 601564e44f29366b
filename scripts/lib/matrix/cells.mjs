import { flavors } from '../package/packages.mjs';
import { n8nVersion } from '../paths.mjs';

/**
 * One n8n on one Node with one package of ours in it.
 *
 * @typedef {object} Cell
 * @property {string} n8n Its version.
 * @property {number} node Major version.
 * @property {import('../package/packages.mjs').Flavor} flavor
 */

/** The last of the first version of n8n, the first that can be had of the second, and the one that all else is tested with. */
export const testedN8n = ['1.123.81', '2.0.3', n8nVersion];

/** Those that the package is made for, newest last. */
export const nodeMajors = [20, 22, 24];

/**
 * @param {Cell} one
 * @param {Cell} other
 */
export const isSameCell = (one, other) =>
	one.n8n === other.n8n && one.node === other.node && one.flavor === other.flavor;

/**
 * The cells of one n8n.
 *
 * @param {string} n8n
 * @param {readonly number[]} nodes The Nodes that it runs on, newest last.
 * @returns {Cell[]}
 */
export const cellsOf = (n8n, nodes) =>
	flavors.flatMap((flavor) => nodes.map((node) => ({ n8n, node, flavor })));

/**
 * Whether a cell runs the end-to-end tests beside the samples. The packages differ only in how they send, so that those
 * of the second one are run on one Node of each n8n.
 *
 * @param {Cell} cell
 * @param {readonly number[]} nodes The Nodes that this n8n runs on, newest last.
 */
export const runsTests = ({ node, flavor }, nodes) => flavor === 'platform' || node === nodes.at(-1);
