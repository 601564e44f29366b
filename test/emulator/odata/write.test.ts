import { odata, type ODataErrorBody, sampleLines, type Send, signedIn } from '../testSupport';
import { type Emulator, FIXED, startEmulator, USERS } from '..';

let site: Emulator;
let call: Send;
beforeAll(async () => {
	site = await startEmulator({ sampleData: false });
	call = await signedIn(site);
});
afterAll(() => site.stop());
beforeEach(() => site.resetStats());

const ZERO = '00000000-0000-0000-0000-000000000000';
const MISSING = '11111111-1111-4111-8111-111111111111';

async function create(object: string, body: object): Promise<Record<string, unknown> & { Id: string }> {
	const answer = await call('POST', odata(object), { body });
	if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
	return answer.json();
}

async function refused(method: string, path: string, body?: unknown) {
	const answer = await call(method, odata(path), { body });
	const { error } = answer.json<ODataErrorBody>();
	return {
		status: answer.status,
		message: error.message,
		inner: error.innererror?.message ?? '',
		type: error.innererror?.type,
	};
}

async function read(object: string, id: string): Promise<Record<string, unknown>> {
	return (await call('GET', odata(`${object}(${id})`))).json();
}

describe('create', () => {
	it('answers 201 with the address and the whole entity', async () => {
		const answer = await call('POST', odata('Contact'), {
			body: { Name: 'API Test', AccountId: FIXED.accom.toUpperCase() },
		});
		const row = answer.json<Record<string, unknown> & { Id: string }>();
		expect(answer.status).toBe(201);
		expect(answer.headers.get('location')).toBe(`${site.url}/0/odata/Contact(${row.Id})`);
		expect(answer.headers.get('odata-version')).toBe('4.0');
		expect(row).toMatchObject({
			'@odata.context': `${site.url}/0/odata/$metadata#Contact/$entity`,
			Name: 'API Test',
			GivenName: 'API',
			Surname: 'Test',
			AccountId: FIXED.accom,
			OwnerId: FIXED.supervisorContact,
			CreatedById: FIXED.supervisorContact,
			ModifiedById: FIXED.supervisorContact,
			Confirmed: true,
			LanguageId: FIXED.englishUs,
			BirthDate: '0001-01-01T00:00:00Z',
		});
		expect(row.CreatedOn).toMatch(/T\d\d:\d\d:\d\d\.\d{7}Z$/);
		const again = await read('Contact', row.Id);
		expect(again.CreatedOn).toMatch(/\.\d{1,6}Z$/);
		expect(String(row.CreatedOn).startsWith(String(again.CreatedOn).slice(0, -1).padEnd(1))).toBe(true);
		expect(site.stats.writes.Contact?.created).toEqual([row.Id]);
	});

	it('takes a client-made Id once', async () => {
		const id = 'AB6D1F3E-0C6F-4E0E-9E58-6F1B2C3D4E5F';
		expect((await create('City', { Id: id, Name: 'Once' })).Id).toBe(id.toLowerCase());
		const second = await refused('POST', 'City', { Id: id, Name: 'Twice' });
		expect(second).toMatchObject({
			status: 500,
			message: 'An error has occurred.',
			type: 'Npgsql.PostgresException',
		});
		expect(second.inner).toMatch(/^23505: duplicate key value violates unique constraint "PK/);
		expect(site.stats.writes.City?.created).toEqual([id.toLowerCase()]);
	});

	it('numbers cases and fills their defaults', async () => {
		const first = await create('Case', { Subject: 'One' });
		const second = await create('Case', { Subject: 'Two' });
		expect([first.Number, second.Number]).toEqual(['SR00000001', 'SR00000002']);
		const status = (await call('GET', odata(`Case(${first.Id})/Status`, { $select: 'Name' }))).json();
		expect(status).toMatchObject({ Name: 'New' });
	});

	it('shows unset money as 0 at first and as 0.00 when read again', async () => {
		const body = {
			Number: '1',
			Date: '2026-01-01T00:00:00Z',
			OwnerId: FIXED.supervisorContact,
			CurrencyId: FIXED.usDollar,
		};
		const echo = await call('POST', odata('Order'), { body });
		expect(echo.text).toContain('"Amount":0,');
		const id = echo.json<{ Id: string }>().Id;
		expect((await call('GET', odata(`Order(${id})`))).text).toContain('"Amount":0.00,');
	});

	it('refuses an unknown property as recorded', async () => {
		const line = sampleLines<{ request: string; body: unknown }>('odata4/errors.jsonl').find((one) =>
			one.request.includes('labNope'),
		);
		const answer = await call('POST', odata('Contact'), { body: { Name: 'X', labNope: 1 } });
		expect(answer.status).toBe(400);
		expect(answer.json()).toEqual(line?.body);
		expect(site.store.count('Contact', 'Name = ?', 'X')).toBe(0);
	});

	it('accepts the sentinels it sends itself', async () => {
		const row = await create('Contact', {
			Name: 'Sent back',
			AccountId: ZERO,
			BirthDate: '0001-01-01T00:00:00Z',
			Notes: '',
		});
		expect(site.store.rows('Contact', 'Id = ?', row.Id)[0]).toMatchObject({
			AccountId: null,
			BirthDate: null,
			Notes: '',
		});
	});

	it('names the required column that is missing', async () => {
		const missing = await refused('POST', 'Contact', { JobTitle: 'x' });
		expect([missing.status, missing.message]).toEqual([500, 'An error has occurred.']);
		expect(missing.inner).toContain('"Name"');
		expect((await refused('POST', 'ContactAddress', { Address: 'x' })).inner).toContain('"Contact"');
	});

	it('refuses a lookup id that does not exist', async () => {
		const answer = await refused('POST', 'Contact', { Name: 'X', AccountId: MISSING });
		expect(answer).toMatchObject({
			status: 500,
			message: 'An error has occurred.',
			type: 'Npgsql.PostgresException',
		});
		expect(answer.inner).toMatch(
			/^23503: insert or update on table "Contact" violates foreign key constraint "FK\w+"$/,
		);
	});

	it('refuses a text longer than its column, counting characters', async () => {
		expect((await refused('POST', 'City', { Name: 'x'.repeat(251) })).inner).toBe(
			'22001: value too long for type character varying(250)',
		);
		expect((await create('City', { Name: '🦄'.repeat(250) })).Name).toBe('🦄'.repeat(250));
		const notes = "line\r\n'; DROP TABLE Contact; --".repeat(10_000);
		const { Id } = await create('Contact', { Name: 'Long', Notes: notes });
		expect((await read('Contact', Id)).Notes).toBe(notes);
	});

	it('refuses U+0000 as PostgreSQL does', async () => {
		expect((await refused('POST', 'City', { Name: 'a\0b' })).inner).toBe(
			'22021: invalid byte sequence for encoding "UTF8": 0x00',
		);
	});

	it.each(['SysAdminUnit', 'VwSysProcess'])('creates no %s', async (object) => {
		const answer = await call('POST', odata(object), { body: { Name: 'X' } });
		expect(answer.status).toBe(500);
		expect(answer.json()).toEqual({ error: { code: '', message: 'An error has occurred.' } });
	});

	it('refuses callers without rights with 403', async () => {
		const reader = await signedIn(site, USERS.readOnly);
		expect((await reader('GET', odata('City', { $top: '1' }))).status).toBe(200);
		const answer = await reader('POST', odata('City'), { body: { Name: 'X' } });
		expect(answer.status).toBe(403);
		expect(answer.json<ODataErrorBody>().error.innererror?.type).toBe('System.Security.SecurityException');
	});

	it('writes as the contact of the caller', async () => {
		const other = await signedIn(site, USERS.awkward);
		const row = (await other('POST', odata('City'), { body: { Name: 'Mine' } })).json();
		expect(row.CreatedById).toBe(USERS.awkward.contactId);
	});

	it('speaks of SQL Server where that is the database', async () => {
		const other = await startEmulator({ database: 'mssql', sampleData: false });
		const send = await signedIn(other);
		const answer = await send('POST', odata('Contact'), { body: { Name: 'X', AccountId: MISSING } });
		expect(answer.json<ODataErrorBody>().error.innererror).toMatchObject({
			type: 'System.Data.SqlClient.SqlException',
			message: expect.stringContaining('conflicted with the FOREIGN KEY constraint') as string,
		});
		await other.stop();
	});
});

describe('dates', () => {
	const stored = async (BirthOrStart: string) => {
		const { Id } = await create('Activity', {
			Title: 'D',
			StartDate: BirthOrStart,
			DueDate: '2026-01-01T00:00:00Z',
		});
		return (await read('Activity', Id)).StartDate;
	};

	it.each([
		['2024-01-01T04:00:00.000Z', '2024-01-01T04:00:00Z'],
		['2024-01-01T04:00:00+02:00', '2024-01-01T02:00:00Z'],
		['2024-02-29T23:59:59.1234567-05:00', '2024-03-01T04:59:59.123456Z'],
		['2024-01-01', '2023-12-31T22:00:00Z'],
	])('%s is stored as %s', async (given, shown) => {
		expect(await stored(given)).toBe(shown);
	});

	it('lose their time in a date column', async () => {
		const { Id } = await create('Contact', { Name: 'D', BirthDate: '2000-02-29T13:30:00Z' });
		expect((await read('Contact', Id)).BirthDate).toBe('2000-02-29T00:00:00Z');
	});
});

describe('update', () => {
	it('answers 204 without body and stamps the author', async () => {
		const { Id, ModifiedOn } = await create('Contact', { Name: 'Old Name' });
		const other = await signedIn(site, USERS.awkward);
		const answer = await other('PATCH', odata(`Contact(${Id})`), { body: { Name: 'New Name', Age: 30 } });
		expect([answer.status, answer.text]).toEqual([204, '']);
		const row = await read('Contact', Id);
		expect(row).toMatchObject({
			Name: 'New Name',
			GivenName: 'New',
			Age: 30,
			ModifiedById: USERS.awkward.contactId,
			CreatedById: FIXED.supervisorContact,
		});
		expect(row.ModifiedOn).not.toBe(ModifiedOn);
		expect(site.stats.writes.Contact).toEqual({ created: [Id], updated: [Id], deleted: [] });
	});

	it('clears a lookup with null', async () => {
		const { Id } = await create('Contact', {
			Name: 'X',
			AccountId: FIXED.accom,
			BirthDate: '2000-01-01T00:00:00Z',
			Notes: 'n',
		});
		await call('PATCH', odata(`Contact(${Id})`), { body: { AccountId: null, BirthDate: null, Notes: '' } });
		expect(await read('Contact', Id)).toMatchObject({
			AccountId: ZERO,
			BirthDate: '0001-01-01T00:00:00Z',
			Notes: '',
		});
	});

	it('creates a record for an unknown key, or answers 404', async () => {
		expect((await call('PATCH', odata(`City(${MISSING})`), { body: { Name: 'Upserted' } })).status).toBe(204);
		expect(await read('City', MISSING)).toMatchObject({ Name: 'Upserted' });
		expect(
			(await refused('PATCH', 'City(22222222-1111-4111-8111-111111111111)', { Description: 'd' })).status,
		).toBe(500);
		site.switches.patchMissingKey = 'notFound';
		const answer = await call('PATCH', odata('City(33333333-1111-4111-8111-111111111111)'), {
			body: { Name: 'X' },
		});
		site.switches.patchMissingKey = 'create';
		expect([answer.status, answer.text]).toEqual([404, '']);
	});

	it.each([
		['ignored', 204, 204],
		['honoured', 412, 204],
	] as const)('with If-Match: * may be only of a record that exists: %s', async (ifMatch, missing, there) => {
		site.switches.ifMatch = ifMatch;
		const key = `City(44444444-1111-4111-8111-${ifMatch === 'ignored' ? '1'.repeat(12) : '2'.repeat(12)})`;
		const { Id } = await create('City', { Name: 'There' });
		const options = { headers: { 'if-match': '*' }, body: { Name: 'Matched' } };
		const statuses = [
			(await call('PATCH', odata(key), options)).status,
			(await call('PATCH', odata(`City(${Id})`), options)).status,
		];
		site.switches.ifMatch = 'ignored';
		expect(statuses).toEqual([missing, there]);
	});

	it('keeps the rules of create', async () => {
		const { Id } = await create('Contact', { Name: 'X' });
		expect((await refused('PATCH', `Contact(${Id})`, { Name: '' })).inner).toContain('"Name"');
		expect((await refused('PATCH', `Contact(${Id})`, { AccountId: MISSING })).inner).toMatch(/^23503/);
		expect((await refused('PATCH', `Contact(${Id})`, { Zip: 'x'.repeat(51) })).inner).toMatch(/^22001/);
		expect((await refused('PATCH', `Contact(${Id})`, { Age: 'old' })).status).toBe(400);
		expect(await read('Contact', Id)).toMatchObject({ Name: 'X', AccountId: ZERO, Zip: '', Age: 0 });
	});
});

describe('delete', () => {
	it('answers 204, then 404', async () => {
		const { Id } = await create('City', { Name: 'X' });
		expect((await call('DELETE', odata(`City(${Id})`))).status).toBe(204);
		expect((await call('DELETE', odata(`City(${Id})`))).status).toBe(404);
		expect((await call('GET', odata(`City(${Id})`))).status).toBe(404);
		expect(site.stats.writes.City?.deleted).toEqual([Id]);
	});

	it('refuses rows that others point to', async () => {
		const answer = await refused('DELETE', `Account(${FIXED.accom})`);
		expect(answer).toMatchObject({ status: 500, message: 'An error has occurred.' });
		expect(answer.inner).toMatch(
			/^23503: update or delete on table "Account" violates foreign key constraint "FK\w+" on table "\w+"$/,
		);
		expect(site.store.count('Account', 'Id = ?', FIXED.accom)).toBe(1);
	});
});

describe('streams', () => {
	const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);

	it('annotate the row and carry bytes', async () => {
		const { Id, ...row } = await create('SysImage', { Name: 'a.png', MimeType: 'image/png' });
		expect(row).toMatchObject({
			'Data@odata.mediaEditLink': `SysImage(${Id})/Data`,
			'Data@odata.mediaReadLink': `SysImage(${Id})/Data`,
			'Data@odata.mediaContentType': 'application/octet-stream',
		});
		expect(row).not.toHaveProperty('Data');
		const path = odata(`SysImage(${Id})/Data`);
		expect((await call('GET', path)).text).toBe('');
		const put = await call('PUT', path, {
			raw: bytes,
			headers: { 'Content-Type': 'application/octet-stream' },
		});
		expect([put.status, put.text]).toEqual([200, '']);
		const got = await call('GET', path);
		expect(got.headers.get('content-type')).toBe('application/octet-stream');
		expect(site.store.rows('SysImage', 'Id = ?', Id)[0]?.Data).toEqual(bytes);
		expect((await call('DELETE', path)).status).toBe(204);
		expect((await call('GET', path)).text).toBe('');
		expect(
			(await call('PATCH', odata(`Contact(${FIXED.andrewBaker})`), { body: { PhotoId: Id } })).status,
		).toBe(204);
		expect(
			(await call('GET', odata(`Contact(${FIXED.andrewBaker})/Photo`, { $select: 'Name' }))).json(),
		).toMatchObject({ Name: 'a.png' });
	});

	it('have a size limit and no row to hang on', async () => {
		const { Id } = await create('SysFile', { Name: 'big.bin' });
		const headers = { 'Content-Type': 'application/octet-stream' };
		const big = await call('PUT', odata(`SysFile(${Id})/Data`), {
			raw: new Uint8Array(10 * 1024 * 1024 + 1),
			headers,
		});
		expect(big.status).toBe(500);
		expect((await call('PUT', odata(`SysFile(${MISSING})/Data`), { raw: bytes, headers })).status).toBe(404);
	});
});

describe('what a failed request leaves', () => {
	it('is nothing, not even a table made on the way', async () => {
		expect((await call('GET', odata('AcademyURL', { $filter: 'Foo eq 1' }))).status).toBe(400);
		expect((await call('POST', odata('AcademyURL'), { body: { Name: 'X' } })).status).toBe(201);
		expect((await call('GET', odata('AcademyURL/$count'))).text).toBe('1');
	});
});
