import { titles } from '../contenders/index.mjs';
import { factor, megabytes, seconds, whole } from './numbers.mjs';
import { table } from '../../../scripts/lib/markdown-table.mjs';

/** @typedef {import('../studies/contest.mjs').Result} Result */

/** @param {readonly Result[]} results */
export function contestTable(results) {
	const nodeOf = (/** @type {Result} */ { caseName, latency }) =>
		results.find((one) => one.contender === 'node' && one.caseName === caseName && one.latency === latency);
	return table(
		3,
		[
			'case',
			'latency',
			'contender',
			'requests',
			'connections',
			'seconds',
			'CPU s',
			'node / this: time',
			'CPU',
		],
		results.map((result) => {
			const node = nodeOf(result);
			const isOther = node !== undefined && node !== result;
			const isScaled = result.measuredCount !== result.count;
			return [
				`${whole(result.count)} ${result.caseName}`,
				`${result.latency} ms`,
				titles[result.contender] + (isScaled ? `, scaled from ${whole(result.measuredCount)}` : ''),
				whole(result.requests),
				whole(result.connections),
				seconds(result.seconds),
				seconds(result.cpuSeconds),
				isOther ? factor(node.seconds / result.seconds) : '',
				isOther ? factor(node.cpuSeconds / result.cpuSeconds) : '',
			];
		}),
	);
}

/** @param {readonly import('../studies/client-cpu.mjs').ClientCpu[]} studies */
export const clientCpuTable = (studies) =>
	table(
		1,
		['case', 'client: CPU s', 'bare loop: CPU s', 'client / bare'],
		studies.map(({ caseName, count, clientSeconds, bareSeconds }) => [
			`${whole(count)} ${caseName}`,
			seconds(clientSeconds),
			seconds(bareSeconds),
			factor(clientSeconds / bareSeconds),
		]),
	);

/** @param {readonly import('../studies/memory.mjs').Peak[]} peaks */
export const memoryTable = (peaks) =>
	table(
		2,
		['case', 'contender', 'peak MB'],
		peaks.map(({ caseName, count, contender, peakBytes }) => [
			`${whole(count)} ${caseName}`,
			titles[contender],
			megabytes(peakBytes),
		]),
	);

/** @param {readonly import('../studies/packages.mjs').PackageStudy[]} studies */
export const packageTable = (studies) =>
	table(
		2,
		['case', 'contender', 'requests', 'connections', 'seconds', 'CPU s', 'second / first: time', 'CPU'],
		studies.flatMap(({ caseName, count, platform, cloud }) =>
			/** @type {const} */ (['node', 'cloud']).map((contender) => {
				const timing = contender === 'node' ? platform : cloud;
				return [
					`${whole(count)} ${caseName}`,
					titles[contender],
					whole(timing.requests),
					whole(timing.connections),
					seconds(timing.seconds),
					seconds(timing.cpuSeconds),
					contender === 'node' ? '' : factor(cloud.seconds / platform.seconds),
					contender === 'node' ? '' : factor(cloud.cpuSeconds / platform.cpuSeconds),
				];
			}),
		),
	);

/** @param {import('../studies/files.mjs').FileStudy} study */
export const fileTable = ({ bytes, moves, peaks }) =>
	table(
		3,
		['direction', 'latency', 'contender', 'seconds', 'MB a second', 'peak MB'],
		moves.map(({ direction, latency, contender, seconds: taken }) => {
			const peak = peaks.find((one) => one.direction === direction && one.contender === contender);
			return [
				direction,
				`${latency} ms`,
				titles[contender],
				seconds(taken),
				whole(Math.round(bytes / 1e6 / taken)),
				peak && latency === 0 ? megabytes(peak.peakBytes) : '',
			];
		}),
	);

/** @param {readonly import('../studies/tables.mjs').TableResult[]} results */
export const exportTable = (results) =>
	table(
		2,
		[
			'records',
			'contender',
			'requests',
			'seconds',
			'records a second',
			'CPU s',
			'needed MB',
			'peak MB by default',
		],
		results.map(({ work, contender, rows, requests, seconds: taken, cpuSeconds, peakBytes, neededBytes }) => [
			`${whole(rows)}, ${work}`,
			titles[contender],
			whole(requests),
			seconds(taken),
			whole(Math.round(rows / taken)),
			seconds(cpuSeconds),
			megabytes(neededBytes),
			megabytes(peakBytes),
		]),
	);

/** @param {import('../studies/memory.mjs').ItemStudy} study */
export const itemTable = ({ rows, itemsBytes, nodeBytes, bareBytes }) =>
	table(
		1,
		[`${whole(rows)} rows`, 'MB', 'times the items'],
		[
			['the items alone', megabytes(itemsBytes), ''],
			['peak of the Creatio node', megabytes(nodeBytes), factor(nodeBytes / itemsBytes)],
			['peak of the bare loop', megabytes(bareBytes), factor(bareBytes / itemsBytes)],
		],
	);

/** @param {readonly import('../studies/growth.mjs').Size[]} sizes */
export const growthTable = (sizes) =>
	table(
		0,
		['rows', 'seconds', 'factor', 'CPU s', 'factor', 'by default', 'factor', 'peak MB', 'factor'],
		sizes.map((size, index) => {
			const before = sizes[index - 1];
			const grown = (/** @type {Exclude<keyof typeof size, 'rows'>} */ what) =>
				before ? factor(size[what] / before[what]) : '';
			return [
				whole(size.rows),
				seconds(size.seconds),
				grown('seconds'),
				seconds(size.cpuSeconds),
				grown('cpuSeconds'),
				seconds(size.defaultSeconds),
				grown('defaultSeconds'),
				megabytes(size.peakBytes),
				grown('peakBytes'),
			];
		}),
	);

/** @param {readonly import('../studies/sessions.mjs').SessionResult[]} results */
export const sessionTable = (results) =>
	table(
		0,
		['sessions', 'requests', 'connections', 'seconds'],
		results.map((result) => [
			String(result.sessions),
			whole(result.requests),
			whole(result.connections),
			seconds(result.seconds),
		]),
	);

/** @param {readonly import('../goals.mjs').Goal[]} goals */
export const goalTable = (goals) =>
	table(
		3,
		['', 'goal', 'measured'],
		goals.map(({ text, measured, met }) => [
			met === undefined ? '–' : met ? 'met' : 'not met',
			text,
			measured,
		]),
	);
