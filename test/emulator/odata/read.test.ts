import {
	odata,
	type ODataErrorBody,
	request,
	sample,
	sampleLines,
	type Send,
	signedIn,
} from '../testSupport';
import { AWKWARD_NAMES, type Emulator, FIXED, startEmulator, TWIN_CONTACT_NAME } from '..';

let site: Emulator;
let call: Send;
beforeAll(async () => {
	site = await startEmulator();
	call = await signedIn(site);
});
afterAll(() => site.stop());

interface Page<T = Record<string, unknown>> {
	'@odata.context': string;
	'@odata.count'?: number;
	'@odata.nextLink'?: string;
	value: T[];
}

async function page<T = Record<string, unknown>>(
	path: string,
	options: Record<string, string> = {},
): Promise<Page<T>> {
	const answer = await call('GET', odata(path, options));
	if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
	return answer.json<Page<T>>();
}

async function names(object: string, filter: string): Promise<string[]> {
	const found = await page<{ Name: string }>(object, { $select: 'Name', $filter: filter, $orderby: 'Name' });
	return found.value.map((row) => row.Name);
}

async function refusal(path: string, options: Record<string, string> = {}) {
	const answer = await call('GET', odata(path, options));
	const { error } = answer.json<ODataErrorBody>();
	return { status: answer.status, message: error.message, inner: error.innererror };
}

describe('sample data', () => {
	it('is large, awkward and the same in every run', async () => {
		expect(site.store.count('Contact')).toBeGreaterThanOrEqual(2000);
		expect(site.store.count('Account')).toBeGreaterThanOrEqual(500);
		for (const object of ['Activity', 'Case', 'Lead', 'Opportunity', 'Order', 'OrderProduct']) {
			expect(site.store.count(object)).toBeGreaterThan(100);
		}
		for (const name of AWKWARD_NAMES) expect(site.store.count('Contact', 'Name = ?', name)).toBe(1);
		expect(site.store.count('Contact', 'Name = ?', TWIN_CONTACT_NAME)).toBe(2);
		expect(site.store.count('Contact', "BirthDate LIKE '%-02-29T%'")).toBeGreaterThan(10);
		const other = await startEmulator();
		expect(other.store.rows('Contact', '1 ORDER BY Id')).toEqual(site.store.rows('Contact', '1 ORDER BY Id'));
		await other.stop();
	});

	it('has no lookup that points nowhere', () => {
		for (const [name, entity] of site.store.model.entities) {
			for (const column of entity.lookups.values()) {
				const broken = site.store.count(name, `"${column.property}" IS NOT NULL`);
				if (broken === 0) continue;
				site.store.entity(column.ref ?? '');
				const dangling = site.store.count(
					name,
					`"${column.property}" IS NOT NULL AND "${column.property}" NOT IN (SELECT Id FROM "${column.ref ?? ''}")`,
				);
				expect([name, column.name, dangling]).toEqual([name, column.name, 0]);
			}
		}
	});

	it.each([
		['Contact', FIXED.andrewBaker, 'Andrew Baker (sample)'],
		['Contact', FIXED.supervisorContact, 'Supervisor'],
		['Account', FIXED.accom, 'Accom (sample)'],
		['Account', FIXED.ourCompany, 'Our company'],
		['AccountType', FIXED.accountTypeCustomer, 'Customer'],
		['ContactType', FIXED.contactTypeCustomer, 'Customer'],
		['ActivityType', FIXED.activityTypeTask, 'Task'],
		['Currency', FIXED.usDollar, 'US dollar'],
		['Country', FIXED.unitedStates, 'United States'],
		['SysAdminUnit', FIXED.allEmployees, 'All employees'],
		['SysAdminUnit', FIXED.supervisorUser, 'Supervisor'],
	])('%s %s is %s', async (object, id, name) => {
		expect((await call('GET', odata(`${object}(${id})`, { $select: 'Name' }))).json()).toMatchObject({
			Name: name,
		});
	});
});

