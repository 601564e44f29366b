import { connect } from '../../../../nodes/shared/n8n/connect/connect';
import type { N8nContext } from '../../../../nodes/shared/n8n/connect/n8nContext';
import { fakeForm } from '../form/fakeForm';

/** A node with these options; nothing is sent. */
const n8nWith = (options: object = {}, credential: object = {}): N8nContext =>
	({
		...fakeForm({ options }),
		getInputData: () => [{ json: {} }],
		getCredentials: async () => ({
			baseUrl: 'https://my.example',
			username: 'me',
			password: 'pw',
			...credential,
		}),
		helpers: {},
	}) as unknown as N8nContext;

/** Timeout in milliseconds, retries, and the most bytes of an answer. */
const limitsOf = async (options?: object) => (await connect(n8nWith(options))).connection.limits;

describe('the connection of a node', () => {
	it('has the limits of the options, in milliseconds and bytes', async () => {
		expect(await limitsOf({ timeout: 5, retries: 2, maxResponseSize: 7 })).toBe('5000,2,7000000');
		expect(await limitsOf()).toBe('60000,3,100000000');
	});

	it.each([
		[{}, '4'],
		[{ odataVersion: '4' }, '4'],
		[{ odataVersion: '3' }, '3'],
	])(
		'has the version of OData of the credential, also of one that was stored without it: %j',
		async (credential, version) => {
			expect((await connect(n8nWith({}, credential))).connection.odataVersion).toBe(version);
		},
	);

	it('ends its pauses with the run', async () => {
		const run = new AbortController();
		const { connection } = await connect(n8nWith(), { cancel: run.signal });
		const waiting = connection.wait(60_000);
		run.abort();
		await expect(waiting).rejects.toMatchObject({ kind: 'cancelled' });
	});
});
