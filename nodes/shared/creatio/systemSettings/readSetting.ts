import { bestEffort } from '../../basics/bestEffort';
import { type CreatioError, inputError } from '../../basics/errors';
import { EMPTY_GUID } from '../../basics/guid';
import { serverInstantIn, type Zone } from '../../basics/instant';
import { isMembers, member, type Members } from '../../basics/json';
import { keyText } from '../../basics/keyText';
import { LABELS } from '../../basics/labels';
import type { Connection } from '../../connection/serviceCall';
import { unreadable } from '../../connection/envelopeFailure';
import { readDate } from '../dataservice/selectAnswer';
import { columnTypeOf, DATA_VALUE_TYPE } from '../model/dataValueType';
import { nearestCaptioned, unknownName } from '../model/nearest';
import { captioned, type ColumnType } from '../model/objectModel';
import { listSettings } from './listSettings';

/** A system setting with its value for the user. */
export interface Setting {
	readonly code: string;
	readonly type: ColumnType;
	/** The typed value: dates as the other nodes return them, a lookup as its Id; null when it is not set. */
	readonly value: unknown;
	/** For a lookup: the display text of the record. */
	readonly displayValue: string | undefined;
	/** Encrypted texts and binary values do not leave the site: their value is empty whatever is stored. */
	readonly isHidden: boolean;
}

/** The label of the codes in the editor. */
const FIELD = LABELS.setting;

/** Codes of binary settings; the second one is reported for them as well (contract 4.9). */
const BINARY: ReadonlySet<unknown> = new Set([
	DATA_VALUE_TYPE.Blob,
	DATA_VALUE_TYPE.EntityColumnMappingCollection,
]);

const ENCRYPTED: ReadonlySet<unknown> = new Set([DATA_VALUE_TYPE.SecureText, DATA_VALUE_TYPE.HashText]);

/**
 * Reads a system setting by its code (contract 4.9). `sessionZone` is the zone of the Creatio user, in which dates
 * are returned. Rejects with kind `input`, naming the nearest codes, for a code that the site does not return.
 */
export async function readSetting(
	connection: Connection,
	typed: string,
	sessionZone: Zone,
): Promise<Setting> {
	const code = keyText(typed);
	if (code === '') {
		throw inputError(
			`The field ${FIELD} is empty`,
			'Write the code of a system setting, such as MaxFileSize.',
			'setting',
		);
	}
	const { json } = await connection.call({
		method: 'POST',
		service: 'dataService',
		path: 'QuerySysSettings',
		json: { sysSettingsNameCollection: [code] },
		repeat: 'read',
	});
	const known = readSettingsAnswer(json, sessionZone);
	const setting = known.find((one) => one.code.toLowerCase() === code.toLowerCase());
	if (!setting) throw await unknownSetting(connection, code);
	return setting;
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
	const type = typeOf(dataValueType);
	const display = member(given, 'displayValue');
	return {
		code: typeof code === 'string' ? code : key,
		type,
		value: valueOf(member(given, 'value'), type, zone),
		displayValue: type === 'lookup' && typeof display === 'string' && display !== '' ? display : undefined,
		isHidden: type === 'stream' || ENCRYPTED.has(dataValueType),
	};
}

function typeOf(dataValueType: unknown): ColumnType {
	if (BINARY.has(dataValueType)) return 'stream';
	return typeof dataValueType === 'number' ? columnTypeOf(dataValueType) : 'text';
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
			return text === '' ? null : readDate(text, type, (wall) => serverInstantIn(zone, wall));
		}
		default:
			return value;
	}
}

async function unknownSetting(connection: Connection, code: string): Promise<CreatioError> {
	const known = await bestEffort(listSettings(connection, { limit: Infinity }));
	return unknownName(
		`The system setting "${code}" does not exist, or the user is not allowed to see it (field ${FIELD})`,
		nearestCaptioned(code, known ?? []).map(captioned),
		'setting',
	);
}
