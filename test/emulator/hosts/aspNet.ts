import { type Answer, json, type SiteRequest } from '../http';
import type { HostSetup } from './host';
import { aspNetPage } from './pages';

/** `httpRuntime` without settings of the site's own: characters of the decoded path (contract 10.1). */
const LONGEST_PATH = 260;

const DANGEROUS = /[<>*%&:\\?]/;

/** What ASP.NET refuses before it looks for a handler (contract 2.12, 10.1). */
export function refuseByAspNet(request: SiteRequest, setup: HostSetup): Answer | undefined {
	if (request.path.length > LONGEST_PATH)
		return aspNetPage('The length of the URL for this request exceeds the configured maxUrlLength value.');
	const found = DANGEROUS.exec(request.path)?.[0];
	return found === undefined ? undefined : dangerousPath(found, setup);
}

/** The global error handler of the application turns the exception into an envelope of its own. */
function dangerousPath(character: string, { switches }: HostSetup): Answer {
	const sentence = `A potentially dangerous Request.Path value was detected from the client (${character}).`;
	if (switches.dangerousPath === 'page400') return aspNetPage(sentence);
	return json(
		{ Code: -1, Exception: `System.Web.HttpException: ${sentence}` },
		switches.dangerousPath === 'envelope200' ? 200 : 500,
	);
}
