import { inputError } from '../../basics/errors';
import { LABELS } from '../../basics/labels';

const OBJECT_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The options of an OData read, as text that is not encoded yet (contract 2.4). */
export interface QueryOptions {
	readonly select?: string;
	readonly expand?: string;
	readonly filter?: string;
	readonly orderby?: string;
	readonly top?: number;
	readonly skip?: number;
	readonly count?: boolean;
}

/**
 * Path of an object's records (contract 2.3). Rejects with kind `input` what is not a name,
 * so that a slash, dot or query cannot be smuggled into the address.
 */
export function collectionPath(object: string, options: QueryOptions = {}): string {
	return `${objectName(object)}${query(options)}`;
}

/** Path of one record. `id` is a GUID without quotes, as OData 4 requires. */
export function recordPath(object: string, id: string, options: QueryOptions = {}): string {
	return `${objectName(object)}(${id})${query(options)}`;
}

/** Path that answers with the number of records as plain text. */
export function countPath(object: string, options: Pick<QueryOptions, 'filter'> = {}): string {
	return `${objectName(object)}/$count${query(options)}`;
}

function objectName(object: string): string {
	if (OBJECT_NAME.test(object)) return object;
	throw inputError(
		`"${object}" is not the name of an object (field ${LABELS.object})`,
		'Names have letters, digits and underscores only, such as Contact or UsrRequest.',
		'object',
	);
}

/** The one place where text becomes part of an address. */
function query(options: QueryOptions): string {
	const parts = Object.entries(options)
		.filter(([, value]) => value !== undefined)
		.map(([name, value]) => `$${name}=${encodeURIComponent(String(value))}`);
	return parts.length > 0 ? `?${parts.join('&')}` : '';
}
