import { SETTING_TYPES, type SettingType } from '../data/settings';
import { FIXED } from '../model/ids';
import type { RowValue, Store } from '../store/store';

/** What a system setting is for everybody, or `undefined` where it is not there. */
export function settingValue(store: Store, code: string): RowValue | undefined {
	const [setting] = store.rows('SysSettings', '"Code" = ?', code);
	if (!setting) return undefined;
	const [value] = store.rows(
		'SysSettingsValue',
		'"SysSettingsId" = ? AND "SysAdminUnitId" = ?',
		String(setting.Id),
		FIXED.allEmployees,
	);
	return value?.[SETTING_TYPES[String(setting.ValueTypeName) as SettingType].column];
}
