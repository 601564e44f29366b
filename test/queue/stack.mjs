import { randomUUID } from 'node:crypto';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startEmulator } from '../../scripts/lib/emulator.mjs';
import { N8nClient } from '../../scripts/lib/n8n/client.mjs';
import { mustHaveLoaded } from '../../scripts/lib/n8n/loaded.mjs';
import { owner } from '../../scripts/lib/n8n/owner.mjs';
import { startN8n, startWorker } from '../../scripts/lib/n8n/server.mjs';
import { installPackage } from '../../scripts/lib/package/install.mjs';
import { freePort } from '../../scripts/lib/ports.mjs';
import { step } from '../../scripts/lib/progress.mjs';
import { temporaryFolder } from '../../scripts/lib/temporary.mjs';
import { startDatabases } from './databases.mjs';

/**
 * n8n in queue mode beside an emulator.
 *
 * @typedef {object} Stack
 * @property {import('../../scripts/lib/emulator.mjs').Emulator} emulator
 * @property {string} url Address of n8n's main process.
 * @property {N8nClient} client Signed in as the owner.
 * @property {Worker[]} workers Those that are alive.
 * @property {() => Promise<void>} addWorker
 */

/**
 * @typedef {object} Worker
 * @property {Set<string>} running The executions that it is at work with.
 * @property {() => Promise<void>} kill As a crash would, so that it can save and say nothing.
 */

/** A worker that is gone is noticed after seconds, not after minutes as by default. In milliseconds. */
const fastDetection = {
	QUEUE_WORKER_LOCK_DURATION: '6000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '2000',
	QUEUE_WORKER_STALLED_INTERVAL: '4000',
};

/**
 * @param {object} options
 * @param {string} options.node Path of the Node program.
 * @param {string} options.n8nFolder The folder that n8n is installed in.
 * @param {string} options.logs Where the logs go.
 * @param {readonly string[]} options.emulatorArgs
 * @param {number} options.concurrency How many executions a worker runs at the same time.
 * @param {boolean} options.manualOnWorkers Whether also those that are started by hand run on workers, not in the main process.
 * @returns {Promise<Stack>} Without a worker yet.
 */
export async function startStack({ node, n8nFolder, logs, emulatorArgs, concurrency, manualOnWorkers }) {
	await mkdir(logs, { recursive: true });
	const databases = await step('Starting Redis and PostgreSQL', startDatabases);
	const emulator = await startEmulator({
		...{ node, port: await freePort(), args: emulatorArgs },
		logFile: join(logs, 'emulator.log'),
	});
	const env = {
		...databases,
		...fastDetection,
		EXECUTIONS_MODE: 'queue',
		N8N_ENCRYPTION_KEY: randomUUID(),
		OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: String(manualOnWorkers),
	};
	const folder = await temporaryFolder('queue');
	const first = join(folder, 'main');
	await mkdir(first);
	await installPackage({ node, userFolder: first });
	const program = { node, n8nFolder, env };
	const main = await startN8n({ ...program, userFolder: first, port: await freePort() });
	const client = new N8nClient({ url: main.url, n8nFolder });
	await client.setUpOwner(owner);
	await mustHaveLoaded(client);

	/** @type {Worker[]} */
	const workers = [];
	let begun = 0;
	async function addWorker() {
		const name = `worker-${++begun}`;
		const userFolder = join(folder, name);
		await cp(join(first, '.n8n', 'nodes'), join(userFolder, '.n8n', 'nodes'), { recursive: true });
		const started = await startWorker({
			...program,
			...{ userFolder, concurrency, logFile: join(logs, `${name}.log`) },
		});
		/** @type {Worker} */
		const worker = {
			running: runningOn(started),
			async kill() {
				workers.splice(workers.indexOf(worker), 1);
				await started.kill();
			},
		};
		workers.push(worker);
	}
	return { emulator, url: main.url, client, workers, addWorker };
}

/**
 * The executions that a worker is at work with, by the lines that it writes.
 *
 * @param {import('../../scripts/lib/process/run.mjs').Started} worker
 */
function runningOn(worker) {
	/** @type {Set<string>} */
	const running = new Set();
	worker.onLine((line) => {
		const [, event, id] = /Worker (started|finished) execution (\d+)/.exec(line) ?? [];
		if (id === undefined) return;
		if (event === 'started') running.add(id);
		else running.delete(id);
	});
	return running;
}
