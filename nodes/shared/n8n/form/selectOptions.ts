import type { INodeProperties } from 'n8n-workflow';

import { DEFAULT_PAGE, LARGEST_PAGE } from '../../creatio/dataservice/selectRows';

const addedColumnsOption: INodeProperties = {
	displayName: 'Columns That the Site Adds',
	name: 'addedColumns',
	type: 'boolean',
	default: false,
	description: 'Whether to return the columns that Creatio adds to every answer, such as the ID',
};

const lookupsOption: INodeProperties = {
	displayName: 'Lookups',
	name: 'lookups',
	type: 'options',
	options: [
		{ name: 'ID Only', value: 'id' },
		{ name: 'Text and ID', value: 'both', description: 'The text as Account, the ID as AccountId' },
		{ name: 'Text Only', value: 'text' },
	],
	default: 'both',
	description: 'How the values of lookups are returned',
};

const missingColumnsOption: INodeProperties = {
	displayName: 'Missing Columns',
	name: 'missingColumns',
	type: 'options',
	options: [
		{ name: 'Ignore', value: 'ignore', description: 'Return an empty value' },
		{ name: 'Refuse', value: 'refuse', description: 'Stop with a message that names the column' },
	],
	default: 'refuse',
	description: 'What to do when the site says that it does not have a column',
};

const pageSizeOption: INodeProperties = {
	displayName: 'Page Size',
	name: 'pageSize',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: LARGEST_PAGE },
	default: DEFAULT_PAGE,
	description: 'How many rows are asked for with one request, up to 20,000',
};

const pagingOption: INodeProperties = {
	displayName: 'Paging',
	name: 'paging',
	type: 'options',
	options: [
		{ name: 'By Key', value: 'keyset', description: 'Go on behind the last row: fast and stable' },
		{ name: 'By Offset', value: 'offset', description: 'Pass over the rows that were read' },
	],
	default: 'keyset',
	description:
		'How the next page is asked for. Rows that are sorted by a column that may be empty are always read by offset.',
};

/** Also of writes, which send dates. */
export const timeZoneOption: INodeProperties = {
	displayName: 'Time Zone',
	name: 'timeZone',
	type: 'string',
	default: '',
	placeholder: 'e.g. Europe/Berlin',
	description:
		'The time zone in the profile of the Creatio user. Left out, the site is asked for its present offset, which is wrong by an hour for dates on the other side of a change to or from summer time.',
};

export const continueIfErrorOption: INodeProperties = {
	displayName: 'Continue After a Failure',
	name: 'continueIfError',
	type: 'boolean',
	default: true,
	description:
		'Whether a batch goes on when one of its records is refused. Switched off, a batch stops there, and most sites take back what it did.',
};

export const selectOptions = [
	addedColumnsOption,
	lookupsOption,
	missingColumnsOption,
	pageSizeOption,
	pagingOption,
	timeZoneOption,
];
