import { inputError } from '../../basics/errors';
import { type KeyRange, readRange } from '../../creatio/odata/keyRange';
import { describe } from '../../creatio/model/values';
import { makeField, option } from './field';

/** Restricts a read to the records of one range of keys; the whole range where it is left empty. */
export const rangeOption = option<KeyRange>(
	makeField(
		{
			name: 'range',
			label: 'Range',
			placeholder: 'e.g. {{ $json.range }}',
			description: 'Only records of this range, which Split Into Ranges returns in its field range',
		},
		{ type: 'string', default: '' },
		(value, place) => {
			if (value === '') return {};
			const range = typeof value === 'string' ? readRange(value) : undefined;
			if (range) return range;
			throw inputError(
				`The ${place} takes a range of keys, but got ${describe(value)}`,
				'Map the field range of an item that Split Into Ranges returned: two IDs with two periods between, where either may be left out.',
			);
		},
	),
);
