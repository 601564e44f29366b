import { request, signedIn } from '../testSupport';
import { type Emulator, FIXED, startEmulator, USERS } from '..';
import {
	aggregate,
	type Ask,
	asker,
	column,
	columns,
	compare,
	date,
	group,
	INTEGER,
	LOOKUP,
	macros,
	parameter,
	type Result,
	TEXT,
} from './testSupport';

let site: Emulator;
let ask: Ask;
beforeAll(async () => {
	site = await startEmulator({ sampleData: false, clock: () => new Date('2024-03-15T12:30:00Z') });
	ask = asker(await signedIn(site));
});
afterAll(() => site.stop());

const CUSTOMER = FIXED.accountTypeCustomer;

async function select(body: object): Promise<Result> {
	const answer = await ask('SelectQuery', body);
	if (answer.body.success !== true) throw new Error(answer.text);
	return answer.body;
}

async function refused(body: object): Promise<string> {
	const { status, body: answer } = await ask('SelectQuery', body);
	expect(answer.success).toBe(false);
	return `${status} ${answer.responseStatus?.ErrorCode ?? ''}: ${answer.responseStatus?.Message ?? ''}`;
}

const byName = (name: string) => group(0, compare('Name', 3, parameter(TEXT, name)));

describe('recorded answers', () => {
	it('select-account-200.http: the primary column and the logo come along', async () => {
		const { responseStatus, ...answer } = await select({
			RootSchemaName: 'Account',
			columns: { items: { Name: { expression: { columnPath: 'Name' } } } },
		});
		expect(responseStatus).toEqual({ ErrorCode: '', Message: '', Errors: [] });
		expect(JSON.stringify(answer)).toBe(
			JSON.stringify({
				rowConfig: {
					Id: { dataValueType: 0 },
					Name: { dataValueType: 1 },
					AccountLogo: { dataValueType: 16, isLookup: true, referenceSchemaName: 'SysImage' },
				},
				rows: [
					{ Name: 'Accom (sample)', Id: FIXED.accom, AccountLogo: '' },
					{ Name: 'Our company', Id: FIXED.ourCompany, AccountLogo: '' },
				],
				notFoundColumns: [],
				rowsAffected: 2,
				nextPrcElReady: false,
				success: true,
			}),
		);
	});

	it('select-contact-7x.json: aliases with spaces, no status on an old site', async () => {
		const old = await startEmulator({ version: '7.18', sampleData: false });
		const answer = await asker(await signedIn(old))('SelectQuery', {
			rootSchemaName: 'Contact',
			columns: columns(
				['Contact Name', { expression: column('Name') }],
				['Contact Email', { expression: column('Email') }],
			),
			filters: byName('Andrew Baker (sample)'),
		});
		await old.stop();
		expect(JSON.stringify(answer.body)).toBe(
			JSON.stringify({
				rowConfig: {
					Id: { dataValueType: 0 },
					'Contact Name': { dataValueType: 1 },
					'Contact Email': { dataValueType: 1 },
					Photo: { dataValueType: 16, isLookup: true, referenceSchemaName: 'SysImage' },
				},
				rows: [
					{
						'Contact Name': 'Andrew Baker (sample)',
						'Contact Email': 'andrew.baker@ac.com',
						Id: FIXED.andrewBaker,
						Photo: '',
					},
				],
				notFoundColumns: [],
				rowsAffected: 1,
				nextPrcElReady: false,
				success: true,
			}),
		);
	});
});

