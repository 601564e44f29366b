import { locatorField, needed } from './field';

/** The object whose records an item works with. */
export const objectField = needed(
	locatorField({
		name: 'object',
		label: 'Object',
		description: 'The kind of record, such as Contact or Account',
		list: 'searchObjects',
		listPlaceholder: 'Select an object...',
		modes: [
			{
				displayName: 'By Name',
				name: 'name',
				type: 'string',
				placeholder: 'e.g. Contact',
				hint: 'The code of the object, as System Designer shows it',
				validation: [
					{
						type: 'regex',
						properties: {
							regex: '^\\s*[A-Za-z_][A-Za-z0-9_]*\\s*$',
							errorMessage: 'Names have letters, digits and underscores only, such as Contact or UsrRequest',
						},
					},
				],
			},
		],
	}),
	'Choose an object from the list, or type its name, such as Contact.',
);
