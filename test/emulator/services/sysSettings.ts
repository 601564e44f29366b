import type { Call } from '../context';
import { settings } from '../data/settings';
import type { Answer } from '../http';
import { json } from '../http';
import { readRequest } from './request';

/** `DataService/json/SyncReply/QuerySysSettings` (contract 4.9). */
export function querySysSettings({ context, request }: Call): Answer {
	const asked = readRequest(request.body)?.get('syssettingsnamecollection');
	const codes = Array.isArray(asked) ? asked.map(String) : [];
	const known = settings(context.store.model);
	const values: Record<string, object> = {};
	for (const code of codes) {
		const setting = known.get(code);
		if (!setting) continue;
		const row =
			setting.object === undefined
				? undefined
				: context.store.rows(setting.object, '"Id" = ?', String(setting.value))[0];
		values[code] = {
			code,
			name: setting.name,
			value: setting.value,
			displayValue: String(row?.Name ?? setting.value),
			dataValueType: setting.dataValueType,
			isCacheable: true,
		};
	}
	return json({
		values,
		notFoundSettings: codes.filter((code) => !known.has(code)),
		rowsAffected: -1,
		nextPrcElReady: false,
		success: true,
	});
}
