import { odata, signedIn } from '../testSupport';
import { type Emulator, FIXED, startEmulator, USERS } from '..';
import {
	type Ask,
	asker,
	column,
	columns,
	compare,
	date,
	DATE_TIME,
	group,
	INTEGER,
	LOOKUP,
	macros,
	parameter,
	type Result,
	TEXT,
	values,
} from './testSupport';

let site: Emulator;
let ask: Ask;
beforeAll(async () => {
	site = await startEmulator({ sampleData: false });
	ask = asker(await signedIn(site));
});
afterAll(() => site.stop());
beforeEach(() => site.resetStats());

const MISSING = '11111111-1111-4111-8111-111111111111';
const ZERO = '00000000-0000-0000-0000-000000000000';
const text = (value: string | null) => parameter(TEXT, value);

async function done(operation: string, body: object, who = ask): Promise<Result> {
	const answer = await who(operation, body);
	if (answer.body.success !== true) throw new Error(answer.text);
	return answer.body;
}

async function refused(operation: string, body: object, who = ask): Promise<string> {
	const { status, body: answer } = await who(operation, body);
	expect(answer.success).toBe(false);
	return `${status} ${answer.responseStatus?.ErrorCode ?? ''}: ${answer.responseStatus?.Message ?? ''}`;
}

function insertOf(rootSchemaName: string, items: Record<string, object>) {
	return { rootSchemaName, operationType: 1, columnValues: values(items) };
}

function updateOf(items: Record<string, object>, name: string, more = {}) {
	return {
		rootSchemaName: 'Contact',
		operationType: 2,
		columnValues: values(items),
		filters: group(0, compare('Name', 3, text(name))),
		...more,
	};
}

const insert = async (rootSchemaName: string, items: Record<string, object>, who = ask) =>
	String((await done('InsertQuery', insertOf(rootSchemaName, items), who)).id);

const row = (object: string, id: string) => site.store.rows(object, 'Id = ?', id)[0];

