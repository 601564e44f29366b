import type { INodePropertyMode } from 'n8n-workflow';

import { inputError } from '../../basics/errors';
import { isMembers } from '../../basics/json';
import { keyText } from '../../basics/keyText';
import { describe } from '../../creatio/model/values';
import { type Face, type Field, given, makeField, type Parse } from './field';

interface Locator extends Face {
	/** The method that searches the list. */
	readonly list: string;
	readonly listPlaceholder: string;
	/** Other ways to name the thing. */
	readonly modes: readonly INodePropertyMode[];
}

/** What was chosen in a list, or typed. Empty text where nothing was. */
export function locatorField({ list, listPlaceholder, modes, ...face }: Locator): Field<string> {
	const kind = {
		type: 'resourceLocator' as const,
		default: { mode: 'list', value: '' },
		required: face.required ?? true,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list' as const,
				placeholder: listPlaceholder,
				typeOptions: { searchListMethod: list, searchable: true },
			},
			...modes,
		],
	};
	return makeField(face, kind, (value, place) => {
		if (!isLocator(value)) return readName(value, place);
		const text = given(readName)(value.value, place);
		return extracted(
			modes.find(({ name }) => name === value.mode),
			text,
		);
	});
}

/** The value of a locator, or what an expression gave in its place; empty text for values of other kinds. */
export function locatorText(value: unknown): string {
	const inner = isLocator(value) ? value.value : value;
	return typeof inner === 'string' || typeof inner === 'number' ? keyText(String(inner)) : '';
}

export function isLocator(value: unknown): value is { readonly mode: unknown; readonly value: unknown } {
	return isMembers(value) && 'mode' in value && 'value' in value;
}

const readName: Parse<string> = (value, place) => {
	if (typeof value === 'string' || typeof value === 'number') return keyText(String(value));
	throw inputError(`The ${place} takes text, but got ${describe(value)}`, undefined, 'text');
};

/**
 * The part of a pasted text that a mode asks for, and the whole text where it has no such part. n8n would do it, but
 * takes only texts, does not name the field where it refuses others, and leaves out locators in rows.
 */
function extracted(mode: INodePropertyMode | undefined, text: string): string {
	const regex: unknown = mode?.extractValue?.regex;
	return typeof regex === 'string' ? (new RegExp(regex).exec(text)?.[1] ?? text) : text;
}
