import type { SettingType } from '../data/settings';
import { base64, flag, guid, whole } from '../dataservice/reader/readers';
import { ZERO_GUID } from '../model/ids';
import { readInstant, toDay, toWire } from '../model/instant';
import type { Entity } from '../model/model';
import type { Switches } from '../switches';
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
 * Reads a value that is to be saved; it arrives as a text, whatever it was in JSON. Returns the value of the column,
 * or `undefined` when it does not fit the type. Whether a lookup's record exists is not checked here.
 */
export function readSettingValue(type: SettingType, text: string, zone: number): SqlValue | undefined {
	switch (type) {
		case 'Boolean': {
			const value = flag(text);
			return value === undefined ? undefined : Number(value);
		}
		case 'Integer':
			return whole(text);
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
		case 'Lookup': {
			const id = text === '' ? ZERO_GUID : guid(text);
			return id === ZERO_GUID ? null : id;
		}
		case 'Binary':
			return text === '' ? null : base64(text);
		case 'ShortText':
		case 'MediumText':
		case 'Text':
		case 'LongText':
		case 'MaxSizeText':
		case 'SecureText':
			return text;
	}
}
