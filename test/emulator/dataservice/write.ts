import type { Entity } from '../model/model';
import { Writer } from '../odata/write';
import type { SqlRow } from '../store/database';
import { EXPRESSION } from './codes';
import { operandOf } from './expressions';
import { compileFilters, frameOf } from './filters';
import { columnByName } from './joins';
import { asStored } from './parameters';
import { type Query, rootEntity } from './query';
import type { DeleteQuery, InsertQuery, UpdateQuery } from './reader/messages';
import { notSupported, nullReference, Refusal, unknownPath } from './refusals';

/** Answers an InsertQuery: one record (contract 4.6). */
export function insert(query: Query, request: InsertQuery): Record<string, unknown> {
	const entity = rootEntity(query, request.rootSchemaName, 'modify');
	const row = writerOf(query).create(entity, forCreate(entity, readValues(query, entity, request)));
	return { id: row.Id, rowsAffected: 1 };
}

/** Answers an UpdateQuery. Without filters it writes every row; `isUpsert` inserts when none matches (contract 4.6). */
export function update(query: Query, request: UpdateQuery): Record<string, unknown> {
	const entity = rootEntity(query, request.rootSchemaName, 'modify');
	const { store } = query.context;
	const values = readValues(query, entity, request);
	if (Object.keys(values).length === 0) throw nullReference();
	const ids = matching(query, entity, request) ?? allIds(query, entity);
	const writer = writerOf(query);
	if (request.isUpsert === true && ids.length === 0) {
		const row = writer.create(entity, forCreate(entity, values));
		return { id: row.Id, rowsAffected: 1 };
	}
	const isForced = request.isForceUpdate === true;
	for (const id of ids) {
		const row = store.find(entity, id);
		const isSame = Object.entries(values).every(([name, value]) => row?.[name] === value);
		if (isForced || !isSame) writer.update(entity, id, values);
	}
	return { rowsAffected: ids.length };
}

/** Answers a DeleteQuery. Without filters it is refused, since 7.17.2 (contract 4.6). */
export function remove(query: Query, request: DeleteQuery): Record<string, unknown> {
	const entity = rootEntity(query, request.rootSchemaName, 'modify');
	const ids = matching(query, entity, request);
	if (!ids)
		throw new Refusal('fault', 'InvalidOperationException', 'DeleteQuery without filters is not allowed.');
	const writer = writerOf(query);
	for (const id of ids) writer.remove(entity, id);
	return { rowsAffected: ids.length };
}

function writerOf({ context, caller, journal }: Query): Writer {
	return new Writer(context.store, context.options, caller.user.contactId, journal);
}

/** `columnValues` by SQL name. Parameters and the current user or contact can be written, nothing else. */
function readValues(query: Query, entity: Entity, request: InsertQuery): SqlRow {
	const frame = frameOf(query, entity);
	const row: SqlRow = {};
	for (const [name, expression] of request.columnValues?.items ?? []) {
		if (!expression) throw nullReference();
		const column = columnByName(entity, name);
		if (!column) throw unknownPath(name, entity.name);
		const type = expression.expressionType ?? EXPRESSION.schemaColumn;
		if (type !== EXPRESSION.parameter && type !== EXPRESSION.function) {
			throw notSupported(`Expression type ${type} cannot be written.`);
		}
		const operand = operandOf(expression, frame);
		if (operand.form !== 'parameter') throw notSupported('This expression cannot be written.');
		row[column.property] = asStored(operand.parameter, column, query);
	}
	return row;
}

/** An empty number still gets the next number, an empty Id a new one. */
function forCreate(entity: Entity, values: SqlRow): SqlRow {
	const isNumbered = (name: string) => entity.byProperty.get(name)?.default?.source === 'SEQUENCE';
	return Object.fromEntries(
		Object.entries(values).filter(
			([name, value]) => !(value === '' && isNumbered(name)) && !(value === null && name === 'Id'),
		),
	);
}

/** Ids of the rows that the filters match; `undefined` without filters. */
function matching(query: Query, entity: Entity, request: DeleteQuery): string[] | undefined {
	const frame = frameOf(query, entity);
	const where = compileFilters(request.filters, frame);
	if (!where) return undefined;
	const sql = `SELECT DISTINCT ${frame.joins.alias}."Id" AS id FROM ${frame.joins.from} WHERE ${where.sql}`;
	return query.context.store.db.all(sql, where.params).map((row) => String(row.id));
}

function allIds(query: Query, entity: Entity): string[] {
	const { joins } = frameOf(query, entity);
	return query.context.store.db
		.all(`SELECT ${joins.alias}."Id" AS id FROM ${joins.from}`)
		.map((row) => String(row.id));
}
