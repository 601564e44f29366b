import { member } from '../../connection/verdict';
import { CreatioError, inputError } from '../../basics/errors';
import type { Connection } from '../../http/types';
import { wallText } from '../dataservice/expressions';
import { isMembers, unreadable } from '../dataservice/envelope';
import type { Zone } from '../../basics/instant';
import type { ColumnType } from '../model/objectModel';
import { describe, readValue } from '../model/values';
import { readSettings } from './read';

export interface SettingWrite {
	/** New values by code. */
	readonly values: Readonly<Record<string, unknown>>;
	/** For the user alone, or for all users. */
	readonly isPersonal: boolean;
	/** Of dates that were typed without a zone, such as `Europe/Berlin`. */
	readonly zone: string;
	/** Of the Creatio user, in which the site reads dates. */
	readonly sessionZone: Zone;
}

/**
 * Writes system settings (contract 4.9). Their types are asked for first and every value is checked before anything is
 * sent. Rejects with kind `input`, and with kind `invalid` naming the settings that were not saved: the site tells it
 * of each one.
 */
export async function writeSettings(
	connection: Connection,
	write: SettingWrite,
	signal?: AbortSignal,
): Promise<void> {
	const settings = await readSettings(connection, Object.keys(write.values), write.sessionZone, signal);
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
		signal,
	});
	checkSaved(
		json,
		settings.map(({ code }) => code),
	);
}

/** A value of a setting as it travels: numbers and booleans as JSON has them, all else as text. */
export function settingValue(
	code: string,
	type: ColumnType,
	input: unknown,
	{ zone, sessionZone }: Pick<SettingWrite, 'zone' | 'sessionZone'>,
): string | number | boolean | null {
	const label = `system setting ${code} (field Value)`;
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

/** `saveResult` decides; `success` is false of good saves as well (contract 4.9). */
export function checkSaved(json: unknown, codes: readonly string[]): void {
	const result = isMembers(json) ? member(json, 'saveResult') : undefined;
	if (!isMembers(result)) throw unreadable('the write of system settings', 'telling which were saved', true);
	const refused = codes.filter((code) => member(result, code) !== true);
	if (refused.length === 0) return;
	const saved = codes.filter((code) => !refused.includes(code));
	throw new CreatioError(
		'invalid',
		`Creatio did not save ${refused.join(', ')}${saved.length > 0 ? `; it saved ${saved.join(', ')}` : ''}`,
		{
			cure: 'Check that the value fits the setting, that the setting may be changed, and the rights of the user.',
			perhapsDone: saved.length > 0,
		},
	);
}
