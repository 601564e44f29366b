import type { INodeProperties } from 'n8n-workflow';

export const settingField: INodeProperties = {
	displayName: 'Setting',
	name: 'setting',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The system setting',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a setting...',
			typeOptions: { searchListMethod: 'searchSettings', searchable: true },
		},
		{
			displayName: 'By Code',
			name: 'code',
			type: 'string',
			placeholder: 'e.g. MaxFileSize',
			hint: 'The code, as the section System settings shows it',
		},
	],
};
