import { inputError } from '../../basics/errors';
import { EMPTY_GUID } from '../../basics/guid';
import type { Zone } from '../../basics/instant';
import { LABELS } from '../../basics/labels';
import { wallText } from '../dataservice/expressions';
import type { WireValue } from '../dataservice/wireTypes';
import type { ColumnType } from '../model/objectModel';
import { isBlank, isEmptyFor } from '../model/emptyValues';
import { describe, readValue } from '../model/values';
import type { Setting } from './readSetting';

/** A value of a setting as it is sent: numbers and booleans as in JSON, everything else as text. */
export type SettingText = WireValue;

export interface SettingZones {
	/** Zone for dates that were entered without one, such as `Europe/Berlin`. */
	readonly zone: string;
	/** Zone of the Creatio user, in which the site reads dates. */
	readonly sessionZone: Zone;
}

/** The value to send for what was entered; blank input clears the setting. Rejects with kind `input`. */
export function settingValue(
	{ code, type }: Pick<Setting, 'code' | 'type'>,
	input: unknown,
	{ zone, sessionZone }: SettingZones,
): SettingText {
	const label = `system setting ${code} (field ${LABELS.value})`;
	if (isEmptyFor(type, input)) return emptyOf(type, input);
	if (type === 'stream') return base64(input, label);
	const value = readValue(type, input, { label, zone });
	if (value.type === 'displayText') {
		throw inputError(
			`The ${label} takes the ID of a record, but got ${describe(input)}`,
			'Read the record first and pass its ID.',
		);
	}
	return value.type === 'dateTime' ? wallText(value.value, type, sessionZone) : value.value;
}

function emptyOf(type: ColumnType, input: unknown): SettingText {
	if (type === 'stream') return '';
	// Creatio's way to say that a lookup is not set (contract 2.6).
	if (type === 'lookup' || type === 'guid') return EMPTY_GUID;
	return type === 'text' && input === '' ? '' : null;
}

/** Bytes, or text that is Base64 already, as `PostSysSettingsValues` takes binary settings (contract 4.9). */
function base64(input: unknown, label: string): string {
	if (input instanceof Uint8Array) return Buffer.from(input).toString('base64');
	const text = typeof input === 'string' ? input.replace(/\s/g, '') : '';
	if (text !== '' && Buffer.from(text, 'base64').toString('base64') === text) return text;
	throw inputError(
		`The ${label} takes the content of a file as Base64, but got ${describe(input)}`,
		'Convert the file with the node Extract from File, operation Move File to Base64 String.',
	);
}

/**
 * Whether the value that a site returns for a setting is the one that was sent. Sites round numbers and cut fractions of
 * seconds; where a setting was cleared, they return the empty value of its type.
 */
export function isValue(sent: SettingText, { type, value }: Setting, sessionZone: Zone): boolean {
	if (sent === null || sent === '' || (sent === EMPTY_GUID && (type === 'lookup' || type === 'guid')))
		return isBlank(value) || value === 0 || value === false;
	switch (type) {
		case 'integer':
		case 'decimal':
			return !isBlank(value) && isRounded(Number(sent), Number(value));
		case 'dateTime':
			return toSeconds(typeof value === 'string' && wallText(value, type, sessionZone)) === toSeconds(sent);
		case 'date':
			return value === String(sent).slice(0, 10);
		case 'time':
			return value === String(sent).slice(11, 19);
		case 'text':
			return plain(value) === plain(sent);
		default:
			return String(value).toLowerCase() === String(sent).toLowerCase();
	}
}

function isRounded(sent: number, returned: number): boolean {
	const digits = Math.max(2, String(returned).split('.')[1]?.length ?? 0);
	return Math.abs(sent - returned) <= 0.5 * 10 ** -digits;
}

function toSeconds(wall: unknown): string {
	return String(wall).slice(0, 19);
}

/** Sites may change line ends and drop blanks at the end. */
function plain(text: unknown): string {
	return String(text ?? '')
		.replaceAll('\r\n', '\n')
		.trimEnd();
}
