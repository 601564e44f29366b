import { refuseUnsendable } from '../../basics/json';
import { type Face, type Field, fieldOf } from './field';
import { isLocator } from './locatorField';

interface ValueLook extends Face {
	/** How a new value is entered. Typing takes the fewest clicks where most columns contain numbers, dates or texts. */
	readonly mode: 'list' | 'text';
}

/**
 * A value to compare a column with: typed, or chosen among the records of a lookup, yes and no. Its type is settled by the column, so
 * it is given as it is, also the missing result of an expression. Workflows may contain the value alone, without a mode.
 */
export function columnValueField({ mode, label, placeholder, ...face }: ValueLook): Field<unknown> {
	const property = {
		displayName: label,
		...face,
		type: 'resourceLocator' as const,
		default: { mode, value: '' },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list' as const,
				placeholder: 'Select a value...',
				typeOptions: { searchListMethod: 'searchValues', searchable: true },
			},
			{ displayName: 'By Text', name: 'text', type: 'string' as const, placeholder },
		],
	};
	return fieldOf(label, property, (entered, place) => {
		const value: unknown = isLocator(entered) ? entered.value : entered;
		refuseUnsendable(value, place);
		return value;
	});
}
