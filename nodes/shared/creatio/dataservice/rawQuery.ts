import { CreatioError, inputError } from '../../basics/errors';
import { isMembers, member, type Members, textIn } from '../../basics/json';
import { LABELS } from '../../basics/labels';
import type { Connection } from '../../connection/serviceCall';
import type { Row } from '../model/rows';
import { failureIn, readEnvelope } from './envelope';

const RAW_QUERIES = ['SelectQuery', 'InsertQuery', 'UpdateQuery', 'DeleteQuery', 'BatchQuery'] as const;

export type RawQuery = (typeof RAW_QUERIES)[number];

/**
 * Sends a query as the user wrote it and returns the answer as it was received (contract 4). Rejects with kind `input` what
 * is not a query, and writes that would change every record.
 */
export async function sendRaw(connection: Connection, kind: RawQuery, query: unknown): Promise<Row> {
	const body = checked(kind, query);
	const isRead = onlyReads(kind, body);
	const { json } = await connection.call({
		method: 'POST',
		service: 'dataService',
		path: kind,
		json: body,
		...(kind === 'BatchQuery' && { parts: itemsOf(body).length }),
		repeat: isRead ? 'read' : 'once',
		passedOn: true,
	});
	const answer = readEnvelope(json, `the ${kind}`, !isRead);
	const rows = member(answer, 'rows');
	if (Array.isArray(rows)) connection.meter.rows += rows.length;
	const missing = member(answer, 'notFoundColumns');
	if (Array.isArray(missing) && missing.length > 0) {
		connection.notes.add(`The site does not have these columns: ${missing.map(String).join(', ')}.`);
	}
	if (kind === 'BatchQuery') checkResults(connection, answer, member(body, 'continueIfError') === true);
	return answer;
}

/** A batch only reads if all of its queries do. */
function onlyReads(kind: RawQuery, query: Members): boolean {
	if (kind !== 'BatchQuery') return kind === 'SelectQuery';
	return itemsOf(query).every((item) => kindOf(item) === 'SelectQuery');
}

/** The number of failures that a message lists. */
const MOST_LISTED = 5;

/**
 * Queries of a batch can fail although the batch succeeds (contract 4.7). If the batch continues after failures, a note
 * names them; otherwise they are an error.
 */
function checkResults(connection: Connection, answer: Members, goesOn: boolean): void {
	const results = member(answer, 'queryResults');
	const list: readonly unknown[] = Array.isArray(results) ? results : [];
	const failures = list.flatMap((result, index) => {
		const failure = failureIn(result, 'the query', true);
		return failure ? [`query ${index + 1}: ${failure.message}`] : [];
	});
	if (failures.length === 0) return;
	const words = [...failures.slice(0, MOST_LISTED), ...(failures.length > MOST_LISTED ? ['…'] : [])].join(
		'; ',
	);
	const summary = `${failures.length} of ${list.length} queries of the batch failed (${words})`;
	if (goesOn) {
		connection.notes.add(`${summary}.`);
		return;
	}
	throw new CreatioError('invalid', summary, {
		cure: 'Check the records before you run it again: the other queries may have been carried out.',
		perhapsDone: true,
	});
}

function checked(kind: RawQuery, query: unknown): Members {
	if (!isMembers(query)) {
		throw inputError(
			`The field ${LABELS.query} is not a JSON object`,
			'Write it like { "rootSchemaName": "Contact", … }.',
		);
	}
	if (kind !== 'BatchQuery') return checkedOne(kind, query, LABELS.query);
	refuseSameNames(query, LABELS.query);
	const items = itemsOf(query);
	if (items.length === 0) {
		throw inputError(`The batch has no items (field ${LABELS.query})`, 'Write { "items": [ … ] }.');
	}
	for (const [index, item] of items.entries()) {
		const field = `Query, items ${index + 1}`;
		if (!isMembers(item)) {
			throw inputError(
				`An item of the batch is not a JSON object (field ${field})`,
				'Write a query, or remove the item.',
			);
		}
		const itemKind = kindOf(item);
		if (itemKind === undefined || itemKind === 'BatchQuery') {
			throw inputError(
				`An item of the batch does not begin with its type (field ${field})`,
				'Its first member must be "__type": "Terrasoft.Nui.ServiceModel.DataContract.InsertQuery", or another query.',
			);
		}
		checkedOne(itemKind, item, field);
	}
	return query;
}

/** A type as .NET names it; the name of its assembly may follow. */
const TYPE_NAME = /^[\w.]{1,200}(?=,|$)/;

/** The kind of a query of a batch. The server looks for its type in the first member only (contract 4.7). */
function kindOf(item: unknown): RawQuery | undefined {
	const [first] = isMembers(item) ? Object.entries(item) : [];
	const [type] = first?.[0] === '__type' ? (TYPE_NAME.exec(String(first[1])) ?? []) : [];
	const kind = type?.split('.').at(-1);
	return RAW_QUERIES.find((name) => name === kind);
}

/** The server takes names in any letter case, so that nobody can say which of two members it reads. */
function refuseSameNames(query: Members, field: string): void {
	const names = new Set<string>();
	for (const name of Object.keys(query)) {
		const key = name.toLowerCase();
		if (names.has(key)) {
			throw inputError(
				`The query has two members called "${key}" (field ${field})`,
				'Their names differ only in upper and lower case. Remove one of the two.',
			);
		}
		names.add(key);
	}
}

/** The objects that a query names, whether it can be sent or not. */
export function objectsIn(query: unknown): string[] {
	const queries = isMembers(query) ? [query, ...itemsOf(query).filter(isMembers)] : [];
	return queries.flatMap((one) => textIn(one, 'rootSchemaName') ?? []);
}

function itemsOf(query: Members): readonly unknown[] {
	const items = member(query, 'items');
	return Array.isArray(items) ? items : [];
}

function checkedOne(kind: RawQuery, query: Members, field: string): Members {
	refuseSameNames(query, field);
	const object = member(query, 'rootSchemaName');
	if (typeof object !== 'string' || object.trim() === '') {
		throw inputError(
			`The query does not name an object (field ${field})`,
			'Add "rootSchemaName": "Contact", or another object.',
		);
	}
	if (kind === 'SelectQuery') checkItems('columns', query, false, field);
	if (kind === 'InsertQuery' || kind === 'UpdateQuery') checkItems('columnValues', query, true, field);
	const isChange = kind === 'UpdateQuery' || kind === 'DeleteQuery';
	if (isChange && !filtersSomething(member(query, 'filters'))) {
		throw inputError(
			`Without filters every record of ${object} would be changed (field ${field})`,
			'Add filters that select the records.',
		);
	}
	return query;
}

/** Columns are members of `items`, by name; for a list of names, the site would answer with an unclear error. */
function checkItems(name: string, query: Members, isNeeded: boolean, field: string): void {
	const part = member(query, name) ?? undefined;
	if (part === undefined ? !isNeeded : isMembers(part) && isMembers(member(part, 'items'))) return;
	throw inputError(
		`The query has no "items" in "${name}" (field ${field})`,
		`Write "${name}": { "items": { "Name": { … } } }.`,
	);
}

/** Whether at least one filter is enabled. */
function filtersSomething(filters: unknown): boolean {
	if (!isMembers(filters) || member(filters, 'isEnabled') === false) return false;
	const items = member(filters, 'items');
	if (isMembers(items)) return Object.values(items).some(filtersSomething);
	// A single filter in place of a group is accepted (contract 4.3).
	return member(filters, 'leftExpression') !== undefined;
}
