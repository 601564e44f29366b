/**
 * npm run demo: an n8n with the package in it, beside a Creatio emulator with sample data.
 * Runs under any Node from 20 on and before any dependency is installed.
 */
import { bringDependencies } from './lib/bring/dependencies.mjs';
import { bringN8n } from './lib/bring/n8n.mjs';
import { bringNode24 } from './lib/bring/node24.mjs';
import { runWithOptions } from './lib/command.mjs';
import { checkSamples } from './lib/demo/check.mjs';
import { importSamples } from './lib/demo/import.mjs';
import { mustBeStartable } from './lib/demo/startable.mjs';
import { emulatorEnded } from './lib/emulator.mjs';
import { owner } from './lib/n8n/owner.mjs';
import { n8nEnded } from './lib/n8n/server.mjs';
import { readPort } from './lib/options.mjs';
import { buildPackage } from './lib/package/build.mjs';
import { step } from './lib/progress.mjs';
import { startSite } from './lib/site.mjs';

const help = `npm run demo [-- options]

  --check               run every sample workflow, print what it produced, and end with 0 or 1
  --port <n>            port of n8n (5678)
  --emulator-port <n>   port of the Creatio emulator (8099)
  --keep                keep n8n's data folder after the end and say where it is
  --help                this text`;

runWithOptions(
	{
		help,
		options: {
			check: { type: 'boolean', default: false },
			port: { type: 'string', default: '5678' },
			'emulator-port': { type: 'string', default: '8099' },
			keep: { type: 'boolean', default: false },
		},
	},
	async ({ values }) => {
		const port = readPort(String(values.port), '--port');
		const emulatorPort = readPort(String(values['emulator-port']), '--emulator-port');
		await mustBeStartable(port, emulatorPort);

		const node = await bringNode24();
		await bringDependencies(node);
		const n8nFolder = await bringN8n(node);
		await buildPackage(node);

		const ports = { n8n: port, emulator: emulatorPort };
		const { emulator, n8n, client, userFolder } = await startSite({
			node,
			n8nFolder,
			ports,
			keep: values.keep,
		});
		const samples = await step('Creating credentials, data tables and sample workflows', () =>
			importSamples(client, { emulator: emulator.url, n8n: n8n.url }),
		);
		if (values.keep) console.log(`n8n keeps its data in ${userFolder}`);

		if (values.check) return (await checkSamples(client, samples)).close();

		console.log(`
n8n runs at ${n8n.url}
    sign in with  ${owner.email}
    password      ${owner.password}
Creatio (the emulator) runs at ${emulator.url}
    user name and password: Supervisor / Supervisor, stored in n8n as the credential "Creatio demo"

Sample workflows, each started with "Execute workflow":`);
		for (const { workflow, shows } of samples) {
			console.log(`    ${workflow.name}\n        ${shows}\n        ${n8n.url}/workflow/${workflow.id}`);
		}
		console.log('\nPress Ctrl-C to stop both.');

		throw await Promise.race([
			n8n.process.ended.then(() => n8nEnded(n8n.process)),
			emulator.process.ended.then(() => emulatorEnded(emulator.process)),
		]);
	},
);
