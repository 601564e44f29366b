import { env } from 'node:process';

import { createSend } from '../../../undici/createSend';
import { sendFor } from '../../../undici/sendFor';
import type { N8nContext } from '../../../nodes/shared/n8n/connect/n8nContext';

jest.mock('../../../undici/createSend');

const options = { allowUnauthorizedCerts: false };
const request = { method: 'GET', url: 'https://my.example', headers: {}, timeoutMs: 1_000 } as const;
const own = jest.fn();
const helper = jest.fn(async () => ({ statusCode: 200, headers: {}, body: '' }));
const contextWith = (helpers: object) =>
	({ helpers: { httpRequest: helper, ...helpers } }) as unknown as N8nContext;

beforeEach(() => {
	jest.clearAllMocks();
	jest.mocked(createSend).mockReturnValue(own);
});
afterEach(() => delete env.N8N_SSRF_PROTECTION_ENABLED);

describe('the requests of a node', () => {
	it.each([undefined, 'true'])(
		'are our own under the policy that n8n gives to nodes (on: %s)',
		async (isOn) => {
			if (isOn !== undefined) env.N8N_SSRF_PROTECTION_ENABLED = isOn;
			const egress = { validateUrl: async () => ({ ok: true }) };
			await sendFor(contextWith({ getSecureEgressFilter: () => egress }), options)(request);
			expect(jest.mocked(createSend).mock.calls).toEqual([[{ ...options, egress }]]);
			expect([own.mock.calls.length, helper.mock.calls.length]).toEqual([1, 0]);
		},
	);

	it.each(['true', '1', 'TRUE'])(
		'go by n8n’s helper where only that applies the policy: %s',
		async (isOn) => {
			env.N8N_SSRF_PROTECTION_ENABLED = isOn;
			expect((await sendFor(contextWith({}), options)(request)).status).toBe(200);
			expect([own.mock.calls.length, helper.mock.calls.length]).toEqual([0, 1]);
		},
	);

	it.each([undefined, '', 'false', '0'])('are our own where there is no policy: %s', async (isOn) => {
		if (isOn !== undefined) env.N8N_SSRF_PROTECTION_ENABLED = isOn;
		await sendFor(contextWith({}), options)(request);
		expect([own.mock.calls.length, helper.mock.calls.length]).toEqual([1, 0]);
	});
});
