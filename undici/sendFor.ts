import { versions } from 'node:process';

import type { EgressPolicy, Send } from '../nodes/shared/http/types';
import { sendByHelper } from '../nodes/shared/n8n/connect/helperSend';
import type * as inCloud from '../nodes/shared/n8n/connect/sendFor';
import type * as undici from './createSend';
import { isPolicyOn } from './networkPolicy';

/**
 * The sender of a node, so that n8n's network policy (SSRF protection) holds for each request: sign-ins, tokens, lists of
 * the editor and polls as well. n8n from 2.30 on gives the policy to nodes; from 2.12 on its helper applies it; older versions
 * have none.
 */
export const sendFor: typeof inCloud.sendFor = ({ helpers }, options) => {
	const { getSecureEgressFilter }: { getSecureEgressFilter?: () => EgressPolicy } = helpers;
	if (typeof getSecureEgressFilter === 'function')
		return sendByUndici({ ...options, egress: getSecureEgressFilter() });
	return isPolicyOn() ? sendByHelper(helpers, options) : sendByUndici(options);
};

/** Loads undici with the first request: on Node.js 18, which it refuses, the nodes still have to say what they need. */
function sendByUndici(options: undici.SendOptions): Send {
	return async (request) => {
		// eslint-disable-next-line @typescript-eslint/no-require-imports -- `import()` would load it as an ES module.
		const { createSend } = require('./createSend') as typeof undici;
		return await createSend(options)(request);
	};
}

export const nodeVersion: typeof inCloud.nodeVersion = versions.node;
