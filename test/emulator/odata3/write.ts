import type { Answer } from '../http';
import type { Column, Entity } from '../model/model';
import { emptyColumn, Writer } from '../odata/write';
import type { SqlRow } from '../store/database';
import { noContent } from './answers';
import { readBody } from './body/readBody';
import type { ServiceCall } from './call';
import { badRequest, notFound, serverFault, ServiceError } from './errors';
import { entryAnswer } from './get';
import { addressOf, setName } from './names';
import type { Target } from './path';
import { readQuery, refuseOptions } from './query';
import { readRecord, type ShownRecord } from './records';

/** POST, PUT, MERGE, PATCH and DELETE. */
export function write(call: ServiceCall, target: Target): Answer {
	const { method, caller } = call;
	refuseOptions(readQuery(call.request.query));
	if (target.kind === 'service')
		throw notAllowed('The URI of the service takes no other method than GET.', 'GET');
	if (target.kind === 'metadata') throw notAllowed('Method Not Allowed', 'GET');
	// PATCH came with the third version (contract 3.5).
	if (method === 'PATCH') call.versions.need(3);
	if (!caller.user.mayWrite) {
		throw serverFault(
			'Current user does not have sufficient permissions to run this operation.',
			'System.Security.SecurityException',
		);
	}
	if (method === 'POST') return create(call, target);
	if (target.kind !== 'entity') throw wrongAddress(call);
	if (!target.isRoot) throw badRequest('Writing along a navigation is not among what the emulator has.');
	return method === 'DELETE' ? remove(call, target) : update(call, target);
}

function notAllowed(sentence: string, allow: string): ServiceError {
	return new ServiceError(405, sentence, undefined, allow);
}

/** 405 of a write to an address that is not of one record. */
function wrongAddress({ method, request }: ServiceCall): ServiceError {
	const address = `${request.origin}${request.url}`;
	return notAllowed(
		`The URI '${address}' is not valid for ${method} operation. The URI must point to a single resource for ${method} operations.`,
		'GET, POST',
	);
}

function writerOf({ context, caller, journal }: ServiceCall): Writer {
	return new Writer(context.store, context.options, caller.user.contactId, journal);
}

function create(call: ServiceCall, target: Target): Answer {
	if (target.kind !== 'collection') {
		throw notAllowed(
			`The URI '${call.request.origin}${call.request.url}' is not valid for POST operation. For POST operations, the URI must refer to a service operation or an entity set.`,
			'GET, PUT, MERGE, PATCH, DELETE',
		);
	}
	if (!target.isRoot) throw badRequest('Writing along a navigation is not among what the emulator has.');
	const { entity } = target.source;
	const id = String(writerOf(call).create(entity, readBody(call, entity)).Id);
	const location = `${call.root}/${addressOf(entity, id)}`;
	const preference = preferred(call);
	const headers: Answer['headers'] = [['Location', location], ...preference.headers];
	if (preference.content === false) {
		const answer = noContent(call);
		return { ...answer, headers: [...answer.headers, ...headers, ['DataServiceId', location]] };
	}
	return entryAnswer(call, recordOf(call, entity, id), 201, headers);
}

function recordOf(call: ServiceCall, entity: Entity, id: string): ShownRecord {
	const record = readRecord(call, entity, id, new Map());
	if (!record) throw notFound(setName(entity));
	return record;
}

/** `Prefer: return-content` or `return-no-content`, which requests of the third version have. */
function preferred({ request, versions }: ServiceCall): { content?: boolean; headers: Answer['headers'] } {
	const given = String(request.headers.prefer ?? '').toLowerCase();
	const known = given === 'return-content' || given === 'return-no-content';
	if (!known || versions.request < 3) return { headers: [] };
	versions.raise(3);
	return { content: given === 'return-content', headers: [['Preference-Applied', given]] };
}

/** MERGE and PATCH change what they give. PUT empties all that it does not (contract 3.5). */
function update(call: ServiceCall, { entity, id, segment }: Extract<Target, { kind: 'entity' }>): Answer {
	const given = readBody(call, entity);
	if (!call.context.store.exists(entity, id)) throw notFound(segment);
	const row = call.method === 'PUT' ? { ...emptied(entity), ...given } : given;
	writerOf(call).update(entity, id, row);
	const preference = preferred(call);
	if (preference.content === true)
		return entryAnswer(call, recordOf(call, entity, id), 200, preference.headers);
	const answer = noContent(call);
	return { ...answer, headers: [...answer.headers, ...preference.headers] };
}

/** Every column that a client writes, without a value. */
function emptied(entity: Entity): SqlRow {
	const columns = entity.columns.filter((column: Column) => !isKept(column) && column.kind !== 'BLOB');
	return Object.fromEntries(columns.map((column) => [column.property, emptyColumn(column)]));
}

function remove(call: ServiceCall, { entity, id, segment }: Extract<Target, { kind: 'entity' }>): Answer {
	if (!call.context.store.exists(entity, id)) throw notFound(segment);
	writerOf(call).remove(entity, id);
	return noContent(call);
}

/** Whether a column is one that PUT does not empty: the key and what the site keeps itself. */
function isKept(column: Column): boolean {
	return ['Id', 'CreatedOn', 'CreatedById', 'ModifiedOn', 'ModifiedById'].includes(column.property);
}
