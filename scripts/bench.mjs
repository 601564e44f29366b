/**
 * npm run bench: the node against n8n's HTTP Request node and against a bare loop, on the emulator.
 * Runs under any Node from 20 on and before any dependency is installed.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bringDependencies } from './lib/bring/dependencies.mjs';
import { bringN8n } from './lib/bring/n8n.mjs';
import { bringNode24 } from './lib/bring/node24.mjs';
import { runWithOptions } from './lib/command.mjs';
import { readNumber } from './lib/options.mjs';
import { buildPackage } from './lib/package/build.mjs';
import { packages } from './lib/package/packages.mjs';
import { repository } from './lib/paths.mjs';
import { Stop } from './lib/stop.mjs';
import { Tally } from './lib/summary.mjs';

const help = `npm run bench [-- options]

  --only <cases>      some of creates, updates, upserts, reads, texts (reads of lookups with their texts),
                      inserts, selects, files, packages (the second package against the first), and tables
                      (exports to files and imports from them) (all)
  --latency <ms>      pauses of the site before every answer (0,20,100)
  --records <n>       records of the writing cases (1000)
  --rows <n>          rows of the reading cases (50000)
  --megabytes <n>     size of the file that is uploaded and downloaded (1000)
  --exported <n>      records that are exported to a file; a fifth of them is imported (1000000)
  --smoke             do all of it once with very little, to see that it works, and judge no goal
  --quick             send only a tenth of the records where one request follows the other, and scale up
  --write             write docs/benchmarks.md, its chart docs/benchmarks.svg, and the figures of both;
                      with --only files, packages or tables these alone are renewed
  --recorded          measure nothing: report the figures of the last --write
  --help              this text

Ends with 0 when all goals that were measured are met, with 1 otherwise. They are set for the default numbers.
All of it takes about an hour and a quarter.`;

const page = join('docs', 'benchmarks.md');
/** What `--smoke` measures. */
const smallest = { latency: '0', records: '20', rows: '1000', megabytes: '6', exported: '5000' };
/** The figures of the page, from which it can be written again. */
const record = join('test', 'bench', 'recorded.json');

/**
 * @param {string} file
 * @param {string} text
 */
async function write(file, text) {
	await writeFile(join(repository, file), text);
	console.log(`Written to ${file}`);
}

/** @returns {Promise<import('../test/bench/report/report.mjs').Measured>} */
async function readRecord() {
	const text = await readFile(join(repository, record), 'utf8').catch(() => {
		throw new Stop(`There are no recorded figures in ${record}.`, 'Measure them: npm run bench -- --write');
	});
	return JSON.parse(text);
}

runWithOptions(
	{
		help,
		options: {
			only: { type: 'string' },
			latency: { type: 'string', default: '0,20,100' },
			records: { type: 'string', default: '1000' },
			rows: { type: 'string', default: '50000' },
			megabytes: { type: 'string', default: '1000' },
			exported: { type: 'string', default: '1000000' },
			smoke: { type: 'boolean', default: false },
			quick: { type: 'boolean', default: false },
			write: { type: 'boolean', default: false },
			recorded: { type: 'boolean', default: false },
		},
	},
	async ({ values }) => {
		const { smoke } = values;
		if (smoke && (values.write || values.recorded))
			throw new Stop('--smoke measures, and its figures are not kept.', 'Leave out --write and --recorded.');
		if (smoke) Object.assign(values, smallest);
		const latencies = String(values.latency)
			.split(',')
			.map((text) => readNumber(text, '--latency', 0));
		const counts = {
			records: readNumber(String(values.records), '--records', 1),
			rows: readNumber(String(values.rows), '--rows', 1_000),
		};

		const node = await bringNode24();
		await bringDependencies(node);
		// Not imported above: they need the dependencies.
		const { bench, chooseCases, others } = await import('../test/bench/bench.mjs');
		const { renewed } = await import('../test/bench/report/renewed.mjs');
		const { reportOf } = await import('../test/bench/report/report.mjs');
		const only = values.only?.toString().split(',');
		const cases = chooseCases(only);
		const megabytes = readNumber(String(values.megabytes), '--megabytes', 1);
		const isWanted = (/** @type {string} */ name) => only?.includes(name) ?? true;
		const fileBytes = isWanted(others.files) ? 1_000_000 * megabytes : 0;
		const comparesPackages = isWanted(others.packages);
		const exported = isWanted(others.tables) ? readNumber(String(values.exported), '--exported', 1) : 0;
		/** @returns {ReturnType<typeof bench>} */
		const measure = async () => {
			const n8nFolder = await bringN8n(node);
			await buildPackage(node);
			await buildPackage(node, packages.cloud);
			const quick = values.quick === true;
			const mostRepeats = smoke ? 1 : Infinity;
			return await bench({
				...{ node, n8nFolder, cases, latencies, counts, quick, mostRepeats, fileBytes },
				...{ comparesPackages, exported },
			});
		};
		const found = values.recorded ? await readRecord() : await measure();
		const isPart = values.write && !values.recorded && cases.length === 0;
		const measured = isPart ? renewed(await readRecord(), found) : found;
		const { text, picture, goals } = reportOf(measured);
		console.log(`\n${text}`);
		if (values.write) {
			await write(page, text);
			if (picture !== undefined) await write(join('docs', 'benchmarks.svg'), picture);
			await write(record, `${JSON.stringify(measured, null, '\t')}\n`);
		}
		const tally = new Tally();
		if (smoke) {
			tally.count(true);
			return tally.close();
		}
		for (const { text: goal, measured: figure, met, reason } of goals) {
			console.log(`${met === undefined ? '–' : met ? '✓' : '✗'} ${goal}: ${figure}`);
			if (reason !== undefined) console.log(`  ${reason}`);
			if (met !== undefined) tally.count(met);
		}
		return tally.close();
	},
);
