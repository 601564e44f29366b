import { inputError } from '../../basics/errors';
import { isGuid } from '../../basics/guid';
import type { Zone } from '../../basics/instant';
import { member } from '../../basics/json';
import { LABELS } from '../../basics/labels';
import { unreadable } from '../../connection/envelopeFailure';
import type { Condition } from '../conditions/tree';
import type { ObjectModel } from '../model/objectModel';
import { keyPath } from '../model/paths';
import type { ColumnValue } from '../model/values';
import { OPERATION_TYPE } from './enums';
import { readEnvelope } from './envelope';
import { parameterExpression } from './expressions';
import { type FilterContext, filterGroup, passesAll } from './filterGroup';
import type {
	DeleteQuery,
	FilterGroup,
	InsertQuery,
	Items,
	ParameterExpression,
	UpdateQuery,
} from './wireTypes';

/** One new record; an Id that we chose is sent like any other value (contract 4.6). */
export function insertQuery(object: string, values: readonly ColumnValue[], zone: Zone): InsertQuery {
	return {
		rootSchemaName: object,
		operationType: OPERATION_TYPE.Insert,
		columnValues: columnValues(values, zone),
	};
}

export interface UpdateOptions {
	/** Writes, and runs event handlers and processes, even if nothing changes. */
	readonly force?: boolean;
	/** Inserts a record if none matches; needs all required columns (7.16 and newer). */
	readonly upsert?: boolean;
}

/** The same values for every record that matches. Rejects with kind `input` if that would be every record. */
export function updateQuery(
	object: string,
	values: readonly ColumnValue[],
	condition: Condition,
	context: FilterContext,
	{ force = false, upsert = false }: UpdateOptions = {},
): UpdateQuery {
	if (values.length === 0) {
		throw inputError(
			`There is nothing to write: all columns are empty (field ${LABELS.columns})`,
			'Enter a value for at least one column.',
		);
	}
	return {
		rootSchemaName: object,
		operationType: OPERATION_TYPE.Update,
		columnValues: columnValues(values, context.zone),
		filters: filtersOfSome(object, condition, context),
		isForceUpdate: force,
		isUpsert: upsert,
	};
}

/** Deletes every record that matches. Rejects with kind `input` if that would be every record. */
export function deleteQuery(object: string, condition: Condition, context: FilterContext): DeleteQuery {
	return {
		rootSchemaName: object,
		operationType: OPERATION_TYPE.Delete,
		filters: filtersOfSome(object, condition, context),
	};
}

/** The condition of records by their key. */
export function recordsWithIds(model: ObjectModel, ids: readonly string[]): Condition {
	return {
		kind: 'anyOf',
		path: keyPath(model),
		values: ids.map((value) => ({ type: 'guid', value })),
		negated: false,
	};
}

/** Without a filter, old versions change every record (contract 4.6), which an empty form does not mean. */
function filtersOfSome(object: string, condition: Condition, context: FilterContext): FilterGroup {
	const filters = filterGroup(condition, object, context);
	if (!passesAll(filters)) return filters;
	throw inputError(
		`Without a condition every record of ${object} would be changed`,
		'Add a condition, such as one on the Id.',
	);
}

/** By Creatio's names: a lookup is `Account` here, never `AccountId` (contract 4.6). */
function columnValues(values: readonly ColumnValue[], zone: Zone): Items<ParameterExpression> {
	return {
		items: Object.fromEntries(
			values.map(({ column, value }) => [column.name, parameterExpression(value, column.type, zone)]),
		),
	};
}

/** The Id of the record that an InsertQuery created. */
export function readInserted(answer: unknown, object: string): string {
	const what = `the new record of ${object}`;
	const id = member(readEnvelope(answer, what, true), 'id');
	if (typeof id === 'string' && isGuid(id)) return id.toLowerCase();
	throw unreadable(what, 'its ID', true);
}

/** How many records an UpdateQuery or a DeleteQuery changed. */
export function readAffected(answer: unknown, object: string): number {
	const what = `the change of ${object}`;
	const count = member(readEnvelope(answer, what, true), 'rowsAffected');
	if (typeof count === 'number' && Number.isInteger(count) && count >= 0) return count;
	throw unreadable(what, 'the number of changed records', true);
}