describe('addresses', () => {
	const body = { rootSchemaName: 'City', columns: columns('Name'), rowCount: 1 };

	it('are found in any letter case, under reply as well, by POST only', async () => {
		const call = await signedIn(site);
		expect((await call('POST', '/0/dataservice/JSON/reply/selectquery', { body })).json()).toMatchObject({
			rowsAffected: 1,
		});
		expect((await call('GET', '/0/DataService/json/SyncReply/SelectQuery')).status).toBe(405);
		expect((await call('POST', '/0/DataService/json/SyncReply/NopeQuery', { body })).status).toBe(404);
		expect((await call('POST', '/DataService/json/SyncReply/SelectQuery', { body })).status).toBe(404);
	});

	it('need no workspace number on .NET', async () => {
		const net = await startEmulator({ hosting: 'net', sampleData: false });
		const call = await signedIn(net);
		const answer = await call('POST', '/DataService/json/SyncReply/SelectQuery', { body });
		await net.stop();
		expect(answer.json()).toMatchObject({ rowsAffected: 1, success: true });
	});

	it('need a session and its token', async () => {
		const url = `${site.url}/0/DataService/json/SyncReply/SelectQuery`;
		expect((await request(url, 'POST', { body, headers: { ForceUseSession: 'true' } })).status).toBe(401);
		const call = await signedIn(site);
		const without = { body, headers: { BPMCSRF: undefined } };
		expect((await call('POST', '/0/DataService/json/SyncReply/SelectQuery', without)).status).toBe(403);
	});
});

describe('columns', () => {
	it('follow lookups, and lookups carry their text and picture', async () => {
		const picture = site.store.insert('SysImage', { Name: 'face.png' });
		const owner = site.store.insert('Contact', { Name: 'Face', PhotoId: picture, AccountId: FIXED.accom });
		site.store.insert('Contact', { Name: 'Owned', OwnerId: owner });
		const paths = ['Account', 'Account.Name', 'Account.Type.Name', 'Account.Type', 'Account.Id', 'Owner'];
		const rows = async (name: string) =>
			(await select({ rootSchemaName: 'Contact', columns: columns(...paths), filters: byName(name) }))
				.rows[0];
		expect(await rows('Face')).toEqual({
			Id: owner,
			Photo: { value: picture, displayValue: 'face.png', primaryImageValue: '' },
			Account: { value: FIXED.accom, displayValue: 'Accom (sample)', primaryImageValue: '' },
			'Account.Name': 'Accom (sample)',
			'Account.Type.Name': 'Customer',
			'Account.Type': { value: CUSTOMER, displayValue: 'Customer', primaryImageValue: '' },
			'Account.Id': FIXED.accom,
			Owner: '',
		});
		expect(await rows('Owned')).toMatchObject({
			Account: '',
			'Account.Name': '',
			'Account.Type': '',
			'Account.Id': '',
			Owner: { value: owner, displayValue: 'Face', primaryImageValue: picture },
		});
	});

	it('have their type in rowConfig', async () => {
		const { rowConfig } = await select({
			rootSchemaName: 'Contact',
			columns: columns(
				'Name',
				'Account',
				'BirthDate',
				'CreatedOn',
				'Age',
				'Confirmed',
				'Notes',
				'Account.Id',
			),
		});
		expect(rowConfig).toEqual({
			Id: { dataValueType: 0 },
			Name: { dataValueType: 1 },
			Account: { dataValueType: 10, isLookup: true, referenceSchemaName: 'Account' },
			BirthDate: { dataValueType: 8 },
			CreatedOn: { dataValueType: 7 },
			Age: { dataValueType: 4 },
			Confirmed: { dataValueType: 12 },
			Notes: { dataValueType: 1 },
			'Account.Id': { dataValueType: 0 },
			Photo: { dataValueType: 16, isLookup: true, referenceSchemaName: 'SysImage' },
		});
	});

	it('can be all of the object', async () => {
		const { rows, rowConfig } = await select({
			rootSchemaName: 'Contact',
			allColumns: true,
			filters: byName('Andrew Baker (sample)'),
		});
		expect(rows[0]).toMatchObject({ Id: FIXED.andrewBaker, Age: 0, Confirmed: true, Surname: 'Baker' });
		expect(rows[0]).toHaveProperty('Account.displayValue', 'Accom (sample)');
		expect(rows[0]).not.toHaveProperty('AccountId');
		expect(Object.keys(rowConfig)).toEqual(Object.keys(rows[0] ?? {}));
	});

	it('are keys only with ignoreDisplayValues', async () => {
		const { rows } = await select({
			rootSchemaName: 'Contact',
			columns: columns('Account', 'Owner'),
			ignoreDisplayValues: true,
			filters: byName('Andrew Baker (sample)'),
		});
		expect(rows[0]).toMatchObject({ Account: FIXED.accom, Owner: FIXED.supervisorContact, Photo: '' });
	});

	it('that are unknown are listed; unknown joins fail', async () => {
		const body = (...paths: string[]) => ({ rootSchemaName: 'Contact', columns: columns('Name', ...paths) });
		const answer = await select(body('Foo', 'AccountId', 'name'));
		expect(answer.notFoundColumns).toEqual(['Foo', 'AccountId', 'name']);
		expect(Object.keys(answer.rows[0] ?? {})).toEqual(['Name', 'Id', 'Photo']);
		expect(await refused(body('Account.Foo'))).toBe(
			'200 ItemNotFoundException: Column by path Account.Foo not found in schema Contact.',
		);
		for (const path of [
			'Name.Foo',
			'Account..Name',
			'[Nope:Contact].Id',
			'[Activity:Nope].Id',
			'Account/Name',
		]) {
			expect(await refused(body(path))).toContain(`Column by path ${path} not found`);
		}
		site.switches.unknownColumn = 'error';
		site.switches.unknownPathStatus = 500;
		expect(await refused(body('Foo'))).toBe(
			'500 ItemNotFoundException: Column by path Foo not found in schema Contact.',
		);
		site.switches.unknownColumn = 'notFoundColumns';
		site.switches.unknownPathStatus = 200;
	});

	it('are not added twice', async () => {
		const body = {
			rootSchemaName: 'Contact',
			columns: columns(['Key', { expression: column('Id') }], ['Picture', { expression: column('Photo') }]),
		};
		expect(Object.keys((await select(body)).rowConfig)).toEqual(['Key', 'Picture']);
	});

	it('know macros for the primary ones, lengths and arithmetic', async () => {
		const expression = (one: object) => ({ expression: one });
		const arithmetic = (arithmeticOperation: number, left: object, right: object) => ({
			expressionType: 4,
			arithmeticOperation,
			leftArithmeticOperand: left,
			rightArithmeticOperand: right,
		});
		const five = parameter(INTEGER, 5);
		const { rows, rowConfig } = await select({
			rootSchemaName: 'Contact',
			columns: columns(
				['key', expression(macros(34))],
				['text', expression(macros(35))],
				['image', expression(macros(36))],
				['user', expression(macros(1))],
				['me', expression(macros(2))],
				['length', expression({ expressionType: 1, functionType: 4, functionArgument: column('Name') })],
				['plus', expression(arithmetic(0, column('Completeness'), five))],
				['minus', expression(arithmetic(1, column('Completeness'), five))],
				['times', expression(arithmetic(2, column('Completeness'), parameter(5, 0.5)))],
				['by', expression(arithmetic(3, column('Completeness'), parameter(INTEGER, 7)))],
			),
			filters: byName('Supervisor'),
		});
		expect(rows[0]).toEqual({
			key: FIXED.supervisorContact,
			text: 'Supervisor',
			image: '',
			user: FIXED.supervisorUser,
			me: FIXED.supervisorContact,
			length: 10,
			plus: 95,
			minus: 85,
			times: 45,
			by: 12,
		});
		expect(rowConfig).toMatchObject({ length: { dataValueType: 4 }, times: { dataValueType: 5 } });
	});
});

