/** The fault matrix and the outages; started by scripts/faults.mjs. */
import { parseArgs } from 'node:util';

import { HOSTINGS, type Hosting } from '../emulator';
import { type Engine, startEngine } from '../support/engine';
import { inParallel } from '../../nodes/shared/basics/parallel';
import { FILE_KINDS, type FileCell, isGoodFile, MOVES, runFileCell } from './files';
import { importChecks, largeImportChecks } from './imports/importChecks';
import { type MatrixOptions, runMatrix } from './matrix';
import { OUTAGES, runOutage, WORKS } from './outages';
import { type Check, complaintsOf, sumsOf, tableOf } from './report';

const OUTAGE_MS = 3_000;
const MOST_LONGER_MS = 8_000;
const ROWS = 50_000;
const WRITES = 1_000;
const FILE_CELLS_AT_ONCE = 6;

const PARTS = ['matrix', 'retries', 'outages', 'files', 'imports', 'large-imports'];

const { values } = parseArgs({
	options: {
		records: { type: 'string', default: '500' },
		host: { type: 'string', multiple: true, default: [...HOSTINGS] },
		kind: { type: 'string', multiple: true },
		path: { type: 'string', multiple: true },
		part: { type: 'string', multiple: true, default: [...PARTS] },
		rows: { type: 'string', default: '2000' },
		every: { type: 'string', default: '1' },
	},
});

/** With Retry On Fail, and without repetitions by the node: a fault that hits two requests ends a try. */
const RETRIES = { hits: [{ nth: 1, times: 2 }], tries: 3 };

const HITS = [
	{ nth: 1, times: 2 },
	{ nth: 3, times: 1 },
];

async function matrix(engine: Engine, how: Pick<MatrixOptions, 'hits' | 'tries'>): Promise<Check[]> {
	const records = Number(values.records);
	const options: MatrixOptions = {
		hostings: values.host as Hosting[],
		...how,
		size: { records, singles: Math.min(records, 20), batchSize: Math.min(100, Math.ceil(records / 4)) },
		only: { kinds: values.kind, paths: values.path },
		every: Number(values.every),
		atOnce: 24,
		onProgress: (done, of) => {
			if (done % 250 === 0) console.log(`… ${done} of ${of} cells`);
		},
	};
	const outcomes = await runMatrix(engine, options);
	if (outcomes.length === 0) return [];
	console.log(`\n${tableOf(outcomes)}\n`);
	const complaints = complaintsOf(outcomes);
	for (const complaint of complaints) console.log(`✗ ${complaint}`);
	return [
		...sumsOf(outcomes).map(([what, sum]): Check => [`${sum} ${what}`, sum === 0]),
		[`${complaints.length} of ${outcomes.length} cells are not as they should be`, complaints.length === 0],
	];
}

async function outages(engine: Engine): Promise<Check[]> {
	const checks: Check[] = [];
	for (const work of WORKS) {
		const size = work === 'read' ? { records: ROWS, batchSize: 2_500 } : { records: WRITES, batchSize: 100 };
		const usual = await runOutage(engine, { form: 'HTML 503', work, ...size, outageMs: 0 });
		for (const form of OUTAGES) {
			const result = await runOutage(engine, { form, work, ...size, outageMs: OUTAGE_MS });
			const longer = result.durationMs - usual.durationMs;
			const isWhole = result.error === undefined && result.doubled === 0 && result.missing === 0;
			const words = isWhole
				? `${(longer / 1_000).toFixed(1)} s longer`
				: `${result.missing} missing, ${result.doubled} doubled, ${result.error ?? 'no error'}`;
			checks.push([
				`3 s of ${form} in the middle of ${size.records.toLocaleString('en')} × ${work}: ${words}`,
				isWhole && longer <= MOST_LONGER_MS,
			]);
		}
	}
	return checks;
}

/** Files of 1 to 20 chunks. */
const CHUNKS = [1, 2, 7, 20];

async function files(engine: Engine): Promise<Check[]> {
	const { kind: names = [''], host } = values;
	const cells = FILE_KINDS.filter(({ name }) => names.some((part) => name.includes(part))).flatMap((kind) =>
		MOVES.flatMap((move) =>
			(host as Hosting[]).flatMap((hosting) =>
				(['8.1', '8.3.2'] as const).map((version): FileCell => ({
					kind,
					move,
					hosting,
					version,
					chunks: CHUNKS,
				})),
			),
		),
	);
	let done = 0;
	return await inParallel(cells, FILE_CELLS_AT_ONCE, async (cell): Promise<Check> => {
		const result = await runFileCell(engine, cell);
		if (++done % 25 === 0) console.log(`… ${done} of ${cells.length} runs with files`);
		const { hits, doubled, wrong, failed, firstError } = result;
		const words = `${hits} requests hit, ${doubled} files doubled, ${wrong} wrong, ${failed} failed`;
		const { kind, move, hosting, version } = cell;
		return [
			`${CHUNKS.length} files, ${move}, ${kind.name} (${hosting}, ${version}): ${words} ${firstError ?? ''}`,
			isGoodFile(result),
		];
	});
}

const importOptions = {
	hostings: values.host as Hosting[],
	rows: Number(values.rows),
	only: { kinds: values.kind, paths: values.path },
	every: Number(values.every),
};

void (async () => {
	const engine = await startEngine();
	try {
		const checks = [
			...(values.part.includes('matrix') ? await matrix(engine, { hits: HITS }) : []),
			...(values.part.includes('retries') ? await matrix(engine, RETRIES) : []),
			...(values.part.includes('outages') ? await outages(engine) : []),
			...(values.part.includes('files') ? await files(engine) : []),
			...(values.part.includes('imports') ? await importChecks(engine, importOptions) : []),
			...(values.part.includes('large-imports') ? await largeImportChecks(engine, importOptions) : []),
		];
		if (checks.length === 0) console.log('No fault and no path has such a name.');
		for (const [text, isMet] of checks) console.log(`${isMet ? '✓' : '✗'} ${text}`);
		const failed = checks.filter(([, isMet]) => !isMet).length;
		console.log(`\n${checks.length - failed} passed, ${failed} failed`);
		process.exitCode = failed === 0 && checks.length > 0 ? 0 : 1;
	} finally {
		await engine.stop();
	}
})();
