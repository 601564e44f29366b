import { bestEffort } from '../../basics/bestEffort';
import { type CreatioError, inputError, reworded } from '../../basics/errors';
import { LABELS } from '../../basics/labels';
import { HOST_LIMITS } from '../../connection/hostLimits';
import type { Connection } from '../../connection/serviceCall';
import { readSettingsAnswer } from '../systemSettings/readSetting';
import { extensionOf } from './fileNames';
import type { Upload } from './uploadRequest';

/** The unit of `MaxFileSize`, bytes (contract 7.1). */
export const MEGABYTE = 1_048_576;

const MODES: Readonly<Record<string, FileRules['mode']>> = {
	'9801c625-fafb-4ed3-9383-c3c942a5c1e3': 'off',
	'60849c6e-24b4-45df-9aad-2f69d419823c': 'deny',
	'c6ca9a2f-3a4a-4d51-b67b-de36852cb916': 'allow',
};

/** Which files a site accepts (contract 7.1). What the user is not allowed to read is `undefined`, and not checked. */
export interface FileRules {
	/** MB; `Infinity` without a limit. */
	readonly largest?: number;
	readonly mode?: 'off' | 'deny' | 'allow';
	readonly denied?: readonly string[];
	readonly allowed?: readonly string[];
	/** Whether a name without an extension is accepted. */
	readonly unknown?: boolean;
}

const CODES = [
	'MaxFileSize',
	'FileSecurityMode',
	'FileExtensionsDenyList',
	'FileExtensionsAllowList',
	'AllowFilesWithUnknownType',
];

/** Reads the rules, as far as the user may. */
export async function readFileRules(connection: Connection): Promise<FileRules> {
	return (await bestEffort(askRules(connection))) ?? {};
}

async function askRules(connection: Connection): Promise<FileRules> {
	const { json } = await connection.call({
		method: 'POST',
		service: 'dataService',
		path: 'QuerySysSettings',
		json: { sysSettingsNameCollection: CODES },
		repeat: 'read',
	});
	const values = new Map(
		readSettingsAnswer(json, 'UTC').map(({ code, value }) => [code.toLowerCase(), value]),
	);
	const valueOf = (code: string) => values.get(code.toLowerCase());
	const unknown = valueOf('AllowFilesWithUnknownType');
	return {
		largest: largestOf(valueOf('MaxFileSize')),
		mode: MODES[String(valueOf('FileSecurityMode')).toLowerCase()],
		denied: extensionsOf(valueOf('FileExtensionsDenyList')),
		allowed: extensionsOf(valueOf('FileExtensionsAllowList')),
		unknown: typeof unknown === 'boolean' ? unknown : undefined,
	};
}

/** What a negative number means is not known, so that it is left to the site. */
function largestOf(setting: unknown): number | undefined {
	if (typeof setting !== 'number' || setting < 0) return undefined;
	return setting === 0 ? Infinity : setting;
}

/** Extensions by commas, with or without blanks, dots and capital letters; `undefined` where there is no such text. */
function extensionsOf(list: unknown): string[] | undefined {
	if (typeof list !== 'string') return undefined;
	return list
		.split(',')
		.map((one) =>
			one
				.trim()
				.replace(/^\.{1,10}/, '')
				.toLowerCase(),
		)
		.filter((one) => one !== '');
}

/** Refuses a file that the site would refuse. Rejects with kind `input`. */
export function refuseByRules(rules: FileRules, upload: Upload): void {
	if (rules.largest !== undefined && upload.content.length > rules.largest * MEGABYTE) {
		const { message, cure } = tooLargeWords(rules, upload);
		throw inputError(message, cure);
	}
	const setting = refusingSetting(rules, upload.name);
	if (setting === undefined) return;
	const { message, cure } = typeWords(upload, setting);
	throw inputError(message, cure);
}

/** The setting that refuses a file because of its extension, with its value. */
function refusingSetting({ mode, denied, allowed, unknown }: FileRules, name: string): string | undefined {
	if (mode === undefined || mode === 'off') return undefined;
	const extension = extensionOf(name)?.trim().toLowerCase();
	if (extension === undefined) return unknown === false ? 'AllowFilesWithUnknownType is off' : undefined;
	if (mode === 'deny')
		return denied?.includes(extension) ? `FileExtensionsDenyList contains ${extension}` : undefined;
	if (allowed === undefined || allowed.includes(extension)) return undefined;
	return `FileExtensionsAllowList does not contain ${extension}: ${allowed.join(', ').slice(0, 200)}`;
}

interface Words {
	readonly message: string;
	readonly cure: string;
}

const OF_FIELD = `(field ${LABELS.inputDataField})`;

function tooLargeWords({ largest }: FileRules, { name, content }: Upload): Words {
	const limit =
		largest === undefined
			? 'The limit is the system setting MaxFileSize'
			: `The system setting MaxFileSize is ${largest} MB`;
	return {
		message: `The file "${name}" is larger than the site accepts: ${megabytes(content.length)} ${OF_FIELD}`,
		cure: `${limit}. Make the file smaller, or ask an administrator to raise the limit.`,
	};
}

function typeWords({ name }: Upload, setting: string): Words {
	return {
		message: `The site does not accept the type of the file "${name}" ${OF_FIELD}`,
		cure: `The system setting ${setting}. Rename or convert the file, or ask an administrator to change the setting.`,
	};
}

const CHUNK_WORDS = /too large|Request Error/i;

/** What the site's own refusal of a file means, in the same words. Other errors stay as they are. */
export function explainRefusal(
	error: CreatioError,
	rules: FileRules,
	upload: Upload,
	isWhole = false,
): CreatioError {
	const { kind, message } = error;
	if (kind === 'tooLarge' || (kind === 'server' && CHUNK_WORDS.test(message))) {
		return isWhole
			? reworded(error, `The site does not accept the file "${upload.name}": ${message}`, WHOLE_CURE)
			: reworded(
					error,
					`The site does not accept a part of the file "${upload.name}": ${message}`,
					`Lower the option "${LABELS.chunkSize}": the web server of the site, or a gateway in front of it, limits the size of a request.`,
				);
	}
	// Over OData a refusal may be a failure of the server (contract 2.11).
	if (kind !== 'invalid' && kind !== 'forbidden' && kind !== 'server') return error;
	if (
		/MaxFileSize|(?:exceed|maximum|larger|limit)[^]{0,60}size|size[^]{0,60}(?:exceed|maximum|limit)/i.test(
			message,
		)
	) {
		const words = tooLargeWords(rules, upload);
		return reworded(error, `${words.message}: ${message}`, words.cure);
	}
	if (/file type|extension/i.test(message)) {
		const words = typeWords(
			upload,
			refusingSetting(rules, upload.name) ??
				'FileSecurityMode decides, together with FileExtensionsDenyList and FileExtensionsAllowList',
		);
		return reworded(error, `${words.message}: ${message}`, words.cure);
	}
	return error;
}

const WHOLE_CURE = `The site does not have FileApiService, so the file was sent as one request. By default, a web server accepts ${HOST_LIMITS.body / 1_000_000} MB, and Creatio as much as its system setting MaxFileSize allows.`;

/** Rounded up, so that what is above a limit also looks so. */
function megabytes(bytes: number): string {
	return bytes < MEGABYTE / 10
		? `${bytes} bytes`
		: `${(Math.ceil((bytes / MEGABYTE) * 10) / 10).toFixed(1)} MB`;
}
