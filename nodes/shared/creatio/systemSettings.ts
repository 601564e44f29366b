import { bestEffort } from '../basics/bestEffort';
import { CreatioError, inputError } from '../basics/errors';
import { EMPTY_GUID } from '../basics/guid';
import { instantIn, type Zone } from '../basics/instant';
import { isMembers, member, type Members } from '../basics/json';
import { LABELS } from '../basics/labels';
import type { Connection } from '../connection/serviceCall';
import { unreadable } from '../connection/verdict';
import { wallText } from './dataservice/expressions';
import { readDate } from './dataservice/selectAnswer';
import { columnTypeOf } from './model/dataValueType';
import { nearestObjects } from './model/nearest';
import type { Column, ColumnType } from './model/objectModel';
import { describe, readValue } from './model/values';
import { literal } from './odata/literal';
import { readRows } from './odata/readRows';

/** A system setting with its caption. */
export interface SettingSummary {
	/** The code. */
	readonly name: string;
	readonly caption: string;
}

export interface SettingSearch {
	/** Part of a name or a code; empty for all. */
	readonly text?: string;
	readonly limit: number;
	/** The number of settings to skip. */
	readonly skip?: number;
}

const COLUMNS: readonly Column[] = ['Code', 'Name'].map((name) => ({
	name,
	property: name,
	type: 'text',
}));

/**
 * System settings in the order of their names. Rejects where the site does not expose them over OData, which its
 * administrator decides (contract 12); a setting can be read and written anyway.
 */
export async function listSettings(
	connection: Connection,
	{ text = '', limit, skip }: SettingSearch,
): Promise<SettingSummary[]> {
	const wanted = literal({ type: 'text', value: text.trim() });
	const query = {
		object: 'SysSettings',
		shape: { columns: COLUMNS, labels: [], related: [] },
		filter: text.trim() === '' ? undefined : `contains(Name,${wanted}) or contains(Code,${wanted})`,
		order: [{ property: 'Name', direction: 'asc' }] as const,
		limit,
		skip,
	};
	const rows = await readRows(connection, query);
	return rows.flatMap(({ Code: code, Name: name }) => {
		if (typeof code !== 'string' || code === '') return [];
		return [{ name: code, caption: typeof name === 'string' && name !== '' ? name : code }];
	});
}

/** A system setting with its value for the user. */
export interface Setting {
	readonly code: string;
	readonly type: ColumnType;
	/** The typed value: dates as the other nodes return them, a lookup as its Id; null when it is not set. */
	readonly value: unknown;
	/** For a lookup: the display text of the record. */
	readonly displayValue: string | undefined;
}

/** The label of the codes in the editor. */
const FIELD = LABELS.setting;

/**
 * Reads system settings by their codes (contract 4.9). `sessionZone` is the zone of the Creatio user, in which
 * dates are returned. Rejects with kind `input`, naming the nearest codes, for a code that the site does not return.
 */
export async function readSettings(
	connection: Connection,
	codes: readonly string[],
	sessionZone: Zone,
): Promise<Setting[]> {
	const wanted = [...new Set(codes.map((code) => code.trim()))];
	const blank = wanted.find((code) => code === '');
	if (blank !== undefined || wanted.length === 0) {
		throw inputError(
			`The field ${FIELD} is empty`,
			'Write the code of a system setting, such as MaxFileSize.',
		);
	}
	const { json } = await connection.call({
		method: 'POST',
		service: 'dataService',
		path: 'QuerySysSettings',
		json: { sysSettingsNameCollection: wanted },
		repeat: 'read',
	});
	const known = readSettingsAnswer(json, sessionZone);
	const settings: Setting[] = [];
	for (const code of wanted) {
		const setting = known.find((one) => one.code.toLowerCase() === code.toLowerCase());
		if (!setting) throw await unknownSetting(connection, code);
		settings.push(setting);
	}
	return settings;
}

/** Reads the answer to QuerySysSettings; its `success` may be false although the values are good (contract 4.9). */
export function readSettingsAnswer(json: unknown, zone: Zone): Setting[] {
	const values = isMembers(json) ? member(json, 'values') : undefined;
	if (!isMembers(values)) throw unreadable('the read of system settings', 'their values', false);
	return Object.entries(values).flatMap(([code, given]) =>
		isMembers(given) ? settingOf(code, given, zone) : [],
	);
}

