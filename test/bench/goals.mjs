import { goalLatency } from './studies/contest.mjs';

/**
 * @typedef {object} Goal
 * @property {string} text
 * @property {string} measured
 * @property {boolean | undefined} met `undefined`: this run did not measure it.
 * @property {string} [reason] Why it is not met.
 */

/**
 * All that a run of the command measured. What was left out by an option is missing.
 *
 * @typedef {object} Findings
 * @property {readonly import('./studies/contest.mjs').Result[]} contest
 * @property {readonly import('./studies/memory.mjs').Peak[]} memory
 * @property {readonly import('./studies/client-cpu.mjs').ClientCpu[]} [clientCpu]
 * @property {import('./studies/memory.mjs').ItemStudy} [items]
 * @property {readonly import('./studies/growth.mjs').Size[]} [growth]
 * @property {readonly import('./studies/growth.mjs').Size[]} [selectGrowth]
 * @property {readonly import('./studies/sessions.mjs').SessionResult[]} [sessions]
 * @property {import('./studies/files.mjs').FileStudy} [files]
 * @property {readonly import('./studies/packages.mjs').PackageStudy[]} [packages]
 * @property {readonly import('./studies/tables.mjs').TableResult[]} [tables]
 */

/** What twice the rows may cost: twice as much, and a twentieth for noise. */
const mostGrowth = 2.1;

const writesReason =
	'The bare loop spends so little on a write that the goal leaves a few microseconds for each record. The client needs ' +
	'a little more for what the bare loop leaves out: it keeps the order of the writes of one record and an outcome for ' +
	'every record, and every request has a deadline, can be canceled and follows the proxy settings. How much that is ' +
	'beside the bare loop differs from machine to machine.';

/** Why the client alone may need more than the bare loop, by case. */
const clientReasons = new Map([
	['creates', writesReason],
	['updates', writesReason],
]);

/** @param {number} factor */
const times = (factor) => `${factor.toFixed(2)} times`;

/**
 * @param {string} text
 * @param {number | undefined} value
 * @param {(value: number) => boolean} isMet
 * @param {(value: number) => string} [show]
 * @param {string} [reason] Why it may not be met.
 * @returns {Goal}
 */
function goal(text, value, isMet, show = times, reason) {
	if (value === undefined) return { text, measured: 'not measured', met: undefined };
	const met = isMet(value);
	return { text, measured: show(value), met, ...(!met && reason !== undefined && { reason }) };
}

/**
 * @param {number | undefined} above
 * @param {number | undefined} below
 */
const ratio = (above, below) => (above === undefined || below === undefined ? undefined : above / below);

/**
 * The factor from one size to the next, which has twice the rows, on average: at one of the sizes V8 joins in with a full
 * collection, which says nothing of how the work grows.
 *
 * @param {readonly number[] | undefined} values
 */
function doubling(values) {
	const first = values?.[0];
	const last = values?.at(-1);
	return values && first !== undefined && last !== undefined
		? (last / first) ** (1 / (values.length - 1))
		: undefined;
}

/**
 * @param {Findings} findings
 * @param {Readonly<{ records: number, rows: number }>} counts
 * @returns {Goal[]}
 */
