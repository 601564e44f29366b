import type { INodeProperties, ResourceMapperTypeOptions } from 'n8n-workflow';

import { PERIODS } from '../../creatio/conditions/periods';

/** Fields that several operations and nodes show. Operations add `displayOptions` with `updateDisplayOptions`. */
export const authenticationField: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	options: [
		{ name: 'User Name and Password', value: 'userPassword' },
		{ name: 'OAuth2', value: 'oAuth2' },
	],
	default: 'userPassword',
};

export const objectField: INodeProperties = {
	displayName: 'Object',
	name: 'object',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The kind of record, such as Contact or Account',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select an object...',
			typeOptions: { searchListMethod: 'searchObjects', searchable: true },
		},
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
};

const GUID = '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}';

export const recordIdField: INodeProperties = {
	displayName: 'Record',
	name: 'recordId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The record to work on',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a record...',
			typeOptions: { searchListMethod: 'searchRecords', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. c4ed336c-3e9b-40fe-8b82-5632476472b4',
			validation: [
				{
					type: 'regex',
					properties: {
						regex: `^\\s*${GUID}\\s*$`,
						errorMessage: 'An ID has 32 digits 0-9 and a-f in groups of 8-4-4-4-12',
					},
				},
			],
		},
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder:
				'e.g. https://mysite.creatio.com/0/Shell/#Card/Contacts_FormPage/edit/c4ed336c-3e9b-40fe-8b82-5632476472b4',
			hint: 'The address that the browser shows while the record is open',
			// The last GUID of the address: pages of a section put the folder or the process before the record.
			extractValue: { type: 'regex', regex: `^.*(${GUID})` },
			validation: [
				{
					type: 'regex',
					properties: {
						regex: `^.*${GUID}.*$`,
						errorMessage:
							'The address holds no ID. Open the record in Creatio and copy the address of its page',
					},
				},
			],
		},
	],
};

/** A column, also of another object behind lookups. */
export function columnLocator(description: string): INodeProperties {
	return {
		displayName: 'Column',
		name: 'column',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Select a column...',
				typeOptions: { searchListMethod: 'searchColumns', searchable: true },
			},
			{
				displayName: 'By Name',
				name: 'name',
				type: 'string',
				placeholder: 'e.g. Account.Type.Name',
				hint: 'Dots lead through lookups to columns of other objects',
			},
		],
	};
}

/** Records of another object that point to the chosen one. */
export const connectionLocator: INodeProperties = {
	displayName: 'Related Records',
	name: 'connection',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The records that point here, by the object and its column',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select related records...',
			typeOptions: { searchListMethod: 'searchConnections', searchable: true },
		},
		{
			displayName: 'By Name',
			name: 'name',
			type: 'string',
			placeholder: 'e.g. [Case:Account]',
			hint: 'The object and its column that points here, in brackets',
		},
	],
};

export const returnAllField: INodeProperties = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
};

export const limitField: INodeProperties = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 50,
	description: 'Max number of results to return',
};

export const combineConditionsField: INodeProperties = {
	displayName: 'Combine Conditions',
	name: 'combineConditions',
	type: 'options',
	options: [
		{ name: 'All Must Match', value: 'all' },
		{ name: 'Any May Match', value: 'any' },
	],
	default: 'all',
	description: 'How the conditions work together',
};

/** Operators that fit the column of the same row; each node says which it offers. */
export const operatorField: INodeProperties = {
	displayName: 'Operator Name or ID',
	name: 'operator',
	type: 'options',
	typeOptions: {
		loadOptionsMethod: 'getOperators',
		loadOptionsDependsOn: ['object.value', '&column'],
	},
	default: 'equals',
	description:
		'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
};

export const conditionsField: INodeProperties = {
	displayName: 'Conditions',
	name: 'conditions',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add Condition',
	default: {},
	description: 'Which records to return. Without conditions, all of them.',
	options: [
		{
			displayName: 'Condition',
			name: 'condition',
			values: [
				columnLocator(
					'The column to compare. Type "Account." in the search to reach the columns of a lookup.',
				),
				operatorField,
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					default: '',
					description:
						'Text, number, true or false, or a date such as 2026-01-31. A lookup is compared with an ID or with its text. Lists take one value a line. N days take a number.',
					displayOptions: { hide: { operator: ['isEmpty', 'isNotEmpty', ...PERIODS] } },
				},
			],
		},
	],
};

export const filterModeField: INodeProperties = {
	displayName: 'Filter By',
	name: 'filterMode',
	type: 'options',
	options: [
		{ name: 'Conditions', value: 'conditions', description: 'Build the filter from rows' },
		{ name: 'OData Filter', value: 'raw', description: 'Write the filter as OData text' },
	],
	default: 'conditions',
};

export const rawFilterField: INodeProperties = {
	displayName: 'Filter',
	name: 'filter',
	type: 'string',
	typeOptions: { rows: 2 },
	default: '',
	placeholder: "e.g. contains(Name,'Smith') and Account/Type/Name eq 'Customer'",
	description:
		'An OData 4 filter, sent as it is. A lookup is filtered through its path, such as Account/Name; GUIDs and dates have no quotes.',
};

export const sortField: INodeProperties = {
	displayName: 'Sort',
	name: 'sort',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add Sort Rule',
	default: {},
	description: 'Columns of the object itself that are no lookups',
	options: [
		{
			displayName: 'Rule',
			name: 'rule',
			values: [
				columnLocator('What to sort by'),
				{
					displayName: 'Direction',
					name: 'direction',
					type: 'options',
					options: [
						{ name: 'Ascending', value: 'asc' },
						{ name: 'Descending', value: 'desc' },
					],
					default: 'asc',
				},
			],
		},
	],
};

/** The form of columns to write. `mode` decides whether match columns are asked for. */
export function columnsField(
	mode: Extract<ResourceMapperTypeOptions['mode'], 'add' | 'upsert'>,
): INodeProperties {
	return {
		displayName: 'Columns',
		name: 'columns',
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'defineBelow', value: null },
		required: true,
		typeOptions: {
			loadOptionsDependsOn: ['object.value', 'operation'],
			resourceMapper: {
				resourceMapperMethod: 'getWritableColumns',
				mode,
				fieldWords: { singular: 'column', plural: 'columns' },
				addAllFields: false,
				multiKeyMatch: true,
				supportAutoMap: true,
				noFieldsError: 'The object has no columns that can be written',
				...(mode === 'upsert' && {
					matchingFieldsLabels: {
						title: 'Columns to Match On',
						description:
							'A record whose columns all have the values of the item is updated; otherwise one is created',
						hint: 'Choose what tells records apart, such as Email',
					},
				}),
			},
		},
	};
}

export const simplifyField: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};
