import { member } from '../../connection/verdict';
import { inputError, type CreatioError } from '../../basics/errors';
import type { Connection } from '../../http/types';
import { readDate } from '../dataservice/selectAnswer';
import { isMembers, unreadable, type Members } from '../dataservice/envelope';
import { EMPTY_GUID } from '../../basics/guid';
import { instantIn, type Zone } from '../../basics/instant';
import { bestEffort } from '../../basics/bestEffort';
import { columnTypeOf } from '../model/dataValueType';
import { nearestObjects } from '../model/nearest';
import type { ColumnType } from '../model/objectModel';
import { listSettings } from './list';

/** A system setting with its value for the user. */
export interface Setting {
	readonly code: string;
	readonly type: ColumnType;
	/** Typed: dates as the other nodes show them, a lookup as its Id; null when it is not set. */
	readonly value: unknown;
	/** Of a lookup: the text of the record. */
	readonly displayValue: string | undefined;
}

/** The label under which the user finds the codes in the editor. */
const FIELD = 'Setting';

/**
 * Reads system settings by their codes (contract 4.9). `sessionZone` is that of the Creatio user, in which dates come.
 * Rejects with kind `input`, naming the nearest, for a code that the site does not show.
 */
export async function readSettings(
	connection: Connection,
	codes: readonly string[],
	sessionZone: Zone,
	signal?: AbortSignal,
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
		signal,
	});
	const known = readSettingsAnswer(json, sessionZone);
	const settings: Setting[] = [];
	for (const code of wanted) {
		const setting = known.find((one) => one.code.toLowerCase() === code.toLowerCase());
		if (!setting) throw await unknownSetting(connection, code, signal);
		settings.push(setting);
	}
	return settings;
}

/** Reads the answer to QuerySysSettings; its `success` may be false beside good values (contract 4.9). */
export function readSettingsAnswer(json: unknown, zone: Zone): Setting[] {
	const values = isMembers(json) ? member(json, 'values') : undefined;
	if (!isMembers(values)) throw unreadable('the read of system settings', 'their values', false);
	return Object.entries(values).flatMap(([code, told]) =>
		isMembers(told) ? settingOf(code, told, zone) : [],
	);
}

function settingOf(key: string, told: Members, zone: Zone): Setting {
	const code = member(told, 'code');
	const dataValueType = member(told, 'dataValueType');
	const type = typeof dataValueType === 'number' ? columnTypeOf(dataValueType) : 'text';
	const display = member(told, 'displayValue');
	return {
		code: typeof code === 'string' ? code : key,
		type,
		value: valueOf(member(told, 'value'), type, zone),
		displayValue: type === 'lookup' && typeof display === 'string' && display !== '' ? display : undefined,
	};
}

function valueOf(value: unknown, type: ColumnType, zone: Zone): unknown {
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

async function unknownSetting(
	connection: Connection,
	code: string,
	signal?: AbortSignal,
): Promise<CreatioError> {
	const { value: known } = await bestEffort(listSettings(connection, { limit: Infinity }, signal));
	const names = nearestObjects(code, known ?? []).map(({ name, caption }) =>
		caption === name ? name : `${name} (${caption})`,
	);
	return inputError(
		`The site shows this user no system setting "${code}" (field ${FIELD})`,
		names.length > 0
			? `Did you mean ${names.join(' or ')}?`
			: 'Check the code in the System settings section, and the rights of the user.',
	);
}
