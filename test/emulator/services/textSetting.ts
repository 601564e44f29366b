import type { Store } from '../store/store';

/** The common value of a setting of the type text, as the site itself reads it: secure ones too. */
export function textSetting(store: Store, code: string): string {
	const [setting] = store.rows('SysSettings', '"Code" = ?', code);
	if (!setting) return '';
	const [value] = store.rows('SysSettingsValue', '"SysSettingsId" = ? AND "IsDef" = 1', String(setting.Id));
	return String(value?.TextValue ?? '');
}
