import type { User } from '../auth/users';
import type { Call, SiteContext } from '../context';
import { SETTING_TYPES, type SettingType } from '../data/settings';
import { answerMessage } from '../dataservice/message';
import { type Answer, json } from '../http';
import { FIXED, newGuid, ZERO_GUID } from '../model/ids';
import type { Entity } from '../model/model';
import { ODataError } from '../odata/errors';
import { isAtLeast } from '../options';
import type { SqlRow, SqlValue } from '../store/database';
import {
	deleteSetting,
	postSettings,
	querySettings,
	type SettingMessage,
	settingMessage,
} from './settingMessages';
import { displaySetting, readSettingValue, showSetting } from './settingValues';
import { writeAs } from './writeAs';

/*
 * System settings of DataService (contract 4.9). They live in the objects SysSettings and
 * SysSettingsValue, so OData sees what is written here and the other way round.
 */

/** A row of `SysSettings`, read. */
interface Setting {
	id: string;
	code: string;
	name: string;
	type: SettingType;
	isPersonal: boolean;
	isCacheable: boolean;
	/** Object of a lookup. */
	object?: Entity;
}

/** `QuerySysSettings`: values by code. A value of the user's own comes before the one for everybody. */
export function querySysSettings(call: Call): Answer {
	const { context, caller } = call;
	return answerMessage(call, 'QuerySysSettings', querySettings, ({ sysSettingsNameCollection = [] }) => {
		const values: Record<string, object> = {};
		const missing: string[] = [];
		for (const code of sysSettingsNameCollection) {
			const setting = findSetting(context, 'Code', code);
			if (setting) values[code] = describe(context, setting, caller.user);
			else missing.push(code);
		}
		return json({
			values,
			notFoundSettings: missing,
			rowsAffected: -1,
			nextPrcElReady: false,
			success: context.switches.sysSettingsSuccess.query,
		});
	});
}

/** `PostSysSettingsValues`: `saveResult` is the verdict, setting by setting; `success` is not. */
export function postSysSettingsValues(call: Call): Answer {
	const { context, caller } = call;
	return answerMessage(call, 'PostSysSettingsValues', postSettings, ({ isPersonal, sysSettingsValues }) => {
		if (!sysSettingsValues) {
			return refused(
				'ArgumentNullOrEmptyException',
				'Value for argument "sysSettingsValues" must be specified.',
			);
		}
		if (!caller.user.mayWrite) return noRights();
		const saveResult: Record<string, boolean> = {};
		for (const [code, value] of sysSettingsValues) {
			const setting = findSetting(context, 'Code', code);
			saveResult[code] =
				setting !== undefined && save(context, setting, value, caller.user, isPersonal === true);
		}
		return json({
			saveResult,
			rowsAffected: -1,
			nextPrcElReady: false,
			success: context.switches.sysSettingsSuccess.post,
		});
	});
}

/** `InsertSysSettingRequest`: a new setting without a value. */
export function insertSysSetting(call: Call): Answer {
	const { context, caller } = call;
	return answerMessage(call, 'InsertSysSettingRequest', settingMessage, (asked) => {
		if (!caller.user.mayWrite) return noRights();
		const fault = checkNew(context, asked);
		if (fault) return refused(...fault);
		const id = asked.id ?? newGuid();
		return written(context, id, () => {
			const entity = context.store.entity('SysSettings');
			writeAs(context, caller.user, (writer) => writer.create(entity, { Id: id, ...settingColumns(asked) }));
		});
	});
}

/** `UpdateSysSettingRequest`: only the members that are given change. The type and the code stay. */
export function updateSysSetting(call: Call): Answer {
	const { context, caller } = call;
	return answerMessage(call, 'UpdateSysSettingRequest', settingMessage, (asked) => {
		if (!caller.user.mayWrite) return noRights();
		const setting = findSetting(context, 'Id', asked.id ?? ZERO_GUID);
		if (!setting) return notFound(asked.id);
		return written(context, setting.id, () => {
			const { Code: _code, ValueTypeName: _type, ...changes } = settingColumns(asked);
			const entity = context.store.entity('SysSettings');
			writeAs(context, caller.user, (writer) => writer.update(entity, setting.id, changes));
		});
	});
}

/** `DeleteSysSettingRequest`: the setting with its values. */
export function deleteSysSetting(call: Call): Answer {
	const { context, caller } = call;
	return answerMessage(call, 'DeleteSysSettingRequest', deleteSetting, ({ id }) => {
		if (!caller.user.mayWrite) return noRights();
		const setting = findSetting(context, 'Id', id ?? ZERO_GUID);
		if (!setting) return notFound(id);
		return written(context, setting.id, () => {
			const values = context.store.entity('SysSettingsValue');
			writeAs(context, caller.user, (writer) => {
				for (const row of context.store.rows('SysSettingsValue', '"SysSettingsId" = ?', setting.id))
					writer.remove(values, String(row.Id));
				writer.remove(context.store.entity('SysSettings'), setting.id);
			});
		});
	});
}

function findSetting(context: SiteContext, column: 'Code' | 'Id', key: string): Setting | undefined {
	const [row] = context.store.rows('SysSettings', `"${column}" = ?`, key);
	if (!row) return undefined;
	const type = String(row.ValueTypeName);
	if (!isSettingType(type)) return undefined;
	return {
		id: String(row.Id),
		code: String(row.Code),
		name: String(row.Name),
		type,
		isPersonal: row.IsPersonal === true,
		isCacheable: row.IsCacheable === true,
		object: [...context.store.model.entities.values()].find(({ uId }) => uId === row.ReferenceSchemaUId),
	};
}

