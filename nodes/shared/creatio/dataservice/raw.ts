import { member } from '../../http/body';
import { inputError } from '../../http/errors';
import type { Connection } from '../../http/types';
import type { Row } from '../rows';
import { isMembers, readEnvelope, type Members } from './envelope';

export const RAW_QUERIES = [
	'SelectQuery',
	'InsertQuery',
	'UpdateQuery',
	'DeleteQuery',
	'BatchQuery',
] as const;
export type RawQuery = (typeof RAW_QUERIES)[number];

/**
 * Sends a query as the user wrote it and gives the answer as it came (contract 4). Rejects with kind `input` what is no
 * query, and writes that would touch every record.
 */
export async function sendRaw(
	connection: Connection,
	kind: RawQuery,
	query: unknown,
	signal?: AbortSignal,
): Promise<Row> {
	const body = checked(kind, query);
	const { json } = await connection.call({
		method: 'POST',
		service: 'dataService',
		path: kind,
		json: body,
		...(kind === 'BatchQuery' && { parts: itemsOf(body).length }),
		repeat: kind === 'SelectQuery' ? 'read' : 'once',
		signal,
	});
	const answer = readEnvelope(json, `the ${kind}`, kind !== 'SelectQuery');
	const rows = member(answer, 'rows');
	if (Array.isArray(rows)) connection.meter.rows += rows.length;
	return answer;
}

function checked(kind: RawQuery, query: unknown): Members {
	if (!isMembers(query)) {
		throw inputError(
			'The field Query is no JSON object',
			'Write it like { "rootSchemaName": "Contact", … }.',
		);
	}
	if (kind !== 'BatchQuery') return checkedOne(kind, query, 'Query');
	const items = itemsOf(query);
	if (items.length === 0) {
		throw inputError('The batch has no items (field Query)', 'Write { "items": [ … ] }.');
	}
	for (const [index, item] of items.entries()) {
		const field = `Query, items ${index + 1}`;
		// The server looks for the type in the first member only (contract 4.7).
		const [first] = Object.entries(item);
		const type = first?.[0] === '__type' ? String(first[1]).split('.').at(-1) : undefined;
		const itemKind = RAW_QUERIES.find((name) => name === type);
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

function itemsOf(query: Members): Members[] {
	const items = member(query, 'items');
	return Array.isArray(items) ? items.filter(isMembers) : [];
}

function checkedOne(kind: RawQuery, query: Members, field: string): Members {
	const object = member(query, 'rootSchemaName');
	if (typeof object !== 'string' || object.trim() === '') {
		throw inputError(
			`The query names no object (field ${field})`,
			'Add "rootSchemaName": "Contact", or the object that you mean.',
		);
	}
	const isChange = kind === 'UpdateQuery' || kind === 'DeleteQuery';
	if (isChange && !filtersSomething(member(query, 'filters'))) {
		throw inputError(
			`Without filters every record of ${object} would be changed (field ${field})`,
			'Add filters that choose the records.',
		);
	}
	return query;
}

/** At least one filter that is switched on. */
function filtersSomething(filters: unknown): boolean {
	if (!isMembers(filters) || member(filters, 'isEnabled') === false) return false;
	const items = member(filters, 'items');
	if (isMembers(items)) return Object.values(items).some(filtersSomething);
	// A single filter in place of a group is accepted (contract 4.3).
	return member(filters, 'leftExpression') !== undefined;
}
