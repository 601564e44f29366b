import { dictionary, flag, guid, list, object, text } from '../dataservice/reader/readers';

/* The messages of system settings (contract 4.9). All members may be missing. */

export interface QuerySettings {
	sysSettingsNameCollection?: string[];
}

export const querySettings = object<QuerySettings>(() => ({ sysSettingsNameCollection: list(text) }));

export interface PostSettings {
	isPersonal?: boolean;
	/** Values by code, as texts whatever they were in JSON. */
	sysSettingsValues?: ReadonlyMap<string, string | null>;
}

export const postSettings = object<PostSettings>(() => ({
	isPersonal: flag,
	sysSettingsValues: dictionary(text),
}));

/** A setting itself, for InsertSysSettingRequest and UpdateSysSettingRequest. */
export interface SettingMessage {
	id?: string;
	code?: string;
	name?: string;
	valueTypeName?: string;
	description?: string;
	isCacheable?: boolean;
	isPersonal?: boolean;
	isSSPAvailable?: boolean;
	referenceSchemaUId?: string;
}

export const settingMessage = object<SettingMessage>(() => ({
	id: guid,
	code: text,
	name: text,
	valueTypeName: text,
	description: text,
	isCacheable: flag,
	isPersonal: flag,
	isSSPAvailable: flag,
	referenceSchemaUId: guid,
}));

export const deleteSetting = object<{ id?: string }>(() => ({ id: guid }));
