import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';

import { USERS } from '../emulator';
import { ANDREW, type Bench, conditions, map, object, openBench, record } from './setup';

let bench: Bench;
let page: Server;
beforeAll(async () => {
	bench = await openBench({ switches: { lockoutAfter: 2 } });
	page = createServer((_, response) =>
		response.setHeader('content-type', 'text/html').end('<html><h1>Hello</h1></html>'),
	);
	await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
	page.close();
	page.closeAllConnections();
	await bench.stop();
});
beforeEach(() => {
	bench.site.resetStats();
});

const getContact = { operation: 'get', object: object('Contact'), recordId: record(ANDREW) };
const create = (value: Record<string, unknown>) => ({
	operation: 'create',
	object: object('Contact'),
	columns: map(value),
});
const userOf = ({ name, password }: { name: string; password: string }) => ({ username: name, password });
const writes = () =>
	bench.site.stats.requests.filter(({ method, path }) => method !== 'GET' && path.includes('/odata/'));

describe('each wrong credential has its own message', () => {
	const port = (server: Server) => (server.address() as AddressInfo).port;
	it.each<[string, () => Record<string, unknown>, RegExp]>([
		['no address', () => ({ baseUrl: '' }), /Site Address/],
		['no such host', () => ({ baseUrl: 'http://no-such-host.invalid' }), /no-such-host\.invalid/],
		['nothing listens', () => ({ baseUrl: 'http://127.0.0.1:9' }), /127\.0\.0\.1:9/],
		['https for http', () => ({ baseUrl: bench.site.url.replace('http:', 'https:') }), /http/],
		['not Creatio', () => ({ baseUrl: `http://127.0.0.1:${port(page)}` }), /Creatio/],
		['wrong password', () => ({ password: 'nope' }), /password/i],
		['blocked user', () => userOf(USERS.blocked), /locked or not active/],
		['expired password', () => userOf(USERS.expired), /password of the user has expired[^]*browser/],
		['missing licence', () => userOf(USERS.noLicence), /no licence/],
		['unknown user', () => ({ username: 'Nobody' }), /user name|password/i],
		['unknown hosting', () => ({ hosting: 'docker' }), /docker/],
	])('%s', async (_, more, message) => {
		const credential = bench.credential(more());
		const tested = await bench.engine.credentialTest(
			'creatioPlatformApi',
			credential.creatioPlatformApi ?? {},
		);
		expect(tested).toMatchObject({ status: 'Error', message: expect.stringMatching(message) });
		const run = await bench.creatio(getContact, { credentials: credential });
		expect(`${run.error?.message} ${run.error?.description}`).toMatch(message);
		expect(run.items).toEqual([]);
	});

	it('a certificate that nobody vouches for, unless that is accepted', async () => {
		const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
			keySize: 2048,
		});
		const secure = await openBench({ https: { key, cert } }, bench.engine);
		const refused = await secure.engine.credentialTest(
			'creatioPlatformApi',
			secure.credential().creatioPlatformApi ?? {},
		);
		expect(refused).toMatchObject({
			status: 'Error',
			message: expect.stringMatching(/certificate.*Ignore SSL Issues/),
		});
		const accepted = await secure.creatio(getContact, {
			credentials: secure.credential({ allowUnauthorizedCerts: true }),
		});
		expect(accepted.items[0]?.json.Id).toBe(ANDREW);
		expect((await secure.creatio(getContact)).error?.message).toContain('certificate');

		const plain = secure.credential({ baseUrl: secure.site.url.replace('https:', 'http:') });
		const { error } = await secure.creatio(getContact, { credentials: plain });
		expect(`${error?.message} ${error?.description}`).toContain('https://');
		await secure.stop();
	});

	it('special characters in a user name and a password work', async () => {
		const run = await bench.creatio(getContact, { credentials: bench.credential(userOf(USERS.awkward)) });
		expect(run.items[0]?.json.Id).toBe(ANDREW);
	});

	it('a user without the right to write gets the message of the site', async () => {
		const credentials = bench.credential(userOf(USERS.readOnly));
		const run = await bench.creatio(create({ Name: 'X' }), { credentials });
		expect(run.error).toMatchObject({ message: expect.stringMatching(/allow|right|permission/i) });
		expect(run.items).toEqual([]);
	});

	it('and a right one passes', async () => {
		const tested = await bench.engine.credentialTest(
			'creatioPlatformApi',
			bench.credential().creatioPlatformApi ?? {},
		);
		expect(tested).toMatchObject({ status: 'OK' });
	});

	it.each([
		'/',
		'/0',
		'/0/Shell/#Section/Contacts',
		'/0/odata/Contact?$top=1',
		'/Login/NuiLogin.aspx?ReturnUrl=%2f',
	])('and an address with %s behind the site is cut down to it', async (rest) => {
		const run = await bench.creatio(getContact, {
			credentials: bench.credential({ baseUrl: bench.site.url + rest }),
		});
		expect(run.items[0]?.json.Id).toBe(ANDREW);
	});
});