describe('InsertQuery', () => {
	it('answers the new Id, and the record is there for OData too', async () => {
		const answer = await done('InsertQuery', insertOf('Contact', { Name: text('Data Service') }));
		expect(answer).toEqual({
			responseStatus: { ErrorCode: '', Message: '', Errors: [] },
			id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
			rowsAffected: 1,
			nextPrcElReady: false,
			success: true,
		});
		const call = await signedIn(site);
		expect((await call('GET', odata(`Contact(${answer.id})`))).json()).toMatchObject({
			Name: 'Data Service',
			GivenName: 'Data',
			Surname: 'Service',
			CreatedById: FIXED.supervisorContact,
			LanguageId: FIXED.englishUs,
		});
		expect(site.stats.writes.Contact).toEqual({ created: [answer.id], updated: [], deleted: [] });
	});

	it('takes every kind of value', async () => {
		const id = await insert('Contact', {
			Id: parameter(0, 'AB6D1F3E-0C6F-4E0E-9E58-6F1B2C3D4E5F'),
			Name: text('Kinds'),
			Account: parameter(LOOKUP, FIXED.accom),
			Type: parameter(0, FIXED.contactTypeCustomer),
			Owner: parameter(LOOKUP, { value: FIXED.andrewBaker, displayValue: 'Andrew', primaryColorValue: null }),
			Job: parameter(LOOKUP, null),
			Gender: parameter(LOOKUP, ZERO),
			Age: parameter(INTEGER, 30),
			DoNotUseEmail: parameter(12, true),
			BirthDate: date('2000-02-29', 8),
			ContactPhoto: parameter(13, Buffer.from([1, 2, 255]).toString('base64')),
		});
		expect(id).toBe('ab6d1f3e-0c6f-4e0e-9e58-6f1b2c3d4e5f');
		expect(row('Contact', id)).toMatchObject({
			AccountId: FIXED.accom,
			TypeId: FIXED.contactTypeCustomer,
			OwnerId: FIXED.andrewBaker,
			JobId: null,
			GenderId: null,
			Age: 30,
			DoNotUseEmail: true,
			BirthDate: '2000-02-29T00:00:00.0000000Z',
			ContactPhoto: Uint8Array.from([1, 2, 255]),
		});
		const product = await insert('Product', {
			Name: text('Priced'),
			Price: parameter(6, 10.5),
			Currency: parameter(LOOKUP, FIXED.usDollar),
		});
		expect(row('Product', product)).toMatchObject({ Price: 10.5 });
	});

	it('knows the current contact', async () => {
		const id = await insert('Contact', { Name: text('Mine'), Owner: macros(2) });
		expect(row('Contact', id)).toMatchObject({ OwnerId: FIXED.supervisorContact });
	});

	it('reads times in the zone of the session', async () => {
		const kyiv = asker(await signedIn(site, USERS.inKyiv));
		const dates = (value: string) => ({
			Title: text('Timed'),
			StartDate: date(value),
			DueDate: date(value),
		});
		const stored = async (value: string) =>
			row('Activity', await insert('Activity', dates(value), kyiv))?.StartDate;
		expect(await stored('2024-07-01T12:00:00.000')).toBe('2024-07-01T09:00:00.0000000Z');
		expect(await stored('2024-01-01T12:00:00')).toBe('2024-01-01T10:00:00.0000000Z');
		expect(await stored('2024-01-01T12:00:00Z')).toBe('2024-01-01T12:00:00.0000000Z');
		expect(await stored('2024-01-01')).toBe('2023-12-31T22:00:00.0000000Z');
		const plain = { ...dates('2024-01-01'), StartDate: parameter(DATE_TIME, '2024-01-01T12:00:00') };
		expect(await refused('InsertQuery', insertOf('Activity', plain), kyiv)).toBe(
			'500 ArgumentNullException: Value cannot be null. Parameter name: value',
		);
		expect(site.store.count('Activity')).toBe(4);
	});

	it('numbers cases, an empty number included', async () => {
		const first = await insert('Case', { Subject: text('a'), Number: text(null) });
		const second = await insert('Case', { Subject: text('b') });
		expect([row('Case', first)?.Number, row('Case', second)?.Number]).toEqual(['SR00000001', 'SR00000002']);
	});

	it('ignores authors and times of the caller', async () => {
		const id = await insert('City', {
			Name: text('Authored'),
			CreatedBy: parameter(LOOKUP, FIXED.andrewBaker),
			CreatedOn: date('2000-01-01T00:00:00'),
		});
		expect(row('City', id)).toMatchObject({ CreatedById: FIXED.supervisorContact });
		expect(String(row('City', id)?.CreatedOn)).not.toMatch(/^2000/);
	});

	it.each([
		[
			{ Name: text('X'), Nope: text('y') },
			'200 ItemNotFoundException: Column by path Nope not found in schema Contact.',
		],
		[{ Name: text('X'), AccountId: parameter(0, FIXED.accom) }, '200 ItemNotFoundException'],
		[{}, '500 InvalidOperationException: Required column "Name"'],
		[{ Name: text('') }, '500 InvalidOperationException: Required column "Name"'],
		[
			{ Name: text('X'), Account: parameter(LOOKUP, MISSING) },
			'500 DbOperationException: 23503: insert or update',
		],
		[{ Name: text('X'), Account: text(FIXED.accom) }, '500 InvalidCastException'],
		[{ Name: text('X'), Account: parameter(LOOKUP, 'Accom') }, '500 FormatException'],
		[{ Name: text('X'), Account: parameter(LOOKUP, '') }, '500 FormatException'],
		[{ Name: parameter(INTEGER, 5) }, '500 InvalidCastException'],
		[{ Name: text('X'), Age: parameter(5, 1.5) }, '500 InvalidCastException'],
		[{ Name: text('X'), Age: parameter(INTEGER, 3_000_000_000) }, '500 OverflowException'],
		[{ Name: text('x'.repeat(251)) }, '500 DbOperationException: 22001'],
		[{ Name: parameter(28, 'X') }, '500 NotSupportedException'],
		[{ Name: column('Email') }, '500 NotSupportedException'],
		[{ Name: { parameter: { dataValueType: 1, value: 'no expressionType' } } }, '500 NotSupportedException'],
		[{ Id: parameter(0, FIXED.andrewBaker), Name: text('X') }, '500 DbOperationException: 23505'],
	])('%j is refused', async (items, message) => {
		const before = site.store.count('Contact');
		expect(await refused('InsertQuery', insertOf('Contact', items))).toContain(message);
		expect(site.store.count('Contact')).toBe(before);
		expect(site.stats.writes).toEqual({});
	});

	it('speaks of SQL Server where that is the database', async () => {
		const other = await startEmulator({ database: 'mssql', sampleData: false });
		const send = asker(await signedIn(other));
		const body = insertOf('Contact', { Name: text('X'), Account: parameter(LOOKUP, MISSING) });
		const message = await refused('InsertQuery', body, send);
		await other.stop();
		expect(message).toContain('500 DbOperationException: The INSERT statement conflicted');
	});
});