describe('entry points', () => {
	it('lists 1,406 sets in the service document, and not those without a set', async () => {
		const { value } = (await call('GET', '/0/odata/')).json<{
			value: Array<{ name: string; kind: string; url: string }>;
		}>();
		expect(value).toHaveLength(1406);
		expect(value).toContainEqual({ name: 'Contact', kind: 'EntitySet', url: 'Contact' });
		expect(value.map((set) => set.name)).not.toContain('MessageType');
	});

	it.each(['LeadQualifyStatus', 'MessageType', 'Nothing', '..', 'Contact%2FName'])(
		'answers 404 to %s',
		async (name) => {
			const answer = await request(`${site.url}/0/odata/${name}`, 'GET', { headers: {} });
			expect(answer.status).not.toBe(200);
			const signed = await call('GET', `/0/odata/${name}`);
			expect(signed.status).toBe(404);
		},
	);

	it('shows an unknown set in both recorded forms', async () => {
		const web = await call('GET', '/0/odata/UsrCustomerStatus');
		expect(web.status).toBe(404);
		expect(web.json()).toEqual({
			Message: `No HTTP resource was found that matches the request URI '${site.url}/0/odata/UsrCustomerStatus'.`,
			MessageDetail: "No type was found that matches the controller named 'UsrCustomerStatus'.",
		});
		site.switches.unknownEntitySet = 'html';
		const iis = await call('GET', '/0/odata/UsrCustomerStatus');
		site.switches.unknownEntitySet = 'json';
		expect(iis.status).toBe(404);
		expect(iis.text.replace(/\s+/g, ' ')).toContain('<title>404 - File or directory not found.</title>');
		expect(sample('odata4/error-404-iis-html-excerpt.txt')).toContain(
			'<title>404 - File or directory not found.</title>',
		);
	});

	it('accepts a trailing slash and knows $metadata at the root only', async () => {
		expect((await call('GET', '/0/odata/Contact/?$top=1')).status).toBe(200);
		expect((await call('GET', '/0/odata/Contact/$metadata')).status).toBe(404);
	});
});

describe('keys and paths', () => {
	it('takes a bare guid in any case, in parentheses or as a segment', async () => {
		for (const key of [`(${FIXED.accom})`, `(${FIXED.accom.toUpperCase()})`, `/${FIXED.accom}`]) {
			const answer = await call('GET', odata(`Account${key}`, { $select: 'Id,Name' }));
			expect(answer.json()).toEqual({
				'@odata.context': `${site.url}/0/odata/$metadata#Account(Id,Name)/$entity`,
				Id: FIXED.accom,
				Name: 'Accom (sample)',
			});
		}
	});

	it('answers a missing key with an empty 404', async () => {
		const answer = await call('GET', odata('Account(11111111-1111-1111-1111-111111111111)'));
		expect([answer.status, answer.text]).toEqual([404, '']);
	});

	it('reads a property and its raw value', async () => {
		const property = await call('GET', odata(`Account(${FIXED.accom})/Name`));
		expect(property.json()).toEqual({
			'@odata.context': `${site.url}/0/odata/$metadata#Account(${FIXED.accom})/Name`,
			value: 'Accom (sample)',
		});
		const raw = await call('GET', odata(`Account(${FIXED.accom})/Name/$value`));
		expect([raw.text, raw.headers.get('content-type')]).toEqual([
			'Accom (sample)',
			'text/plain; charset=utf-8',
		]);
		expect((await call('GET', odata(`Account(${FIXED.accom})/Nope`))).status).toBe(404);
	});

	it('walks along lookups and reverse collections', async () => {
		const type = await call('GET', odata(`Contact(${FIXED.andrewBaker})/Account/Type`, { $select: 'Name' }));
		expect(type.json()).toMatchObject({ Name: 'Customer' });
		const people = await page(`Account(${FIXED.accom})/ContactCollectionByAccount`, {
			$select: 'Name',
			$filter: "startswith(Name,'Andrew')",
		});
		expect(people.value).toContainEqual({ Name: 'Andrew Baker (sample)' });
		const count = await call('GET', odata(`Account(${FIXED.accom})/ContactCollectionByAccount/$count`));
		expect(Number(count.text)).toBe(site.store.count('Contact', 'AccountId = ?', FIXED.accom));
		expect((await call('GET', odata(`Account(${FIXED.accom})/Parent`))).status).toBe(204);
	});

	it('counts as plain text, with a filter', async () => {
		const answer = await call('GET', odata('Contact/$count', { $filter: "Account/Type/Name eq 'Customer'" }));
		expect(answer.headers.get('content-type')).toBe('text/plain');
		const sql = `AccountId IN (SELECT a.Id FROM Account a WHERE a.TypeId = '${FIXED.accountTypeCustomer}')`;
		expect(Number(answer.text)).toBe(site.store.count('Contact', sql));
	});
});