describe('what a new user types wrong is refused before anything is written', () => {
	it.each<[string, Record<string, unknown>, RegExp]>([
		['object that does not exist', { operation: 'getAll', object: object('Contcat') }, /Contcat[^]*Contact/],
		['object in another case', { operation: 'getAll', object: object('contact') }, /contact[^]*Contact/],
		[
			'an expression that finds no object',
			{ operation: 'getAll', object: object('={{ $json.nothing }}') },
			/Object is empty/,
		],
		['object with a slash', { operation: 'getAll', object: object('=Contact/Name') }, /Contact\/Name/],
		['object with dots', { operation: 'getAll', object: object('=../Account') }, /\.\.\/Account/],
		['object with a query', { operation: 'count', object: object('=Contact?$top=1') }, /Contact\?\$top=1/],
		['unknown column', create({ Name: 'X', Nmae: 'Y' }), /Nmae[^]*field Columns[^]*Name/],
		['column of Creatio', create({ Name: 'X', CreatedOn: '2026-01-01' }), /CreatedOn[^]*field Columns/],
		['text in a number column', create({ Name: 'X', Age: 'old' }), /column Age \(field Columns\)[^]*"old"/],
		['31 February', create({ Name: 'X', BirthDate: '2026-02-31' }), /BirthDate[^]*2026-02-31/],
		[
			'GUID with a typo',
			create({ Name: 'X', Account: '405947d0-2ffb-4ded-8675-0475f19f5a8' }),
			/column Account \(field Columns\)[^]*"405947d0/,
		],
		[
			'lookup that does not exist',
			create({ Name: 'X', Account: 'No such account' }),
			/"No such account"[^]*column Account \(field Columns\)/,
		],
		['empty mapping', create({}), /field Columns/i],
		['nothing mapped', { operation: 'create', object: object('Contact') }, /Columns/],
		[
			'condition on an unknown column',
			{ operation: 'getAll', object: object('Contact'), conditions: conditions(['Nmae', 'equals', 'x']) },
			/Nmae/,
		],
		[
			'condition without a value',
			{ operation: 'getAll', object: object('Contact'), conditions: conditions(['Name', 'equals', '']) },
			/Conditions, row 1/,
		],
		[
			'300 kB in a condition',
			{
				operation: 'getAll',
				object: object('Contact'),
				conditions: conditions(['Name', 'equals', 'x'.repeat(300_000)]),
			},
			/300\d+ characters/,
		],
		['a limit of nothing', { operation: 'getAll', object: object('Contact'), limit: 0 }, /\bLimit\b/],
		[
			'a wrong operator',
			{ operation: 'getAll', object: object('Contact'), conditions: conditions(['Name', 'resembles', 'x']) },
			/Operator[^]*"resembles"/,
		],
	])('%s', async (_, parameters, message) => {
		const run = await bench.creatio(parameters);
		// What the package itself refuses; refusals of the site are a NodeApiError.
		expect(run.error?.name).toBe('NodeOperationError');
		expect(`${run.error?.message} ${run.error?.description}`).toMatch(message);
		expect(run.items).toEqual([]);
		expect(writes()).toEqual([]);
	});

	it('and awkward text in a condition finds just what it says', async () => {
		const names = [
			"O'Neil & Co",
			'100% sure',
			'line\nbreak',
			'tab\tand \u0007 bell',
			"'",
			"''",
			'#1+1=2?',
			'%27',
			'\\',
			'é ﷽ 👩‍👧',
		];
		for (const Name of names) {
			bench.site.store.insert('Account', { Name });
			const run = await bench.creatio({
				operation: 'getAll',
				object: object('Account'),
				returnAll: true,
				conditions: conditions(['Name', 'equals', Name]),
			});
			expect(run.items.map(({ json }) => json.Name)).toEqual([Name]);
		}
	});
});
