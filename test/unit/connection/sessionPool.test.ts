import { NOBODY } from '../../../nodes/shared/connection/authorizer';
import { leastBusy } from '../../../nodes/shared/connection/sessionPool';

const [A, B, C] = [{ ...NOBODY }, { ...NOBODY }, { ...NOBODY }] as const;
const nameOf = (session: unknown) => [A, B, C].findIndex((one) => one === session);

it('tasks that follow each other stay with the first session, even after a failure', async () => {
	const withSession = leastBusy([A, B, C]);
	const used: number[] = [];
	for (let task = 0; task < 3; task++) {
		const work = withSession(async (session) => {
			used.push(nameOf(session));
			if (task === 1) throw new Error('no');
			return task;
		});
		if (task === 1) await expect(work).rejects.toThrow('no');
		else expect(await work).toBe(task);
	}
	expect(used).toEqual([0, 0, 0]);
});

it('a task takes the session with the fewest tasks, and of several the first', async () => {
	const withSession = leastBusy([A, B, C]);
	const used: number[] = [];
	const ends: Array<() => void> = [];
	const start = () =>
		withSession(async (session) => {
			used.push(nameOf(session));
			await new Promise<void>((resolve) => ends.push(resolve));
		});
	const tasks = [start(), start(), start(), start()];
	expect(used).toEqual([0, 1, 2, 0]);
	ends[2]?.();
	await tasks[2];
	tasks.push(start(), start(), start());
	expect(used).toEqual([0, 1, 2, 0, 2, 1, 2]);
	for (const end of ends) end();
	await Promise.all(tasks);
});
