import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { environmentFor } from './environment.mjs';
import { loopback, mustBeFree } from './ports.mjs';
import { repository } from './paths.mjs';
import { start } from './process/run.mjs';
import { step } from './progress.mjs';
import { Stop } from './stop.mjs';

/** How long the emulator may take to fill its database, in milliseconds. */
const readyMs = 60_000;

/**
 * @typedef {object} Emulator
 * @property {string} url Address without a slash at the end.
 * @property {import('./process/run.mjs').Started} process
 */

/**
 * Starts the Creatio emulator with its sample data and waits until it answers.
 *
 * @param {object} options
 * @param {string} options.node Path of the Node program.
 * @param {number} options.port
 * @param {string} [options.logFile]
 * @param {readonly string[]} [options.args] More options of the emulator.
 * @returns {Promise<Emulator>}
 */
export async function startEmulator({ node, port, logFile, args = [] }) {
	const url = `http://${loopback}:${port}`;
	// Another one there would answer in its place.
	await mustBeFree(port, 'the Creatio emulator', 'Stop that program.');
	const program = join('test', 'emulator', 'main.ts');
	const emulator = start(node, ['--import', 'tsx', program, '--port', String(port), ...args], {
		cwd: repository,
		env: environmentFor(node),
		logFile,
	});
	await step('Starting the Creatio emulator', async () => {
		const patience = Date.now() + readyMs;
		while (!(await listens(url))) {
			if (!emulator.isRunning()) throw emulatorEnded(emulator);
			if (Date.now() > patience) {
				throw new Stop(`The emulator did not answer within a minute:\n${emulator.output()}`);
			}
			await sleep(100);
		}
	});
	return { url, process: emulator };
}

/** @param {string} url */
async function listens(url) {
	try {
		await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(5_000) });
		return true;
	} catch {
		return false;
	}
}

/** @param {import('./process/run.mjs').Started} emulator */
export const emulatorEnded = (emulator) =>
	new Stop(
		`The Creatio emulator ended by itself. Its last words:\n${emulator.output().split('\n').slice(-20).join('\n')}`,
	);
