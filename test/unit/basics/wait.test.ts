import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { orCancelled, wait } from '../../../nodes/shared/basics/wait';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('waiting', () => {
	it('ends in time, also when memory is cleaned up meanwhile', async () => {
		const run = new AbortController();
		const waits = Promise.all(Array.from({ length: 200 }, () => wait(50, run.signal)));
		const cleaning = setInterval(collectGarbage, 5);
		await waits.finally(() => clearInterval(cleaning));
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
