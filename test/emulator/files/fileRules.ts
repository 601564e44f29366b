import type { SiteContext } from '../context';
import { FILE_SECURITY } from '../data/fileSettings';
import { settingValue } from '../services/settingValue';
import { FileRefusal } from './refusal';

const MEGABYTE = 1_048_576;

/** Refuses a file that is larger than the setting `MaxFileSize` allows; 0 allows any (contract 7.1). */
export function checkFileSize({ store }: Pick<SiteContext, 'store'>, length: number): void {
	const most = Number(settingValue(store, 'MaxFileSize') ?? 0);
	if (most === 0 || length <= most * MEGABYTE) return;
	throw new FileRefusal('MaxFileSizeExceededException', `The file exceeds the maximum size of ${most} MB.`);
}

/** Refuses a file by its extension, as the setting `FileSecurityMode` says (contract 7.1). */
export function checkFileType({ store }: Pick<SiteContext, 'store'>, fileName: string): void {
	const mode = settingValue(store, 'FileSecurityMode');
	if (mode === FILE_SECURITY.off) return;
	const extension = /\.([^./\\]+)$/.exec(fileName)?.[1]?.trim().toLowerCase();
	const allowed =
		extension === undefined
			? settingValue(store, 'AllowFilesWithUnknownType') === true
			: mode === FILE_SECURITY.allowList
				? extensionsOf(settingValue(store, 'FileExtensionsAllowList')).includes(extension)
				: !extensionsOf(settingValue(store, 'FileExtensionsDenyList')).includes(extension);
	if (!allowed) throw new FileRefusal('FileSecurityException', 'File type is not allowed.');
}

/** Extensions by commas; blanks, dots and letter case do not count. */
function extensionsOf(list: unknown): string[] {
	return String(list ?? '')
		.split(',')
		.map((one) => one.trim().replace(/^\.+/, '').toLowerCase());
}
