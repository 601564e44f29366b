import { inputError } from '../../basics/errors';
import { LABELS } from '../../basics/labels';
import type { QueryOptions } from '../protocol/protocol';
import { protocolOf, type Versioned } from './protocolOf';

const OBJECT_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Path of an object's records (contract 2.3, 3). Rejects with kind `input` what is not a name,
 * so that a slash, dot or query cannot be smuggled into the address.
 */
export function collectionPath(connection: Versioned, object: string, options: QueryOptions = {}): string {
	return `${collectionOf(connection, object)}${query(connection, options)}`;
}

/** Path of one record. `id` is a GUID. */
export function recordPath(
	connection: Versioned,
	object: string,
	id: string,
	options: QueryOptions = {},
): string {
	const key = protocolOf(connection).guid(id);
	return `${collectionOf(connection, object)}(${key})${query(connection, options)}`;
}

/** Path that answers with the number of records as plain text, which only OData 4 has. */
export function countPath(
	connection: Versioned,
	object: string,
	options: Pick<QueryOptions, 'filter'> = {},
): string {
	return `${collectionOf(connection, object)}/$count${query(connection, options)}`;
}

function collectionOf(connection: Versioned, object: string): string {
	if (OBJECT_NAME.test(object)) return protocolOf(connection).collection(object);
	throw inputError(
		`"${object}" is not the name of an object (field ${LABELS.object})`,
		'Names have letters, digits and underscores only, such as Contact or UsrRequest.',
		'object',
	);
}

/** The one place where text becomes part of an address. */
function query(connection: Versioned, options: QueryOptions): string {
	const parts = Object.entries(protocolOf(connection).parameters(options))
		.filter(([, value]) => value !== undefined)
		.map(([name, value]) => `$${name}=${encodeURIComponent(String(value))}`);
	return parts.length > 0 ? `?${parts.join('&')}` : '';
}
