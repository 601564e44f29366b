import { randomUUID } from 'node:crypto';

import { type Members, textIn } from './json';

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** Mostly hexadecimal groups joined by hyphens: no record is named like that, so it is a GUID with a typo. */
const MISTYPED_GUID = /^\{?[0-9a-z]{6,10}(-[0-9a-z]{2,6}){3}-[0-9a-z]{9,15}\}?$/i;

/** How Creatio shows an empty lookup over OData (contract 2.6). */
export const EMPTY_GUID = '00000000-0000-0000-0000-000000000000';

/** A member that is a GUID, in lower case; `undefined` when there is none, or the empty one. */
export function guidIn(record: Members, name: string): string | undefined {
	const value = textIn(record, name);
	return value !== undefined && isGuid(value) && value !== EMPTY_GUID ? value.toLowerCase() : undefined;
}

export function isGuid(text: string): boolean {
	return GUID.test(text);
}

/** True for text that was meant to be a GUID but is not one. */
export function isMistypedGuid(text: string): boolean {
	return !isGuid(text) && MISTYPED_GUID.test(text.trim());
}

/** A key for a record that we are about to create, so that it can be looked up after a lost answer (contract 2.9). */
export function newGuid(): string {
	return randomUUID();
}
