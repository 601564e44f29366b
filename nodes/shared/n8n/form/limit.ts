import { dependent, type FormField, type ParameterSource, shownIf } from './field';
import { flagField, numberField } from './fieldKinds';

const returnAll = flagField({
	name: 'returnAll',
	label: 'Return All',
	description: 'Whether to return all results or only up to a given limit',
});

const limit = dependent(
	numberField({
		name: 'limit',
		label: 'Limit',
		least: 1,
		default: 50,
		description: 'Max number of results to return',
	}),
);

export const limitFields: readonly FormField[] = [returnAll, ...shownIf({ returnAll: [false] }, limit)];

/** How many results an item wants; `Infinity` for all. */
export function readLimit(source: ParameterSource, itemIndex: number): number {
	return returnAll.read(source, itemIndex) ? Infinity : limit.read(source, itemIndex);
}
