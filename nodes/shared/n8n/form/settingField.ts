import { LABELS } from '../../basics/labels';
import { needed } from './field';
import { locatorField } from './locatorField';

export const settingField = needed(
	locatorField({
		name: 'setting',
		label: LABELS.setting,
		description: 'The system setting',
		list: 'searchSettings',
		listPlaceholder: 'Select a setting...',
		modes: [
			{
				displayName: 'By Code',
				name: 'code',
				type: 'string',
				placeholder: 'e.g. MaxFileSize',
				hint: 'The code as shown in the section System settings',
			},
		],
	}),
	'Or write its code.',
	'setting',
);
