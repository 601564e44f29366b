import type { IDisplayOptions } from 'n8n-workflow';

import { LABELS } from '../../basics/labels';
import { needed } from './field';
import { locatorField } from './locatorField';

/** For fields that say nothing before an object is chosen. */
export const WITH_OBJECT: IDisplayOptions = { hide: { object: [''] } };

/** The object whose records an item works with. */
export const objectField = needed(
	locatorField({
		name: 'object',
		label: LABELS.object,
		description: 'The kind of record, such as Contact or Account',
		list: 'searchObjects',
		listPlaceholder: 'Select an object...',
		modes: [
			{
				displayName: 'By Name',
				name: 'name',
				type: 'string',
				placeholder: 'e.g. Contact',
				hint: 'The code or the title of the object as shown in System Designer',
			},
		],
	}),
	'Or enter its name, such as Contact.',
	'object',
);
