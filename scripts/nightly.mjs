/**
 * npm run test:nightly: every test of jest, with what npm test leaves out.
 * Runs under any Node from 20 on and before any dependency is installed.
 */
import { bringDependencies } from './lib/bring/dependencies.mjs';
import { bringNode24 } from './lib/bring/node24.mjs';
import { runJest } from './lib/jest.mjs';
import { runCommand } from './lib/lifecycle.mjs';
import { readOptions } from './lib/options.mjs';
import { buildPackage } from './lib/package/build.mjs';
import { Tally } from './lib/summary.mjs';

const help = `npm run test:nightly [-- options] [text ...]

  text ...   run only the files whose path contains one of these texts
  --help     this text

Runs every unit, contract and engine test, also those that npm test leaves out because they differ little from others: more hosts,
more forms of a fault, the folder test/engine/oldSites/nightly. About 20 minutes.`;

runCommand(async () => {
	const { values, positionals } = readOptions(
		{ allowPositionals: true, options: { help: { type: 'boolean', default: false } } },
		help,
	);
	if (values.help) {
		console.log(help);
		return 0;
	}
	const node = await bringNode24();
	await bringDependencies(node);
	await buildPackage(node);
	const tally = new Tally();
	tally.add(await runJest({ node, args: positionals, env: { CREATIO_NODES_NIGHTLY: 'yes' } }));
	return tally.close();
});