describe('reverse paths', () => {
	let contact: string;
	let account: string;
	beforeAll(() => {
		account = site.store.insert('Account', { Name: 'Parent of three' });
		contact = site.store.insert('Contact', { Name: 'Busy', AccountId: account });
		site.store.insert('Contact', { Name: 'Idle', AccountId: account });
		for (const [index, title] of ['One', 'Two', 'Two'].entries()) {
			site.store.insert('Activity', {
				Title: title,
				ContactId: contact,
				DurationInMinutes: (index + 1) * 10,
				StartDate: `2024-01-0${index + 1}T00:00:00Z`,
			});
		}
	});

	const names = group(
		1,
		compare('Name', 3, parameter(TEXT, 'Busy')),
		compare('Name', 3, parameter(TEXT, 'Idle')),
	);

	it.each(['[Activity:Contact].Title', '[Activity:Contact:Id].Title'])('%s joins', async (path) => {
		const { rows } = await select({
			rootSchemaName: 'Contact',
			columns: columns('Name', ['Title', { expression: column(path), orderDirection: 1 }]),
			filters: names,
		});
		expect(rows.map(({ Name, Title }) => `${String(Name)} ${String(Title)}`)).toEqual(
			expect.arrayContaining(['Busy One', 'Busy Two', 'Busy Two', 'Idle ']),
		);
		expect(rows).toHaveLength(4);
	});

	it('join by any column, after lookups too', async () => {
		const { rows } = await select({
			rootSchemaName: 'Contact',
			columns: columns(
				['Company', { expression: column('[Account:Id:Account].Name') }],
				['Colleague', { expression: column('Account.[Contact:Account].Name') }],
			),
			filters: byName('Busy'),
		});
		expect(rows.map(({ Company, Colleague }) => [Company, Colleague]).sort()).toEqual([
			['Parent of three', 'Busy'],
			['Parent of three', 'Idle'],
		]);
	});

	const subQuery = (aggregationType: number, columnPath: string, more = {}) => ({
		expression: { expressionType: 3, functionType: 2, aggregationType, columnPath, ...more },
	});

	it('are counted and summed by sub-queries, with filters', async () => {
		const { rows, rowConfig } = await select({
			rootSchemaName: 'Contact',
			columns: columns(
				['Name', { expression: column('Name'), orderDirection: 1 }],
				['Count', subQuery(1, '[Activity:Contact].Id')],
				['Kinds', subQuery(1, '[Activity:Contact].Title', { aggregationEvalType: 2 })],
				['Minutes', subQuery(2, '[Activity:Contact:Id].DurationInMinutes')],
				['Average', subQuery(3, '[Activity:Contact].DurationInMinutes')],
				['First', subQuery(4, '[Activity:Contact].StartDate')],
				['Last', subQuery(5, '[Activity:Contact].StartDate')],
				[
					'Twos',
					subQuery(1, '[Activity:Contact].Id', {
						subFilters: group(0, compare('Title', 3, parameter(TEXT, 'two'))),
					}),
				],
				['Colleagues', subQuery(1, 'Account.[Contact:Account].Id')],
			),
			filters: names,
		});
		expect(rows.map(({ Id: _id, Photo: _photo, ...row }) => row)).toEqual([
			{
				Name: 'Busy',
				Count: 3,
				Kinds: 2,
				Minutes: 60,
				Average: 20,
				First: '2024-01-01T00:00:00.000',
				Last: '2024-01-03T00:00:00.000',
				Twos: 2,
				Colleagues: 2,
			},
			{
				Name: 'Idle',
				Count: 0,
				Kinds: 0,
				Minutes: 0,
				Average: 0,
				First: '',
				Last: '',
				Twos: 0,
				Colleagues: 2,
			},
		]);
		expect(rowConfig).toMatchObject({ Count: { dataValueType: 4 }, First: { dataValueType: 7 } });
	});

	it('of a sub-query need a bracket, and something to aggregate', async () => {
		const body = (one: object) => ({ rootSchemaName: 'Contact', columns: columns(['X', one]) });
		expect(await refused(body(subQuery(1, 'Account.Id')))).toContain('ItemNotFoundException');
		expect(await refused(body(subQuery(0, '[Activity:Contact].Id')))).toContain('NotSupportedException');
		expect(await refused(body(subQuery(2, '[Activity:Contact].Title')))).toBe(
			'500 DbOperationException: 42883: function sum(text) does not exist',
		);
	});

	it('can be filtered by: a comparison with a sub-query', async () => {
		const count = subQuery(1, '[Activity:Contact].Id').expression;
		const { rows } = await select({
			rootSchemaName: 'Contact',
			columns: columns('Name'),
			filters: group(0, names, compare(count, 7, parameter(INTEGER, 2), { isAggregative: true })),
		});
		expect(rows.map(({ Name }) => Name)).toEqual(['Busy']);
	});
});

