import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';

import type { ErrorKind } from '../../nodes/shared/basics/errors';
import { HOSTINGS, USERS } from '../emulator';
import { ANDREW, conditions, failure, map, object, openSite, record, useBench, wordsOf } from './setup';

describe.each(HOSTINGS)('%s', (hosting) => {
	const bench = useBench({ hosting, switches: { lockoutAfter: 2 } });
	let page: Server;
	beforeAll(async () => {
		page = createServer((_, response) =>
			response.setHeader('content-type', 'text/html').end('<html><h1>Hello</h1></html>'),
		);
		await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve));
	});
	afterAll(() => {
		page.close();
		page.closeAllConnections();
	});

	const getContact = { operation: 'get', object: object('Contact'), recordId: record(ANDREW) };
	const create = (value: Record<string, unknown>) => ({
		operation: 'create',
		object: object('Contact'),
		columns: map(value),
	});
	const userOf = ({ name, password }: { name: string; password: string }) => ({ username: name, password });
	// A batch may hold reads alone.
	const writes = () =>
		bench.site.stats.requests.filter(
			({ method, path, body }) =>
				path.includes('/odata/') &&
				(path.endsWith('$batch') ? /POST|PATCH|DELETE/.test(body) : method !== 'GET'),
		);

	describe('each wrong credential has its own error', () => {
		const port = (server: Server) => (server.address() as AddressInfo).port;
		it.each<[string, () => Record<string, unknown>, ErrorKind, RegExp]>([
			['no address', () => ({ baseUrl: '' }), 'input', /Site Address/],
			[
				'no such host',
				() => ({ baseUrl: 'http://no-such-host.invalid' }),
				'address',
				/no-such-host\.invalid/,
			],
			['nothing listens', () => ({ baseUrl: 'http://127.0.0.1:9' }), 'unavailable', /127\.0\.0\.1:9/],
			['https for http', () => ({ baseUrl: bench.site.url.replace('http:', 'https:') }), 'address', /http/],
			['not Creatio', () => ({ baseUrl: `http://127.0.0.1:${port(page)}` }), 'address', /127\.0\.0\.1/],
			['wrong password', () => ({ password: 'nope' }), 'credentials', /password/i],
			['blocked user', () => userOf(USERS.blocked), 'credentials', /locked/],
			['expired password', () => userOf(USERS.expired), 'passwordExpired', /browser/],
			['missing licence', () => userOf(USERS.noLicence), 'licence', /licence/],
			['unknown user', () => ({ username: 'Nobody' }), 'credentials', /user name|password/i],
			['unknown hosting', () => ({ hosting: 'docker' }), 'input', /docker/],
		])('%s', async (_, more, kind, place) => {
			const credential = bench.credential(more());
			const tested = await bench.engine.credentialTest(
				'creatioPlatformApi',
				credential.creatioPlatformApi ?? {},
			);
			expect(tested).toMatchObject({ status: 'Error', message: expect.stringMatching(place) });
			const run = await bench.creatio(getContact, { credentials: credential });
			expect(run.error).toMatchObject({ kind, perhapsDone: false });
			expect(wordsOf(run.error)).toMatch(place);
			expect(run.items).toEqual([]);
		});

		it('a certificate that nobody vouches for, unless that is accepted', async () => {
			const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
				keySize: 2048,
			});
			const secure = await openSite(bench.engine, { hosting, https: { key, cert } });
			const refused = await secure.engine.credentialTest(
				'creatioPlatformApi',
				secure.credential().creatioPlatformApi ?? {},
			);
			expect(refused).toMatchObject({
				status: 'Error',
				message: expect.stringMatching(/127\.0\.0\.1.*Ignore SSL Issues/),
			});
			const accepted = await secure.creatio(getContact, {
				credentials: secure.credential({ allowUnauthorizedCerts: true }),
			});
			expect(accepted.items[0]?.json.Id).toBe(ANDREW);
			expect((await secure.creatio(getContact)).error).toMatchObject(failure('certificate', '127.0.0.1'));

			const plain = secure.credential({ baseUrl: secure.site.url.replace('https:', 'http:') });
			const { error } = await secure.creatio(getContact, { credentials: plain });
			expect(error).toMatchObject({ kind: 'network' });
			expect(wordsOf(error)).toContain('https://');
		});

		it('special characters in a user name and a password work', async () => {
			const run = await bench.creatio(getContact, { credentials: bench.credential(userOf(USERS.awkward)) });
			expect(run.items[0]?.json.Id).toBe(ANDREW);
		});

		it('a user without the right to write gets the message of the site', async () => {
			const credentials = bench.credential(userOf(USERS.readOnly));
			const run = await bench.creatio(create({ Name: 'X' }), { credentials });
			expect(run.error).toMatchObject(failure('forbidden', /allow|right|permission/i));
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
			[
				'object that does not exist',
				{ operation: 'getAll', object: object('Contcat') },
				/Contcat[^]*Contact/,
			],
			[
				'an expression that finds no object',
				{ operation: 'getAll', object: object('={{ $json.nothing }}') },
				/\bObject\b/,
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
			['a limit of nothing', { operation: 'getAll', object: object('Contact'), limit: 0 }, /\bLimit\b/],
			[
				'a wrong operator',
				{
					operation: 'getAll',
					object: object('Contact'),
					conditions: conditions(['Name', 'resembles', 'x']),
				},
				/Operator[^]*"resembles"/,
			],
		])('%s', async (_, parameters, place) => {
			const run = await bench.creatio(parameters);
			expect(run.error).toMatchObject({ kind: 'input', perhapsDone: false });
			expect(wordsOf(run.error)).toMatch(place);
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
});