describe('UpdateQuery', () => {
	it('writes all rows that match and says how many', async () => {
		const ids = [
			await insert('Contact', { Name: text('Twice') }),
			await insert('Contact', { Name: text('Twice') }),
		];
		site.resetStats();
		const answer = await done('UpdateQuery', updateOf({ Age: parameter(INTEGER, 7) }, 'twice'));
		expect(answer).toEqual({
			responseStatus: { ErrorCode: '', Message: '', Errors: [] },
			rowsAffected: 2,
			nextPrcElReady: false,
			success: true,
		});
		expect(ids.map((id) => row('Contact', id)?.Age)).toEqual([7, 7]);
		expect(site.stats.writes.Contact?.updated.sort()).toEqual([...ids].sort());
		expect((await done('UpdateQuery', updateOf({ Age: parameter(INTEGER, 7) }, 'nobody'))).rowsAffected).toBe(
			0,
		);
	});

	it('finds rows behind lookups and by children, each once', async () => {
		const id = await insert('Contact', {
			Name: text('Parented'),
			Account: parameter(LOOKUP, FIXED.ourCompany),
		});
		for (const title of ['a', 'b']) site.store.insert('Activity', { Title: title, ContactId: id });
		const filters = group(
			0,
			compare('Account.Name', 3, text('Our company')),
			compare('[Activity:Contact].Title', 8, text('a')),
		);
		const body = { ...updateOf({ Notes: text('found') }, ''), filters };
		expect((await done('UpdateQuery', body)).rowsAffected).toBe(1);
		expect(row('Contact', id)?.Notes).toBe('found');
	});

	it('touches nothing that stays the same, unless forced', async () => {
		const id = await insert('Contact', { Name: text('Same'), Age: parameter(INTEGER, 5) });
		const stamp = row('Contact', id)?.ModifiedOn;
		site.resetStats();
		const body = updateOf({ Age: parameter(INTEGER, 5) }, 'Same');
		expect((await done('UpdateQuery', body)).rowsAffected).toBe(1);
		expect(row('Contact', id)?.ModifiedOn).toBe(stamp);
		expect(site.stats.writes).toEqual({});
		await done('UpdateQuery', { ...body, isForceUpdate: true });
		expect(row('Contact', id)?.ModifiedOn).not.toBe(stamp);
		expect(site.stats.writes.Contact?.updated).toEqual([id]);
	});

	it('empties by null', async () => {
		const id = await insert('Contact', {
			Name: text('Emptied'),
			Account: parameter(LOOKUP, FIXED.accom),
			Notes: text('n'),
			BirthDate: date('2000-01-01', 8),
			Age: parameter(INTEGER, 5),
		});
		const items = {
			Account: parameter(LOOKUP, null),
			Notes: text(null),
			BirthDate: parameter(8, null),
			Age: parameter(INTEGER, null),
		};
		await done('UpdateQuery', updateOf(items, 'Emptied'));
		expect(row('Contact', id)).toMatchObject({ AccountId: null, Notes: '', BirthDate: null, Age: 0 });
	});

	it('creates with isUpsert when nothing matches, and changes each match', async () => {
		const body = updateOf({ Name: text('Upserted'), Age: parameter(INTEGER, 1) }, 'Upserted', {
			isUpsert: true,
		});
		expect((await done('UpdateQuery', body)).rowsAffected).toBe(1);
		expect((await done('UpdateQuery', body)).rowsAffected).toBe(1);
		expect(site.store.count('Contact', 'Name = ?', 'Upserted')).toBe(1);
		const other = await insert('Contact', { Name: text('Upserted') });
		expect((await done('UpdateQuery', body)).rowsAffected).toBe(2);
		expect(row('Contact', other)?.Age).toBe(1);
		const lacking = updateOf({ Age: parameter(INTEGER, 1) }, 'nobody', { isUpsert: true });
		expect(await refused('UpdateQuery', lacking)).toContain('Required column "Name"');
	});

	it('writes every row when it has no filters, or none that counts', async () => {
		const total = site.store.count('City');
		const body = { rootSchemaName: 'City', columnValues: values({ Description: text('all') }) };
		expect((await done('UpdateQuery', body)).rowsAffected).toBe(total);
		const off = { ...compare('Name', 3, text('x')), isEnabled: false };
		expect((await done('UpdateQuery', { ...body, filters: group(0, off) })).rowsAffected).toBe(total);
	});

	it('is all or nothing', async () => {
		const ids = [
			await insert('Contact', { Name: text('Half') }),
			await insert('Contact', { Name: text('Half') }),
		];
		site.resetStats();
		const body = updateOf({ Age: parameter(INTEGER, 9), Account: parameter(LOOKUP, MISSING) }, 'Half');
		expect(await refused('UpdateQuery', body)).toContain('500 DbOperationException: 23503');
		expect(ids.map((id) => row('Contact', id)?.Age)).toEqual([0, 0]);
		expect(site.stats.writes).toEqual({});
		expect(await refused('UpdateQuery', updateOf({}, 'Half'))).toContain('500');
	});
});

