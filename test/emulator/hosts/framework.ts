import { type Answer, html, json } from '../http';
import type { Host } from './host';
import { iisPage, serviceErrorPage, wrongVerbPage } from './pages';

/** IIS and ASP.NET, with Web API behind OData and WCF behind the services. */
export const FRAMEWORK: Host = {
	notFound: () => iisPage(404),
	unhandled: () => json({ Message: 'An error has occurred.' }, 500),
	serviceError: (status) => html(serviceErrorPage(status), status),
	wrongVerb,
};

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
