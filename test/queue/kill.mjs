import { setTimeout as sleep } from 'node:timers/promises';

/** How long to wait for the moment to kill. */
const patienceMs = 300_000;

/**
 * Kills a worker in the middle of the parts of an execution, one that does not run the execution itself, and starts another one in its
 * place. It runs nothing else: what it runs ends with it, and nobody runs the execution of an event again.
 *
 * @param {import('./stack.mjs').Stack} stack
 * @param {string} workflowId Of the parts.
 * @param {string} parent The execution that waits for the parts.
 * @param {() => Promise<boolean>} isUnderWay Whether enough is done.
 */
export async function killWorker({ client, workers, addWorker }, workflowId, parent, isUnderWay) {
	const patience = Date.now() + patienceMs;
	for (;;) {
		const isTime = await isUnderWay();
		const parts = new Set((await client.listExecutions(workflowId)).map(({ id }) => id));
		parts.delete(parent);
		const victim = workers.find(
			({ running }) => running.size > 0 && [...running].every((id) => parts.has(id)),
		);
		if (isTime && victim) {
			await victim.kill();
			await addWorker();
			return;
		}
		if (Date.now() > patience) throw new Error('No worker was in the middle of a part.');
		await sleep(200);
	}
}
