/**
 * npm run coverage: runs the unit, contract and engine tests and reports which lines of nodes and credentials they run.
 * Runs under any Node from 20 on and before any dependency is installed.
 */
import { bringDependencies } from './lib/bring/dependencies.mjs';
import { bringNode24 } from './lib/bring/node24.mjs';
import { runWithOptions } from './lib/command.mjs';
import { checkCoverage, runJestCovered } from './lib/coverage/run.mjs';
import { buildPackages } from './lib/package/build.mjs';
import { Tally } from './lib/summary.mjs';

const help = `npm run coverage [-- options]

  --help   this text

Runs the unit, contract and engine tests, counts which lines of nodes and credentials they run, the engine's own
processes included, and writes coverage/index.html. Ends with 1 when a test fails or too few lines ran. Counting takes
half as long again as the tests.`;

runWithOptions({ help }, async () => {
	const node = await bringNode24();
	await bringDependencies(node);
	await buildPackages(node);
	const tally = new Tally();
	tally.add(await runJestCovered(node));
	tally.count(await checkCoverage());
	return tally.close();
});
