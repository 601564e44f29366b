import type {
	FieldType,
	ILoadOptionsFunctions,
	INodePropertyOptions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';

import { attempt } from '../../basics/attempt';
import { inputError } from '../../basics/errors';
import { isImage } from '../../creatio/files/imageColumn';
import type { CreatioClient } from '../../creatio/client';
import {
	type Column,
	type ColumnDetails,
	type ColumnType,
	isFilledByCreatio,
	needsValue,
} from '../../creatio/model/objectModel';
import { connect } from '../connect/connect';
import { toNodeError } from '../context/toNodeError';
import { lookupOptions } from './lookupOptions';

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
	const details = await client.metadata.details(model.name);
	const columns = [...model.columns.values()].filter((column) => isOffered(column, operation));
	const targets = columns.flatMap((column) => (column.type === 'lookup' && column.target) || []);
	const options = await lookupOptions(client, targets);
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
	// The editor cuts long names off at their end.
	const hints = [
		...(isLookup && options === undefined ? ['name or ID'] : []),
		...(caption === column.name ? [] : [column.name]),
	];
	const isNeeded = needsValue(column, details);
	return {
		id: column.name,
		displayName: hints.length === 0 ? caption : `${caption} (${hints.join(', ')})`,
		required: isNew(operation) && isNeeded,
		defaultMatch: false,
		canBeUsedToMatch: column.type !== 'stream' && !isImage(column),
		display: true,
		removed: !isNeeded,
		type: options === undefined ? FIELD_TYPES[details?.type ?? column.type] : 'options',
		...(options === undefined ? {} : { options }),
	};
}