export function goalsOf(
	{ contest, clientCpu, items, growth, selectGrowth, files, packages, tables },
	{ records, rows },
) {
	const at = (/** @type {string} */ caseName, /** @type {string} */ contender) =>
		contest.find(
			(one) => one.caseName === caseName && one.contender === contender && one.latency === goalLatency,
		);
	const create = at('creates', 'node');
	const insert = at('inserts', 'node');
	const read = at('reads', 'node');
	const bareRead = at('reads', 'bare');
	const select = at('selects', 'node');
	// A batch has 100 records and a page 1,000 rows.
	const mostWrites = Math.ceil(records / 100) + 2;
	const mostReads = Math.ceil(rows / 1_000) + 5;
	// A page of DataService has 5,000.
	const mostSelects = Math.ceil(rows / 5_000) + 5;
	const creating = `${records.toLocaleString('en')} creates`;
	const reading = `${rows.toLocaleString('en')} rows`;
	const slow = `at ${goalLatency} ms`;
	return [
		goal(
			`${creating}: at most ${mostWrites} requests, sign-in and metadata included`,
			create && create.requests + create.signInRequests,
			(count) => count <= mostWrites,
			String,
		),
		goal(`${creating}: at most 4 connections`, create?.connections, (count) => count <= 4, String),
		goal(
			`${creating} ${slow}: at least 20 times as fast as the HTTP Request node, in turn`,
			ratio(at('creates', 'httpRequest')?.seconds, create?.seconds),
			(factor) => factor >= 20,
		),
		goal(
			`${reading}: at most ${mostReads} requests, sign-in and metadata included`,
			read && read.requests + read.signInRequests,
			(count) => count <= mostReads,
			String,
		),
		goal(
			`${reading} ${slow}: at most 1.3 times the time of the bare loop`,
			ratio(read?.seconds, bareRead?.seconds),
			(factor) => factor <= 1.3,
		),
		goal(
			`${reading} ${slow}: at most 1.3 times the CPU time of the bare loop`,
			ratio(read?.cpuSeconds, bareRead?.cpuSeconds),
			(factor) => factor <= 1.3,
		),
		...['creates', 'updates', 'reads'].map((caseName) => {
			const study = clientCpu?.find((one) => one.caseName === caseName);
			return goal(
				`The client alone, ${caseName}: at most 1.3 times the CPU time of the bare loop`,
				ratio(study?.clientSeconds, study?.bareSeconds),
				(factor) => factor <= 1.3,
				times,
				clientReasons.get(caseName),
			);
		}),
		goal(
			`${reading}: at most 2.5 times the memory of the items alone`,
			ratio(items?.nodeBytes, items?.itemsBytes),
			(factor) => factor <= 2.5,
		),
		goal(
			'Twice the rows: at most twice the time on average (and a twentieth for noise)',
			doubling(growth?.map(({ defaultSeconds }) => defaultSeconds)),
			(factor) => factor <= mostGrowth,
		),
		goal(
			'Twice the rows: at most twice the memory on average (and a twentieth for noise)',
			doubling(growth?.map(({ peakBytes }) => peakBytes)),
			(factor) => factor <= mostGrowth,
		),
		goal(
			`${records.toLocaleString('en')} inserts through DataService: at most ${mostWrites} requests`,
			insert && insert.requests + insert.signInRequests,
			(count) => count <= mostWrites,
			String,
		),
		goal(
			`${reading} through DataService: at most ${mostSelects} requests`,
			select?.requests,
			(count) => count <= mostSelects,
			String,
		),
		goal(
			'Twice the rows through DataService: at most twice the time on average (and a twentieth for noise)',
			doubling(selectGrowth?.map(({ defaultSeconds }) => defaultSeconds)),
			(factor) => factor <= mostGrowth,
		),
		goal(
			'Twice the rows through DataService: at most twice the memory on average (and a twentieth for noise)',
			doubling(selectGrowth?.map(({ peakBytes }) => peakBytes)),
			(factor) => factor <= mostGrowth,
		),
		...packageGoals(packages, { records, rows }, mostWrites),
		...fileGoals(files),
		...tableGoals(tables),
	];
}

/** How many times as long as the first package the second one may take. */
const mostOfSecond = 1.5;

/**
 * @param {Findings['packages']} studies
 * @param {Readonly<{ records: number, rows: number }>} counts
 * @param {number} mostWrites
 * @returns {Goal[]}
 */
function packageGoals(studies, { records, rows }, mostWrites) {
	const of = (/** @type {string} */ caseName) => studies?.find((one) => one.caseName === caseName);
	const [create, read] = [of('creates'), of('reads')];
	const time = (/** @type {string} */ work, /** @type {typeof create} */ study) =>
		goal(
			`${work} by the second package at ${goalLatency} ms: at most ${mostOfSecond} times the time of the first`,
			ratio(study?.cloud.seconds, study?.platform.seconds),
			(factor) => factor <= mostOfSecond,
		);
	const creating = `${records.toLocaleString('en')} creates`;
	return [
		goal(
			`${creating} by the second package: at most ${mostWrites} requests, sign-in and metadata included`,
			create && create.cloud.requests + create.cloud.signInRequests,
			(count) => count <= mostWrites,
			String,
		),
		time(creating, create),
		time(`${rows.toLocaleString('en')} rows`, read),
	];
}

