import type { BatchLimits } from '../../creatio/bulk/inBatches';
import type { OperationContext } from '../context/operation';
import { parallelOption } from './connectionOptions';
import { flagField, numberField, option } from './field';

/** How records are written: what holds for all items of a run, so that it is read of the first one. */
export const batchSizeOption = option(
	numberField({
		name: 'batchSize',
		label: 'Batch Size',
		least: 1,
		most: 100,
		default: 100,
		description:
			'How many records are written with one request, up to 100. With 1, each has a request of its own.',
	}),
);

const parallelBatchesOption = parallelOption(
	'How many batches are on the way at the same time. Writes of one record keep their order.',
);

export const allOrNothingOption = option(
	flagField({
		name: 'allOrNothing',
		label: 'All or Nothing',
		description:
			'Whether the records of a batch are either all written or, if one of them is refused, none. Records beyond the batch size are batches of their own.',
	}),
);

export const continueIfErrorOption = option(
	flagField({
		name: 'continueIfError',
		label: 'Continue After a Failure',
		default: true,
		description:
			'Whether a batch goes on when one of its records is refused. Switched off, a batch stops there, and most sites take back what it did.',
	}),
);

export const batchOptions = [batchSizeOption, parallelBatchesOption];
export const bulkOptions = [allOrNothingOption, ...batchOptions];

/** How the writes of a run are sent, read from the first item for all of them. */
export function readBatchLimits({ n8n, stopsAtFailure }: OperationContext): BatchLimits {
	return {
		batchSize: batchSizeOption.read(n8n, 0),
		parallel: parallelBatchesOption.read(n8n, 0),
		stopsAtFailure,
	};
}
