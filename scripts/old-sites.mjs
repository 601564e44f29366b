/**
 * npm run old-sites: engine tests of records on an old site with OData 3, also those that are too many for npm test.
 * Runs under any Node from 20 on and before any dependency is installed.
 */
import { join } from 'node:path';
import { bringDependencies } from './lib/bring/dependencies.mjs';
import { bringNode24 } from './lib/bring/node24.mjs';
import { runJest } from './lib/jest.mjs';
import { runCommand } from './lib/lifecycle.mjs';
import { buildPackage } from './lib/package/build.mjs';
import { Tally } from './lib/summary.mjs';

runCommand(async () => {
	const node = await bringNode24();
	await bringDependencies(node);
	await buildPackage(node);
	const tally = new Tally();
	const args = [join('test', 'engine', 'oldSites')];
	tally.add(await runJest({ node, args, env: { CREATIO_NODES_NIGHTLY: 'yes' } }));
	return tally.close();
});
