import {
	allOrNothingOption,
	batchOptions,
	batchSizeOption,
	bulkOptions,
	continueIfErrorOption,
	readBatchLimits,
} from '../../../../nodes/shared/n8n/form/batching';
import { expectRefusal, fakeContext, fakeForm } from './fakeForm';

const namesOf = (options: typeof bulkOptions) => options.map(({ property }) => property.name);

it('how writes are sent is read of the first item for all of them', () => {
	const items = [{ options: { batchSize: 7, parallel: 2 } }, { options: { batchSize: 8, parallel: 3 } }];
	expect(readBatchLimits(fakeContext(items, { stopsAtFailure: true }))).toEqual({
		batchSize: 7,
		parallel: 2,
		mostFailures: 1,
	});
	expect(readBatchLimits(fakeContext({}))).toEqual({ batchSize: 100, parallel: 4, mostFailures: Infinity });
});

it.each([1, 100])('a batch may have %d records', (batchSize) => {
	expect(batchSizeOption.read(fakeForm({ options: { batchSize } }), 0)).toBe(batchSize);
});

it.each([{ batchSize: 0 }, { batchSize: 101 }, { batchSize: 'x' }, { parallel: 0 }, { parallel: 9 }])(
	'%j is refused',
	async (options) => {
		await expectRefusal(() => readBatchLimits(fakeContext({ options })), 'option ');
	},
);

it('a batch goes on after a failure, and records are written one by one, unless the user says otherwise', () => {
	const read = (options: object) => [
		allOrNothingOption.read(fakeForm({ options }), 0),
		continueIfErrorOption.read(fakeForm({ options }), 0),
	];
	expect(read({})).toEqual([false, true]);
	expect(read({ allOrNothing: true, continueIfError: false })).toEqual([true, false]);
});

it('an operation in bulk offers to write all or nothing as well', () => {
	expect(namesOf(batchOptions)).toEqual(['batchSize', 'parallel']);
	expect(namesOf(bulkOptions)).toEqual(['allOrNothing', 'batchSize', 'parallel']);
});
