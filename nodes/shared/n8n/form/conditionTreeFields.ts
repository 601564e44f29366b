import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';

import { PERIODS } from '../../creatio/conditions/periods';
import { columnLocator, connectionLocator, operatorField } from './fields';

/** Groups in groups in the form; deeper ones are written as JSON. */
const DEEPEST_GROUP = 3;

const COMBINE_OPTIONS = [
	{ name: 'All Must Match', value: 'all' },
	{ name: 'Any May Match', value: 'any' },
	{ name: 'None May Match', value: 'none' },
];

const combineField: INodeProperties = {
	displayName: 'Combine',
	name: 'combine',
	type: 'options',
	options: COMBINE_OPTIONS,
	default: 'all',
	description: 'How the conditions of this group work together',
};

const NO_VALUE = ['isEmpty', 'isNotEmpty', 'isCurrentUser', 'isNotCurrentUser', ...PERIODS];

const condition: INodePropertyCollection = {
	displayName: 'Condition',
	name: 'condition',
	values: [
		columnLocator('The column to compare. Type "Account." in the search to reach the columns of a lookup.'),
		operatorField,
		{
			displayName: 'Value',
			name: 'value',
			type: 'string',
			default: '',
			description:
				'Text, number, true or false, or a date such as 2026-01-31. A lookup is compared with an ID or with its text. Lists take one value a line.',
			displayOptions: { hide: { operator: NO_VALUE } },
		},
		{
			displayName: 'Value To',
			name: 'valueTo',
			type: 'string',
			default: '',
			description: 'The upper end, which belongs to it',
			displayOptions: { show: { operator: ['isBetween'] } },
		},
	],
};

/** What is asked of records that point here. */
const RELATED_TESTS = [
	{ name: 'Average', value: 'average' },
	{ name: 'Count', value: 'count' },
	{ name: 'Exist', value: 'exists' },
	{ name: 'Maximum', value: 'max' },
	{ name: 'Minimum', value: 'min' },
	{ name: 'None Exists', value: 'notExists' },
	{ name: 'Sum', value: 'sum' },
];

/** The records of a connection that count: their own conditions. */
export const relatedWhereFields: readonly INodeProperties[] = [
	{
		displayName: 'Combine',
		name: 'combine',
		type: 'options',
		options: COMBINE_OPTIONS,
		default: 'all',
		description: 'How the conditions on the related records work together',
	},
	{
		displayName: 'Of the Related Records, Those That Match',
		name: 'where',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Condition',
		default: {},
		description: 'Conditions on columns of the related records. Without any, all of them count.',
		options: [condition],
	},
];

const related: INodePropertyCollection = {
	displayName: 'Related Records',
	name: 'related',
	values: [
		connectionLocator,
		{
			displayName: 'Test',
			name: 'test',
			type: 'options',
			options: RELATED_TESTS,
			default: 'exists',
		},
		relatedColumnField({ test: ['sum', 'average', 'min', 'max'] }),
		{
			displayName: 'Comparison',
			name: 'comparison',
			type: 'options',
			options: [
				{ name: 'Is Equal To', value: 'equals' },
				{ name: 'Is Greater Than', value: 'greater' },
				{ name: 'Is Greater Than or Equal To', value: 'greaterOrEqual' },
				{ name: 'Is Less Than', value: 'less' },
				{ name: 'Is Less Than or Equal To', value: 'lessOrEqual' },
				{ name: 'Is Not Equal To', value: 'notEquals' },
			],
			default: 'greater',
			displayOptions: { hide: { test: ['exists', 'notExists'] } },
		},
		{
			displayName: 'Value',
			name: 'value',
			type: 'string',
			default: '',
			description: 'A number, or a date for the earliest or latest one',
			displayOptions: { hide: { test: ['exists', 'notExists'] } },
		},
		...relatedWhereFields,
	],
};

/** The column of related records that is added up. */
export function relatedColumnField(show: Record<string, string[]>): INodeProperties {
	return {
		displayName: 'Column of the Related Records',
		name: 'relatedColumn',
		type: 'string',
		default: '',
		placeholder: 'e.g. Amount',
		description: 'The column whose values are added up or compared',
		displayOptions: { show },
	};
}

function kindsOf(depth: number): INodePropertyCollection[] {
	if (depth === 0) return [condition, related];
	return [condition, groupOf(depth), related];
}

function groupOf(depth: number): INodePropertyCollection {
	return {
		displayName: 'Group',
		name: 'group',
		values: [
			combineField,
			{
				displayName: 'Conditions',
				name: 'conditions',
				type: 'fixedCollection',
				typeOptions: { multipleValues: true },
				placeholder: 'Add to Group',
				default: {},
				options: kindsOf(depth - 1),
			},
		],
	};
}

/** The form that chooses records: conditions, groups of them, and conditions on related records; or the same as JSON. */
export const conditionTreeFields: readonly INodeProperties[] = [
	{
		displayName: 'Filter By',
		name: 'filterMode',
		type: 'options',
		options: [
			{ name: 'Conditions', value: 'conditions', description: 'Build the filter from rows and groups' },
			{ name: 'JSON', value: 'json', description: 'Write conditions of any depth as JSON' },
		],
		default: 'conditions',
	},
	{
		displayName: 'Combine Conditions',
		name: 'combineConditions',
		type: 'options',
		options: COMBINE_OPTIONS,
		default: 'all',
		description: 'How the conditions work together',
		displayOptions: { show: { filterMode: ['conditions'] } },
	},
	{
		displayName: 'Conditions',
		name: 'conditions',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Condition',
		default: {},
		options: kindsOf(DEEPEST_GROUP),
		displayOptions: { show: { filterMode: ['conditions'] } },
	},
	{
		displayName: 'Conditions (JSON)',
		name: 'conditionsJson',
		type: 'json',
		default: '{\n  "all": [\n    { "column": "Name", "operator": "contains", "value": "Ltd" }\n  ]\n}',
		description:
			'An object with "all", "any" or "none" and a list of conditions, each of which is {"column", "operator", "value"}, such an object again, or {"related": "[Case:Account]", "test": "count", "comparison": "greater", "value": 3, "where": {…}}',
		displayOptions: { show: { filterMode: ['json'] } },
	},
];
