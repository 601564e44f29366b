import { type INodeProperties, updateDisplayOptions } from 'n8n-workflow';

import { pageSizeOption } from '../form/optionFields';
import type { TriggerEvent } from './watch';

/** What stands in the collection "Options" of the trigger. */
const overlapOption: INodeProperties = {
	displayName: 'Overlap (Seconds)',
	name: 'overlap',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 3600 },
	default: 120,
	description:
		'How long after its time of change a record may become visible: a process that writes for two minutes shows all of it at its end. Each poll looks back this far.',
};

const maxRecordsOption: INodeProperties = {
	displayName: 'Maximum Records per Poll',
	name: 'maxRecords',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 50000 },
	default: 1000,
	description: 'How many changes one poll looks at; the rest comes with the next ones, and none is skipped',
};

const startFromOption: INodeProperties = {
	displayName: 'Start From',
	name: 'startFrom',
	type: 'dateTime',
	default: '',
	description:
		'Begins with what happened since then. Without it, the trigger begins with what happens after it was activated.',
};

const oldValuesOption: INodeProperties = {
	displayName: 'Old Values',
	name: 'oldValues',
	type: 'boolean',
	default: false,
	description:
		'Whether to add oldValues, which holds the former value of each column that changed. The memory of the trigger then holds the values of all records that match.',
};

export const watchedColumnsField: INodeProperties = {
	displayName: 'Columns to Watch Names or IDs',
	name: 'watchedColumns',
	type: 'multiOptions',
	typeOptions: { loadOptionsMethod: 'getReadableColumns', loadOptionsDependsOn: ['object.value'] },
	default: [],
	required: true,
	description:
		'The columns whose changes count. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
};

export const enteredValueField: INodeProperties = {
	displayName: 'Value',
	name: 'value',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. Negotiation',
	description: 'The value that a record comes to have. A lookup takes an ID or its text.',
};

const EVERYWHERE = [overlapOption, maxRecordsOption, pageSizeOption];
const OF_SOME_EVENTS = [startFromOption, oldValuesOption];

/** The options of all events; those that not every event has are shown with the ones that do. */
export function triggerOptions(events: readonly TriggerEvent[]): INodeProperties[] {
	const shownFor = (name: string) =>
		events.filter(({ options }) => options.includes(name)).map(({ option }) => option.value);
	const some = OF_SOME_EVENTS.flatMap((option) =>
		updateDisplayOptions({ show: { '/event': shownFor(option.name) } }, [option]),
	);
	return [...EVERYWHERE, ...some];
}