describe('aggregation', () => {
	beforeAll(() => {
		for (const [name, age, type] of [
			['g1', 20, FIXED.contactTypeCustomer],
			['g2', 30, FIXED.contactTypeCustomer],
			['g3', 30, null],
		] as const) {
			site.store.insert('Contact', { Name: name, Age: age, TypeId: type, JobTitle: 'grouped' });
		}
	});
	const filters = group(0, compare('JobTitle', 3, parameter(TEXT, 'grouped')));

	it('over all rows gives one, without an added Id', async () => {
		const { rows, rowConfig } = await select({
			rootSchemaName: 'Contact',
			columns: columns(
				['n', { expression: aggregate(1, 'Id') }],
				['ages', { expression: aggregate(1, 'Age', 2) }],
				['types', { expression: aggregate(1, 'Type') }],
				['sum', { expression: aggregate(2, 'Age', 1) }],
				['distinct', { expression: aggregate(2, 'Age', 2) }],
				['avg', { expression: aggregate(3, 'Age') }],
				['min', { expression: aggregate(4, 'Age') }],
				['max', { expression: aggregate(5, 'Name') }],
			),
			filters,
		});
		expect(rows).toEqual([
			{ n: 3, ages: 2, types: 2, sum: 80, distinct: 50, avg: expect.closeTo(26.667, 2), min: 20, max: 'g3' },
		]);
		expect(rowConfig).toMatchObject({
			n: { dataValueType: 4 },
			avg: { dataValueType: 5 },
			max: { dataValueType: 1 },
		});
	});

	it('groups by the other columns, and sorts by the result', async () => {
		const { rows } = await select({
			rootSchemaName: 'Contact',
			columns: columns('Type', ['n', { expression: aggregate(1, 'Id'), orderDirection: 2 }]),
			filters,
		});
		expect(rows).toEqual([
			{
				Type: { value: FIXED.contactTypeCustomer, displayValue: 'Customer', primaryImageValue: '' },
				n: 2,
			},
			{ Type: '', n: 1 },
		]);
	});

	it('of nothing is 0, or an empty date', async () => {
		const { rows } = await select({
			rootSchemaName: 'Contact',
			columns: columns(
				['n', { expression: aggregate(1, 'Id') }],
				['s', { expression: aggregate(2, 'Age') }],
				['d', { expression: aggregate(5, 'CreatedOn') }],
			),
			filters: byName('nobody'),
		});
		expect(rows).toEqual([{ n: 0, s: 0, d: '' }]);
	});

	it('has no place in filters, nor over what cannot be summed', async () => {
		const body = { rootSchemaName: 'Contact', columns: columns('Name') };
		const having = { ...body, filters: group(0, compare(aggregate(1, 'Id'), 7, parameter(INTEGER, 1))) };
		expect(await refused(having)).toContain('42803: aggregate functions are not allowed in WHERE');
		const sum = {
			rootSchemaName: 'Contact',
			columns: columns(['s', { expression: aggregate(2, 'Account') }]),
		};
		expect(await refused(sum)).toContain('42883: function sum(uuid) does not exist');
	});

	it('sums money without binary dust', async () => {
		for (const price of [0.1, 0.2]) site.store.insert('Product', { Name: 'dust', Price: price });
		const { rows } = await select({
			rootSchemaName: 'Product',
			columns: columns(['s', { expression: aggregate(2, 'Price') }]),
			filters: byName('dust'),
		});
		expect(rows).toEqual([{ s: 0.3 }]);
	});

	it('isDistinct drops equal rows and adds no Id', async () => {
		const { rows } = await select({
			rootSchemaName: 'Contact',
			columns: columns(['Age', { expression: column('Age'), orderDirection: 2 }]),
			isDistinct: true,
			filters,
		});
		expect(rows).toEqual([{ Age: 30 }, { Age: 20 }]);
	});
});

