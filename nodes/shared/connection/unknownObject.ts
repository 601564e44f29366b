import { CreatioError } from '../basics/errors';
import { LeastRecentlyUsed } from '../basics/lru';
import { objectIn, odataAddress, odataVersionOf } from './odataAddress';
import type { ServiceRequest } from './serviceCall';
import type { ConnectionSettings } from './settings';

/** How long an object that was refused with 401 is refused without a new sign-in. */
const MEMORY_MS = 60_000;

/** Objects that were refused with 401 to a user who is signed in, by identity and object. */
const refused = new LeastRecentlyUsed<true>(256, { ageMs: MEMORY_MS });

/** The object that a request of OData is about; `undefined` for a batch and for `$metadata`. */
export function objectOf(
	request: Pick<ServiceRequest, 'service' | 'path' | 'odataVersion'>,
	settings: Pick<ConnectionSettings, 'odataVersion'>,
): string | undefined {
	const address = odataAddress(odataVersionOf(settings, request), request.path);
	return request.service === 'odata' ? objectIn(address) : undefined;
}

/**
 * The error of an object that a site refuses with 401 although the user is signed in: so some cloud sites answer for an object
 * that they do not have (contract 2.1). The record may well be there, so it is not `notFound`.
 */
export function noObjectOrNoRight(site: string, object: string): CreatioError {
	const message = `${new URL(site).host} has no object ${object}, or the user has no right to it`;
	return new CreatioError('forbidden', message, {
		reason: 'noObject',
		status: 401,
		cure: 'Or ask an administrator for the rights to it. The sign-in is not the reason.',
		asksFor: 'object',
	});
}

export function isKnownAsRefused(identity: string, object: string): boolean {
	return refused.get(`${identity} ${object}`) !== undefined;
}

export function rememberRefused(identity: string, object: string): void {
	refused.set(`${identity} ${object}`, true);
}
