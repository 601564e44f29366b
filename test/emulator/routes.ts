import type { Call } from './context';
import type { Answer } from './http';
import { html } from './http';
import { handleBatch } from './odata/batch';
import { handleOData } from './odata/handler';
import type { ODataCall } from './odata/handler';
import { applicationInfo, currentUserInfo, logout, ping } from './services/info';
import { runtimeEntitySchema } from './services/runtimeSchema';
import { querySysSettings } from './services/sysSettings';

/** An address inside the workspace, for signed-in callers. New services are new lines in the table. */
export interface Route {
	/** Tested against the path after the workspace prefix. */
	path: RegExp;
	/** GET with HEAD, or POST; missing: the handler decides. */
	method?: 'GET' | 'POST';
	/** OData answers a missing session in its own way (contract 1.5). */
	isOData?: boolean;
	/** Only sites on .NET Framework have it. */
	frameworkOnly?: boolean;
	handle(call: Call, segments: string[]): Answer;
}

export const ROUTES: Route[] = [
	{ path: /^\/odata(\/|$)/i, isOData: true, handle: odata },
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
	{ path: /^\/ping$/i, frameworkOnly: true, handle: ping },
	{
		path: /^\/(Shell|Nui\/ViewModule\.aspx)\/?$/i,
		method: 'GET',
		handle: () => html('<!DOCTYPE html><title>Creatio</title>'),
	},
];

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