describe('dates', () => {
	let kyiv: Ask;
	let id: string;
	beforeAll(async () => {
		kyiv = asker(await signedIn(site, USERS.inKyiv));
		id = site.store.insert('Contact', {
			Name: 'Dated',
			CreatedOn: new Date('2024-07-01T21:30:00.340Z'),
			BirthDate: '2000-02-29T00:00:00Z',
		});
	});
	const body = {
		rootSchemaName: 'Contact',
		columns: columns('CreatedOn', 'BirthDate'),
		filters: byName('Dated'),
	};

	it('come in the zone of the session, milliseconds and no zone', async () => {
		expect((await select(body)).rows[0]).toMatchObject({
			CreatedOn: '2024-07-01T21:30:00.340',
			BirthDate: '2000-02-29T00:00:00.000',
		});
		expect((await kyiv('SelectQuery', body)).body.rows[0]).toMatchObject({
			CreatedOn: '2024-07-02T00:30:00.340',
			BirthDate: '2000-02-29T00:00:00.000',
		});
	});

	it('follow the clocks of the zone, not one offset', async () => {
		const winter = site.store.insert('Contact', {
			Name: 'Winter',
			CreatedOn: new Date('2024-01-01T21:30:00Z'),
		});
		const { rows } = (await kyiv('SelectQuery', { ...body, filters: byName('Winter') })).body;
		expect(rows[0]).toMatchObject({ Id: winter, CreatedOn: '2024-01-01T23:30:00.000' });
	});

	it('are returned by userTimezoneOffset', async () => {
		const offsetOf = async (user: { name: string; password: string }) => {
			const path = '/0/ServiceModel/ApplicationInfoService.svc/GetApplicationInfo';
			const answer = await (await signedIn(site, user))('POST', path, { body: {} });
			return answer.json<{ applicationInfo: { sysValues: { userTimezoneOffset: number } } }>().applicationInfo
				.sysValues.userTimezoneOffset;
		};
		expect(await offsetOf(USERS.inKyiv)).toBe(120);
		expect(await offsetOf(USERS.supervisor)).toBe(0);
	});

	it('follow the offset of the sign-in when the profile has no zone', async () => {
		const login = await request(`${site.url}/ServiceModel/AuthService.svc/Login`, 'POST', {
			body: { UserName: 'Supervisor', UserPassword: 'Supervisor', TimeZoneOffset: 300 },
		});
		const cookies = login.headers.getSetCookie().map((one) => one.split(';')[0] ?? '');
		const token = cookies.find((one) => one.startsWith('BPMCSRF='))?.slice(8);
		const answer = await request(`${site.url}/0/DataService/json/SyncReply/SelectQuery`, 'POST', {
			body,
			headers: { Cookie: cookies.join('; '), BPMCSRF: token },
		});
		expect(answer.json<Result>().rows[0]?.CreatedOn).toBe('2024-07-01T16:30:00.340');
	});

	it('are empty texts when empty, or missing', async () => {
		const empty = { ...body, columns: columns('BirthDate'), filters: byName('Supervisor') };
		expect((await select(empty)).rows[0]?.BirthDate).toBe('');
		site.switches.emptyDateCell = 'absent';
		expect((await select(empty)).rows[0]).not.toHaveProperty('BirthDate');
		site.switches.emptyDateCell = 'text';
	});

	it('have parts in the zone of the session', async () => {
		const part = (datePartType: number) => ({
			expression: { expressionType: 1, functionType: 3, datePartType, functionArgument: column('CreatedOn') },
		});
		const parts = {
			...body,
			columns: columns(
				['day', part(1)],
				['week', part(2)],
				['month', part(3)],
				['year', part(4)],
				['weekday', part(5)],
				['hour', part(6)],
				['time', part(7)],
			),
		};
		expect((await select(parts)).rows[0]).toMatchObject({
			Id: id,
			day: 1,
			week: 27,
			month: 7,
			year: 2024,
			weekday: 1,
			hour: 21,
			time: '0001-01-01T21:30:00.000',
		});
		expect((await kyiv('SelectQuery', parts)).body.rows[0]).toMatchObject({ day: 2, weekday: 2, hour: 0 });
	});
});

