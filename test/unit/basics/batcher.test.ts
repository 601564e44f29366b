import { Batcher } from '../../../nodes/shared/basics/batcher';

/** A batcher whose look-ups take place when they are let through, and those that it made. */
function gathering(answer: (question: string) => string | Promise<string> = (question) => `${question}!`) {
	const calls: string[] = [];
	let open = () => {};
	const batcher = new Batcher<string, string | Promise<string>>(
		async () => await new Promise<void>((resolve) => (open = resolve)),
		async (group, questions) => {
			calls.push(`${group}: ${questions.join()}`);
			return answer;
		},
	);
	return { batcher, calls, open: () => open() };
}

describe('look-ups made at the same time', () => {
	it('share one call for each group, which has each question once', async () => {
		const { batcher, calls, open } = gathering();
		const answers = ['a', 'b', 'a'].map((question) => batcher.ask('x', question));
		open();
		expect(await Promise.all(answers)).toEqual(['a!', 'b!', 'a!']);
		const other = batcher.ask('y', 'a');
		open();
		expect(await other).toBe('a!');
		expect(calls).toEqual(['x: a,b', 'y: a']);
	});

	it('are not joined by later ones, which would get no answer', async () => {
		const { batcher, calls, open } = gathering();
		const first = batcher.ask('x', 'a');
		open();
		await first;
		const second = batcher.ask('x', 'b');
		open();
		expect(await second).toBe('b!');
		expect(calls).toEqual(['x: a', 'x: b']);
	});

	it('fail together, but not those after them', async () => {
		let isDown = true;
		const { batcher, open } = gathering(async (question) => {
			if (isDown) throw new Error('down');
			return question;
		});
		const failing = ['a', 'b'].map((question) => batcher.ask('x', question));
		open();
		for (const { status } of await Promise.allSettled(failing)) expect(status).toBe('rejected');
		isDown = false;
		const later = batcher.ask('x', 'a');
		open();
		expect(await later).toBe('a');
	});
});
