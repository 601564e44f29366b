import { readGuid } from '../model/guid';
import { ZERO_GUID } from '../model/ids';
import { readInstant, toWire } from '../model/instant';
import { ProcessFault } from './faults';
import type { ProcessParameter } from './schema';
import { VALUE_TYPES } from './valueTypes';

/** Date-times are wall-clock texts of the server's zone without `Z`: `2024-02-29T15:05:00`. */
export type ParameterValue = string | number | boolean | Item[];
export interface Item {
	[name: string]: ParameterValue;
}

const EMPTY_DATE = '0001-01-01T00:00:00';

/** What a parameter holds when nobody gave it a value. */
export function emptyValue(parameter: ProcessParameter): ParameterValue {
	switch (VALUE_TYPES[parameter.type].kind) {
		case 'text':
			return '';
		case 'integer':
		case 'decimal':
			return 0;
		case 'boolean':
			return false;
		case 'guid':
			return ZERO_GUID;
		case 'dateTime':
		case 'date':
		case 'time':
			return EMPTY_DATE;
		case 'collection':
			return [];
	}
}

/**
 * Reads the text of a parameter (contract 5.3). `zone` are the server's minutes east of UTC.
 * Throws a `ProcessFault` when the text does not fit the type. Empty text is a value: the empty guid of a
 * lookup, an empty text; for other types it does not fit.
 */
export function readValue(parameter: ProcessParameter, text: string, zone: number): ParameterValue {
	switch (VALUE_TYPES[parameter.type].kind) {
		case 'text':
			return text;
		case 'integer':
			if (!/^[+-]?\d+$/.test(text) || Math.abs(Number(text) + 0.5) > 2 ** 31) throw misfit(parameter, text);
			return Number(text);
		case 'decimal':
			if (!/^[+-]?\d+(\.\d+)?$/.test(text)) throw misfit(parameter, text);
			return Number(text);
		case 'boolean':
			if (!/^(true|false)$/i.test(text)) throw misfit(parameter, text);
			return text.toLowerCase() === 'true';
		case 'guid': {
			if (text === '') return ZERO_GUID;
			const guid = readGuid(text);
			if (guid === undefined) throw misfit(parameter, text);
			return guid;
		}
		// Days keep their time, and times their day (contract 5.3).
		case 'dateTime':
		case 'date':
			return readWallClock(parameter, text, zone);
		case 'time': {
			const isTime = /^\d\d:\d\d(:\d\d)?$/.test(text);
			return readWallClock(parameter, isTime ? `0001-01-01T${text}` : text, zone);
		}
		case 'collection':
			return readItems(parameter, text, zone);
	}
}

/** Without a zone the text is taken as the server's own time (contract 5.3, point 9). */
function readWallClock(parameter: ProcessParameter, text: string, zone: number): string {
	const local = readInstant(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : `${text}Z`);
	const zoned = readInstant(text);
	if (zoned.kind === 'instant') return toWire(zoned.stored, zone).slice(0, -1);
	if (local.kind !== 'instant') throw misfit(parameter, text);
	return toWire(local.stored).slice(0, -1);
}

function readItems(parameter: ProcessParameter, text: string, zone: number): Item[] {
	let items: unknown;
	try {
		items = JSON.parse(text);
	} catch {
		throw misfit(parameter, text);
	}
	return toItems(parameter, items, zone);
}

function toItems(parameter: ProcessParameter, items: unknown, zone: number): Item[] {
	if (!Array.isArray(items)) throw misfit(parameter, JSON.stringify(items));
	return items.map((item: unknown) => {
		if (typeof item !== 'object' || item === null || Array.isArray(item)) {
			throw misfit(parameter, JSON.stringify(item));
		}
		const given = new Map(Object.entries(item));
		// Members that the process lacks are dropped, as parameters are.
		return Object.fromEntries(
			(parameter.items ?? []).map((member) => [
				member.name,
				readMember(member, given.get(member.name), zone),
			]),
		);
	});
}

/** Members of items are JSON values; texts of them are read as parameters are. */
function readMember(member: ProcessParameter, value: unknown, zone: number): ParameterValue {
	if (value === undefined || value === null) return emptyValue(member);
	const { kind } = VALUE_TYPES[member.type];
	if (kind === 'collection' && typeof value !== 'string') return toItems(member, value, zone);
	const isNative =
		typeof value === 'string' ||
		(typeof value === 'boolean' && kind === 'boolean') ||
		(typeof value === 'number' && (kind === 'integer' || kind === 'decimal'));
	if (!isNative) throw misfit(member, JSON.stringify(value));
	return kind === 'decimal' && typeof value === 'number' ? value : readValue(member, String(value), zone);
}

function misfit({ name, type }: ProcessParameter, text: string): ProcessFault {
	return new ProcessFault(
		'System.FormatException',
		`Value "${text}" of parameter "${name}" cannot be converted to type "${type}".`,
	);
}
