import { createHash, randomUUID } from 'node:crypto';

import { type Members, textIn } from './json';
import { keyText } from './keyText';

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** Mostly hexadecimal groups joined by hyphens: no record is named like that, so it is a GUID with a typo. */
const MISTYPED_GUID = /^\{?[0-9a-z]{6,10}(-[0-9a-z]{2,6}){3}-[0-9a-z]{9,15}\}?$/i;

/** How Creatio shows an empty lookup over OData (contract 2.6). */
export const EMPTY_GUID = '00000000-0000-0000-0000-000000000000';

const ZEROS = /^\{?0{8}(-?)(?:0{4}\1){3}0{12}\}?$/;

/** The zero GUID in any spelling of .NET. */
export function isEmptyGuid(text: string): boolean {
	return ZEROS.test(keyText(text));
}

/** A member that is a GUID, in lower case; `undefined` when there is none, or the empty one. */
export function guidIn(record: Members, name: string): string | undefined {
	const value = textIn(record, name);
	return value !== undefined && isGuid(value) && value !== EMPTY_GUID ? value.toLowerCase() : undefined;
}

export function isGuid(text: string): boolean {
	return GUID.test(text);
}

/** A GUID as .NET writes it too: in braces or parentheses. */
const ENCLOSED = /^(?:\{(.{36})\}|\((.{36})\))$/;

/** The spelling of a GUID without braces around it; any other text as it is compared. */
export function bareId(text: string): string {
	const key = keyText(text);
	const [, braced, other] = ENCLOSED.exec(key) ?? [];
	const inner = braced ?? other;
	return inner !== undefined && isGuid(inner) ? inner : key;
}

const GUIDS = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/**
 * The ID of a record that was entered: a GUID, also in braces, or the address of the record's page, of which it is the last GUID: pages
 * of a section put the folder or the process before it, and a query may follow with others. Any other text as it is compared.
 */
export function recordIdIn(text: string): string {
	const key = bareId(text);
	if (!/^https?:\/\//i.test(key)) return key;
	const [page = ''] = (key.split('#').at(-1) ?? '').split('?', 1);
	return page.match(GUIDS)?.at(-1) ?? key.match(GUIDS)?.at(-1) ?? key;
}

/** True for text that was meant to be a GUID but is not one. */
export function isMistypedGuid(text: string): boolean {
	return !isGuid(text) && MISTYPED_GUID.test(keyText(text));
}

/** Makes the key of a record that a run creates. `parts` say which of its records it is. */
export type NewId = (...parts: ReadonlyArray<string | number>) => string;

/** A key for a record that we are about to create, so that it can be looked up after a lost answer (contract 2.9). */
export function newGuid(): string {
	return randomUUID();
}

/** The namespace of `derivedGuid`, as RFC 9562 asks for one. */
const NAMESPACE = Buffer.from('6d1f2c5be5a04b3c9d0f8e7a41c2b693', 'hex');

/** The same GUID (version 5) whenever it is derived from the same parts. */
export function derivedGuid(...parts: readonly unknown[]): string {
	const bytes = createHash('sha1').update(NAMESPACE).update(JSON.stringify(parts)).digest().subarray(0, 16);
	bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
	bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
	return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