function settingOf(key: string, given: Members, zone: Zone): Setting {
	const code = member(given, 'code');
	const dataValueType = member(given, 'dataValueType');
	const type = typeof dataValueType === 'number' ? columnTypeOf(dataValueType) : 'text';
	const display = member(given, 'displayValue');
	return {
		code: typeof code === 'string' ? code : key,
		type,
		value: valueOf(member(given, 'value'), type, zone),
		displayValue: type === 'lookup' && typeof display === 'string' && display !== '' ? display : undefined,
	};
}

export function valueOf(value: unknown, type: ColumnType, zone: Zone): unknown {
	if (value === undefined || value === null) return null;
	switch (type) {
		case 'guid':
		case 'lookup':
			return value === '' || value === EMPTY_GUID ? null : value;
		case 'dateTime':
		case 'date':
		case 'time': {
			if (typeof value !== 'string') return value;
			// Dates of DataService may be JSON inside JSON (contract 4.4).
			const text = value.replace(/^"(.*)"$/, '$1');
			return text === '' ? null : readDate(text, type, (wall) => instantIn(zone, wall));
		}
		default:
			return value;
	}
}

async function unknownSetting(connection: Connection, code: string): Promise<CreatioError> {
	const { value: known } = await bestEffort(listSettings(connection, { limit: Infinity }));
	const names = nearestObjects(code, known ?? []).map(({ name, caption }) =>
		caption === name ? name : `${name} (${caption})`,
	);
	return inputError(
		`The system setting "${code}" does not exist, or the user is not allowed to see it (field ${FIELD})`,
		names.length > 0
			? `Did you mean ${names.join(' or ')}?`
			: 'Check the code in the System settings section, and the rights of the user.',
	);
}

export interface SettingWrite {
	/** New values by code. */
	readonly values: Readonly<Record<string, unknown>>;
	/** For this user only, or for all users. */
	readonly isPersonal: boolean;
	/** Zone for dates that were entered without one, such as `Europe/Berlin`. */
	readonly zone: string;
	/** Zone of the Creatio user, in which the site reads dates. */
	readonly sessionZone: Zone;
}

/**
 * Writes system settings (contract 4.9). Reads their types first and checks every value before anything is sent.
 * Rejects with kind `input`, and with kind `invalid` naming the settings that were not saved: the site reports each
 * one.
 */
export async function writeSettings(connection: Connection, write: SettingWrite): Promise<void> {
	const settings = await readSettings(connection, Object.keys(write.values), write.sessionZone);
	const given = new Map(
		Object.entries(write.values).map(([code, value]) => [code.trim().toLowerCase(), value]),
	);
	const values = settings.map(({ code, type }) => [
		code,
		settingValue(code, type, given.get(code.toLowerCase()), write),
	]);
	const { json } = await connection.call({
		method: 'POST',
		service: 'dataService',
		path: 'PostSysSettingsValues',
		json: { isPersonal: write.isPersonal, sysSettingsValues: Object.fromEntries(values) },
		repeat: 'harmless',
	});
	checkSaved(
		json,
		settings.map(({ code }) => code),
	);
}

/** A value of a setting as it is sent: numbers and booleans as in JSON, everything else as text. */
export function settingValue(
	code: string,
	type: ColumnType,
	input: unknown,
	{ zone, sessionZone }: Pick<SettingWrite, 'zone' | 'sessionZone'>,
): string | number | boolean | null {
	const label = `system setting ${code} (field ${LABELS.value})`;
	if (input === undefined || input === null) return null;
	if (input === '') return type === 'text' ? '' : null;
	const value = readValue(type, input, { label, zone });
	if (value.type === 'displayText') {
		throw inputError(
			`The ${label} takes the ID of a record, but got ${describe(input)}`,
			'Read the record first and pass its ID.',
		);
	}
	return value.type === 'dateTime' ? wallText(value.value, type, sessionZone) : value.value;
}

/** `saveResult` decides; `success` may be false although the values were saved (contract 4.9). */
export function checkSaved(json: unknown, codes: readonly string[]): void {
	const result = isMembers(json) ? member(json, 'saveResult') : undefined;
	if (!isMembers(result)) throw unreadable('the write of system settings', 'the list of saved ones', true);
	const refused = codes.filter((code) => member(result, code) !== true);
	if (refused.length === 0) return;
	const saved = codes.filter((code) => !refused.includes(code));
	throw new CreatioError(
		'invalid',
		`Creatio did not save ${refused.join(', ')}${saved.length > 0 ? `; it saved ${saved.join(', ')}` : ''}`,
		{
			cure: 'Check whether the value fits the setting, whether the setting can be changed, and the rights of the user.',
			perhapsDone: saved.length > 0,
		},
	);
}
