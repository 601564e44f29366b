import { goalsOf } from '../goals.mjs';
import { goalLatency } from '../studies/contest.mjs';
import { chart } from './chart.mjs';
import { page } from './page.mjs';

/**
 * @typedef {object} About
 * @property {string} date
 * @property {string} machine
 * @property {Readonly<Record<string, { date: string, machine: string }>>} [renewed] Studies that were measured again later.
 */

/**
 * A run of the command: all that its report is made of.
 *
 * @typedef {object} Measured
 * @property {About} about
 * @property {Readonly<{ records: number, rows: number }>} counts
 * @property {import('../goals.mjs').Findings} findings
 */

/**
 * @typedef {object} Report
 * @property {string} text docs/benchmarks.md.
 * @property {string | undefined} picture docs/benchmarks.svg; `undefined`: nothing was measured at the latency it shows.
 * @property {readonly import('../goals.mjs').Goal[]} goals
 */

/**
 * @param {Measured} measured
 * @returns {Report}
 */
export function reportOf({ about, counts, findings }) {
	const goals = goalsOf(findings, counts);
	const bars = findings.contest.filter(({ latency }) => latency === goalLatency);
	return {
		text: page(about, findings, goals),
		picture: bars.length > 0 ? chart(bars) : undefined,
		goals,
	};
}
