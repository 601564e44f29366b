import { watchEvents } from './events.mjs';
import { checkExport } from './export.mjs';
import { startFileServer } from './fileServer.mjs';
import { checkImport } from './import.mjs';
import { startStack } from './stack.mjs';
import { samplesIn } from './workflows.mjs';

/**
 * Imports and exports on several workers, of which one is killed each time, while events come in.
 *
 * @param {object} settings
 * @param {string} settings.node Path of the Node program.
 * @param {string} settings.n8nFolder The folder that n8n is installed in.
 * @param {string} settings.logs Where the logs go.
 * @param {number} settings.workers
 * @param {number} settings.lines Of the file that is imported.
 * @param {number} settings.rows That are exported.
 * @param {number} settings.latency Pause of the site before every answer, in milliseconds.
 * @param {boolean} settings.kills
 * @returns {Promise<import('./parts.mjs').Check[]>}
 */
export async function testQueue({ workers, lines, rows, latency, kills, ...program }) {
	const server = await startFileServer();
	const stack = await startStack({
		...program,
		...{ concurrency: 5, manualOnWorkers: true },
		emulatorArgs: ['--made', `Account=${rows}`, '--latency', String(latency)],
	});
	await Promise.all(Array.from({ length: workers }, () => stack.addWorker()));
	const add = await samplesIn(stack);
	const events = await watchEvents(stack, add);
	await events.createContacts();
	const afterKill = kills ? events.createContacts : undefined;
	return [
		...(await checkImport(stack, server, add, lines, afterKill)),
		...(await checkExport(stack, server, add, rows, afterKill)),
		...(await events.check()),
	];
}
