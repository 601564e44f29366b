import type { INodeProperties } from 'n8n-workflow';

import { parallelOption } from '../form/optionFields';

export const processField: INodeProperties = {
	displayName: 'Process',
	name: 'process',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The business process to run',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a process...',
			typeOptions: { searchListMethod: 'searchProcessList', searchable: true },
		},
		{
			displayName: 'By Code',
			name: 'code',
			type: 'string',
			placeholder: 'e.g. UsrProcess_1a2b3c4',
			hint: 'The code of the process, as the process designer shows it. Case-sensitive.',
		},
	],
};

/** The form of parameters, or values by code for who cannot see the schema of processes. */
export const parameterFields: readonly INodeProperties[] = [
	{
		displayName: 'Parameters From',
		name: 'parameterMode',
		type: 'options',
		options: [
			{ name: 'Form', value: 'form', description: 'A field for each parameter of the process' },
			{ name: 'JSON', value: 'json', description: 'Values by the code of the parameter' },
		],
		default: 'form',
	},
	{
		displayName: 'Parameters',
		name: 'parameters',
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'defineBelow', value: null },
		typeOptions: {
			loadOptionsDependsOn: ['process.value'],
			resourceMapper: {
				resourceMapperMethod: 'getProcessParameters',
				mode: 'add',
				fieldWords: { singular: 'parameter', plural: 'parameters' },
				addAllFields: true,
				multiKeyMatch: false,
				supportAutoMap: true,
				noFieldsError: 'The process takes no parameters, or the user may not see them',
			},
		},
		displayOptions: { show: { parameterMode: ['form'] } },
	},
	{
		displayName: 'Parameters (JSON)',
		name: 'parametersJson',
		type: 'json',
		default: '{}',
		description:
			'Values by the code of the parameter, such as {"Amount": 5}. Codes are case-sensitive; a collection is a list of objects.',
		displayOptions: { show: { parameterMode: ['json'] } },
	},
	{
		displayName: 'Result Parameter Names or IDs',
		name: 'resultParameters',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getResultParameters', loadOptionsDependsOn: ['process.value'] },
		default: [],
		description:
			'What the process gives back. With any, a process that runs in the background is waited for. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
];

export const waitFields: readonly INodeProperties[] = [
	{
		displayName: 'Wait for Completion',
		name: 'wait',
		type: 'options',
		options: [
			{ name: 'No', value: 'no', description: 'Go on as soon as Creatio answers' },
			{
				name: 'Until Called Back',
				value: 'callback',
				description: 'The process calls an address when it is done',
			},
			{
				name: 'Until Done',
				value: 'done',
				description: 'Look into the process log until the process has ended',
			},
		],
		default: 'no',
		description: 'What to do with a process that is not done when Creatio answers',
	},
	{
		displayName: 'Look Every (Seconds)',
		name: 'interval',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 3600 },
		default: 5,
		displayOptions: { show: { wait: ['done'] } },
	},
	{
		displayName: 'Wait at Most (Seconds)',
		name: 'waitLimit',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 86400 },
		default: 600,
		displayOptions: { show: { wait: ['done', 'callback'] } },
	},
	{
		displayName: 'Parameter for the Address',
		name: 'callbackParameter',
		type: 'string',
		default: '',
		placeholder: 'e.g. CallbackUrl',
		description:
			'Code of the text parameter of the process that gets the address to call. The process calls it with POST when it is done; the body becomes the output.',
		displayOptions: { show: { wait: ['callback'] } },
	},
];

export const processTimeoutOption: INodeProperties = {
	displayName: 'Process Timeout (Seconds)',
	name: 'processTimeout',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 3600 },
	default: 300,
	description: 'How long Creatio may take to answer the start of a process that runs in the foreground',
};

export const oldExecuteOption: INodeProperties = {
	displayName: 'Use the Old Request',
	name: 'oldExecute',
	type: 'boolean',
	default: false,
	description:
		'Whether to start the process by the old Execute address, for sites without RunProcess. It brings one result at most, and does not tell whether the process failed.',
};

/** One after the other unless the user says so: processes may depend on each other. */
export const parallelRunsOption: INodeProperties = {
	...parallelOption,
	default: 1,
	description: 'How many items are worked on at the same time',
};

export const processIdField: INodeProperties = {
	displayName: 'Process ID',
	name: 'processId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. c4ed336c-3e9b-40fe-8b82-5632476472b4',
	description: 'The ID of the run, from the output of the node that started it or from the process log',
};
