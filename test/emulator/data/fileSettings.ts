import type { Setting } from './settings';

/** Rows of the lookup `FileSecurityMode` (contract 7.1). */
export const FILE_SECURITY = {
	off: '9801c625-fafb-4ed3-9383-c3c942a5c1e3',
	denyList: '60849c6e-24b4-45df-9aad-2f69d419823c',
	allowList: 'c6ca9a2f-3a4a-4d51-b67b-de36852cb916',
} as const;

/** System settings of files. The list of denied extensions is shorter than that of a stock site. */
export const FILE_SETTINGS: readonly Setting[] = [
	{ code: 'MaxFileSize', name: 'Attachment max size', valueTypeName: 'Integer', value: 10 },
	{
		code: 'FileSecurityMode',
		name: 'File security mode',
		valueTypeName: 'Lookup',
		object: 'FileSecurityMode',
		value: FILE_SECURITY.denyList,
	},
	{
		code: 'FileExtensionsDenyList',
		name: 'File extensions deny list',
		valueTypeName: 'MaxSizeText',
		value: 'exe,com,bat,cmd, .VBS,ps1,msi,scr,jse,hta',
	},
	{
		code: 'FileExtensionsAllowList',
		name: 'File extensions allow list',
		valueTypeName: 'MaxSizeText',
		value: '',
	},
	{
		code: 'AllowFilesWithUnknownType',
		name: 'Allow files with unknown type',
		valueTypeName: 'Boolean',
		value: true,
	},
];
