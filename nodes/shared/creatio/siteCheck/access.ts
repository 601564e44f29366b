import { attempt } from '../../basics/attempt';
import { noODataError, readOverOData, saysNoOData } from '../../connection/odataVersions';
import { signedInContact } from '../dataservice/findRecords';
import { MEGABYTE, readFileRules } from '../files/fileRules';
import { dialectOf } from '../odata/batchDialect';
import { sendBatch } from '../odata/batchRequest';
import { collectionPath } from '../odata/url';
import { searchProcesses } from '../process/processLibrary';
import { readSettingsAnswer } from '../systemSettings/readSetting';
import type { CheckedSite } from './checkedSite';
import { type Finding, ok, warning } from './finding';

/** An object that every site has. */
const USUAL = 'Contact';

/** Whether records can be read over the version of OData that the credential names; where it is not there, whether the other is. */
export async function odata({ connection, metadata }: CheckedSite): Promise<Finding> {
	const { odataVersion } = connection;
	const read = async () => {
		const objects = await metadata.objects();
		await readOverOData(connection, odataVersion);
		return objects.length;
	};
	const outcome = await attempt(read());
	if (outcome.done) {
		const count = outcome.value.toLocaleString('en-US');
		return ok(`OData ${odataVersion} shows ${count} objects, and records can be read`, outcome.value);
	}
	const { error } = outcome;
	throw saysNoOData(error) ? await noODataError(connection, odataVersion) : error;
}

/** Whether the site has `$batch`, and in which format (contract 2.14). */
export async function batches({ connection }: CheckedSite): Promise<Finding> {
	const path = collectionPath(connection, USUAL, { select: 'Id', top: 1 });
	const part = { method: 'GET', path, repeat: 'read' } as const;
	await sendBatch(connection, [part], { evenAlone: true });
	const { dialect } = dialectOf(connection, false);
	if (dialect !== 'none')
		return ok(`Batches are sent in ${dialect === 'json' ? 'JSON' : 'multipart'}`, dialect);
	return warning(
		'The site has no $batch, so each record takes a separate request',
		'Ask an administrator whether a gateway in front of the site refuses its address.',
		dialect,
	);
}

/** Whether people see captions and sections instead of codes (contract 8.1). */
export async function captions({ metadata }: CheckedSite): Promise<Finding> {
	const objects = await metadata.objects();
	const isShown = objects.some(({ name, caption }) => caption !== name);
	const hasSections = objects.some(({ section }) => section !== undefined);
	const value = { captions: isShown, sections: hasSections };
	if (isShown && hasSections) return ok('Lists show captions, and objects with a section first', value);
	const missing = isShown ? 'which objects have a section' : 'captions of objects';
	const object = isShown ? 'SysModule and SysModuleEntity' : 'VwSysSchemaInWorkspace or SysSchema';
	return warning(
		`The site does not show the user ${missing}`,
		`Ask an administrator for the right to read ${object}. Everything works without it, by the codes of objects.`,
		value,
	);
}

/** Whether columns have captions, required marks and exact types (contract 8.2). */
export async function columns({ metadata }: CheckedSite): Promise<Finding> {
	if (await metadata.details(USUAL)) return ok('Columns have captions, and required ones are known');
	return warning(
		'The site does not show the user captions of columns, nor which ones are required',
		'Ask an administrator whether RuntimeEntitySchemaRequest of DataService is available to the user.',
	);
}

/** Whether DataService answers the user (contract 4). */
export async function dataService({ connection, metadata }: CheckedSite): Promise<Finding> {
	await signedInContact(connection, await metadata.object(USUAL));
	return ok('DataService answers');
}

/** Whether processes can be listed. Whether they may be started is known only by starting one. */
export async function processes({ connection }: CheckedSite): Promise<Finding> {
	const found = await searchProcesses(connection, { limit: 1 });
	if (found.length > 0) return ok('Processes can be listed');
	return warning(
		'The user sees no processes',
		'Ask an administrator for the right to read the process library. Processes can be started by their code without it.',
	);
}

/** Whether files can be listed, and how large they may be (contract 7.1). */
export async function files({ connection, metadata }: CheckedSite): Promise<Finding> {
	const { largest } = await readFileRules(connection);
	const path = collectionPath(connection, 'ContactFile', { select: 'Id', top: 1 });
	await metadata.object('ContactFile');
	await connection.call({ method: 'GET', service: 'odata', path, repeat: 'read' });
	if (largest === undefined) {
		return warning(
			'Files can be listed, but the user is not allowed to see how large they may be',
			'Ask an administrator for the right to read the system setting MaxFileSize. Without it, the site refuses files that are too large.',
		);
	}
	if (largest === Infinity) return ok('Files of any size are accepted');
	return ok(`Files of up to ${largest} MB are accepted`, { maxFileSize: largest * MEGABYTE });
}

const SESSION_TIMEOUT = 'UserSessionTimeout';

/** Whether system settings can be read, and how long a session lives (contract 1.6). */
export async function systemSettings({ connection }: CheckedSite): Promise<Finding> {
	const { json } = await connection.call({
		method: 'POST',
		service: 'dataService',
		path: 'QuerySysSettings',
		json: { sysSettingsNameCollection: [SESSION_TIMEOUT] },
		repeat: 'read',
	});
	const [setting] = readSettingsAnswer(json, 'UTC');
	if (typeof setting?.value !== 'number') return ok('System settings can be read');
	return ok(`System settings can be read. A session ends after ${setting.value} idle minutes`, {
		sessionTimeout: setting.value,
	});
}
