import { CreatioError, inputError } from '../../../nodes/shared/basics/errors';
import { SingleFlight } from '../../../nodes/shared/basics/singleFlight';

describe('work that several callers want', () => {
	it('is done once while it lasts, and again afterwards', async () => {
		const work = jest.fn(async () => 'done');
		const flight = new SingleFlight<string>();
		expect(await Promise.all([flight.of('a', work), flight.of('a', work), flight.of('b', work)])).toEqual([
			'done',
			'done',
			'done',
		]);
		expect(work).toHaveBeenCalledTimes(2);
		await flight.of('a', work);
		expect(work).toHaveBeenCalledTimes(3);
	});

	it('fails for all callers that wait, and for none that come later', async () => {
		const work = jest.fn(async (): Promise<string> => await Promise.reject(new Error('broken')));
		const flight = new SingleFlight<string>();
		const waiting = [flight.of('a', work), flight.of('a', work)];
		for (const one of await Promise.allSettled(waiting)) expect(one.status).toBe('rejected');
		expect(work).toHaveBeenCalledTimes(1);
		expect(await flight.of('a', async () => 'mended')).toBe('mended');
	});

	it('is started again by one of those who wait when the timeout of the first one ends it', async () => {
		const flight = new SingleFlight<string>();
		const short = flight.of('a', async () => await Promise.reject(new CreatioError('timeout', 'too short')));
		const longer = jest.fn(async () => 'done');
		const others = [flight.of('a', longer), flight.of('a', longer)];
		await expect(short).rejects.toThrow('too short');
		expect(await Promise.all(others)).toEqual(['done', 'done']);
		expect(longer).toHaveBeenCalledTimes(1);
	});

	it('is waited for no longer than a caller that joins wants to', async () => {
		const flight = new SingleFlight<string>();
		let finish = (_: string) => {};
		const first = flight.of('a', async () => await new Promise<string>((resolve) => (finish = resolve)));
		const limit = new CreatioError('timeout', 'my own limit');
		const second = flight.of(
			'a',
			async () => 'again',
			async () => await Promise.reject(limit),
		);
		await expect(second).rejects.toBe(limit);
		finish('done');
		expect(await first).toBe('done');
	});

	describe('and whose outcome is kept', () => {
		const failing = (error: Error) => jest.fn(async (): Promise<string> => await Promise.reject(error));

		it('is not done again for what was asked wrongly', async () => {
			const work = failing(inputError('no such text'));
			const flight = new SingleFlight<string>('kept');
			for (let time = 0; time < 2; time++) await expect(flight.of('a', work)).rejects.toThrow('no such text');
			expect(work).toHaveBeenCalledTimes(1);
		});

		it('is done again where many others were done since', async () => {
			const work = jest.fn(async () => await Promise.resolve('found'));
			const flight = new SingleFlight<string>('kept');
			await flight.of('first', work);
			for (let other = 0; other < 20_000; other++) await flight.of(String(other), async () => 'other');
			expect(await flight.of('19999', work)).toBe('other');
			await flight.of('first', work);
			expect(work).toHaveBeenCalledTimes(2);
		});

		it('is done again after a failure that may have passed', async () => {
			const work = failing(new CreatioError('unavailable', 'down'));
			const flight = new SingleFlight<string>('kept');
			await expect(flight.of('a', work)).rejects.toThrow('down');
			expect(await flight.of('a', async () => 'found')).toBe('found');
			expect(await flight.of('a', work)).toBe('found');
		});
	});
});
