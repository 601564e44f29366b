/**
 * npm run test:e2e: the packed package in a throw-away n8n, through the server and through the editor.
 * Runs under any Node from 20 on and before any dependency is installed.
 */
import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bringChromium } from './lib/bring/chromium.mjs';
import { bringDependencies } from './lib/bring/dependencies.mjs';
import { bringN8n } from './lib/bring/n8n.mjs';
import { bringNode24 } from './lib/bring/node24.mjs';
import { readCredentials } from './lib/demo/samples.mjs';
import { startEmulator } from './lib/emulator.mjs';
import { runCommand } from './lib/lifecycle.mjs';
import { N8nClient } from './lib/n8n/client.mjs';
import { mustHaveLoaded } from './lib/n8n/loaded.mjs';
import { owner } from './lib/n8n/owner.mjs';
import { startN8n } from './lib/n8n/server.mjs';
import { runNodeTests } from './lib/node-tests.mjs';
import { readOptions } from './lib/options.mjs';
import { buildPackage } from './lib/package/build.mjs';
import { installPackage } from './lib/package/install.mjs';
import { repository, resultsFolder } from './lib/paths.mjs';
import { freePort } from './lib/ports.mjs';
import { Stop } from './lib/stop.mjs';
import { Tally } from './lib/summary.mjs';
import { temporaryFolder } from './lib/temporary.mjs';

const help = `npm run test:e2e [-- options] [text ...]

  text ...               run only the files of test/e2e whose path contains one of these texts
  --whole                run also what differs little from other tests, such as the forms of every sample workflow
  --update-screenshots   the same, and put the screenshots into docs/screenshots
  --help                 this text`;

/** It searches what the others left behind. */
const lastFile = join('server', 'secrets.test.mjs');

/**
 * @param {readonly string[]} texts
 */
async function chooseFiles(texts) {
	const entries = await readdir(join(repository, 'test', 'e2e'), { recursive: true });
	const files = entries.filter((name) => name.endsWith('.test.mjs')).sort();
	const chosen = files.filter((name) => texts.length === 0 || texts.some((text) => name.includes(text)));
	if (chosen.length === 0) {
		throw new Stop(
			`No file of test/e2e has ${texts.join(' or ')} in its path.`,
			`There are:\n${files.join('\n')}`,
		);
	}
	return chosen.map((name) => join('test', 'e2e', name));
}

runCommand(async () => {
	const { values, positionals } = readOptions(
		{
			allowPositionals: true,
			options: {
				whole: { type: 'boolean', default: false },
				'update-screenshots': { type: 'boolean', default: false },
				help: { type: 'boolean', default: false },
			},
		},
		help,
	);
	if (values.help) {
		console.log(help);
		return 0;
	}
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

	const emulator = await startEmulator({
		node,
		port: await freePort(),
		logFile: join(results, 'emulator.log'),
	});
	const userFolder = await temporaryFolder('e2e');
	await installPackage({ node, userFolder });
	// The tests search the log for secrets.
	const env = { N8N_LOG_LEVEL: 'debug' };
	const n8n = await startN8n({ node, n8nFolder, userFolder, port: await freePort(), env });
	const client = new N8nClient({ url: n8n.url, n8nFolder });
	await client.setUpOwner(owner);
	const tally = new Tally();
	await mustHaveLoaded(client);
	tally.count(true);
	for (const credential of await readCredentials(emulator.url)) await client.createCredential(credential);

	const world = {
		E2E_N8N_URL: n8n.url,
		E2E_N8N_FOLDER: n8nFolder,
		E2E_N8N_LOG: n8n.logFile,
		E2E_N8N_USER_FOLDER: userFolder,
		E2E_EMULATOR_URL: emulator.url,
		E2E_CHROMIUM: chromium,
		E2E_SCREENSHOTS: screenshots,
		E2E_WHOLE: values.whole || values['update-screenshots'] ? 'yes' : 'no',
	};
	// Node's test runner sorts the files of one run.
	const isLast = (/** @type {string} */ file) => file.endsWith(lastFile);
	for (const part of [files.filter((file) => !isLast(file)), files.filter(isLast)])
		if (part.length > 0) tally.add(await runNodeTests({ node, files: part, env: world }));
	await cp(n8n.logFile, join(results, 'n8n.log'));
	if (!n8n.process.isRunning()) {
		console.error(`n8n ended by itself during the tests; see ${join(results, 'n8n.log')}`);
		tally.count(false);
	}
	if (values['update-screenshots']) {
		await cp(screenshots, join(repository, 'docs', 'screenshots'), { recursive: true });
	}
	console.log(`\nScreenshots and logs: ${results}`);
	return tally.close();
});
