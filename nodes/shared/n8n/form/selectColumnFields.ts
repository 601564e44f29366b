import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';

import { relatedColumnField, relatedWhereFields } from './conditionTreeFields';
import { columnLocator, connectionLocator } from './fields';

const nameField: INodeProperties = {
	displayName: 'Output Name',
	name: 'name',
	type: 'string',
	default: '',
	description: 'What the value is called in the output. Left empty, it follows from the column.',
};

const FUNCTIONS = [
	{ name: 'Average', value: 'average' },
	{ name: 'Count', value: 'count' },
	{ name: 'Maximum', value: 'max' },
	{ name: 'Minimum', value: 'min' },
	{ name: 'Sum', value: 'sum' },
];

const functionField: INodeProperties = {
	displayName: 'Function',
	name: 'function',
	type: 'options',
	options: FUNCTIONS,
	default: 'count',
};

const column: INodePropertyCollection = {
	displayName: 'Column',
	name: 'column',
	values: [
		columnLocator(
			'A column. Type "Account." in the search to reach the columns of a lookup, or "[" for records that point here.',
		),
		nameField,
	],
};

const aggregate: INodePropertyCollection = {
	displayName: 'Aggregate',
	name: 'aggregate',
	values: [
		functionField,
		columnLocator('The column to count or add up'),
		{
			displayName: 'Each Value Once',
			name: 'distinct',
			type: 'boolean',
			default: false,
			description: 'Whether equal values count once',
		},
		nameField,
	],
};

const related: INodePropertyCollection = {
	displayName: 'Value Over Related Records',
	name: 'related',
	values: [
		connectionLocator,
		functionField,
		relatedColumnField({ function: ['average', 'max', 'min', 'sum'] }),
		nameField,
		...relatedWhereFields,
	],
};

const datePart: INodePropertyCollection = {
	displayName: 'Part of a Date',
	name: 'datePart',
	values: [
		{
			displayName: 'Part',
			name: 'part',
			type: 'options',
			options: [
				{ name: 'Day', value: 'day' },
				{ name: 'Hour', value: 'hour' },
				{ name: 'Hour and Minute', value: 'hourMinute' },
				{ name: 'Month', value: 'month' },
				{ name: 'Week', value: 'week' },
				{ name: 'Weekday', value: 'weekday' },
				{ name: 'Year', value: 'year' },
			],
			default: 'month',
		},
		columnLocator('A column that holds a date'),
		nameField,
	],
};

export const selectColumnsField: INodeProperties = {
	displayName: 'Columns',
	name: 'selectColumns',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Column',
	default: {},
	description:
		'What to return. Without any, all columns of the object. With an aggregate, rows are grouped by the other columns.',
	options: [column, aggregate, datePart, related],
};
