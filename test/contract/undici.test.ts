import type { EgressPolicy } from '../../nodes/shared/http/types';
import { createSend } from '../../undici/createSend';
import { failureOf, requestTo } from './send/bench';
import { describeSendContract } from './send/contract';
import { serve } from './send/localServers';

describeSendContract('undici', createSend, {
	keepsConnections: true,
	addedHeaders: [],
	readsSeveralEncodings: true,
	noticesCutCompression: true,
	usualProxy: 'http',
	tellsRefusingProxies: true,
});

it('sends nothing to an address that the egress policy refuses', async () => {
	const server = await serve((_request, response) => response.end('x'));
	const egress: EgressPolicy = { validateUrl: async () => ({ ok: false, error: new Error('private') }) };
	const guarded = createSend({ allowUnauthorizedCerts: false, egress });
	expect((await failureOf(guarded(requestTo(server)))).kind).toBe('blocked');
	expect(server.connections()).toBe(0);
	await server.close();
});
