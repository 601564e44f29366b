import type { Answer, SiteRequest } from '../http';
import type { ResolvedOptions } from '../options';
import type { Switches } from '../switches';

/** How the site is set up, as far as its host asks. */
export interface HostSetup {
	options: Pick<ResolvedOptions, 'pathBase' | 'version'>;
	switches: Switches;
}

/** Why bytes on a connection are not a request. */
export type ParseFailure = 'syntax' | 'headersTooLong' | 'tooSlow';

/** What a service that fails lets its caller know, where the host shows it. */
export interface ServiceErrorDetails {
	/** Text of the exception. */
	message?: string;
	/** Where the help page of the service is, with help switched on. */
	helpUrl?: string;
}

/**
 * What the web server and its framework answer around the application. The rest of the emulator asks the host
 * for such an answer instead of asking which host it is.
 */
export interface Host {
	/** What Microsoft's OData library adds on this host (contract 2.12, 2.15). */
	readonly odata: ODataForms;
	/** An address that nothing serves (contract 2.12). */
	notFound(): Answer;
	/** An exception that nothing in OData catches, such as that of a malformed batch (contract 2.14). */
	unhandled(): Answer;
	/** A WCF service that cannot read its request (400) or does not catch an exception (contract 6.2). */
	serviceError(status: 400 | 500, details?: ServiceErrorDetails): Answer;
	/** A verb that the method of a service does not have (contract 6.2). */
	wrongVerb(allowed: 'GET' | 'POST'): Answer;
	/** Most bytes of a body; a longer one is not handed to the application (contract 10.1). */
	bodyLimit(path: string, setup: HostSetup): number;
	/** A request that does not reach the application, signed in or not (contract 10.1). */
	refuse(request: SiteRequest, setup: HostSetup): Answer | undefined;
	/** A body that is too large for what is below the path, for signed-in callers (contract 10.1). */
	refuseBody(path: string, request: SiteRequest, switches: Switches): Answer | undefined;
	/** What is not HTTP, or takes too long. */
	refuseBytes(failure: ParseFailure): Answer;
}

/** The address as it was sent, in its two parts. The query is without its question mark. */
export function splitAddress(url: string): { path: string; query: string } {
	const mark = url.indexOf('?');
	return mark < 0 ? { path: url, query: '' } : { path: url.slice(0, mark), query: url.slice(mark + 1) };
}

/** Bytes of the headers as they were sent: `Name: value` and the end of the line. */
export function headerBytes(headers: SiteRequest['headers']): number {
	let sum = 0;
	for (const [name, value] of Object.entries(headers)) sum += name.length + String(value).length + 4;
	return sum;
}

/** Bytes of the first line of a request, its end included. */
export function requestLineBytes({ method, url }: SiteRequest): number {
	return `${method} ${url} HTTP/1.1\r\n`.length;
}

interface ODataForms {
	/** Content type of answers and errors, unless a caller asks for another. */
	json: string;
	/** Errors have a list of details and name the library's exceptions. */
	hasDetails: boolean;
	/** `$metadata` comes as JSON for those who accept JSON. */
	hasJsonMetadata: boolean;
	/** A read is sent while it is being written, so that a fault may break it off. */
	streamsReads: boolean;
	/** A part of a batch has the headers of the batch as well (contract 2.14). */
	partsInheritHeaders: boolean;
	/** How .NET names the argument in the message of an ArgumentException. */
	argumentName(name: string): string;
	/** A call without a session (contract 1.5). */
	unauthorized(): Answer;
	/** An address for which the routing finds nothing; `detail` says what it looked for (contract 2.12). */
	notRouted(address: string, detail: string): Answer;
	/** A batch whose content type is refused (contract 2.14). */
	wrongBatchType(sentence: string): Answer;
}
