/**
 * npm run test:matrix: both packages in several versions of n8n on several versions of Node.
 * Runs under any Node from 20 on and before any dependency is installed.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bringDependencies } from './lib/bring/dependencies.mjs';
import { bringN8n } from './lib/bring/n8n.mjs';
import { bringNode } from './lib/bring/node.mjs';
import { bringNode24 } from './lib/bring/node24.mjs';
import { runWithOptions } from './lib/command.mjs';
import { environmentFor } from './lib/environment.mjs';
import { cellsOf, nodeMajors, runsTests, testedN8n } from './lib/matrix/cells.mjs';
import { newestN8n } from './lib/matrix/newest.mjs';
import { nodesOfN8n } from './lib/matrix/nodes-of-n8n.mjs';
import { withResults } from './lib/matrix/page.mjs';
import { readResults, resultsFile, withCell, writeResults } from './lib/matrix/results.mjs';
import { runCell } from './lib/matrix/run-cell.mjs';
import { readChoices } from './lib/options.mjs';
import { buildPackages } from './lib/package/build.mjs';
import { flavors, packages, readManifest } from './lib/package/packages.mjs';
import { nodeMajor, n8nVersion, repository, resultsFolder } from './lib/paths.mjs';
import { mustRun } from './lib/process/run.mjs';
import { step } from './lib/progress.mjs';
import { Stop } from './lib/stop.mjs';
import { Tally } from './lib/summary.mjs';

const help = `npm run test:matrix [-- options]

  --n8n <version>      only this n8n: any version, or newest (${testedN8n.join(', ')}, newest)
  --node <major>       only this Node (${nodeMajors.join(', ')})
  --package <package>  only this package (${flavors.join(', ')})
  --help               this text

Each option may be given several times. The newest is one after ${n8nVersion} that npm can install, if there is one. Runs the samples of the demo in each cell, and the end-to-end tests of the server in
most; the results go into docs/compatibility.md and ${resultsFile}.`;

const page = join(repository, 'docs', 'compatibility.md');

const newest = 'newest';

/** @param {readonly string[]} names */
function mustBeVersions(names) {
	const wrong = names.find((name) => name !== newest && !/^\d+\.\d+\.\d+$/.test(name));
	if (wrong !== undefined) throw new Stop(`--n8n must be a version such as ${n8nVersion}, not "${wrong}".`);
	return names;
}

/**
 * @param {string} node
 * @param {readonly string[]} names
 */
async function resolved(node, names) {
	const versions = names.filter((name) => name !== newest);
	if (!names.includes(newest)) return versions;
	const found = await step(`Looking for an n8n newer than ${n8nVersion}`, () => newestN8n(node, n8nVersion));
	for (const version of found.refused) {
		console.log(`  npm cannot install n8n ${version}, because something that it depends on is missing`);
	}
	if (found.newest === undefined) console.log(`  ${n8nVersion} is the newest that npm can install`);
	return [...versions, ...(found.newest === undefined ? [] : [found.newest])];
}

/** @param {number} major */
const bringMajor = (major) => (major === nodeMajor ? bringNode24() : bringNode(String(major)));

/** @param {string} program */
const versionOf = async (program) =>
	(await mustRun(program, ['--version'], { onFailure: (output) => new Stop(output) })).replace(/^v/, '');

runWithOptions(
	{
		help,
		options: {
			n8n: { type: 'string', multiple: true, default: [] },
			node: { type: 'string', multiple: true, default: [] },
			package: { type: 'string', multiple: true, default: [] },
		},
	},
	async ({ values }) => {
		const majors = readChoices(values.node, '--node', nodeMajors.map(String)).map(Number);
		const chosen = readChoices(values.package, '--package', flavors);
		const given = mustBeVersions(values.n8n);

		const node = await bringNode24();
		await bringDependencies(node);
		await buildPackages(node);
		const { version } = await readManifest(packages.platform);
		const tally = new Tally();
		for (const n8n of await resolved(node, given.length > 0 ? given : [...testedN8n, newest])) {
			// What is compiled for the oldest Node runs on newer ones, but not the other way round.
			const n8nFolder = await bringN8n(await bringMajor(Math.min(...nodeMajors)), n8n);
			const { asksFor, allows } = await nodesOfN8n(n8nFolder);
			const programs = new Map();
			for (const major of nodeMajors) {
				const program = await bringMajor(major);
				const nodeVersion = await versionOf(program);
				if (allows(nodeVersion)) programs.set(major, { program, nodeVersion });
			}
			const nodes = [...programs.keys()];
			const cells = cellsOf(n8n, nodes).filter(
				(cell) =>
					(majors.length === 0 || majors.includes(cell.node)) &&
					(chosen.length === 0 || chosen.includes(cell.flavor)),
			);
			for (const cell of cells) {
				const { program, nodeVersion } = programs.get(cell.node);
				console.log(`\nn8n ${n8n} on Node ${nodeVersion}, ${packages[cell.flavor].name}`);
				const logs = join(resultsFolder, 'matrix', `${n8n}-node${cell.node}-${cell.flavor}`);
				const parts = await runCell({
					...{ cell, node, n8nNode: program, n8nFolder, logs },
					hasTests: runsTests(cell, nodes),
				});
				for (const { passed, failures } of Object.values(parts))
					tally.add({ passed, failed: failures.length });
				const date = new Date().toISOString().slice(0, 10);
				const result = { ...cell, version, nodeVersion, date, ...parts };
				const results = withCell(await readResults(), { version: n8n, asksFor, nodes }, result);
				await writeResults(results);
				await writeFile(page, withResults(await readFile(page, 'utf8'), results));
			}
		}
		// A list that fits into a line is written in one there.
		await mustRun(join('node_modules', '.bin', 'prettier'), ['--write', resultsFile], {
			cwd: repository,
			env: environmentFor(node),
			onFailure: (output) => new Stop(output),
		});
		return tally.close();
	},
);