/** What the memory of a process may grow by while it moves a file of any size, in bytes. */
const mostFileMemory = 64_000_000;

const fileSpeedReason =
	'Nearly all of the difference is garbage collection by V8: the node keeps the read part of the file until the site has answered, ' +
	'so that it can be sent again, and each collection goes through all that n8n has loaded.';

const fileMemoryReason =
	'V8 begins to collect buffers of files and sockets only when some 60 MB of them have piled up, and lets more come while it ' +
	'collects: the bare loop, which holds one part at a time, needs about as much (see the table).';

/**
 * @param {import('./studies/files.mjs').FileStudy | undefined} study
 * @returns {Goal[]}
 */
function fileGoals(study) {
	const size = study ? `${Math.round(study.bytes / 1e6).toLocaleString('en')} MB` : 'A large file';
	return /** @type {const} */ (['up', 'down']).flatMap((direction) => {
		const moved = study?.moves.filter((move) => move.direction === direction) ?? [];
		const latencies = [...new Set(moved.map(({ latency }) => latency))];
		const speeds = latencies.map((latency) => {
			const secondsOf = (/** @type {string} */ contender) =>
				moved.find((move) => move.latency === latency && move.contender === contender)?.seconds;
			return goal(
				`${size} ${direction} at ${latency} ms: at least 0.8 of the throughput of the bare loop`,
				ratio(secondsOf('bare'), secondsOf('node')),
				(factor) => factor >= 0.8,
				times,
				fileSpeedReason,
			);
		});
		const peak = study?.peaks.find((one) => one.direction === direction && one.contender === 'node');
		const memory = goal(
			`${size} ${direction}: at most 64 MB of memory above the start`,
			peak?.peakBytes,
			(bytes) => bytes <= mostFileMemory,
			(bytes) => `${(bytes / 1e6).toFixed(0)} MB`,
			fileMemoryReason,
		);
		return [...speeds, memory];
	});
}

/** What the memory of a process may grow by while it exports or imports any number of records, in bytes. */
const mostTableMemory = 100_000_000;

const tableMemoryReason =
	'After a full collection in the middle of an import, the heap has 15 to 35 MB more than before it; the rest is garbage that V8 has ' +
	'not collected yet. How much that is differs by some ten MB from run to run.';

/** Requests for each record and beside them, the checks of an upsert included. */
const mostTableRequests = {
	export: { each: 1 / 1_000, more: 10 },
	create: { each: 1 / 100, more: 20 },
	upsert: { each: 1.3 / 100, more: 0 },
};

const tableNames = {
	export: 'exported to CSV',
	create: 'imported as new ones',
	upsert: 'imported as new ones or updates',
};

/**
 * @param {Findings['tables']} results
 * @returns {Goal[]}
 */
function tableGoals(results) {
	const of = (/** @type {string} */ work, contender = 'node') =>
		results?.find((one) => one.work === work && one.contender === contender);
	const goals = /** @type {const} */ (['export', 'create', 'upsert']).flatMap((work) => {
		const found = of(work);
		const records = `${found ? found.rows.toLocaleString('en') : 'Many'} records ${tableNames[work]}`;
		const { each, more } = mostTableRequests[work];
		const most = Math.round((found?.rows ?? 0) * each) + more;
		const words = found ? `${most.toLocaleString('en')} requests` : 'so many requests';
		return [
			goal(
				`${records}: at most ${words}, sign-in and metadata included`,
				found && found.requests + found.signInRequests,
				(count) => count <= most,
				(count) => count.toLocaleString('en'),
			),
			goal(
				`${records}: at most 100 MB of memory above the start, in a small heap`,
				found?.neededBytes,
				(bytes) => bytes <= mostTableMemory,
				(bytes) => `${(bytes / 1e6).toFixed(0)} MB`,
				tableMemoryReason,
			),
		];
	});
	const time = goal(
		'The export: at most 1.5 times the time of a bare loop that throws the pages away',
		ratio(of('export')?.seconds, of('export', 'bare')?.seconds),
		(factor) => factor <= 1.5,
	);
	return [...goals, time];
}
