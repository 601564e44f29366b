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
		for (const one of waiting) await expect(one).rejects.toThrow('broken');
		expect(work).toHaveBeenCalledTimes(1);
		expect(await flight.of('a', async () => 'mended')).toBe('mended');
	});

	it('is done once at all where its outcome is kept', async () => {
		const work = jest.fn(async (): Promise<string> => await Promise.reject(new Error('no such text')));
		const flight = new SingleFlight<string>('kept');
		await expect(flight.of('a', work)).rejects.toThrow('no such text');
		await expect(flight.of('a', work)).rejects.toThrow('no such text');
		expect(work).toHaveBeenCalledTimes(1);
	});
});
