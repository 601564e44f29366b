import { killWorker } from './kill.mjs';

/** How long an import or an export may take, in milliseconds. */
const patienceMs = 30 * 60_000;

/** How much of the work is done when a worker is killed. */
const doneAtKill = 0.2;

/**
 * One thing that has to hold.
 *
 * @typedef {object} Check
 * @property {string} name
 * @property {unknown} found
 * @property {unknown} expected
 */

/**
 * Runs a workflow whose parts are executions of their own.
 *
 * @param {import('./stack.mjs').Stack} stack
 * @param {import('../../scripts/lib/n8n/client.mjs').Workflow & { id: string }} workflow
 * @param {object} [kill] When a worker is killed; without it, all live.
 * @param {() => Promise<number>} kill.done How much of the work is done, from 0 to 1.
 * @param {() => Promise<void>} kill.afterwards What happens while the others go on.
 * @returns {Promise<{ seconds: number, checks: Check[] }>}
 */
export async function runInParts(stack, workflow, kill) {
	const { name } = workflow;
	const began = performance.now();
	const id = await stack.client.startWorkflow(workflow);
	if (kill) {
		await killWorker(stack, workflow.id, id, async () => (await kill.done()) >= doneAtKill);
		await kill.afterwards();
	}
	const { status, error, itemsByNode } = await stack.client.untilEnded(id, patienceMs);
	const seconds = (performance.now() - began) / 1_000;
	const again = itemsByNode['Tried less than five times?']?.length ?? 0;
	console.log(`  ${name}: ${seconds.toFixed(1)} s, ${again} parts run again`);
	return {
		seconds,
		checks: [
			{ name: `${name}: how it ends`, found: error ?? status, expected: 'success' },
			{ name: `${name}: whether parts are run again`, found: again > 0, expected: kill !== undefined },
		],
	};
}
