import { type Answer, html, json, type SiteRequest } from '../http';
import type { Switches } from '../switches';
import { refuseByAspNet } from './aspNet';
import type { Host, HostSetup } from './host';
import { refuseByIis } from './iis';
import { httpSysPage, iisPage, serviceErrorPage, tooLargePage, wrongVerbPage } from './pages';

/** `maxAllowedContentLength` of the application `/0`; IIS's own default at the root (contract 10.1). */
const MOST_BODY = { workspace: 104_857_600, root: 30_000_000 };
/** `maxReceivedMessageSize` of the bindings of WCF (contract 6.1). */
const MOST_MESSAGE = 10_485_760;

/** IIS and ASP.NET, with Web API behind OData and WCF behind the services. */
export const FRAMEWORK: Host = {
	odata: {
		json: 'application/json; odata.metadata=minimal',
		hasDetails: false,
		hasJsonMetadata: false,
		streamsReads: false,
		partsInheritHeaders: false,
		argumentName: (name) => `\r\nParameter name: ${name}`,
		unauthorized: () => json({ Message: 'Authorization has been denied for this request.' }, 401),
		notRouted: (address, detail) =>
			json(
				{
					Message: `No HTTP resource was found that matches the request URI '${address}'.`,
					MessageDetail: detail,
				},
				404,
			),
		wrongBatchType: (sentence) => json({ Message: sentence }, 400),
	},
	notFound: () => iisPage(404),
	unhandled: () => json({ Message: 'An error has occurred.' }, 500),
	serviceError: (status, details) => html(serviceErrorPage(status, details), status),
	wrongVerb,
	bodyLimit: (path, { options }) =>
		path.toLowerCase().startsWith(`${options.pathBase.toLowerCase()}/0/`)
			? MOST_BODY.workspace
			: MOST_BODY.root,
	refuse: (request, setup) =>
		refuseByIis(request, setup) ?? refuseByWebDav(request, setup) ?? refuseByAspNet(request, setup),
	refuseBody,
	refuseBytes: (failure) => httpSysPage(failure === 'headersTooLong' ? 'tooLong' : 'verb'),
};

/** The WebDAV module takes verbs for itself where nobody switched it off (contract 2.12). */
function refuseByWebDav({ method }: SiteRequest, { switches }: HostSetup): Answer | undefined {
	return switches.webDav && ['PATCH', 'PUT', 'DELETE'].includes(method) ? iisPage(405) : undefined;
}

function refuseBody(path: string, { body }: SiteRequest, switches: Switches): Answer | undefined {
	const isWcf = /^\/((ssp\/)?rest\/|ServiceModel\/[^/]+\.svc(\/|$))/i.test(path);
	if (!isWcf || body.length <= MOST_MESSAGE) return undefined;
	return switches.largeMessage === 'page400' ? FRAMEWORK.serviceError(400) : tooLargePage();
}

function wrongVerb(allowed: 'GET' | 'POST'): Answer {
	return {
		status: 405,
		headers: [
			['Content-Type', 'text/html; charset=UTF-8'],
			['Allow', allowed],
		],
		body: wrongVerbPage(),
	};
}
