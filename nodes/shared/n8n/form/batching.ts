import { LABELS } from '../../basics/labels';
import type { BatchLimits } from '../../creatio/bulk/inBatches';
import type { OperationContext } from '../context/operation';
import { parallelOption } from './connectionOptions';
import { option } from './field';
import { flagField, numberField } from './fieldKinds';

/** How records are written: what holds for all items of a run, so that it is read of the first one. */
export const batchSizeOption = option(
	numberField({
		name: 'batchSize',
		label: 'Batch Size',
		least: 1,
		most: 100,
		default: 100,
		description:
			'How many records to write with one request, up to 100. Set to 1 to send each record separately.',
	}),
);

const parallelBatchesOption = parallelOption(
	'How many batches to send at the same time. Writes to the same record keep their order.',
);

export const allOrNothingOption = option(
	flagField({
		name: 'allOrNothing',
		label: LABELS.allOrNothing,
		description:
			'Whether to write no record of a batch if Creatio rejects one of them. Each batch counts on its own.',
	}),
);

export const continueIfErrorOption = option(
	flagField({
		name: 'continueIfError',
		label: 'Continue After a Failure',
		default: true,
		description:
			'Whether to continue with a batch when Creatio rejects one of its records. When off, the batch stops there, and most sites undo what it did.',
	}),
);

export const batchOptions = [batchSizeOption, parallelBatchesOption];
export const bulkOptions = [allOrNothingOption, ...batchOptions];

/** How the writes of a run are sent, read from the first item for all of them. */
export function readBatchLimits({ n8n, stopsAtFailure }: OperationContext): BatchLimits {
	return {
		batchSize: batchSizeOption.read(n8n, 0),
		parallel: parallelBatchesOption.read(n8n, 0),
		mostFailures: stopsAtFailure ? 1 : Infinity,
	};
}

/** The same with what holds for a batch as a whole. */
export function readBulkLimits(context: OperationContext): BatchLimits & { readonly atomic: boolean } {
	return { ...readBatchLimits(context), atomic: allOrNothingOption.read(context.n8n, 0) };
}
