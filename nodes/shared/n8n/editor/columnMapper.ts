import type {
	FieldType,
	ILoadOptionsFunctions,
	INodePropertyOptions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';

import { attempt } from '../../basics/attempt';
import { inputError } from '../../basics/errors';
import type { CreatioClient } from '../../creatio/client';
import {
	type Column,
	type ColumnDetails,
	type ColumnType,
	isFilledByCreatio,
} from '../../creatio/model/objectModel';
import { readRows } from '../../creatio/odata/readRows';
import { connect } from '../connect/connect';
import { toNodeError } from '../context/toNodeError';

/** A lookup with more records than this is a text field, not a list. */
const MOST_OPTIONS = 50;

/** Lookup lists read at the same time. */
const PARALLEL = 4;

export const FIELD_TYPES: Record<ColumnType, FieldType> = {
	guid: 'string',
	text: 'string',
	integer: 'number',
	decimal: 'number',
	boolean: 'boolean',
	dateTime: 'dateTime',
	date: 'dateTime',
	time: 'string',
	lookup: 'string',
	stream: 'string',
};

/** The columns that can be written, as the form of the editor shows them. */
export async function getWritableColumns(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const outcome = await attempt(connect(this).then((client) => fieldsOf(this, client)));
	if (outcome.done) return outcome.value;
	throw toNodeError(this.getNode(), outcome.error);
}

async function fieldsOf(n8n: ILoadOptionsFunctions, client: CreatioClient): Promise<ResourceMapperFields> {
	const object = n8n.getCurrentNodeParameter('object', { extractValue: true });
	if (typeof object !== 'string' || object === '') {
		throw inputError('No object is chosen yet', 'Choose the object first.');
	}
	const operation = n8n.getCurrentNodeParameter('operation');
	const model = await client.metadata.object(object);
	const details = await client.metadata.details(object);
	const columns = [...model.columns.values()].filter((column) => isOffered(column, operation));
	const targets = columns.flatMap((column) => (column.type === 'lookup' && column.target) || []);
	const options = await lookupOptions(client, [...new Set(targets)]);
	const fields = columns.map((column) =>
		fieldOf(column, details?.columns.get(column.name), operation, options.get(column.target ?? '')),
	);
	return {
		fields: fields.sort(
			(a, b) => Number(b.required) - Number(a.required) || a.displayName.localeCompare(b.displayName),
		),
	};
}

function isOffered(column: Column, operation: unknown): boolean {
	if (column.type === 'stream' || isFilledByCreatio(column)) return false;
	return column.name !== 'Id' || operation !== 'update';
}

/** Create, and Insert of DataService. */
function isNew(operation: unknown): boolean {
	return operation === 'create' || operation === 'insert';
}

function fieldOf(
	column: Column,
	details: ColumnDetails | undefined,
	operation: unknown,
	options: INodePropertyOptions[] | undefined,
): ResourceMapperField {
	const caption = details?.caption ?? column.name;
	const isLookup = column.type === 'lookup';
	const hints = [
		...(caption === column.name ? [] : [column.name]),
		...(isLookup && options === undefined ? ['name or ID'] : []),
	];
	return {
		id: column.name,
		displayName: hints.length === 0 ? caption : `${caption} (${hints.join(', ')})`,
		required: isNew(operation) && details?.required === true && column.name !== 'Id',
		defaultMatch: false,
		canBeUsedToMatch: true,
		display: true,
		removed: !(details?.required === true && column.name !== 'Id'),
		type: options === undefined ? FIELD_TYPES[details?.type ?? column.type] : 'options',
		...(options === undefined ? {} : { options }),
	};
}

/** Records of short lookup objects by object name; long ones are left out. */
export async function lookupOptions(
	client: CreatioClient,
	targets: readonly string[],
): Promise<Map<string, INodePropertyOptions[]>> {
	const found = new Map<string, INodePropertyOptions[]>();
	const next = targets.values();
	const worker = async () => {
		for (const target of next) {
			const options = await optionsOf(client, target);
			if (options) found.set(target, options);
		}
	};
	await Promise.all(Array.from({ length: PARALLEL }, worker));
	return found;
}

/** A lookup that cannot be read (no rights, no such set) must not break the form: it becomes a text field. */
async function optionsOf(
	{ connection, metadata }: CreatioClient,
	target: string,
): Promise<INodePropertyOptions[] | undefined> {
	const outcome = await attempt(
		(async () => {
			const model = await metadata.object(target);
			const column = model.columns.get(await displayColumnOf(metadata, target));
			if (column?.type !== 'text') return undefined;
			const shape = { columns: [column], labels: [], related: [] };
			const order = [{ property: column.name, direction: 'asc' }] as const;
			const query = { object: target, shape, order, limit: MOST_OPTIONS + 1 };
			const rows = await readRows(connection, query);
			if (rows.length > MOST_OPTIONS) return undefined;
			return rows.map((row) => ({ name: String(row[column.name]), value: String(row.Id) }));
		})(),
	);
	return outcome.done ? outcome.value : undefined;
}

/** Without a request to the site: a form has two dozen lookups, and nearly all have the display column Name. */
async function displayColumnOf(metadata: CreatioClient['metadata'], target: string): Promise<string> {
	const model = await metadata.object(target);
	return model.columns.has('Name') ? 'Name' : await metadata.displayColumn(target);
}
