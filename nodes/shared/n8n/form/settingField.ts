import { locatorField } from './field';

export const settingField = locatorField({
	name: 'setting',
	label: 'Setting',
	description: 'The system setting',
	list: 'searchSettings',
	listPlaceholder: 'Select a setting...',
	modes: [
		{
			displayName: 'By Code',
			name: 'code',
			type: 'string',
			placeholder: 'e.g. MaxFileSize',
			hint: 'The code, as the section System settings shows it',
		},
	],
});
