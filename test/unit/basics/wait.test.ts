import { orCancelled, wait } from '../../../nodes/shared/basics/wait';

describe('waiting', () => {
	it('takes as long as asked, and not longer', async () => {
		const start = performance.now();
		await wait(20);
		expect(performance.now() - start).toBeGreaterThanOrEqual(19);
	});

	it('ends when the run is cancelled, before or meanwhile', async () => {
		const run = new AbortController();
		const waiting = wait(60_000, run.signal);
		run.abort();
		await expect(waiting).rejects.toMatchObject({ kind: 'cancelled' });
		await expect(wait(60_000, run.signal)).rejects.toMatchObject({ kind: 'cancelled' });
	});

	it('for what others wait for as well leaves it alone', async () => {
		const run = new AbortController();
		let finish = (_value: string) => {};
		const work = new Promise<string>((resolve) => {
			finish = resolve;
		});
		const [stopped, going] = [orCancelled(work, run.signal), orCancelled(work)];
		run.abort();
		await expect(stopped).rejects.toMatchObject({ kind: 'cancelled' });
		finish('done');
		expect(await going).toBe('done');
	});
});
