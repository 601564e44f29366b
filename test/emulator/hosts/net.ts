import { empty } from '../http';
import type { Host } from './host';

/** Kestrel and ASP.NET Core: an error that the application does not describe has a status and nothing else. */
export const NET: Host = {
	notFound: () => empty(404),
	unhandled: () => empty(500),
	serviceError: (status) => empty(status),
	wrongVerb: () => empty(404),
};
