/**
 * npm run test:queue: n8n in queue mode, with workers that are killed.
 * Runs under any Node from 20 on and before any dependency is installed.
 */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bringDependencies } from './lib/bring/dependencies.mjs';
import { bringN8n } from './lib/bring/n8n.mjs';
import { bringNode24 } from './lib/bring/node24.mjs';
import { runWithOptions } from './lib/command.mjs';
import { readNumber } from './lib/options.mjs';
import { buildPackage } from './lib/package/build.mjs';
import { repository, resultsFolder } from './lib/paths.mjs';
import { Stop } from './lib/stop.mjs';
import { Tally } from './lib/summary.mjs';

const help = `npm run test:queue [-- options]

  --workers <n>    workers of n8n (2)
  --lines <n>      lines of the file that is imported (100000)
  --rows <n>       rows that are exported (200000)
  --latency <ms>   pause of the site before every answer (20)
  --no-kill        let all workers live
  --figure         measure instead how an import grows with the workers: 1, 2 and 3 of them, at 100 ms
  --write          with --figure, write its table into docs/scaling.md
  --help           this text

Starts Redis and PostgreSQL (those of this machine, or Debian's, unpacked into the cache), the emulator, n8n's main process and
workers with the package. Imports a file and exports records in parts that run on all workers, with a trigger and a webhook active,
and kills a worker in the middle of each. Every line and every row has to be there once. About four minutes; three with --figure.`;

const page = join(repository, 'docs', 'scaling.md');

runWithOptions(
	{
		help,
		options: {
			workers: { type: 'string', default: '2' },
			lines: { type: 'string', default: '100000' },
			rows: { type: 'string', default: '200000' },
			latency: { type: 'string', default: '20' },
			'no-kill': { type: 'boolean', default: false },
			figure: { type: 'boolean', default: false },
			write: { type: 'boolean', default: false },
		},
	},
	async ({ values }) => {
		const kills = !values['no-kill'];
		const settings = {
			// Of one that is killed, another one has to go on with the work.
			workers: readNumber(values.workers, '--workers', kills ? 2 : 1),
			lines: readNumber(values.lines, '--lines', 1),
			rows: readNumber(values.rows, '--rows', 1),
			latency: readNumber(values.latency, '--latency', 0),
			kills,
		};
		if (values.write && !values.figure)
			throw new Stop('--write writes what --figure measures.', 'Add --figure, or leave out --write.');

		const node = await bringNode24();
		await bringDependencies(node);
		const n8nFolder = await bringN8n(node);
		await buildPackage(node);
		const logs = join(resultsFolder, 'queue');
		await rm(logs, { recursive: true, force: true });
		const program = { node, n8nFolder, logs };

		/** @type {import('../test/queue/parts.mjs').Check[]} */
		let checks;
		if (values.figure) {
			const { measureFigure, withFigure } = await import('../test/queue/figure.mjs');
			const { figure, ...measured } = await measureFigure(program);
			console.log(`\n${figure}\n`);
			if (values.write) await writeFile(page, withFigure(await readFile(page, 'utf8'), figure));
			checks = measured.checks;
		} else {
			// Not imported above: it needs the dependencies.
			const { testQueue } = await import('../test/queue/testQueue.mjs');
			checks = await testQueue({ ...program, ...settings });
		}
		const tally = new Tally();
		for (const { name, found, expected } of checks) {
			const ok = found === expected;
			tally.count(ok, name);
			console.log(`${ok ? '✓' : '✗'} ${name}: ${found}${ok ? '' : `, expected ${expected}`}`);
		}
		console.log(`\nLogs: ${logs}`);
		return tally.close();
	},
);