describe('DeleteQuery', () => {
	const deletion = (name: string) => ({
		rootSchemaName: 'City',
		operationType: 3,
		filters: group(0, compare('Name', 3, text(name))),
	});

	it('removes what matches', async () => {
		const ids = [await insert('City', { Name: text('Gone') }), await insert('City', { Name: text('gone') })];
		site.resetStats();
		expect(await done('DeleteQuery', deletion('GONE'))).toEqual({
			responseStatus: { ErrorCode: '', Message: '', Errors: [] },
			rowsAffected: 2,
			nextPrcElReady: false,
			success: true,
		});
		expect(site.stats.writes.City?.deleted.sort()).toEqual([...ids].sort());
		expect((await done('DeleteQuery', deletion('Gone'))).rowsAffected).toBe(0);
	});

	it('is refused without filters that count', async () => {
		const off = { ...compare('Name', 3, text('x')), isEnabled: false };
		for (const filters of [undefined, null, group(0), group(0, off)]) {
			expect(await refused('DeleteQuery', { rootSchemaName: 'City', filters })).toContain(
				'500 InvalidOperationException',
			);
		}
		expect(site.store.count('City')).toBeGreaterThan(0);
	});

	it('keeps all rows when one of them is still wanted', async () => {
		const free = await insert('City', { Name: text('Wanted') });
		const used = await insert('City', { Name: text('Wanted') });
		site.store.insert('Contact', { Name: 'Citizen', CityId: used });
		site.resetStats();
		expect(await refused('DeleteQuery', deletion('Wanted'))).toMatch(
			/^500 DbOperationException: 23503: update or delete on table "City" violates foreign key constraint/,
		);
		expect(row('City', free)).toBeDefined();
		expect(site.stats.writes).toEqual({});
	});
});

