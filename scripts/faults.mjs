/**
 * npm run faults: every kind of fault on every way to write and to import a file, and outages in the middle of runs.
 * Runs under any Node from 20 on and before any dependency is installed.
 */
import { join } from 'node:path';
import { bringDependencies } from './lib/bring/dependencies.mjs';
import { bringNode24 } from './lib/bring/node24.mjs';
import { runWithOptions } from './lib/command.mjs';
import { environmentFor } from './lib/environment.mjs';
import { readChoices, readNumber } from './lib/options.mjs';
import { buildPackages } from './lib/package/build.mjs';
import { flavors, packages, testedAs } from './lib/package/packages.mjs';
import { repository } from './lib/paths.mjs';
import { run } from './lib/process/run.mjs';

const parts = /** @type {const} */ (['matrix', 'retries', 'outages', 'files', 'imports', 'large-imports']);
const hosts = /** @type {const} */ (['framework', 'net']);

const help = `npm run faults [-- options]

  --part <part>     matrix, retries, outages, files, imports or large-imports; may be given several times (all)
  --kind <text>     only faults whose name contains this text; may be given several times (all)
  --path <text>     only ways to write or import whose name contains this text; may be given several times (all)
  --host <family>   framework or net (both)
  --records <n>     records of each run that writes many with one request (500)
  --rows <n>        rows of each file of the imports (2,000)
  --every <n>       one run of so many of the matrix, the retries and the imports (1)
  --package <name>  platform or cloud (both)
  --help            this text

The matrix hits the third write, or the first one together with the request behind it, and compares what the items report
with what is at the site. Nothing may be done twice, lost, done and reported as failed, or not reported. Runs have to end
without an error where the fault passes. The retries are the matrix with Retry On Fail and a node that does not repeat
requests, so that n8n has to try again. The outages take 3 seconds, in the middle of 1,000 writes or of reading 50,000 rows;
a run may take 8 seconds longer. The files have 1 to 20
chunks, each of which, and each download, suffers the fault once: every file is there once, with the same bytes. The imports
run twice with the same file, first with the fault and then without: each row is done once in the end, and both times the counts
and the results of all rows are what is at the site. The large ones have 20,000 rows. Exits with 0
when all of it holds. About 30 minutes for each package, and one to two hours more for the imports.`;

runWithOptions(
	{
		help,
		options: {
			part: { type: 'string', multiple: true, default: [...parts] },
			kind: { type: 'string', multiple: true, default: [] },
			path: { type: 'string', multiple: true, default: [] },
			host: { type: 'string', multiple: true, default: [...hosts] },
			records: { type: 'string', default: '500' },
			rows: { type: 'string', default: '2000' },
			every: { type: 'string', default: '1' },
			package: { type: 'string', multiple: true, default: [...flavors] },
		},
	},
	async ({ values }) => {
		const args = [
			...readChoices(values.part, '--part', parts).flatMap((part) => ['--part', part]),
			...readChoices(values.host, '--host', hosts).flatMap((host) => ['--host', host]),
			...values.kind.flatMap((text) => ['--kind', text]),
			...values.path.flatMap((text) => ['--path', text]),
			...['--records', String(readNumber(values.records, '--records', 2))],
			...['--rows', String(readNumber(values.rows, '--rows', 120))],
			...['--every', String(readNumber(values.every, '--every', 1))],
		];
		const chosen = readChoices(values.package, '--package', flavors);
		const node = await bringNode24();
		await bringDependencies(node);
		await buildPackages(
			node,
			chosen.map((flavor) => packages[flavor]),
		);
		const program = join('test', 'faults', 'main.ts');
		let holds = true;
		for (const flavor of chosen) {
			console.log(`\n${packages[flavor].name}`);
			const { code } = await run(node, ['--import', 'tsx', program, ...args], {
				cwd: repository,
				env: environmentFor(node, testedAs(flavor)),
				show: true,
			});
			holds &&= code === 0;
		}
		return holds ? 0 : 1;
	},
);
