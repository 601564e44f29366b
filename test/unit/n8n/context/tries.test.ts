import type { IExecuteFunctions } from 'n8n-workflow';

import { CreatioError } from '../../../../nodes/shared/basics/errors';
import { Tries, triesOf } from '../../../../nodes/shared/n8n/context/tries';

const lost = new CreatioError('network', 'Lost', { perhapsDone: true, cure: 'Look for it.' });
const refused = new CreatioError('invalid', 'Refused');

describe('a step', () => {
	it('that was begun is not begun again, and has the same result', async () => {
		const tries = new Tries();
		const begin = jest.fn(async () => 1);
		expect([await tries.once('start', begin), await tries.once('start', begin)]).toEqual([1, 1]);
		expect(begin).toHaveBeenCalledTimes(1);
	});

	it('that may have been done is not begun again, and its error says so once', async () => {
		const tries = new Tries();
		const begin = jest.fn(async () => {
			throw lost;
		});
		await expect(tries.once(0, begin)).rejects.toBe(lost);
		for (const again of [tries.once(0, begin), tries.once(0, begin)])
			await expect(again).rejects.toMatchObject({
				message: 'Lost',
				perhapsDone: true,
				cure: expect.stringMatching(/^Look for it\. Retry On Fail [^.]+\.$/),
			});
		expect(begin).toHaveBeenCalledTimes(1);
	});

	it.each([
		['was refused', async () => Promise.reject(refused)],
		['has a result that says so', async () => 'not begun'],
	])('is begun again if it %s', async (_, first) => {
		const tries = new Tries();
		const isBegun = (result: string) => result !== 'not begun';
		await Promise.allSettled([tries.once('start', first, isBegun)]);
		expect(await tries.once('start', async () => 'done', isBegun)).toBe('done');
	});

	it('that may have been done stays so when it is refused before it is sent again, until it is done', () => {
		const tries = new Tries();
		tries.note(0, { done: false, error: lost });
		tries.note(0, { done: false, error: refused });
		tries.note(0, undefined);
		expect(tries.mayBeDone(0)).toBe(true);
		expect(tries.errorOf(0, refused)).toMatchObject({
			kind: 'invalid',
			message: 'Refused',
			perhapsDone: true,
			cure: expect.stringContaining('Lost. Look for it.'),
		});
		expect([tries.errorOf(0, lost), tries.errorOf(1, refused)]).toEqual([lost, refused]);
		tries.note(0, { done: true, value: [] });
		expect(tries.mayBeDone(0)).toBe(false);
	});
});

describe('the tries of a run', () => {
	const n8n = (run: object, { name = 'Node', retryOnFail = true } = {}) =>
		({
			getNode: () => ({ name, retryOnFail }),
			getExecuteData: () => run,
		}) as unknown as IExecuteFunctions;
	const runOf = (name: string) => ({ node: { name } });

	it('share what was done; other runs, and runs without tries, do not', () => {
		const run = runOf('Node');
		expect(triesOf(n8n(run))).toBe(triesOf(n8n(run)));
		expect(triesOf(n8n(runOf('Node')))).not.toBe(triesOf(n8n(run)));
		const single = n8n(run, { retryOnFail: false });
		expect(triesOf(single)).not.toBe(triesOf(single));
	});

	it('a tool that shares the run of its agent may be called several times in it', () => {
		const tool = n8n(runOf('Agent'));
		expect(triesOf(tool)).not.toBe(triesOf(tool));
	});
});
