import type { INodeProperties } from 'n8n-workflow';

import { CreatioError, inputError, isCreatioError, isPerhapsDone } from '../../basics/errors';
import { isGuid, newGuid } from '../../basics/guid';
import { isMembers, jsonIn, type Members } from '../../basics/json';
import type { FilterContext } from '../../creatio/dataservice/filterGroup';
import {
	deleteQuery,
	insertQuery,
	readInserted,
	recordsWithIds,
	updateQuery,
} from '../../creatio/dataservice/writeQuery';
import type { ObjectModel } from '../../creatio/model/objectModel';
import { findColumn } from '../../creatio/model/paths';
import type { Row } from '../../creatio/model/rows';
import { type ColumnValue, describe } from '../../creatio/model/values';
import { readColumnValues } from '../../creatio/writing/columnValues';
import type { OperationContext } from '../context/operation';
import { objectField } from '../form/fields';
import { locatorText, readChoice, readFlag, rowsOf } from '../form/parameters';
import { type PlannedQuery, shownChange, shownValues } from './dataServiceWrites';
import { outcomeOfItem, type RowsOutcome } from './itemOutcome';

const OPERATIONS = ['insert', 'update', 'delete'] as const;

type MixedOperation = (typeof OPERATIONS)[number];

/** The form of writes of different kinds, done in their order. */
export const mixedWritesField: INodeProperties = {
	displayName: 'Operations',
	name: 'operations',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add Operation',
	default: {},
	required: true,
	description: 'What to do for each item, in this order',
	options: [
		{
			displayName: 'Operation',
			name: 'operation',
			values: [
				{
					displayName: 'Operation',
					name: 'kind',
					type: 'options',
					options: [
						{ name: 'Delete', value: 'delete', description: 'Delete a record by its ID' },
						{ name: 'Insert', value: 'insert', description: 'Create a record' },
						{ name: 'Update', value: 'update', description: 'Change a record by its ID' },
					],
					default: 'insert',
				},
				objectField,
				{
					displayName: 'Record ID',
					name: 'recordId',
					type: 'string',
					default: '',
					description:
						'The ID (GUID) of the record. For a new record it may be left empty; give one of your own to use it in a later operation.',
				},
				{
					displayName: 'Values',
					name: 'values',
					type: 'json',
					default: '{\n  "Name": ""\n}',
					description: 'The columns to write and their values. Lookups take an ID or a text.',
					displayOptions: { hide: { kind: ['delete'] } },
				},
			],
		},
	],
};

/** The writes of an item, checked and typed. Rejects with kind `input`, naming the operation. */
export async function readMixedWrites(
	context: OperationContext,
	filterContext: FilterContext,
	itemIndex: number,
): Promise<PlannedQuery[]> {
	const rows = rowsOf(context.n8n.getNodeParameter('operations', itemIndex, {}), 'operation');
	if (rows.length === 0) {
		throw inputError('The field Operations is empty', 'Add at least one operation.');
	}
	const plans: PlannedQuery[] = [];
	for (const [index, row] of rows.entries()) {
		plans.push(await planOf(context, filterContext, row, `Operations, row ${index + 1}`, itemIndex));
	}
	return plans;
}

async function planOf(
	context: OperationContext,
	filterContext: FilterContext,
	row: Readonly<Record<string, unknown>>,
	field: string,
	itemIndex: number,
): Promise<PlannedQuery> {
	const kind = OPERATIONS.find((operation) => operation === (row.kind ?? 'insert'));
	if (kind === undefined) {
		throw inputError(
			`There is no operation ${describe(row.kind)} (${field})`,
			`Use one of: ${OPERATIONS.join(', ')}.`,
		);
	}
	const object = locatorText(row.object);
	if (object === '') throw inputError(`The object is empty (${field})`, 'Choose an object, such as Contact.');
	const model = await context.client.metadata.object(object);
	const id = readId(row.recordId, kind, field);
	const values =
		kind === 'delete' ? [] : await readValues(context, model, row.values, kind, field, itemIndex);
	return plan(kind, model, id, values, filterContext);
}

