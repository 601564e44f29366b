import type { ServiceRequest } from './serviceCall';
import type { ConnectionSettings, ODataVersion } from './settings';

/** Where each version of OData is, behind the workspace prefix (contract 0.3, 3). */
const ROOTS: Readonly<Record<ODataVersion, string>> = {
	'4': '/odata/',
	'3': '/ServiceModel/EntityDataService.svc/',
};

/** The address below the workspace of a site for a path of OData, such as `Contact?$top=1` or `ContactCollection?$top=1`. */
export function odataAddress(version: ODataVersion, path: string): string {
	return ROOTS[version] + path;
}

/** The version of OData that a connection uses, or a request of it that names another one; 4 where neither names one. */
export function odataVersionOf(
	settings: Pick<ConnectionSettings, 'odataVersion'>,
	request: Pick<ServiceRequest, 'odataVersion'> = {},
): ODataVersion {
	return request.odataVersion ?? settings.odataVersion ?? '4';
}

/** The version that an address of OData belongs to; 4 for any other address. */
export function odataVersionIn(url: string): ODataVersion {
	return /\/EntityDataService\.svc(?:\/|$)/i.test(pathIn(url)) ? '3' : '4';
}

/** What follows the name of an object in the addresses of OData 3 is not part of the name (contract 3). */
const OBJECTS: Readonly<Record<ODataVersion, RegExp>> = {
	'4': /\/odata\/([A-Za-z_]\w{0,200})/i,
	'3': /\/EntityDataService\.svc\/([A-Za-z_]\w{0,200}?)(?:Collection)?(?!\w)/i,
};

/** The object that an address of OData asks for; `undefined` for `$metadata`, `$batch` and the root. */
export function objectIn(url: string): string | undefined {
	return OBJECTS[odataVersionIn(url)].exec(pathIn(url))?.[1];
}

/** Whether an address of OData names a record by its key: `Contact(…)`, `ContactCollection(guid'…')`. */
export function isRecordAddress(url: string): boolean {
	return /\/(?:odata|EntityDataService\.svc)\/\w{1,220}\(/i.test(pathIn(url));
}

function pathIn(url: string): string {
	return url.split(/[?#]/, 1).join('');
}