describe('order and paging', () => {
	const NAMES = ['b', 'a', 'C', 'a', 'd'];
	beforeAll(() => {
		for (const name of NAMES) {
			site.store.insert('Contact', {
				Name: name,
				JobTitle: 'paged',
				AccountId: name === 'b' ? FIXED.accom : name === 'd' ? FIXED.ourCompany : null,
			});
		}
	});
	const filters = group(0, compare('JobTitle', 3, parameter(TEXT, 'paged')));
	const sorted = (path: string, orderDirection: number, orderPosition?: number): [string, object] => [
		path,
		{ expression: column(path), orderDirection, orderPosition },
	];
	const page = (more: object, ...wanted: Array<string | [string, object]>) =>
		select({ rootSchemaName: 'Contact', columns: columns(...wanted), filters, ...more });
	const namesOf = ({ rows }: Result) => rows.map(({ Name }) => String(Name)).join('');

	it('sorts without letter case, by positions, both ways', async () => {
		expect(namesOf(await page({}, sorted('Name', 1)))).toBe('aabCd');
		expect(namesOf(await page({}, sorted('Name', 2)))).toBe('dCbaa');
		const both = await page({}, sorted('Name', 2, 2), sorted('Account.Name', 1, 1));
		expect(namesOf(both)).toBe('bdCaa');
		expect(namesOf(await page({}, sorted('Account', 2), sorted('Name', 1, 1)))).toBe('aaCdb');
	});

	it('limits and skips', async () => {
		expect(namesOf(await page({ rowCount: 2 }, sorted('Name', 1)))).toBe('aa');
		expect(namesOf(await page({ rowCount: 2, rowsOffset: 3 }, sorted('Name', 1)))).toBe('Cd');
		expect((await page({ rowCount: -1, rowsOffset: -1 }, 'Name')).rowsAffected).toBe(5);
	});

	it.each([{ rowCount: 0 }, { rowCount: -2 }, { rowsOffset: -5 }])('%j is refused', async (more) => {
		expect(await refused({ rootSchemaName: 'Contact', columns: columns('Name'), ...more })).toContain(
			'500 ArgumentOutOfRangeException',
		);
	});

	it('cuts at the cap in silence', async () => {
		const small = await startEmulator({ sampleData: false, pageCap: 2 });
		const send = asker(await signedIn(small));
		const all = await send('SelectQuery', { rootSchemaName: 'Contact', columns: columns('Name') });
		const more = await send('SelectQuery', {
			rootSchemaName: 'Contact',
			columns: columns('Name'),
			rowCount: 50,
		});
		await small.stop();
		expect([all.body.rowsAffected, more.body.rowsAffected]).toEqual([2, 2]);
	});

	it('promises nothing about pages of rows that the order leaves equal', async () => {
		const ids = async (more: object) => (await page({ ...more }, 'Id')).rows.map(({ Id }) => Id);
		const walked = [
			...(await ids({ rowCount: 3, rowsOffset: 0 })),
			...(await ids({ rowCount: 3, rowsOffset: 3 })),
		];
		expect(new Set(walked).size).toBeLessThan(5);
		const steady = await page({ rowCount: 5 }, ['Id', { expression: column('Id'), orderDirection: 1 }]);
		expect(new Set(steady.rows.map(({ Id }) => Id)).size).toBe(5);
		site.switches.stableOrder = true;
		const stable = [
			...(await ids({ rowCount: 3, rowsOffset: 0 })),
			...(await ids({ rowCount: 3, rowsOffset: 3 })),
		];
		site.switches.stableOrder = false;
		expect(new Set(stable).size).toBe(5);
	});

	it('goes on behind the last row', async () => {
		const seen: string[] = [];
		let conditionalValues: object | null = null;
		for (let turn = 0; turn < 4; turn++) {
			const { rows } = await page({ rowCount: 2, isPageable: true, conditionalValues }, sorted('Name', 2));
			const last = rows.at(-1);
			if (!last) break;
			seen.push(...rows.map(({ Id, Name }) => `${String(Name)} ${String(Id)}`));
			conditionalValues = { items: { Name: parameter(TEXT, last.Name), Id: parameter(0, last.Id) } };
		}
		expect(seen.map((one) => one.charAt(0)).join('')).toBe('dCbaa');
		expect(new Set(seen).size).toBe(5);
	});

	it('skips equal rows when the primary column is not given', async () => {
		const conditionalValues = { items: { Name: parameter(TEXT, 'a') } };
		expect(namesOf(await page({ isPageable: true, conditionalValues }, sorted('Name', 1)))).toBe('bCd');
	});

	it('wants every value of the order, and nothing else', async () => {
		const body = (more: object) => ({
			rootSchemaName: 'Contact',
			columns: columns(sorted('Name', 1)),
			isPageable: true,
			...more,
		});
		const onlyId = { items: { Id: parameter(0, FIXED.accom) } };
		expect(await refused(body({ conditionalValues: onlyId }))).toContain('NullReferenceException');
		const other = { items: { Name: parameter(TEXT, 'a'), Age: parameter(INTEGER, 1) } };
		expect(await refused(body({ conditionalValues: other }))).toContain('ItemNotFoundException');
		const name = { items: { Name: parameter(TEXT, 'a') } };
		expect(await refused(body({ conditionalValues: name, isPageable: false }))).toContain('NotSupported');
	});

	it('sorts and goes on by lookups as they are shown', async () => {
		const conditionalValues = { items: { Account: parameter(TEXT, 'Accom (sample)') } };
		const more = { isPageable: true, conditionalValues };
		expect(namesOf(await page(more, sorted('Account', 1), 'Name'))).toBe('d');
	});

	it('pages by dates in the zone of the session', async () => {
		const kyiv = asker(await signedIn(site, USERS.inKyiv));
		for (const minute of [1, 2, 3]) {
			site.store.insert('City', { Name: 'Timed', CreatedOn: new Date(`2024-07-01T10:0${minute}:00Z`) });
		}
		const { body } = await kyiv('SelectQuery', {
			rootSchemaName: 'City',
			columns: columns(sorted('CreatedOn', 1)),
			isPageable: true,
			conditionalValues: { items: { CreatedOn: date('2024-07-01T13:02:00.000') } },
			filters: byName('Timed'),
		});
		expect(body.rows.map(({ CreatedOn }) => CreatedOn)).toEqual(['2024-07-01T13:03:00.000']);
	});
});