/** `undefined` for a new record that may have any. */
function readId(input: unknown, kind: MixedOperation, field: string): string | undefined {
	const text = typeof input === 'string' ? input.trim() : '';
	if (text === '' && kind === 'insert') return undefined;
	if (isGuid(text)) return text.toLowerCase();
	throw inputError(
		text === ''
			? `The record ID is empty (${field})`
			: `The record ID takes an ID (GUID), but got ${describe(text)} (${field})`,
		'An ID looks like c4ed336c-3e9b-40fe-8b82-5632476472b4.',
	);
}

async function readValues(
	{ n8n, client, zone }: OperationContext,
	model: ObjectModel,
	input: unknown,
	kind: MixedOperation,
	field: string,
	itemIndex: number,
): Promise<readonly ColumnValue[]> {
	const values = await readColumnValues(readMembers(input, field), {
		metadata: client.metadata,
		lookups: client.lookups,
		lookupOptions: { createIfMissing: readFlag(n8n, 'options.createMissingLookups', itemIndex) },
		object: model.name,
		zone,
		mayWriteId: false,
		unknownColumns: readChoice(
			n8n,
			'options.unknownColumns',
			'Unknown Columns',
			['refuse', 'ignore'],
			itemIndex,
		),
		blankValues: kind === 'insert' ? 'skip' : 'clear',
	});
	if (values.length > 0) return values;
	throw inputError(`There is nothing to write (${field})`, 'Give at least one column a value.');
}

function readMembers(input: unknown, field: string): Members {
	const value = typeof input === 'string' ? jsonIn(input) : input;
	if (isMembers(value)) return value;
	throw inputError(
		`The values are no JSON object (${field})`,
		'Write them like { "Name": "Best Ltd", "Type": "Customer" }.',
	);
}

function plan(
	kind: MixedOperation,
	model: ObjectModel,
	chosenId: string | undefined,
	values: readonly ColumnValue[],
	filterContext: FilterContext,
): PlannedQuery {
	const id = chosenId ?? newGuid();
	const condition = recordsWithIds(model, [id]);
	const record = { object: model.name, id };
	const named = (row: Row): Row => ({ operation: kind, object: model.name, ...row });
	switch (kind) {
		case 'insert': {
			const key = findColumn(model, 'Id');
			const withKey = key
				? [{ column: key, value: { type: 'guid', value: id } as const }, ...values]
				: values;
			return {
				write: {
					query: insertQuery(model.name, withKey, filterContext.zone),
					record,
					mayBeTaken: chosenId !== undefined,
					repeat: 'once',
				},
				show: (answer) => named({ Id: readInserted(answer, model.name), ...shownValues(values) }),
			};
		}
		case 'update':
			return {
				write: {
					query: updateQuery(model.name, values, condition, filterContext),
					record,
					repeat: 'harmless',
				},
				show: (answer) =>
					named(shownChange(model, { id, count: undefined }, answer, 'updated', shownValues(values))),
			};
		case 'delete':
			return {
				write: { query: deleteQuery(model.name, condition, filterContext), record, repeat: 'once' },
				show: (answer) => named(shownChange(model, { id, count: undefined }, answer, 'deleted')),
			};
	}
}

/** The outcome of an item with several operations. Its error names the operation that failed and what others did. */
export function outcomeOfOperations(outcomes: readonly RowsOutcome[]): RowsOutcome {
	return outcomeOfItem(outcomes, (error, index) =>
		outcomes.length > 1 && isCreatioError(error) ? inRow(index, error, outcomes) : error,
	);
}

function inRow(index: number, error: CreatioError, outcomes: readonly RowsOutcome[]): CreatioError {
	const rowsThat = (test: (outcome: RowsOutcome) => boolean) =>
		outcomes.flatMap((outcome, row) => (test(outcome) ? [row + 1] : [])).join(', ');
	const done = rowsThat((outcome) => outcome?.done === true);
	const unknown = rowsThat((outcome) => outcome?.done === false && isPerhapsDone(outcome.error));
	const others = [
		done === ''
			? 'It is not certain whether any operation of this item was carried out.'
			: `Carried out: row ${done}.`,
		...(unknown === '' ? [] : [`Not known: row ${unknown}.`]),
	];
	return new CreatioError(error.kind, `${error.message} (Operations, row ${index + 1})`, {
		cure: [error.cure, ...others].filter((text) => text !== undefined).join(' '),
		status: error.status,
		perhapsDone: error.perhapsDone,
		cause: error,
	});
}
