import type { SettingType } from '../data/settings';
import { isGuid, ZERO_GUID } from '../model/ids';
import { readInstant, toDay, toWire } from '../model/instant';
import type { Entity } from '../model/model';
import type { Switches } from '../options';
import type { SqlValue } from '../store/database';
import type { RowValue, Store } from '../store/store';

/** A value as QuerySysSettings carries it: dates in the session's zone and without one, as DataService does. */
export function showSetting(type: SettingType, value: RowValue, switches: Switches): RowValue {
	if (value === null) return type === 'Lookup' ? ZERO_GUID : null;
	switch (type) {
		case 'DateTime':
			return toWire(String(value).slice(0, -1), switches.falseZ).slice(0, -1);
		case 'Date':
		case 'Time':
			return toWire(String(value).slice(0, -1)).slice(0, -1);
		// What is encrypted does not leave the site.
		case 'SecureText':
		case 'Binary':
			return '';
		default:
			return value;
	}
}

export function displaySetting(value: RowValue, object: Entity | undefined, store: Store): string {
	if (object === undefined) return String(value ?? '');
	const row = store.rows(object.name, '"Id" = ?', String(value))[0];
	return String(row?.[object.displayColumn ?? 'Name'] ?? '');
}

/**
 * Reads a value that is to be saved: as JSON, or as text. Gives the value of the column, or `undefined`
 * when it does not fit the type. Whether a lookup's record exists is not checked here.
 */
export function readSettingValue(type: SettingType, value: unknown, zone: number): SqlValue | undefined {
	const text =
		typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
			? String(value)
			: undefined;
	if (text === undefined) return undefined;
	switch (type) {
		case 'Boolean':
			return /^(true|false)$/i.test(text) ? Number(text.toLowerCase() === 'true') : undefined;
		case 'Integer':
			return /^-?\d{1,10}$/.test(text) && Math.abs(Number(text) + 0.5) <= 2 ** 31 ? Number(text) : undefined;
		case 'Float':
		case 'Decimal':
		case 'Money':
			return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
		case 'DateTime':
		case 'Date':
		case 'Time': {
			const read = readInstant(/[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(text) ? `${text}Z` : text, zone);
			if (read.kind !== 'instant' && read.kind !== 'dateOnly') return undefined;
			return type === 'Date' ? toDay(`${text.slice(0, 10)}T`) : read.stored;
		}
		case 'Lookup':
			if (text === '' || text === ZERO_GUID) return null;
			return isGuid(text) ? text.toLowerCase() : undefined;
		case 'ShortText':
		case 'MediumText':
		case 'Text':
		case 'LongText':
		case 'MaxSizeText':
		case 'SecureText':
			return typeof value === 'string' ? text : undefined;
		case 'Binary':
			return undefined;
	}
}