function isSettingType(name: string): name is SettingType {
	return name in SETTING_TYPES;
}

/** Value rows belong to the user, or to all employees. */
function valueRow(
	context: SiteContext,
	{ id }: Setting,
	adminUnit: string,
): ReturnType<SiteContext['store']['rows']>[number] | undefined {
	return context.store.rows(
		'SysSettingsValue',
		'"SysSettingsId" = ? AND "SysAdminUnitId" = ?',
		id,
		adminUnit,
	)[0];
}

function describe(context: SiteContext, setting: Setting, user: User): object {
	const row =
		(setting.isPersonal ? valueRow(context, setting, user.userId) : undefined) ??
		valueRow(context, setting, FIXED.allEmployees);
	const value = showSetting(
		setting.type,
		row?.[SETTING_TYPES[setting.type].column] ?? null,
		context.switches,
	);
	return {
		code: setting.code,
		name: setting.name,
		value,
		displayValue: displaySetting(value, setting.object, context.store),
		dataValueType: SETTING_TYPES[setting.type].dataValueType,
		isCacheable: setting.isCacheable,
	};
}

/** Whether the value is reported as saved. */
function save(
	context: SiteContext,
	setting: Setting,
	value: string | null,
	user: User,
	personal: boolean,
): boolean {
	if (personal && !setting.isPersonal) return false;
	const read =
		value === null ? undefined : readSettingValue(setting.type, value, context.switches.serverZone);
	if (read === undefined) return false;
	if (setting.type === 'Lookup' && typeof read === 'string') {
		if (!setting.object || !context.store.exists(setting.object, read)) return false;
	}
	if (context.switches.unsavedSettings.includes(setting.code)) return true;
	const adminUnit = personal ? user.userId : FIXED.allEmployees;
	const column = SETTING_TYPES[setting.type].column;
	const entity = context.store.entity('SysSettingsValue');
	const existing = valueRow(context, setting, adminUnit);
	writeAs(context, user, (writer) => {
		if (existing) writer.update(entity, String(existing.Id), { [column]: read });
		else {
			writer.create(entity, {
				SysSettingsId: setting.id,
				SysAdminUnitId: adminUnit,
				IsDef: personal ? 0 : 1,
				[column]: read,
			});
		}
	});
	return true;
}

type Fault = [errorCode: string, message: string];

function checkNew(context: SiteContext, asked: SettingMessage): Fault | undefined {
	const { code, name, valueTypeName, referenceSchemaUId = ZERO_GUID } = asked;
	if (!code) return lacking('code');
	if (!name) return lacking('name');
	if (!valueTypeName) return lacking('valueTypeName');
	if (findSetting(context, 'Code', code)) {
		return [
			'DublicateDataException',
			`The "Code" field must hold a unique value. The value "${code}" already exists. Please change it to something else`,
		];
	}
	if (!isSettingType(valueTypeName)) {
		return ['ItemNotFoundException', `Item with name "${valueTypeName}" was not found.`];
	}
	const isKnown = [...context.store.model.entities.values()].some(({ uId }) => uId === referenceSchemaUId);
	if (valueTypeName === 'Lookup' && !isKnown) {
		return ['ItemNotFoundException', `Item with identifier "${referenceSchemaUId}" was not found.`];
	}
	return undefined;
}

function lacking(name: string): Fault {
	return ['ArgumentNullOrEmptyException', `Value for argument "${name}" must be specified.`];
}

/** Members of a request as columns of `SysSettings`; members that are not given are left out. */
function settingColumns(asked: SettingMessage): SqlRow {
	const { isCacheable, isPersonal, isSSPAvailable, referenceSchemaUId } = asked;
	const row: Record<string, SqlValue | undefined> = {
		Name: asked.name,
		Code: asked.code,
		ValueTypeName: asked.valueTypeName,
		Description: asked.description,
		IsCacheable: isCacheable === undefined ? undefined : Number(isCacheable),
		IsPersonal: isPersonal === undefined ? undefined : Number(isPersonal),
		IsSSPAvailable: isSSPAvailable === undefined ? undefined : Number(isSSPAvailable),
		ReferenceSchemaUId: referenceSchemaUId === ZERO_GUID ? undefined : referenceSchemaUId,
	};
	return Object.fromEntries(
		Object.entries(row).flatMap(([column, value]) => (value === undefined ? [] : [[column, value]])),
	);
}

/** Does the writing and answers as `wire-samples/dataservice/insert-syssetting-200.json` shows. */
function written(context: SiteContext, id: string, write: () => void): Answer {
	try {
		write();
	} catch (cause) {
		if (!(cause instanceof ODataError)) throw cause;
		return refused('DbOperationException', cause.nested.at(-1)?.message ?? cause.headline);
	}
	// Newer cores say that nothing is wrong.
	const status = { responseStatus: { ErrorCode: '', Message: '', Errors: [] } };
	return json({
		...(isAtLeast(context.options.version, '8.1') ? status : {}),
		id,
		rowsAffected: 1,
		nextPrcElReady: false,
		success: true,
	});
}

function notFound(id = ZERO_GUID): Answer {
	return refused('ItemNotFoundException', `Item with identifier "${id}" was not found.`);
}

function noRights(): Answer {
	return refused(
		'SecurityException',
		'Current user does not have sufficient permissions to run "CanManageSysSettings".',
	);
}

function refused(errorCode: string, message: string): Answer {
	return json({
		responseStatus: { ErrorCode: errorCode, Message: message, Errors: [] },
		rowsAffected: -1,
		nextPrcElReady: false,
		success: false,
	});
}
