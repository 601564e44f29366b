import type { SiteContext } from '../context';
import { HOSTS } from '../hosts';
import { type Answer, json, type SiteRequest } from '../http';
import { discovery, tokenEndpoint } from './oauth';

/** The identity service: client credentials only (contract 1.8). */
export function handleIdentity(context: SiteContext, request: SiteRequest): Answer {
	const refusal = HOSTS.net.refuse(request, context) ?? HOSTS.net.refuseBody('/', request, context.switches);
	if (refusal) return refusal;
	switch (request.path.toLowerCase()) {
		case '/connect/token':
			return tokenEndpoint(context, request, 'clientCredentials');
		case '/.well-known/openid-configuration':
			return discovery(request.origin, false);
		case '/':
			return json({ name: 'IdentityService' });
		default:
			return HOSTS.net.notFound();
	}
}
