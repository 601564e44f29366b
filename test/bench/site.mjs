import { join } from 'node:path';
import { environmentFor } from '../../scripts/lib/environment.mjs';
import { emulatorEnded } from '../../scripts/lib/emulator.mjs';
import { repository } from '../../scripts/lib/paths.mjs';
import { start } from '../../scripts/lib/process/run.mjs';
import { step } from '../../scripts/lib/progress.mjs';
import { control } from './control.mjs';

/**
 * An emulator in a process of its own, whose contacts can be replaced.
 *
 * @typedef {object} BenchSite
 * @property {string} url
 * @property {number} latency Pause before every answer, in milliseconds.
 * @property {(rows: readonly import('./people.mjs').Person[]) => Promise<number>} replaceContacts Gives how many there are then.
 * @property {() => Promise<Seen>} seen What it saw since the measured process began to count.
 * @property {(switches: Readonly<Record<string, string | boolean>>) => Promise<void>} switch
 */

/**
 * @typedef {object} Seen
 * @property {number} requests
 * @property {number} connections On which the requests came, those opened during the warm-up included.
 * @property {number} writes Contacts created or updated.
 */

/**
 * @param {string} node Path of the Node program.
 * @param {number} latency
 * @param {readonly string[]} [more] More options of siteProcess.ts.
 * @returns {Promise<BenchSite>}
 */
export async function startSite(node, latency, more = []) {
	const program = join('test', 'bench', 'siteProcess.ts');
	const emulator = start(node, ['--import', 'tsx', program, '--latency', String(latency), ...more], {
		cwd: repository,
		env: environmentFor(node),
	});
	/** @type {Promise<string>} */
	const firstLine = new Promise((resolve) => emulator.onLine(resolve));
	const { url, contactsUrl } = await step(`Starting a site that answers after ${latency} ms`, async () => {
		const ended = emulator.ended.then(() => Promise.reject(emulatorEnded(emulator)));
		return JSON.parse(await Promise.race([firstLine, ended]));
	});
	return {
		url,
		latency,
		async replaceContacts(rows) {
			const response = await fetch(contactsUrl, { method: 'PUT', body: JSON.stringify(rows) });
			if (!response.ok) throw new Error(`The site did not take the contacts: ${await response.text()}`);
			return /** @type {{ count: number }} */ (await response.json()).count;
		},
		async seen() {
			const { requests, writes } = await control(url, 'GET', 'stats');
			const { created = [], updated = [] } = writes.Contact ?? {};
			return {
				requests: requests.length,
				connections: new Set(requests.map((/** @type {{ connection: number }} */ one) => one.connection))
					.size,
				writes: created.length + updated.length,
			};
		},
		switch: (switches) => control(url, 'POST', 'switches', switches),
	};
}
