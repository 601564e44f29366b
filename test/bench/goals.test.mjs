import assert from 'node:assert/strict';
import { test } from 'node:test';
import { goalsOf } from './goals.mjs';

/** @typedef {import('./goals.mjs').Findings} Findings */
/** @typedef {import('./studies/contest.mjs').Result} Result */
/** @typedef {import('./studies/tables.mjs').TableResult} TableResult */

const counts = { records: 1_000, rows: 50_000 };

/**
 * @param {Pick<Result, 'caseName' | 'contender'> & Partial<Result>} numbers
 * @returns {Result}
 */
const result = (numbers) => ({
	...{ latency: 20, count: 0, measuredCount: 0, requests: 0, connections: 0, writes: 0 },
	...{ signInRequests: 0, seconds: 1, cpuSeconds: 1 },
	...numbers,
});

/**
 * The same case by both packages.
 *
 * @param {string} caseName
 * @param {Partial<Result>} cloud
 */
const both = (caseName, cloud) => ({
	...{ caseName, count: 0 },
	platform: result({ caseName, contender: 'node', requests: 99 }),
	cloud: result({ caseName, contender: 'cloud', ...cloud }),
});

/**
 * @param {Pick<TableResult, 'work'> & Partial<TableResult>} numbers
 * @returns {TableResult}
 */
const records = (numbers) => ({
	...{ contender: 'node', rows: 200_000, badRows: 0, requests: 0, signInRequests: 2 },
	...{ seconds: 1, cpuSeconds: 1, peakBytes: 1e9, neededBytes: 100e6 },
	...numbers,
});

/** @param {readonly [seconds: number, bytes: number]} last */
const sizes = ([seconds, peakBytes]) => [
	{ rows: 1, seconds: 1, cpuSeconds: 1, defaultSeconds: 1, peakBytes: 10 },
	{ rows: 2, seconds: 1, cpuSeconds: 1, defaultSeconds: 3, peakBytes: 30 },
	{ rows: 4, seconds: 1, cpuSeconds: 1, defaultSeconds: seconds ** 2, peakBytes: peakBytes ** 2 / 10 },
];

/**
 * Numbers that just reach every goal, but for those that are given.
 *
 * @param {object} [worse]
 * @param {Partial<Result>} [worse.create]
 * @param {Partial<Result>} [worse.read]
 * @param {Partial<Result>} [worse.insert]
 * @param {Partial<Result>} [worse.select]
 * @param {number} [worse.nodeBytes]
 * @param {number} [worse.clientSeconds]
 * @param {[number, number]} [worse.growth]
 * @param {[number, number]} [worse.selectGrowth]
 * @param {number} [worse.fileSeconds]
 * @param {number} [worse.filePeakBytes]
 * @param {Partial<Result>} [worse.cloudCreate]
 * @param {Partial<Result>} [worse.cloudRead]
 * @param {Partial<TableResult>} [worse.exported]
 * @param {Partial<TableResult>} [worse.created]
 * @param {Partial<TableResult>} [worse.upserted]
 * @returns {Findings}
 */
const findings = ({
	create,
	read,
	insert,
	select,
	nodeBytes = 250,
	clientSeconds = 1.3,
	growth = [2, 20],
	selectGrowth = [2, 20],
	fileSeconds = 10,
	filePeakBytes = 64e6,
	cloudCreate,
	cloudRead,
	exported,
	created,
	upserted,
} = {}) => ({
	contest: [
		result({
			caseName: 'creates',
			contender: 'node',
			requests: 10,
			signInRequests: 2,
			connections: 4,
			...create,
		}),
		result({ caseName: 'creates', contender: 'httpRequest', seconds: 20 }),
		result({ caseName: 'inserts', contender: 'node', requests: 10, signInRequests: 2, ...insert }),
		result({ caseName: 'selects', contender: 'node', requests: 15, ...select }),
		result({
			caseName: 'reads',
			contender: 'node',
			...{ requests: 53, signInRequests: 2, seconds: 1.3, cpuSeconds: 1.3 },
			...read,
		}),
		result({ caseName: 'reads', contender: 'bare' }),
		// Another latency is not a goal.
		result({
			caseName: 'creates',
			contender: 'node',
			latency: 100,
			requests: 99,
			connections: 99,
			seconds: 99,
		}),
	],
	memory: [],
	files: {
		bytes: 1e9,
		moves: /** @type {const} */ (['up', 'down']).flatMap((direction) => [
			{ direction, latency: 20, contender: /** @type {const} */ ('bare'), seconds: 8 },
			{
				...{ direction, latency: 20, contender: /** @type {const} */ ('node') },
				seconds: direction === 'up' ? fileSeconds : 10,
			},
		]),
		peaks: [
			{ direction: 'up', contender: 'node', peakBytes: 64e6 },
			{ direction: 'down', contender: 'bare', peakBytes: 1e9 },
			{ direction: 'down', contender: 'node', peakBytes: filePeakBytes },
		],
	},
	packages: [
		both('creates', { requests: 10, signInRequests: 2, seconds: 1.5, ...cloudCreate }),
		both('reads', { seconds: 1.5, ...cloudRead }),
	],
	tables: [
		records({ work: 'export', rows: 1_000_000, requests: 1_008, seconds: 1.5, ...exported }),
		records({ work: 'export', contender: 'bare', rows: 1_000_000, neededBytes: 1e9 }),
		records({ work: 'create', requests: 2_018, ...created }),
		records({ work: 'upsert', requests: 2_598, ...upserted }),
	],
	clientCpu: ['creates', 'updates', 'reads'].map((caseName) => ({
		...{ caseName, count: 1, bareSeconds: 1 },
		clientSeconds: caseName === 'updates' ? clientSeconds : 1.3,
	})),
	items: { rows: 1, itemsBytes: 100, nodeBytes, bareBytes: 0 },
	growth: sizes(growth),
	selectGrowth: sizes(selectGrowth),
});