describe('out of reach', () => {
	const read = (rootSchemaName: string) => ({ rootSchemaName, columns: columns('Id') });

	it('are restricted objects', async () => {
		for (const name of ['SysLastUserPassword', 'SysPackageDependency', 'SysLicUser', 'OAuthTokenStorage']) {
			const { status, body } = await ask('SelectQuery', read(name));
			expect([status, body]).toEqual([
				200,
				{ success: false, errorInfo: { errorCode: 'AccessDenied', message: `Access to ${name} is denied` } },
			]);
		}
		for (const name of ['SysAdminUnit', 'SysUserInRole', 'VwSysSchemaInWorkspace', 'SysSettings']) {
			const { status, body } = await ask('InsertQuery', insertOf(name, { Name: text('X') }));
			expect([status, body.errorInfo?.errorCode]).toEqual([200, 'AccessDenied']);
		}
		for (const name of [
			'SysAdminUnit',
			'SysSettings',
			'SysSettingsValue',
			'SysPackage',
			'SysLicPackageNames',
		]) {
			expect((await ask('SelectQuery', read(name))).body.success).toBe(true);
		}
		site.switches.restrictedSelect = ['SysSchema'];
		const { body } = await ask('SelectQuery', read('SysSchema'));
		expect(body.errorInfo?.message).toBe('Access to SysSchema is denied');
		expect((await ask('SelectQuery', read('SysPackage'))).body.success).toBe(true);
	});

	it('are unknown objects', async () => {
		for (const name of ['Nope', 'contact', '', undefined]) {
			expect(await refused('SelectQuery', { rootSchemaName: name })).toContain('200 ItemNotFoundException');
		}
	});

	it('are writes without rights', async () => {
		const reader = asker(await signedIn(site, USERS.readOnly));
		expect((await reader('SelectQuery', read('City'))).body.success).toBe(true);
		const body = insertOf('City', { Name: text('X') });
		const attempts: Array<[string, object]> = [
			['InsertQuery', body],
			['UpdateQuery', body],
			['DeleteQuery', body],
		];
		for (const [operation, attempt] of attempts) {
			expect(await refused(operation, attempt, reader)).toContain('200 SecurityException: Current user');
		}
		site.switches.noRightsStatus = 403;
		expect(await refused('InsertQuery', body, reader)).toContain('403 SecurityException');
		site.switches.noRightsStatus = 200;
		expect(site.stats.writes).toEqual({});
	});

	it('are views, silently', async () => {
		const { status, body } = await ask('InsertQuery', insertOf('VwQueueItem', { Name: text('X') }));
		expect([status, body]).toEqual([200, { success: false }]);
	});
});

describe('bodies that cannot be read', () => {
	const send = async (raw: string, type = 'application/json') => {
		const call = await signedIn(site);
		const answer = await call('POST', '/0/DataService/json/SyncReply/SelectQuery', {
			raw,
			headers: { 'Content-Type': type },
		});
		return `${answer.status} ${answer.json<Result>().responseStatus?.ErrorCode ?? ''}`;
	};

	it.each(['[]', '"x"', 'null', '5', ' '])('%s', async (raw) => {
		expect(await send(raw)).toBe('400 SerializationException');
	});

	it.each(['', '{', '{}', '{"rootSchemaName":5}', '{"rootSchemaName":{}}'])(
		'%s is an empty query',
		async (raw) => {
			expect(await send(raw)).toBe('200 ItemNotFoundException');
		},
	);

	it('by a switch', async () => {
		site.switches.malformedStatus = 500;
		expect(await send('[')).toBe('500 SerializationException');
		site.switches.malformedStatus = 400;
	});

	it('nested without end', async () => {
		const deep = (levels: number) =>
			`{"rootSchemaName":"City","filters":${'{"filterType":6,"items":{"a":'.repeat(levels)}{}${'}}'.repeat(levels)}}`;
		expect(await send(deep(5))).toBe('500 NotSupportedException');
		expect(await send(deep(400))).toBe('500 NotSupportedException');
		expect(await send(deep(100_000))).toBe('500 InsufficientExecutionStackException');
	});
});

it('says that the password has expired', async () => {
	site.switches.passwordExpired = true;
	const { status, body } = await ask('SelectQuery', { rootSchemaName: 'City', columns: columns('Id') });
	site.switches.passwordExpired = false;
	expect([status, body]).toEqual([
		200,
		{
			responseStatus: { ErrorCode: '5', Message: 'Your password has expired.', Errors: [] },
			rows: [],
			success: false,
		},
	]);
});
