import { setTimeout as sleep } from 'node:timers/promises';

/** How long to wait for the moment to kill. */
const patienceMs = 300_000;

/**
 * Kills a worker in the middle of the parts of an execution, one that does not run the execution itself, and starts another one in its
 * place.
 *
 * @param {import('./stack.mjs').Stack} stack
 * @param {string} parent The execution that waits for the parts.
 * @param {() => Promise<boolean>} isUnderWay Whether enough is done.
 * @returns {Promise<number>} How many executions it was at work with.
 */
export async function killWorker({ workers, addWorker }, parent, isUnderWay) {
	const patience = Date.now() + patienceMs;
	for (;;) {
		const victim = workers.find(({ running }) => running.size > 0 && !running.has(parent));
		if (victim && (await isUnderWay())) {
			const hit = victim.running.size;
			await victim.kill();
			await addWorker();
			return hit;
		}
		if (Date.now() > patience) throw new Error('No worker was in the middle of a part.');
		await sleep(50);
	}
}
