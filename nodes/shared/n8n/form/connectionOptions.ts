import { LABELS } from '../../basics/labels';
import { type Field, type FormField, option, propertiesOf } from './field';
import { type Bounds, flagField, numberField } from './fieldKinds';

/** Requests sent at the same time: Creatio's advice is four to eight (contract 10.2). */
export const PARALLEL = { least: 1, most: 8, default: 4 } as const satisfies Bounds;

/** What is sent at the same time differs from operation to operation. */
export function parallelOption(description: string, bounds: Bounds = PARALLEL): Field<number> {
	return option(numberField({ name: 'parallel', label: 'Parallel Requests', ...bounds, description }));
}

export const retriesOption = option(
	numberField({
		name: 'retries',
		label: 'Retries',
		least: 0,
		most: 10,
		default: 3,
		description:
			'How many times to retry a request when the site is busy or the connection breaks. A write is retried only if it cannot take effect twice.',
	}),
);

export const timeoutOption = option(
	numberField({
		name: 'timeout',
		label: LABELS.timeout,
		least: 1,
		most: 3_600,
		default: 60,
		description:
			'How long a request may take. A site that was idle can need up to a minute for the first one.',
	}),
);

/** At most what fits into one text of JavaScript. */
export const maxResponseSizeOption = option(
	numberField({
		name: 'maxResponseSize',
		label: LABELS.maxResponseSize,
		least: 1,
		most: 500,
		default: 100,
		description:
			'How large a response of the site may be after decompression. A larger one is refused before it fills the memory of n8n.',
	}),
);

export const showCostsOption = option(
	flagField({
		name: 'showCosts',
		label: 'Show Costs',
		description:
			'Whether a hint always shows the requests that a run used. Otherwise it shows them after retries, or when there were many.',
	}),
);

export const requestOptions = [maxResponseSizeOption, retriesOption, timeoutOption];

/** The collection Options of an operation, in the alphabetical order that n8n asks for. */
export function optionsField(...options: readonly FormField[]): FormField {
	return optionsOf(...options, ...requestOptions, showCostsOption);
}

/** The same without the options that operations share. */
export function optionsOf(...options: readonly FormField[]): FormField {
	return {
		property: {
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: propertiesOf(options).sort((a, b) => a.displayName.localeCompare(b.displayName)),
		},
	};
}
