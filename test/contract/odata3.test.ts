import { attempt } from '../../nodes/shared/basics/attempt';
import { CreatioError } from '../../nodes/shared/basics/errors';
import type { Connection, ServiceRequest } from '../../nodes/shared/connection/serviceCall';
import { type Emulator, startEmulator, USERS } from '../emulator';
import { directConnection } from '../support/directConnection';

const NOWHERE = 'ffffffff-ffff-4fff-8fff-ffffffffffff';

let site: Emulator;
let connection: Connection;
beforeAll(async () => {
	site = await startEmulator({ hosting: 'framework', sampleData: false, switches: { odata4: false } });
	connection = directConnection({
		baseUrl: site.url,
		hosting: 'auto',
		odataVersion: '3',
		allowUnauthorizedCerts: false,
		signIn: { kind: 'password', username: USERS.supervisor.name, password: USERS.supervisor.password },
		timeoutMs: 20_000,
		retries: 0,
	});
});
afterAll(() => site.stop());

const read = (path: string, more: Partial<ServiceRequest> = {}): ServiceRequest => ({
	method: 'GET',
	service: 'odata',
	path,
	repeat: 'read',
	...more,
});

async function errorOf(request: ServiceRequest): Promise<CreatioError> {
	const outcome = await attempt(connection.call(request));
	if (outcome.done || !(outcome.error instanceof CreatioError)) throw new Error('It has not failed');
	return outcome.error;
}

describe.each(['asAccepted', 'atomAlways'] as const)('a site with OData 3 that answers %s', (format) => {
	beforeAll(() => (site.switches.odata3Format = format));

	it('returns records, in JSON or as a text that is whole', async () => {
		const { json, text } = await connection.call(read('ContactCollection?$top=1&$select=Id'));
		if (format === 'asAccepted') expect(json).toMatchObject({ d: expect.anything() });
		else expect([json, text]).toEqual([undefined, expect.stringMatching(/<feed[^]*<\/feed>\s*$/)]);
	});

	it('describes its objects', async () => {
		const { text } = await connection.call(read('$metadata'));
		expect(text).toContain('ContactCollection');
	});

	it('lacks a record or an object, by the address', async () => {
		expect(await errorOf(read(`ContactCollection(guid'${NOWHERE}')`))).toMatchObject({
			kind: 'notFound',
			reason: undefined,
			message: expect.stringContaining('record of Contact'),
		});
		expect(await errorOf(read('KontactCollection?$top=1'))).toMatchObject({
			kind: 'notFound',
			reason: 'noObject',
			message: expect.stringContaining('object Kontact in OData'),
		});
	});

	it('says what is wrong with a query, and shows no stack of calls', async () => {
		for (const filter of ['Nome eq 1', 'Name eq', "Name eq guid'x'"]) {
			const error = await errorOf(read(`ContactCollection?$filter=${encodeURIComponent(filter)}`));
			expect(error).toMatchObject({ kind: 'invalid', status: 400 });
			expect(error.message).not.toMatch(/^\S+ answered with status|System\.|\bat [A-Z]\w+\./);
		}
	});

	it('takes a change by MERGE, and a record that is written in JSON', async () => {
		const created = { Id: NOWHERE.replace(/f/g, 'a'), Name: 'A' };
		const path = `ContactTypeCollection(guid'${created.Id}')`;
		await connection.call(read('ContactTypeCollection', { method: 'POST', json: created, repeat: 'once' }));
		const merged = await connection.call(
			read(path, { method: 'MERGE', json: { Name: 'B' }, repeat: 'harmless' }),
		);
		expect(merged.status).toBe(204);
		expect((await connection.call(read(path))).text).toContain('B');
		await connection.call(read(path, { method: 'DELETE', repeat: 'harmless' }));
	});

	it('does not have OData 4', async () => {
		expect(await errorOf(read('$metadata', { odataVersion: '4' }))).toMatchObject({
			kind: 'notFound',
			reason: 'noObject',
			message: expect.stringContaining('does not answer OData 4'),
			cure: expect.stringContaining('OData Version'),
		});
	});
});
