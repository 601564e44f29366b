import { attempt } from '../../basics/attempt';
import { bestEffort } from '../../basics/bestEffort';
import {
	CreatioError,
	isCreatioError,
	isPerhapsDone,
	outcomeUnknown,
	reworded,
	withoutFullStop,
} from '../../basics/errors';
import { isMembers, member } from '../../basics/json';
import type { Connection } from '../../connection/serviceCall';
import { unreadable } from '../../connection/envelopeFailure';
import { TYPE_WORDS } from '../model/objectModel';
import { isPersonalSetting } from './listSettings';
import { readSetting, type Setting } from './readSetting';
import { isValue, type SettingText, settingValue, type SettingZones } from './settingValue';

export interface SettingWrite extends SettingZones {
	/** As entered. */
	readonly code: string;
	readonly value: unknown;
	/** For this user only, or for all users. */
	readonly isPersonal: boolean;
}

/** Another server of a site may return the old value from its cache for a moment. */
const SECOND_CHECK_MS = 500;

/**
 * Writes a system setting and returns it as the site has it afterwards (contract 4.9). Reads its type first and checks
 * the value before anything is sent. A site may report a setting as saved that keeps its old value, and an answer may
 * get lost: what the site returns afterwards decides. Rejects with kind `input`, with kind `invalid` when the setting
 * was not saved, and with `perhapsDone` when that cannot be found out.
 */
export async function writeSetting(connection: Connection, write: SettingWrite): Promise<Setting> {
	const before = await readSetting(connection, write.code, write.sessionZone);
	const sent = settingValue(before, write.value, write);
	const { code } = before;
	const posted = await attempt(post(connection, code, sent, write.isPersonal));
	const failure = posted.done ? undefined : posted.error;
	if (failure !== undefined && !isPerhapsDone(failure)) throw refused(failure, before, sent);

	const check = await attempt(checkTwice(connection, before, sent, write));
	if (!check.done) throw unknownOutcome(check.error, code, failure);
	const after = check.value;
	if (after.isHidden) {
		if (failure === undefined) return after;
		throw unknownOutcome(failure, code, failure);
	}
	if (isValue(sent, after, write.sessionZone)) return after;
	if (failure === undefined && !write.isPersonal && (await mayHideCommonValue(connection, code)))
		return after;
	throw notSaved(before, after, failure, write);
}

async function post(
	connection: Connection,
	code: string,
	value: SettingText,
	isPersonal: boolean,
): Promise<void> {
	const { json } = await connection.call({
		method: 'POST',
		service: 'dataService',
		path: 'PostSysSettingsValues',
		json: { isPersonal, sysSettingsValues: { [code]: value } },
		repeat: 'harmless',
	});
	checkSaved(json, code, value);
}

/** A refusal without a reason names the setting and what it takes. */
function refused(failure: unknown, { code, type }: Setting, sent: SettingText): unknown {
	if (!isCreatioError(failure) || failure.reason !== 'unexplained') return failure;
	// Others, such as a refused session, have nothing to do with the value.
	if (failure.kind !== 'invalid' && failure.kind !== 'server') return failure;
	const words = withoutFullStop(failure.message);
	const got = typeof sent === 'string' ? `, and got a text of ${sent.length} characters` : '';
	return reworded(failure, `${words}. The system setting ${code} takes ${TYPE_WORDS[type]}${got}`);
}

/** `saveResult` decides; `success` may be false although the value was saved (contract 4.9). */
export function checkSaved(json: unknown, code: string, sent: SettingText): void {
	const result = isMembers(json) ? member(json, 'saveResult') : undefined;
	const saved = isMembers(result) ? member(result, code) : undefined;
	if (saved === undefined) throw unreadable('the write of a system setting', 'its outcome', true);
	if (saved === true) return;
	throw new CreatioError('invalid', `Creatio did not save ${code}`, {
		cure: `${
			sent === null
				? 'It may not take an empty value: write one, such as 0 or false. Otherwise check'
				: 'Check'
		} whether the value fits the setting, whether the setting can be changed, and the rights of the user.`,
	});
}

async function checkTwice(
	connection: Connection,
	{ code, isHidden }: Setting,
	sent: SettingText,
	{ sessionZone }: SettingWrite,
): Promise<Setting> {
	const first = await readSetting(connection, code, sessionZone);
	if (isHidden || isValue(sent, first, sessionZone)) return first;
	await connection.wait(SECOND_CHECK_MS);
	return await readSetting(connection, code, sessionZone);
}

/** The site returns a user's own value before the common one; which settings can have one is known over OData. */
async function mayHideCommonValue(connection: Connection, code: string): Promise<boolean> {
	return (await bestEffort(isPersonalSetting(connection, code))) === true;
}

/** `failure` is that of the write; `undefined` where the site reported it as saved. */
function unknownOutcome(error: unknown, code: string, failure: unknown): CreatioError {
	const sentence =
		failure === undefined
			? `Creatio reported the system setting ${code} as saved, but its value could not be read`
			: `The system setting ${code} may have been saved`;
	return outcomeUnknown(
		error,
		sentence,
		'Check it in Creatio, or run again: saving the same value twice is harmless.',
	);
}

function notSaved(before: Setting, after: Setting, failure: unknown, write: SettingWrite): CreatioError {
	const { code } = before;
	const isOld = before.value === after.value;
	const now = isOld ? 'it has its old value' : 'it has another value than the one that was written';
	if (isCreatioError(failure)) {
		const { kind, status, mayPass } = failure;
		const words = withoutFullStop(failure.message);
		return new CreatioError(kind, `${words}. The system setting ${code} was not saved: ${now}`, {
			status,
			// A request that the site still works on may be done after the check.
			perhapsDone: mayPass || !isOld,
			cure: 'Run again: saving the same value twice is harmless.',
			cause: failure,
		});
	}
	return new CreatioError('invalid', `Creatio reported the system setting ${code} as saved, but ${now}`, {
		perhapsDone: !isOld,
		cure: `Check in Creatio whether the setting can be changed${
			write.isPersonal ? '' : ', whether the user has a value of their own for it'
		}, and whether the value is too long for it.`,
	});
}