/** @param {Findings} found */
const missed = (found) => goalsOf(found, counts).flatMap(({ text, met }) => (met ? [] : [text]));

test('numbers that just reach the goals meet them all', () => {
	assert.deepEqual(missed(findings()), []);
});

for (const [goal, worse] of /** @type {const} */ ([
	['1,000 creates: at most 12 requests', { create: { requests: 11 } }],
	['1,000 creates: at most 4 connections', { create: { connections: 5 } }],
	['1,000 creates at 20 ms: at least 20 times as fast', { create: { seconds: 1.01 } }],
	['50,000 rows: at most 55 requests', { read: { requests: 54 } }],
	['50,000 rows at 20 ms: at most 1.3 times the time', { read: { seconds: 1.31 } }],
	['50,000 rows at 20 ms: at most 1.3 times the CPU time', { read: { cpuSeconds: 1.31 } }],
	['The client alone, updates: at most 1.3 times the CPU time', { clientSeconds: 1.31 }],
	['50,000 rows: at most 2.5 times the memory', { nodeBytes: 251 }],
	['Twice the rows: at most twice the time', { growth: [2.3, 20] }],
	['Twice the rows: at most twice the memory', { growth: [2, 23] }],
	['1,000 inserts through DataService: at most 12 requests', { insert: { requests: 11 } }],
	['50,000 rows through DataService: at most 15 requests', { select: { requests: 16 } }],
	['Twice the rows through DataService: at most twice the time', { selectGrowth: [2.3, 20] }],
	['Twice the rows through DataService: at most twice the memory', { selectGrowth: [2, 23] }],
	['1,000 creates by the second package: at most 12 requests', { cloudCreate: { requests: 11 } }],
	['1,000 creates by the second package at 20 ms: at most 1.5 times', { cloudCreate: { seconds: 1.51 } }],
	['50,000 rows by the second package at 20 ms: at most 1.5 times', { cloudRead: { seconds: 1.51 } }],
	['1,000 MB up at 20 ms: at least 0.8 of the throughput', { fileSeconds: 10.1 }],
	['1,000 MB down: at most 64 MB of memory', { filePeakBytes: 65e6 }],
	['1,000,000 records exported to CSV: at most 1,010 requests', { exported: { requests: 1_009 } }],
	['1,000,000 records exported to CSV: at most 100 MB', { exported: { neededBytes: 101e6 } }],
	['The export: at most 1.5 times the time', { exported: { seconds: 1.51 } }],
	['200,000 records imported as new ones: at most 2,020 requests', { created: { requests: 2_019 } }],
	['200,000 records imported as new ones: at most 100 MB', { created: { neededBytes: 101e6 } }],
	['200,000 records imported as new ones or updates: at most 2,600', { upserted: { requests: 2_599 } }],
	['200,000 records imported as new ones or updates: at most 100 MB', { upserted: { neededBytes: 101e6 } }],
])) {
	test(`worse numbers miss the goal "${goal}"`, () => {
		const [first, ...others] = missed(findings(/** @type {Parameters<typeof findings>[0]} */ (worse)));
		assert.ok(first?.startsWith(goal), first);
		assert.deepEqual(others, []);
	});
}

test('a goal that is known to be hard to reach says why where it is not met', () => {
	const reasonsOf = (/** @type {Findings} */ found) =>
		goalsOf(found, counts).flatMap(({ text, reason }) => (reason ? [text] : []));
	assert.deepEqual(reasonsOf(findings()), []);
	assert.deepEqual(reasonsOf(findings({ clientSeconds: 1.31 })), [
		'The client alone, updates: at most 1.3 times the CPU time of the bare loop',
	]);
});

test('what was not measured is neither met nor missed', () => {
	const goals = goalsOf({ contest: [], memory: [] }, counts);
	assert.ok(goals.every(({ met }) => met === undefined));
});
