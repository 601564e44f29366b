import type { INodeProperties } from 'n8n-workflow';

import type { Place } from './places';
import { DateTime } from './runNode';

/** Values that expressions return, of each kind. */
const VALUES: readonly unknown[] = [
	undefined,
	null,
	NaN,
	'',
	'  ',
	'x',
	'true',
	' YES ',
	'No',
	true,
	false,
	0,
	1,
	' 50 ',
	50,
	2.5,
	'[]',
	[],
	['Name'],
	[null],
	{ a: 1 },
	new Date('2026-01-31T10:00:00Z'),
	new DateTime('2026-01-31T10:00:00.000Z'),
	Date.UTC(2026, 0, 31, 10),
	'11111111-1111-4111-8111-111111111111',
];

/** What is tried for a parameter. An object that a site does not have costs it a reading of all objects, so one will do. */
export function valuesFor({ type }: INodeProperties): readonly unknown[] {
	if (type !== 'resourceLocator') return VALUES;
	const texts: readonly unknown[] = ['', '  ', 'x', NaN, 50];
	return VALUES.filter((value) => !['string', 'number'].includes(typeof value) || texts.includes(value));
}

/**
 * What docs/how-it-works/values.md says of a value: it is refused, or it does the same as another value, or it
 * is taken as it is.
 */
export type Expected = 'refused' | 'taken' | { readonly same: unknown };

/** Independent of the fields: by what the editor knows of a parameter. */
export function expectedOf({ name: place, property, isPart }: Place, given: unknown): Expected {
	const { name, type, options, typeOptions, description = '' } = property;
	// n8n writes the DateTimes inside of rows and locators as text.
	const value = isPart && given instanceof DateTime ? given.toISO() : given;
	if (typeof value === 'number' && !Number.isFinite(value)) return 'refused';
	const isText = typeof value === 'string';
	const isDate = value instanceof Date || value instanceof DateTime;
	const word = ['string', 'boolean', 'number'].includes(typeof value)
		? String(value).trim().toLowerCase()
		: undefined;
	switch (type) {
		case 'boolean':
			if (['true', 'yes', '1'].includes(String(word))) return { same: true };
			return ['false', 'no', '0'].includes(String(word)) ? { same: false } : 'refused';
		case 'number': {
			const number = isText && word !== '' ? Number(value) : value;
			const { minValue = 0, maxValue = Infinity } = typeOptions ?? {};
			const fits = Number.isInteger(number) && Number(number) >= minValue && Number(number) <= maxValue;
			return fits ? { same: number } : 'refused';
		}
		case 'options': {
			const choices = (options ?? []).flatMap((choice) => ('value' in choice ? [choice] : []));
			const found = choices.find(
				(choice) => isText && [String(choice.value), choice.name].some((one) => one.toLowerCase() === word),
			);
			return found ? { same: found.value } : 'refused';
		}
		case 'dateTime':
			if (word === '') return { same: '' };
			return isDate || value === Date.UTC(2026, 0, 31, 10) ? { same: '2026-01-31T10:00:00Z' } : 'refused';
		case 'multiOptions':
			return namesExpected(value, word);
		case 'json':
			// The whole body of a web service, which may be any value.
			if (name === 'bodyJson')
				return isText ? (isJson(value) ? 'taken' : 'refused') : isNothing(value) ? 'refused' : 'taken';
			if (word === '') return { same: '' };
			if (isText) return isJson(value) ? 'taken' : 'refused';
			return typeof value === 'object' && value !== null && !isDate ? 'taken' : 'refused';
		case 'resourceMapper':
			return mappingExpected(place, value);
		default:
			// A value of a column, an argument or a setting: its place says what it takes.
			if (name === 'value' || name === 'valueTo') return value === undefined ? 'refused' : 'taken';
			if (/separated by commas/.test(description)) return namesExpected(value, word);
			return isText || typeof value === 'number' ? { same: String(value) } : 'refused';
	}
}

function isNothing(value: unknown): boolean {
	return value === undefined || value === null;
}

function namesExpected(value: unknown, word: string | undefined): Expected {
	if (word === '' || value === '[]' || (Array.isArray(value) && value.length === 0)) return { same: '' };
	if (Array.isArray(value))
		return value.every((name) => typeof name === 'string') ? { same: value.join(',') } : 'refused';
	return typeof value === 'string' ? 'taken' : 'refused';
}

function mappingExpected(place: string, value: unknown): Expected {
	if (place.endsWith('.mappingMode')) return 'refused';
	if (place.endsWith('.matchingColumns')) return isNothing(value) ? 'taken' : namesExpected(value, undefined);
	if (isNothing(value) || value === '') return 'taken';
	return typeof value === 'object' && !Array.isArray(value) ? 'taken' : 'refused';
}

function isJson(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}
