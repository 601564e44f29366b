import type { EgressPolicy } from '../nodes/shared/http/types';
import { sendByHelper } from '../nodes/shared/n8n/connect/helperSend';
import type * as inCloud from '../nodes/shared/n8n/connect/sendFor';
import { createSend } from './createSend';
import { isPolicyOn } from './networkPolicy';

/**
 * The sender of a node, so that n8n's network policy (SSRF protection) holds for each request: sign-ins, tokens, lists of
 * the editor and polls as well. n8n from 2.30 on gives the policy to nodes; from 2.12 on its helper applies it; older versions
 * have none.
 */
export const sendFor: typeof inCloud.sendFor = ({ helpers }, options) => {
	const { getSecureEgressFilter }: { getSecureEgressFilter?: () => EgressPolicy } = helpers;
	if (typeof getSecureEgressFilter === 'function')
		return createSend({ ...options, egress: getSecureEgressFilter() });
	return isPolicyOn() ? sendByHelper(helpers, options) : createSend(options);
};
