/**
 * npm run test:e2e: the packed package in a throw-away n8n, through the server and through the editor.
 * Runs under any Node from 20 on and before any dependency is installed.
 */
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bringChromium } from './lib/bring/chromium.mjs';
import { bringDependencies } from './lib/bring/dependencies.mjs';
import { bringN8n } from './lib/bring/n8n.mjs';
import { bringNode24 } from './lib/bring/node24.mjs';
import { runWithOptions } from './lib/command.mjs';
import { chooseFiles, debugLog, runE2eTests } from './lib/e2e-tests.mjs';
import { buildPackage } from './lib/package/build.mjs';
import { packages } from './lib/package/packages.mjs';
import { repository, resultsFolder } from './lib/paths.mjs';
import { startSite } from './lib/site.mjs';
import { Tally } from './lib/summary.mjs';

const help = `npm run test:e2e [-- options] [text ...]

  text ...               run only the files of test/e2e whose path contains one of these texts
  --whole                run also what differs little from other tests, such as the forms of every sample workflow
  --update-screenshots   the same, and put the screenshots into docs/screenshots
  --help                 this text`;

runWithOptions(
	{
		help,
		allowPositionals: true,
		options: {
			whole: { type: 'boolean', default: false },
			'update-screenshots': { type: 'boolean', default: false },
		},
	},
	async ({ values, positionals }) => {
		const files = await chooseFiles(positionals);

		const node = await bringNode24();
		await bringDependencies(node);
		const n8nFolder = await bringN8n(node);
		const chromium = await bringChromium();
		await buildPackage(node);

		const results = join(resultsFolder, 'e2e');
		const screenshots = join(results, 'screenshots');
		await rm(results, { recursive: true, force: true });
		await mkdir(screenshots, { recursive: true });

		const flavor = 'platform';
		const which = packages[flavor];
		const site = await startSite({ node, n8nFolder, which, logs: results, env: debugLog });
		const tally = new Tally();
		tally.add(
			await runE2eTests({
				...{ node, n8nNode: node, n8nFolder, flavor, site, files, logs: results },
				isWhole: values.whole || values['update-screenshots'],
				env: { E2E_CHROMIUM: chromium, E2E_SCREENSHOTS: screenshots },
			}),
		);
		if (values['update-screenshots']) {
			await cp(screenshots, join(repository, 'docs', 'screenshots'), { recursive: true });
		}
		console.log(`\nScreenshots and logs: ${results}`);
		return tally.close();
	},
);
