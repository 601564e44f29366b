/**
 * npm run test:nightly: every test of jest, with what npm test leaves out.
 * Runs under any Node from 20 on and before any dependency is installed.
 */
import { bringDependencies } from './lib/bring/dependencies.mjs';
import { bringNode24 } from './lib/bring/node24.mjs';
import { runWithOptions } from './lib/command.mjs';
import { listTests, runJest } from './lib/jest.mjs';
import { readChoices } from './lib/options.mjs';
import { buildPackages } from './lib/package/build.mjs';
import { flavors, packages, testedAs } from './lib/package/packages.mjs';
import { Tally } from './lib/summary.mjs';

const help = `npm run test:nightly [-- options] [text ...]

  text ...            run only the files whose path contains one of these texts
  --package <name>    platform or cloud (both)
  --help              this text

Runs every unit, contract and engine test, also those that npm test leaves out because they differ little from others: more hosts,
more forms of a fault, the folder test/engine/oldSites/nightly. Then it runs the engine tests with the second package,
n8n-nodes-creatio-cloud. About 20 minutes for each package.`;

/** The tests in which engines load a package, all of which run with the second package too; test/engine/cloud has a part of them for npm test. */
const ofCloud = [
	'--testMatch',
	'<rootDir>/test/engine/**/*.test.ts',
	'--testPathIgnorePatterns',
	'/engine/cloud/',
];

runWithOptions(
	{
		help,
		allowPositionals: true,
		options: {
			package: { type: 'string', multiple: true, default: [...flavors] },
		},
	},
	async ({ values, positionals }) => {
		const chosen = readChoices(values.package, '--package', flavors);
		const node = await bringNode24();
		await bringDependencies(node);
		// The tests of the first one have a part of those of the second one.
		await buildPackages(node, chosen.includes('platform') ? undefined : [packages.cloud]);
		const tally = new Tally();
		for (const flavor of chosen) {
			const args = flavor === 'cloud' ? [...ofCloud, '--', ...positionals] : positionals;
			const env = { CREATIO_NODES_NIGHTLY: 'yes', ...testedAs(flavor) };
			// A text may name tests that run once, for both.
			if (chosen.length > 1 && (await listTests({ node, args })).length === 0) continue;
			console.log(`\nTests of ${packages[flavor].name}`);
			tally.add(await runJest({ node, args, env }));
		}
		return tally.close();
	},
);
