import type { Attempt } from '../../../../nodes/shared/basics/attempt';
import { CreatioError } from '../../../../nodes/shared/basics/errors';
import { type BatchRules, inBatches } from '../../../../nodes/shared/creatio/bulk/inBatches';

interface Write {
	readonly name: string;
	readonly record?: string;
}

const rules: BatchRules<Write, string> = {
	batchSize: 2,
	parallel: 1,
	mostFailures: Infinity,
	keepsOrder: ({ record }) => record,
	isFailure: ({ done }) => !done,
};

const named = (...names: string[]): Write[] => names.map((name) => ({ name }));

/** Sends writes and remembers the batches; names in `errors` fail. */
async function sent(
	writes: readonly Write[],
	changes: Partial<BatchRules<Write, string>> = {},
	errors: Readonly<Record<string, Error>> = {},
) {
	const batches: string[] = [];
	let [underWay, most] = [0, 0];
	const outcomes = await inBatches(
		writes,
		async (batch) => {
			batches.push(batch.map(({ name }) => name).join(''));
			most = Math.max(most, ++underWay);
			await new Promise(setImmediate);
			underWay--;
			return new Map(
				batch.map((write): [Write, Attempt<string>] => {
					const error = errors[write.name];
					return [write, error ? { done: false, error } : { done: true, value: write.name }];
				}),
			);
		},
		{ ...rules, ...changes },
	);
	const told = outcomes.map((outcome) => (outcome?.done ? outcome.value : outcome && 'failed'));
	return { batches, most, told };
}

describe('writes in batches', () => {
	it('have the size asked for, as many at a time as asked for, and outcomes in order', async () => {
		expect(await sent(named('a', 'b', 'c', 'd', 'e'), { parallel: 2 })).toEqual({
			batches: ['ab', 'cd', 'e'],
			most: 2,
			told: ['a', 'b', 'c', 'd', 'e'],
		});
	});

	it('of one record are never in one batch, nor under way at the same time', async () => {
		const writes = [
			{ name: 'a', record: '1' },
			{ name: 'b', record: '1' },
			{ name: 'c', record: '2' },
			{ name: 'd' },
			{ name: 'e', record: '1' },
		];
		const { batches, told } = await sent(writes, { batchSize: 3, parallel: 4 });
		expect(batches).toEqual(['acd', 'b', 'e']);
		expect(told).toEqual(['a', 'b', 'c', 'd', 'e']);
	});

	it('keep the order of all, one batch after the other, where that is asked for', async () => {
		const writes = [
			{ name: 'a', record: '1' },
			{ name: 'b', record: '1' },
			{ name: 'c', record: '2' },
		];
		const { batches, most } = await sent(writes, { keepsOrder: 'all', parallel: 4 });
		expect([batches, most]).toEqual([['ab', 'c'], 1]);
	});

	it('are none where there are none', async () => {
		expect((await sent([])).batches).toEqual([]);
	});
});

describe('a write that fails', () => {
	const errors = { b: new Error('no') };

	it('leaves the others alone', async () => {
		const { told } = await sent(named('a', 'b', 'c'), {}, errors);
		expect(told).toEqual(['a', 'failed', 'c']);
	});

	it('is the last one where the run stops: what was not sent has no outcome', async () => {
		const { told } = await sent(named('a', 'b', 'c', 'd'), { mostFailures: 1 }, errors);
		expect(told).toEqual(['a', 'failed', undefined, undefined]);
	});

	it('is followed by others as far as the limit allows', async () => {
		const both = { b: new Error('no'), d: new Error('no') };
		const { told } = await sent(named('a', 'b', 'c', 'd', 'e', 'f'), { mostFailures: 2 }, both);
		expect(told).toEqual(['a', 'failed', 'c', 'failed', undefined, undefined]);
	});

	it('stops the later rounds as well', async () => {
		const writes = [
			{ name: 'b', record: '1' },
			{ name: 'c', record: '1' },
		];
		const { batches } = await sent(writes, { mostFailures: 1, batchSize: 9 }, errors);
		expect(batches).toEqual(['b']);
	});

	it('may be one by its result', async () => {
		const isFailure = (outcome: Attempt<string>) => !outcome.done || outcome.value === 'a';
		const { told } = await sent(named('a', 'b', 'c'), { mostFailures: 1, isFailure });
		expect(told).toEqual(['a', 'b', undefined]);
	});
});

it('a cancelled run sends no further batch, even where it goes on after failures', async () => {
	const cancelled = new CreatioError('cancelled', 'The execution was canceled');
	const { told } = await sent(named('a', 'b', 'c', 'd'), {}, { a: cancelled });
	expect(told).toEqual(['failed', 'b', undefined, undefined]);
});
