/**
 * npm run old-sites: engine tests of records on an old site with OData 3, also those that are too many for npm test.
 * Runs under any Node from 20 on and before any dependency is installed.
 */
import { join } from 'node:path';
import { bringDependencies } from './lib/bring/dependencies.mjs';
import { bringNode24 } from './lib/bring/node24.mjs';
import { runJest } from './lib/jest.mjs';
import { runCommand } from './lib/lifecycle.mjs';
import { readOptions } from './lib/options.mjs';
import { buildPackage } from './lib/package/build.mjs';
import { Tally } from './lib/summary.mjs';

const help = `npm run old-sites [-- options]

  --help   this text

Files of engine tests on an old site with OData 3: those of test/engine/oldSites, and those in its folder nightly, which npm test
leaves out. About two minutes.`;

runCommand(async () => {
	const { values } = readOptions({ options: { help: { type: 'boolean', default: false } } }, help);
	if (values.help) {
		console.log(help);
		return 0;
	}
	const node = await bringNode24();
	await bringDependencies(node);
	await buildPackage(node);
	const tally = new Tally();
	const args = [join('test', 'engine', 'oldSites')];
	tally.add(await runJest({ node, args, env: { CREATIO_NODES_NIGHTLY: 'yes' } }));
	return tally.close();
});