it('hides deactivated rows where that is set', async () => {
	for (const inactive of [true, false]) {
		site.store.insert('LeadStatus', { Name: 'Deactivated?', RecordInactive: inactive });
	}
	const body = { rootSchemaName: 'LeadStatus', columns: columns('Name'), filters: byName('Deactivated?') };
	expect((await select(body)).rowsAffected).toBe(2);
	expect((await select({ ...body, useRecordDeactivation: true })).rowsAffected).toBe(1);
	expect(
		(await select({ rootSchemaName: 'City', columns: columns('Name'), useRecordDeactivation: true })).success,
	).toBe(true);
});

it('reads names of members in any letter case', async () => {
	const { rows } = await select({
		RootSchemaName: 'Account',
		OperationType: 0,
		COLUMNS: {
			Items: { name: { Expression: { ExpressionType: 0, ColumnPath: 'Name' }, OrderDirection: 2 } },
		},
		RowCount: 1,
		Filters: {
			FilterType: 4,
			ComparisonType: 3,
			IsEnabled: true,
			LeftExpression: { ColumnPath: 'Type' },
			RightExpressions: [{ ExpressionType: 2, Parameter: { DataValueType: LOOKUP, Value: CUSTOMER } }],
		},
	});
	expect(rows[0]).toMatchObject({ name: 'Accom (sample)' });
	// Of two the last counts.
	const twice = await select({
		rootSchemaName: 'Contact',
		RootSchemaName: 'Account',
		allColumns: true,
		rowCount: 1,
	});
	expect(twice.rows[0]).toHaveProperty('Ownership');
});

it('answers in PascalCase where that is set', async () => {
	site.switches.answerCasing = 'pascal';
	const { text } = await ask('SelectQuery', {
		rootSchemaName: 'Contact',
		columns: columns(['myName', { expression: column('Name') }], 'Account'),
		filters: byName('Andrew Baker (sample)'),
	});
	site.switches.answerCasing = 'camel';
	expect(JSON.parse(text)).toEqual({
		ResponseStatus: { ErrorCode: '', Message: '', Errors: [] },
		RowConfig: {
			Id: { DataValueType: 0 },
			myName: { DataValueType: 1 },
			Account: { DataValueType: 10, IsLookup: true, ReferenceSchemaName: 'Account' },
			Photo: { DataValueType: 16, IsLookup: true, ReferenceSchemaName: 'SysImage' },
		},
		Rows: [
			{
				myName: 'Andrew Baker (sample)',
				Account: { Value: FIXED.accom, DisplayValue: 'Accom (sample)', PrimaryImageValue: '' },
				Id: FIXED.andrewBaker,
				Photo: '',
			},
		],
		NotFoundColumns: [],
		RowsAffected: 1,
		NextPrcElReady: false,
		Success: true,
	});
});
