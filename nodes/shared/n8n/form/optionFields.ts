import type { INodeProperties } from 'n8n-workflow';

/** What stands in the collection "Options" of the operations. */
const outputColumnsOption: INodeProperties = {
	displayName: 'Columns to Return Names or IDs',
	name: 'outputColumns',
	type: 'multiOptions',
	typeOptions: { loadOptionsMethod: 'getReadableColumns', loadOptionsDependsOn: ['object.value'] },
	default: [],
	description:
		'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
};

const lookupTextsOption: INodeProperties = {
	displayName: 'Lookup Texts',
	name: 'lookupTexts',
	type: 'boolean',
	default: false,
	description: 'Whether to return the text of each lookup beside its ID, such as Account beside AccountId',
};

const relatedColumnsOption: INodeProperties = {
	displayName: 'Related Columns',
	name: 'relatedColumns',
	type: 'string',
	default: '',
	placeholder: 'e.g. Account.Type.Name, Account.Code',
	description:
		'Columns of other objects to return, separated by commas. Dots lead through up to two lookups.',
};

const timeoutOption: INodeProperties = {
	displayName: 'Timeout (Seconds)',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 3600 },
	default: 60,
	description: 'How long one request may take. A site that was idle needs up to a minute for the first.',
};

const retriesOption: INodeProperties = {
	displayName: 'Retries',
	name: 'retries',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 10 },
	default: 3,
	description:
		'How often a request is repeated when the site is busy or the connection breaks. A write is repeated only when that cannot do it twice.',
};

const createMissingOption: INodeProperties = {
	displayName: 'Create Missing Lookup Records',
	name: 'createMissingLookups',
	type: 'boolean',
	default: false,
	description: 'Whether to create a record of the lookup object when no record has the given text',
};

const unknownColumnsOption: INodeProperties = {
	displayName: 'Unknown Columns',
	name: 'unknownColumns',
	type: 'options',
	options: [
		{
			name: 'Ignore',
			value: 'ignore',
			description: 'Leave out fields that are no column, or that Creatio fills itself',
		},
		{ name: 'Refuse', value: 'refuse', description: 'Stop with a message before anything is written' },
	],
	default: 'refuse',
	description: 'What to do with input fields that cannot be written',
};

export const blankValuesOption: INodeProperties = {
	displayName: 'Empty Values',
	name: 'blankValues',
	type: 'options',
	options: [
		{ name: 'Clear the Column', value: 'clear' },
		{ name: 'Leave the Column as It Is', value: 'skip' },
	],
	default: 'skip',
	description: 'What an empty field or an expression without a result means',
};

const returnRecordOption: INodeProperties = {
	displayName: 'Return Whole Record',
	name: 'returnRecord',
	type: 'boolean',
	default: false,
	description:
		'Whether to read the record after the write and return all of its columns. Costs one more request.',
};

export const batchSizeOption: INodeProperties = {
	displayName: 'Batch Size',
	name: 'batchSize',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 100 },
	default: 100,
	description:
		'How many records are written with one request, up to 100. With 1, each has a request of its own.',
};

const allOrNothingOption: INodeProperties = {
	displayName: 'All or Nothing',
	name: 'allOrNothing',
	type: 'boolean',
	default: false,
	description:
		'Whether the records of a batch are either all written or, if one of them is refused, none. Records beyond the batch size are batches of their own.',
};

export const pageSizeOption: INodeProperties = {
	displayName: 'Page Size',
	name: 'pageSize',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 20000 },
	default: 1000,
	description: 'How many records are asked for with one request, up to 20,000',
};

const parallelPagesOption: INodeProperties = {
	displayName: 'Parallel Requests',
	name: 'parallel',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 8 },
	default: 4,
	description: 'How many pages are asked for at the same time, once the first one shows that there are more',
};

export const parallelOption: INodeProperties = {
	displayName: 'Parallel Requests',
	name: 'parallel',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 8 },
	default: 4,
	description: 'How many batches are on the way at the same time. Writes of one record keep their order.',
};

/** The collection "Options", in the alphabetical order that n8n asks for. */
export function optionsField(...options: readonly INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...options, retriesOption, timeoutOption].sort((a, b) =>
			a.displayName.localeCompare(b.displayName),
		),
	};
}

export const readOptions = [outputColumnsOption, lookupTextsOption, relatedColumnsOption];
export const pageOptions = [pageSizeOption, parallelPagesOption];
export const batchOptions = [batchSizeOption, parallelOption];
export const bulkOptions = [allOrNothingOption, ...batchOptions];
export const writeValueOptions = [createMissingOption, unknownColumnsOption];
export const writeOptions = [...bulkOptions, ...writeValueOptions];
export const updateOptions = [blankValuesOption, returnRecordOption];
