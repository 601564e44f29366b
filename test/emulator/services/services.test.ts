import { odata, type Send, signedIn } from '../testSupport';
import { type Emulator, FIXED, startEmulator, USERS } from '..';

let site: Emulator;
let call: Send;
beforeAll(async () => {
	site = await startEmulator({ sampleData: false });
	call = await signedIn(site);
});
afterAll(() => site.stop());

describe('user and application', () => {
	it('returns version, cultures and zone', async () => {
		const answer = await call('POST', '/0/ServiceModel/ApplicationInfoService.svc/GetApplicationInfo', {
			body: {},
		});
		expect(answer.json()).toMatchObject({
			applicationInfo: {
				sysValues: { coreVersion: expect.stringMatching(/^8\.3\.2\./) as string, userTimezoneOffset: 0 },
			},
		});
	});

	it('knows no service it does not have, nor GET', async () => {
		expect((await call('POST', '/0/rest/Nope/Nope', { body: {} })).status).toBe(404);
		expect((await call('GET', '/0/ServiceModel/UserInfoService.svc/GetCurrentUserInfo')).status).toBe(405);
		expect(
			(await call('POST', '/ServiceModel/UserInfoService.svc/GetCurrentUserInfo', { body: {} })).status,
		).toBe(404);
		expect((await call('GET', '/0/ping')).status).toBe(200);
	});
});

interface RuntimeSchema {
	success: boolean;
	errorInfo?: { errorCode: string };
	schema: {
		uId: string;
		primaryDisplayColumnName: string;
		caption: Record<string, string>;
		columns: {
			Items: Record<
				string,
				{
					name: string;
					caption: Record<string, string>;
					dataValueType: number;
					isRequired: boolean;
					isInherited: boolean;
					referenceSchemaName?: string;
				}
			>;
		};
	};
}

describe('RuntimeEntitySchemaRequest', () => {
	const ask = async (body: object) =>
		(
			await call('POST', '/0/DataService/json/SyncReply/RuntimeEntitySchemaRequest', { body })
		).json<RuntimeSchema>();

	it('describes columns with captions, types, lookups', async () => {
		const { success, schema } = await ask({ name: 'Contact' });
		expect(success).toBe(true);
		expect(schema).toMatchObject({
			uId: '16be3651-8fe2-4159-8dd0-a803d4683dd3',
			primaryDisplayColumnName: 'Name',
			caption: { 'en-US': 'Contact' },
		});
		const columns = new Map(Object.values(schema.columns.Items).map((column) => [column.name, column]));
		expect(columns.get('Name')).toMatchObject({
			caption: { 'en-US': 'Full name' },
			isRequired: true,
			dataValueType: 28,
			isInherited: false,
		});
		expect(columns.get('Account')).toMatchObject({
			dataValueType: 10,
			referenceSchemaName: 'Account',
			isRequired: false,
		});
		expect(columns.get('Photo')).toMatchObject({ dataValueType: 16, referenceSchemaName: 'SysImage' });
		expect(columns.get('BirthDate')).toMatchObject({ dataValueType: 8 });
		expect(columns.get('CreatedOn')).toMatchObject({ dataValueType: 7, isInherited: true });
		expect(columns.has('AccountId')).toBe(false);
	});

	it('goes by uId and by names in any letter case', async () => {
		expect((await ask({ UID: '117D32F9-8275-4534-8411-1C66115CE9CD' })).schema).toMatchObject({
			name: 'Case',
			primaryDisplayColumnName: 'Number',
		});
		expect((await ask({ Name: 'Activity' })).schema.primaryDisplayColumnName).toBe('Title');
	});

	it('fails with 200 for unknown objects and when refused', async () => {
		expect(await ask({ name: 'Nope' })).toMatchObject({
			success: false,
			errorInfo: { errorCode: 'ItemNotFoundException' },
		});
		site.switches.runtimeSchema = 'refused';
		expect(await ask({ name: 'Contact' })).toMatchObject({
			success: false,
			errorInfo: { errorCode: 'SecurityException' },
		});
		site.switches.runtimeSchema = 'answers';
	});
});

describe('QuerySysSettings', () => {
	it('gives values and names what it lacks', async () => {
		const body = { sysSettingsNameCollection: ['MaxFileSize', 'PrimaryCurrency', 'Nope'] };
		const answer = await call('POST', '/0/DataService/json/SyncReply/QuerySysSettings', { body });
		expect(answer.json()).toMatchObject({
			values: {
				MaxFileSize: { value: 10, displayValue: '10', dataValueType: 4 },
				PrimaryCurrency: { value: FIXED.usDollar, displayValue: 'US dollar' },
			},
			notFoundSettings: ['Nope'],
		});
	});
});

describe('lists of schemas', () => {
	it.each(['SysSchema', 'VwSysSchemaInWorkspace'])(
		'%s has captions, extended objects twice',
		async (object) => {
			const answer = await call(
				'GET',
				odata(object, {
					$select: 'Name,Caption,UId,ExtendParent',
					$filter: "ManagerName eq 'EntitySchemaManager' and (Name eq 'Contact' or Name eq 'Country')",
				}),
			);
			const rows = answer.json<{ value: Array<{ Name: string; Caption: string; ExtendParent: boolean }> }>()
				.value;
			expect(rows.filter((row) => row.Name === 'Country')).toHaveLength(1);
			const contacts = rows.filter((row) => row.Name === 'Contact');
			expect(contacts.map((row) => row.ExtendParent)).toEqual([true, false]);
			expect(contacts.find((row) => !row.ExtendParent)).toMatchObject({
				Caption: 'Contact',
				UId: '16be3651-8fe2-4159-8dd0-a803d4683dd3',
			});
			expect(contacts.find((row) => row.ExtendParent)?.Caption).not.toBe('Contact');
		},
	);

	it('also lists what is not an object, and objects without a set', async () => {
		const count = async (filter: string) =>
			Number((await call('GET', odata('VwSysSchemaInWorkspace/$count', { $filter: filter }))).text);
		expect(await count("ManagerName ne 'EntitySchemaManager'")).toBeGreaterThan(0);
		expect(await count("Name eq 'MessageType'")).toBe(1);
		expect(await count("ManagerName eq 'EntitySchemaManager'")).toBeGreaterThan(1406);
	});
});

it('has every user as a row', () => {
	for (const user of Object.values(USERS)) {
		expect(site.store.rows('SysAdminUnit', 'Id = ?', user.userId)[0]).toMatchObject({
			Name: user.name,
			ContactId: user.contactId,
		});
		expect(site.store.count('Contact', 'Id = ?', user.contactId)).toBe(1);
	}
});
