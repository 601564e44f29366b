import type { Answer } from '../http';

/**
 * What the web server and its framework answer around the application. The rest of the emulator asks the host
 * for such an answer instead of asking which host it is.
 */
export interface Host {
	/** An address that nothing serves (contract 2.12). */
	notFound(): Answer;
	/** An exception that nothing in OData catches, such as that of a malformed batch (contract 2.14). */
	unhandled(): Answer;
	/** A WCF service that cannot read its request (400) or does not catch an exception (contract 6.2). */
	serviceError(status: 400 | 500): Answer;
	/** A verb that the method of a service does not have (contract 6.2). */
	wrongVerb(allowed: 'GET' | 'POST'): Answer;
}
