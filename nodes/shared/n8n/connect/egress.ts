import { isPolicyOn } from '../../http/networkPolicy';
import { createSend, type SendOptions } from '../../http/send';
import type { EgressPolicy, Send } from '../../http/types';
import { sendByHelper } from './helperSend';
import type { N8nContext } from './n8nContext';

/**
 * The sender of a node, so that n8n's network policy (SSRF protection) holds for each request: sign-ins, tokens, lists of
 * the editor and polls as well. n8n from 2.30 on gives the policy to nodes; from 2.12 on its helper applies it; older versions
 * have none.
 */
export function sendFor({ helpers }: N8nContext, options: Omit<SendOptions, 'egress'>): Send {
	const { getSecureEgressFilter }: { getSecureEgressFilter?: () => EgressPolicy } = helpers;
	if (typeof getSecureEgressFilter === 'function')
		return createSend({ ...options, egress: getSecureEgressFilter() });
	return isPolicyOn() ? sendByHelper(helpers, options) : createSend(options);
}
