import type { Call, SiteContext } from './context';
import { handleDataService } from './dataservice/handler';
import { fileApiService } from './files/fileApiService';
import { fileService } from './files/fileService';
import { readImage, uploadImage } from './files/images';
import { type Answer, html } from './http';
import type { ODataCall } from './odata/answers';
import { handleBatch } from './odata/batch/handleBatch';
import { handleOData } from './odata/handler';
import { handleOData3 } from './odata3/handler';
import { processSchema } from './process/schemaRequest';
import { processEngine } from './process/service';
import { applicationInfo, currentUserInfo, logout, ping } from './services/info';
import { runtimeEntitySchema } from './services/runtimeSchema';
import {
	deleteSysSetting,
	insertSysSetting,
	postSysSettingsValues,
	querySysSettings,
	updateSysSetting,
} from './services/sysSettings';
import type { Switches } from './switches';
import { anonymousService, coreService, portalService, restService } from './webservices/handler';

/** An address inside the workspace, for signed-in callers. New services are new lines in the table. */
export interface Route {
	/** Tested against the path after the workspace prefix. */
	path: RegExp;
	/** GET with HEAD, or POST; missing: the handler decides. */
	method?: 'GET' | 'POST';
	/** OData answers a missing session in its own way (contract 1.5). */
	isOData?: boolean;
	/** Needs no sign-in and runs as the system user (contract 6.1). */
	isAnonymous?: boolean | ((context: SiteContext) => boolean);
	/** Only sites on .NET Framework have it. */
	frameworkOnly?: boolean;
	/** Whether the site has it; missing: it does. */
	isThere?(switches: Switches): boolean;
	handle(call: Call, segments: string[]): Answer | Promise<Answer>;
}

export const ROUTES: Route[] = [
	{
		path: /^\/odata\/\$metadata$/i,
		isThere: hasOData4,
		isOData: true,
		isAnonymous: ({ options, switches }) => options.hosting === 'framework' && switches.publicMetadata,
		handle: odata,
	},
	{ path: /^\/odata(\/|$)/i, isThere: hasOData4, isOData: true, handle: odata },
	{
		path: /^\/ServiceModel\/EntityDataService\.svc(\/|$)/i,
		frameworkOnly: true,
		isThere: ({ odata3 }) => odata3,
		handle: handleOData3,
	},
	{
		path: /^\/ServiceModel\/UserInfoService\.svc\/GetCurrentUserInfo$/i,
		method: 'POST',
		handle: currentUserInfo,
	},
	{
		path: /^\/ServiceModel\/ApplicationInfoService\.svc\/GetApplicationInfo$/i,
		method: 'POST',
		handle: applicationInfo,
	},
	{ path: /^\/rest\/MainMenuService\/Logout$/i, method: 'POST', handle: logout },
	{
		path: /^\/DataService\/json\/(SyncReply|reply)\/RuntimeEntitySchemaRequest$/i,
		method: 'POST',
		handle: runtimeEntitySchema,
	},
	{
		path: /^\/DataService\/json\/(SyncReply|reply)\/QuerySysSettings$/i,
		method: 'POST',
		handle: querySysSettings,
	},
	{
		path: /^\/DataService\/json\/(SyncReply|reply)\/(Select|Insert|Update|Delete|Batch)Query$/i,
		method: 'POST',
		handle: handleDataService,
	},
	{
		path: /^\/DataService\/json\/(SyncReply|reply)\/PostSysSettingsValues$/i,
		method: 'POST',
		handle: postSysSettingsValues,
	},
	{
		path: /^\/DataService\/json\/(SyncReply|reply)\/InsertSysSettingRequest$/i,
		method: 'POST',
		handle: insertSysSetting,
	},
	{
		path: /^\/DataService\/json\/(SyncReply|reply)\/UpdateSysSettingRequest$/i,
		method: 'POST',
		handle: updateSysSetting,
	},
	{
		path: /^\/DataService\/json\/(SyncReply|reply)\/DeleteSysSettingRequest$/i,
		method: 'POST',
		handle: deleteSysSetting,
	},
	{ path: /^\/ServiceModel\/ProcessEngineService\.svc\//i, handle: processEngine },
	{
		path: /^\/DataService\/json\/(SyncReply|reply)\/ProcessSchemaRequest$/i,
		method: 'POST',
		handle: processSchema,
	},
	{
		path: /^\/ServiceModel\/(UsrPublicService|AnonymousFeatureService)\.svc\//i,
		isAnonymous: true,
		handle: anonymousService,
	},
	{ path: /^\/ServiceModel\/LicenseService\.svc\//i, handle: coreService },
	{ path: /^\/ImageAPIService\/upload$/i, method: 'POST', handle: uploadImage },
	{ path: /^\/rest\/FileApiService\//i, handle: fileApiService },
	{ path: /^\/rest\/FileService\//i, method: 'GET', handle: fileService },
	{ path: /^\/img\/entity\/hash\//i, method: 'GET', handle: readImage },
	{ path: /^\/ssp\/rest\//i, handle: portalService },
	{ path: /^\/rest\/(?!odata\/|ServiceModel\/)/i, handle: restService },
	{ path: /^\/ping$/i, frameworkOnly: true, handle: ping },
	{
		path: /^\/(Shell|Nui\/ViewModule\.aspx)\/?$/i,
		method: 'GET',
		handle: () => html('<!DOCTYPE html><title>Creatio</title>'),
	},
];

function hasOData4({ odata4 }: Switches): boolean {
	return odata4;
}

/** Segments start with `odata`. */
function odata(call: Call, segments: string[]): Answer {
	const prefix = call.request.segments[0] === '0' ? '/0' : '';
	const odataCall: ODataCall = { ...call, root: `${call.base}${prefix}/odata`, journal: [] };
	const answer = /^\$batch\/?$/.test(segments.slice(1).join('/'))
		? handleBatch(odataCall)
		: handleOData(odataCall, segments.slice(1));
	for (const { object, kind, id } of odataCall.journal) call.context.stats.addWrite(object, kind, id);
	return answer;
}
