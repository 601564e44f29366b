import { Limiter } from '../../../nodes/shared/basics/limiter';

describe('work with a limit', () => {
	it('runs so many pieces at the same time, and the others in their order', async () => {
		const limiter = new Limiter(2);
		const begun: number[] = [];
		const ends: Array<() => void> = [];
		const all = [0, 1, 2, 3].map(async (piece) =>
			limiter.run(async () => {
				begun.push(piece);
				await new Promise<void>((end) => (ends[piece] = end));
				return piece;
			}),
		);
		await Promise.resolve();
		expect(begun).toEqual([0, 1]);
		ends[1]?.();
		await all[1];
		expect(begun).toEqual([0, 1, 2]);
		ends[0]?.();
		await all[0];
		ends[2]?.();
		ends[3]?.();
		expect(await Promise.all(all)).toEqual([0, 1, 2, 3]);
	});

	it('goes on after a piece that fails', async () => {
		const limiter = new Limiter(1);
		const failing = limiter.run(async () => await Promise.reject(new Error('failed')));
		const next = limiter.run(async () => 'next');
		await expect(failing).rejects.toThrow('failed');
		expect(await next).toBe('next');
		expect(await limiter.run(async () => 'later')).toBe('later');
	});
});