describe('query options', () => {
	it('$select keeps the order of the model', async () => {
		const found = await page('Contact', {
			$select: 'AccountId,Name,Id',
			$filter: `Id eq ${FIXED.andrewBaker}`,
		});
		expect(found['@odata.context']).toBe(`${site.url}/0/odata/$metadata#Contact(AccountId,Name,Id)`);
		expect(Object.entries(found.value[0] ?? {})).toEqual([
			['Id', FIXED.andrewBaker],
			['Name', 'Andrew Baker (sample)'],
			['AccountId', FIXED.accom],
		]);
	});

	it('pages without gaps or doubles, counting the whole', async () => {
		const ids = new Set<unknown>();
		for (let skip = 0; skip < 2500; skip += 500) {
			const one = await page('Contact', {
				$select: 'Id',
				$orderby: 'Name',
				$top: '500',
				$skip: String(skip),
				$count: 'true',
			});
			expect(one['@odata.count']).toBe(site.store.count('Contact'));
			for (const row of one.value) ids.add(row.Id);
		}
		expect(ids.size).toBe(site.store.count('Contact'));
	});

	it('$top=0 with $count only counts', async () => {
		const found = await page('Account', { $top: '0', $count: 'true', $filter: "Name eq 'our COMPANY'" });
		expect([found['@odata.count'], found.value]).toEqual([1, []]);
	});

	it('sorts by several columns, nulls last going up on PostgreSQL', async () => {
		const found = await page<{ BirthDate: string }>('Contact', {
			$select: 'BirthDate',
			$orderby: 'BirthDate asc,Name desc',
			$filter: 'Age gt 60',
		});
		const dates = found.value.map((row) => row.BirthDate);
		const firstEmpty = dates.indexOf('0001-01-01T00:00:00Z');
		expect(dates.slice(firstEmpty).every((date) => date === '0001-01-01T00:00:00Z')).toBe(true);
		expect(dates.slice(0, firstEmpty)).toEqual([...dates.slice(0, firstEmpty)].sort());
	});

	it('expands lookups and collections with nested options', async () => {
		const found = await page('Contact', {
			$select: 'Id',
			$expand: 'Account($select=Name;$expand=Type($select=Name)),Owner',
			$filter: `Id eq ${FIXED.andrewBaker}`,
		});
		expect(found['@odata.context']).toMatch(/#Contact\(Id,Account\(Name,Type\(Name\)\),Owner\(\)\)$/);
		expect(found.value[0]).toMatchObject({
			Id: FIXED.andrewBaker,
			Account: { Name: 'Accom (sample)', Type: { Name: 'Customer' } },
			Owner: { Id: FIXED.supervisorContact, Name: 'Supervisor' },
		});
		const company = await page<{ ContactCollectionByAccount: Array<{ Name: string }> }>('Account', {
			$select: 'Name',
			$expand:
				"ContactCollectionByAccount($select=Name;$filter=contains(Name,'a');$orderby=Name desc;$top=2;$count=true)",
			$filter: `Id eq ${FIXED.accom}`,
		});
		const people = company.value[0]?.ContactCollectionByAccount.map((row) => row.Name) ?? [];
		expect(people.length).toBeLessThanOrEqual(2);
		expect(people).toEqual([...people].sort().reverse());
		expect(company.value[0]).toHaveProperty(['ContactCollectionByAccount@odata.count']);
	});

	it('expands an empty lookup to null while its key stays the zero guid', async () => {
		const found = await page('Account', {
			$select: 'ParentId',
			$expand: 'Parent',
			$filter: `Id eq ${FIXED.accom}`,
		});
		expect(found.value).toEqual([{ ParentId: '00000000-0000-0000-0000-000000000000', Parent: null }]);
	});

	it('image lookups lead to SysImage', async () => {
		const found = await page('Contact', { $select: 'PhotoId', $expand: 'Photo($select=Name)', $top: '1' });
		expect(found.value[0]).toMatchObject({ PhotoId: '00000000-0000-0000-0000-000000000000', Photo: null });
	});
});

describe('values', () => {
	it('are never null', async () => {
		const id = site.store.insert('Contact', { Name: 'Empty' });
		const row = (await call('GET', odata(`Contact(${id})`))).json();
		expect(Object.values(row)).not.toContain(null);
		expect(row).toMatchObject({
			AccountId: '00000000-0000-0000-0000-000000000000',
			Notes: '',
			Age: 0,
			BirthDate: '0001-01-01T00:00:00Z',
			IsNonActualEmail: false,
		});
		site.store.remove('Contact', id);
	});

	it('shift under a false Z, date columns excepted', async () => {
		const read = async () =>
			(await call('GET', odata(`Account(${FIXED.accom})`, { $select: 'CreatedOn' }))).json<{
				CreatedOn: string;
			}>().CreatedOn;
		expect(await read()).toBe('2019-08-19T13:46:11Z');
		site.switches.falseZ = -300;
		expect(await read()).toBe('2019-08-19T08:46:11Z');
		const birth = await call('GET', odata(`Contact(${FIXED.andrewBaker})`, { $select: 'BirthDate' }));
		site.switches.falseZ = 0;
		expect(birth.json()).toMatchObject({ BirthDate: '1978-02-28T00:00:00Z' });
	});

	it('show money with two digits, and as texts to callers who ask for IEEE754', async () => {
		const id = site.store.insert('Product', { Name: 'P', CurrencyId: FIXED.usDollar, Price: 12.5 });
		const plain = await call('GET', odata(`Product(${id})`, { $select: 'Price' }));
		expect(plain.text).toContain('"Price":12.50');
		const texts = await call('GET', odata(`Product(${id})`, { $select: 'Price' }), {
			headers: { Accept: 'application/json;IEEE754Compatible=true' },
		});
		expect(texts.text).toContain('"Price":"12.50"');
		site.store.remove('Product', id);
	});
});

describe('filters', () => {
	const shown = async (filter: string) =>
		(await page('Contact', { $select: 'Name', $filter: filter })).value.length;
	const count = (where: string) => site.store.count('Contact', where);

	it.each(AWKWARD_NAMES.map((name) => [name]))('find %j by equality', async (name) => {
		const found = await names('Contact', `Name eq '${name.replaceAll("'", "''")}'`);
		expect(found).toContain(name);
		expect(new Set(found.map((text) => text.toLowerCase())).size).toBe(1);
	});

	it('ignore letter case beyond ASCII, unless switched', async () => {
		expect(await names('Contact', "Name eq 'МАРИЯ иванова'")).toEqual(['Мария Иванова']);
		expect(await names('Contact', "contains(Name,'straße gr')")).toEqual(['Straße GROß']);
		site.switches.caseInsensitiveText = false;
		expect(await names('Contact', "Name eq 'МАРИЯ иванова'")).toEqual([]);
		site.switches.caseInsensitiveText = true;
	});

	it('do not mix up composed and combining letters', async () => {
		expect(await names('Contact', "Name eq 'Zo\u00eb (composed)'")).toEqual(['Zo\u00eb (composed)']);
		expect(await names('Contact', "startswith(Name,'Zoe\u0308')")).toEqual(['Zoe\u0308 (combining)']);
	});

	it('treat percent and underscore as letters', async () => {
		const found = await names('Contact', "contains(Name,'%')");
		expect(found.length).toBe(count("instr(Name,'%') > 0"));
		expect(found.length).toBeLessThan(10);
	});

	it('follow lookups to any depth', async () => {
		const sql = `AccountId IN (SELECT a.Id FROM Account a JOIN City c ON c.Id = a.CityId JOIN Country k ON k.Id = c.CountryId WHERE k.Name = 'United States')`;
		expect(await shown("Account/City/Country/Name eq 'united states'")).toBe(count(sql));
		expect(await shown(`Account/Type/Id eq ${FIXED.accountTypeCustomer}`)).toBe(
			count(`AccountId IN (SELECT Id FROM Account WHERE TypeId = '${FIXED.accountTypeCustomer}')`),
		);
		expect(await shown(`Account/Id eq ${FIXED.accom.toUpperCase()}`)).toBe(
			count(`AccountId = '${FIXED.accom}'`),
		);
	});

	it('compare as SQL does: rows without a value match null only', async () => {
		expect(await shown('Account eq null')).toBe(count('AccountId IS NULL'));
		expect(await shown('Account ne null')).toBe(count('AccountId IS NOT NULL'));
		expect(await shown(`Account/Id ne ${FIXED.accom}`)).toBe(count(`AccountId <> '${FIXED.accom}'`));
		expect(await shown('BirthDate eq null')).toBe(count('BirthDate IS NULL'));
		expect(await shown('BirthDate lt 1900-01-01T00:00:00Z')).toBe(0);
		expect(await shown('Email eq null')).toBe(count("Email = ''"));
		expect(await shown("Email ne ''")).toBe(count("Email <> ''"));
		expect(await shown('Account/Id eq 00000000-0000-0000-0000-000000000000')).toBe(0);
	});

	it('know any and all', async () => {
		const calls = "Title LIKE 'call %'";
		const sql = `Id IN (SELECT ContactId FROM Activity WHERE ${calls})`;
		expect(await shown("ActivityCollectionByContact/any(a: startswith(a/Title,'call '))")).toBe(count(sql));
		expect(
			await shown("ActivityCollectionByContact/any(a: a/Priority/Name eq 'High' and contains(a/Title,Name))"),
		).toBe(0);
		expect(await shown('ActivityCollectionByContact/any()')).toBe(
			count('Id IN (SELECT ContactId FROM Activity)'),
		);
		expect(await shown("ActivityCollectionByContact/all(a: startswith(a/Title,'call '))")).toBe(
			count(`Id NOT IN (SELECT ContactId FROM Activity WHERE ContactId IS NOT NULL AND NOT ${calls})`),
		);
		expect(
			await shown("not Account/ContactCollectionByAccount/any(c: c/Name eq 'Andrew Baker (sample)')"),
		).toBe(count(`AccountId IS NULL OR AccountId <> '${FIXED.accom}'`));
	});

	it.each([
		[
			'year(BirthDate) eq 1984 and month(BirthDate) eq 2 and day(BirthDate) eq 29',
			"substr(BirthDate,1,10) = '1984-02-29'",
		],
		['hour(CreatedOn) lt 6', 'CAST(substr(CreatedOn,12,2) AS INTEGER) < 6'],
		['length(Name) eq 1', 'length(Name) = 1'],
		["indexof(Name,'%') eq 2", "instr(Name,'%') = 3"],
		["substring(Name,1,3) eq 'nna'", "substr(Name,2,3) = 'nna'"],
		["tolower(Name) eq 'x'", "Name = 'x'"],
		["concat(GivenName,Surname) eq 'AnnaSmith'", "GivenName || Surname = 'AnnaSmith'"],
		["endswith(Email,'.example')", "Email LIKE '%.example'"],
		["trim(Name) eq 'leading and trailing'", "Name = ' leading and trailing '"],
		['Age add 1 gt 50 and Age mod 2 eq 0', 'Age + 1 > 50 AND Age % 2 = 0'],
		['Confirmed eq true and not DoNotUseEmail', 'Confirmed = 1 AND DoNotUseEmail = 0'],
		["contains(Name,'a') eq true", "instr(lower(Name),'a') > 0"],
		[
			'CreatedOn ge 2023-06-01T02:00:00+02:00 and CreatedOn lt 2024-01-01T00:00:00Z',
			"CreatedOn >= '2023-06-01' AND CreatedOn < '2024-01-01'",
		],
	])('%s', async (filter, sql) => {
		expect(count(sql)).toBeGreaterThan(0);
		expect(await shown(filter)).toBe(count(sql));
	});

	it('read a plus sign in the query string as a space', async () => {
		const raw = await call(
			'GET',
			"/0/odata/Contact?$select=Name&$filter=Name+eq+'50%25+%26+more+%2B+extra+=+trouble?'",
		);
		expect(raw.json<Page>().value).toHaveLength(1);
		const zone = await call('GET', '/0/odata/Contact?$filter=CreatedOn%20gt%202024-01-01T00:00:00+02:00');
		expect(zone.status).toBe(400);
	});

	describe('are refused as recorded', () => {
		const recorded = sampleLines<{ status: number | null; request: string; body?: ODataErrorBody }>(
			'odata4/errors.jsonl',
		);
		const lineOf = (part: string) => recorded.find((line) => line.request.includes(part));

		it('a quoted date', async () => {
			const answer = await call(
				'GET',
				odata('SysSchema', { $filter: "CreatedOn gt '2026-09-15T06:00:00Z'" }),
			);
			expect([answer.status, answer.json()]).toEqual([400, lineOf('CreatedOn gt')?.body]);
		});

		it('a quoted guid', async () => {
			const answer = await call('GET', odata('SysSchema', { $filter: `UId eq '${FIXED.accom}'` }));
			expect([answer.status, answer.json()]).toEqual([400, lineOf('UId eq')?.body]);
		});

		it('an unknown property', async () => {
			const everywhere: Array<Record<string, string>> = [
				{ $select: 'Id,Foo' },
				{ $filter: 'Foo eq 1' },
				{ $orderby: 'Foo' },
				{ $expand: 'Foo' },
			];
			for (const options of everywhere) {
				const answer = await call('GET', odata('SysSchema', options));
				expect([answer.status, answer.json()]).toEqual([400, lineOf('$select=Id,Foo')?.body]);
			}
		});

		it('a stream in $select', async () => {
			const answer = await call('GET', odata('SysSchema', { $select: 'Id,MetaData' }));
			expect([answer.status, answer.json()]).toEqual([500, lineOf('MetaData')?.body]);
		});

		it('a flat lookup key, with 500 or 200', async () => {
			const filter = `SysSettingsId eq ${FIXED.accom}`;
			const answer = await call('GET', odata('SysSettingsValue', { $filter: filter }));
			expect(answer.status).toBe(500);
			const expected = lineOf('SysSettingsId')?.body?.error.innererror?.internalexception;
			expect(answer.json<ODataErrorBody>().error.innererror?.internalexception).toEqual(expected);
			site.switches.flatKeyFilterStatus = 200;
			expect((await call('GET', odata('SysSettingsValue', { $filter: filter }))).status).toBe(200);
			site.switches.flatKeyFilterStatus = 500;
		});
	});

	it('refuse flat keys everywhere, plain guids ending in Id nowhere', async () => {
		const path = 'AccountId eq 405947d0-2ffb-4ded-8675-0475f19f5a81';
		const inner = async (filter: string) =>
			(await refusal('Contact', { $filter: filter })).inner?.internalexception?.message;
		expect(await inner(path)).toBe('Column by path AccountId not found in schema Contact.');
		expect(await inner(`Account/OwnerId eq ${FIXED.accom}`)).toBe(
			'Column by path Account.OwnerId not found in schema Contact.',
		);
		expect(await inner('AccountId eq null')).toContain('AccountId not found');
		expect(await inner(`ActivityCollectionByContact/any(a: a/AccountId eq ${FIXED.accom})`)).toContain(
			'AccountId not found',
		);
		expect((await refusal('Contact', { $orderby: 'AccountId' })).status).toBe(500);
		// The parser speaks first.
		expect((await refusal('Contact', { $filter: `${path} and Foo eq 1` })).status).toBe(400);
		expect((await call('GET', odata('SysFile', { $filter: `RecordId eq ${FIXED.accom}` }))).status).toBe(200);
		expect((await call('GET', odata('Contact', { $filter: "FacebookId eq 'x'" }))).status).toBe(200);
	});
});

describe('limits and switches', () => {
	it('truncates at the cap silently, and with nextLink where that is set', async () => {
		const small = await startEmulator({ pageCap: 100 });
		const send = await signedIn(small);
		const all = (await send('GET', odata('Account', { $select: 'Id', $count: 'true' }))).json<Page>();
		expect(all.value).toHaveLength(100);
		expect(all['@odata.nextLink']).toBeUndefined();
		expect(all['@odata.count']).toBe(522);
		expect(
			(await send('GET', odata('Account', { $select: 'Id', $top: '300' }))).json<Page>().value,
		).toHaveLength(100);
		small.switches.nextLink = true;
		const ids = new Set<unknown>();
		let next: string | undefined =
			`${small.url}${odata('Account', { $select: 'Id', $orderby: 'Name', $filter: "Name ne 'a&b+c'" })}`;
		let pages = 0;
		while (next !== undefined) {
			const one: Page = (await send('GET', next.slice(small.url.length))).json<Page>();
			for (const row of one.value) ids.add(row.Id);
			next = one['@odata.nextLink'];
			pages += 1;
		}
		expect([ids.size, pages]).toEqual([522, 6]);
		await small.stop();
	});

	it('may fail to read all columns, while $select works', async () => {
		site.switches.allColumnsReadFails = ['Case'];
		const refused = await refusal('Case', { $top: '1' });
		expect(refused.status).toBe(500);
		expect(refused.inner?.internalexception?.message).toMatch(
			/^The EDM instance of type '\[Terrasoft\.Configuration\.OData\.Case\]' is missing the property/,
		);
		expect((await call('GET', odata('Case', { $top: '1', $select: 'Id' }))).status).toBe(200);
		site.switches.allColumnsReadFails = [];
	});

	it('may sort along a lookup', async () => {
		site.switches.orderByNavigation = true;
		expect(
			(await call('GET', odata('Contact', { $select: 'Id', $orderby: 'Account/Name desc', $top: '3' })))
				.status,
		).toBe(200);
		site.switches.orderByNavigation = false;
	});

	it('shows seven digits on SQL Server, streaming headers on .NET', async () => {
		const other = await startEmulator({ database: 'mssql', hosting: 'net', sampleData: false });
		const send = await signedIn(other);
		const answer = await send('GET', `/odata/Contact(${FIXED.supervisorContact})?$select=CreatedOn`);
		expect(answer.json()).toMatchObject({ CreatedOn: '2019-07-15T20:04:57.2908376Z' });
		expect(answer.headers.get('content-type')).toBe(
			'application/json; odata.metadata=minimal; odata.streaming=true',
		);
		expect(answer.headers.get('odata-version')).toBe('4.0');
		await other.stop();
	});
});
