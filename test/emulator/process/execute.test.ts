import { type Answer, odata, type Send, signedIn } from '../testSupport';
import { type Emulator, startEmulator, USERS } from '..';

let site: Emulator;
let call: Send;
beforeAll(async () => {
	site = await startEmulator({ sampleData: false });
	call = await signedIn(site);
});
afterAll(() => site.stop());
beforeEach(() => site.resetStats());

const SERVICE = '/0/ServiceModel/ProcessEngineService.svc';
const OPENING = '<string xmlns="http://schemas.microsoft.com/2003/10/Serialization/"';

function execute(code: string, values: Record<string, string> = {}): Promise<Answer> {
	return call('GET', `${SERVICE}/${code}/Execute?${new URLSearchParams(values).toString()}`);
}

/** What is inside the element, as JSON. */
function unwrap({ text }: Answer): unknown {
	expect(text.startsWith(`${OPENING}>`)).toBe(true);
	const inner = text.slice(OPENING.length + 1, -'</string>'.length);
	return JSON.parse(inner.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'));
}

it('wraps a text as a quoted, escaped JSON string', async () => {
	const answer = await execute('UsrAddNewExternalContact', {
		ContactName: 'John <&> "Best"',
		MobilePhone: '123',
		ResultParameterName: 'ContactList',
	});
	expect(answer.status).toBe(200);
	expect(answer.headers.get('content-type')).toMatch(/^application\/xml/);
	expect(answer.text).toMatch(
		/^<string xmlns="http:\/\/schemas\.microsoft\.com\/2003\/10\/Serialization\/">"\[\{\\"Id\\":\\"[0-9a-f-]{36}\\",\\"Name\\":\\"John &lt;&amp;&gt; \\\\\\"Best\\\\\\"\\"\}\]"<\/string>$/,
	);
	const [contact] = JSON.parse(String(unwrap(answer))) as Array<{ Id: string; Name: string }>;
	expect(contact?.Name).toBe('John <&> "Best"');
	expect(site.store.count('Contact', 'Id = ?', String(contact?.Id))).toBe(1);
});

it('gives a number bare, a collection as a list, null for what the process lacks', async () => {
	const sum = { FirstNumber: '40', SecondNumber: '2' };
	expect((await execute('UsrSum', { ...sum, ResultParameterName: 'Sum' })).text).toBe(
		`${OPENING}>42</string>`,
	);
	expect((await execute('UsrSum', { ...sum, ResultParameterName: 'sum' })).text).toBe(
		`${OPENING}>null</string>`,
	);
	const Lines = '[{"Title":"x","Quantity":2,"Price":1.5}]';
	const priced = await execute('UsrPriceLines', { Lines, ResultParameterName: 'PricedLines' });
	expect(unwrap(priced)).toEqual([{ Title: 'x', Amount: 3, Tags: [] }]);
});

it('gives the value even when the process failed afterwards', async () => {
	const answer = await execute('UsrFailInside', { ResultParameterName: 'Reached' });
	expect([answer.status, unwrap(answer)]).toEqual([200, 'before the failure']);
});

it('does not wait without a result name', async () => {
	const answer = await execute('UsrSlowReport');
	expect(site.store.count('SysProcessLog', "Name = 'Slow report' AND CompleteDate IS NOT NULL")).toBe(0);
	expect([answer.status, answer.text]).toEqual([200, `${OPENING}/>`]);
	site.switches.executeWithoutResult = 'emptyBody';
	expect((await execute('UsrSum', { FirstNumber: '1' })).text).toBe('');
	site.switches.executeWithoutResult = 'emptyElement';
	expect(site.stats.processStarts).toEqual({ UsrSlowReport: 1, UsrSum: 1 });
});

it('needs no CSRF token', async () => {
	const path = `${SERVICE}/UsrSum/Execute?FirstNumber=1&ResultParameterName=Sum`;
	expect((await call('GET', path, { headers: { BPMCSRF: undefined } })).status).toBe(200);
});

it.each([
	['UsrNope', {}],
	['usrsum', { FirstNumber: '1' }],
	['UsrSum', {}],
	['UsrSum', { FirstNumber: 'one' }],
	['UsrDisabled', {}],
	['UsrOnContactSaved', { ResultParameterName: 'Greeting' }],
] as Array<[string, Record<string, string>]>)('answers with a page: %s %j', async (code, values) => {
	const answer = await execute(code, values);
	expect(answer.status).toBe(500);
	expect(answer.text).toContain('<title>Request Error</title>');
	expect(site.stats.processStarts).toEqual({});
});

it('takes POST on 7.x', async () => {
	const old = await startEmulator({ version: '7.18', sampleData: false });
	const send = await signedIn(old);
	const answer = await send('POST', `${SERVICE}/UsrSum/Execute?FirstNumber=1&ResultParameterName=Sum`);
	expect(answer.text).toBe(`${OPENING}>2</string>`);
	await old.stop();
});

describe('library of processes', () => {
	it('lists codes and captions, versions, what is off and what cannot be started', async () => {
		const read = async ($filter: string) =>
			(
				await call(
					'GET',
					odata('VwProcessLib', {
						$select: 'Id,UId,Name,Caption,Version,IsActiveVersion,Enabled,HasStartEvent,VersionParentUId',
						$filter,
					}),
				)
			).json<{ value: Array<Record<string, unknown>> }>().value;
		const offered = await read('IsActiveVersion eq true and Enabled eq true');
		const names = offered.map((row) => row.Name);
		expect(names).toEqual(expect.arrayContaining(['UsrSum', 'UsrGreet1', 'UsrOnContactSaved']));
		expect(names).not.toContain('UsrDisabled');
		expect(names).not.toContain('UsrGreet');
		expect(offered.find((row) => row.Name === 'UsrOnContactSaved')?.HasStartEvent).toBe(false);
		const versions = await read("Caption eq 'Greet'");
		expect(new Set(versions.map((row) => row.VersionParentUId)).size).toBe(1);
		for (const row of offered) expect(row.Id).not.toBe(row.UId);
	});

	it('is in the lists of schemas too, with the same UId', async () => {
		const filter = { $filter: "Name eq 'UsrSum' and ManagerName eq 'ProcessSchemaManager'" };
		const uIds = await Promise.all(
			['VwProcessLib', 'VwSysProcess', 'SysSchema', 'VwSysSchemaInWorkspace'].map(
				async (object) =>
					(await call('GET', odata(object, filter))).json<{ value: Array<{ UId: string }> }>().value[0]?.UId,
			),
		);
		expect(new Set(uIds).size).toBe(1);
	});

	it('leads from a run to its process', async () => {
		await execute('UsrSum', { FirstNumber: '1', ResultParameterName: 'Sum' });
		const answer = await call(
			'GET',
			odata('SysProcessLog', {
				$filter: "SysSchema/Name eq 'UsrSum'",
				$expand: 'Status($select=Name),SysSchema($select=Name)',
				$top: '1',
			}),
		);
		expect(answer.json<{ value: object[] }>().value[0]).toMatchObject({
			Status: { Name: 'Completed' },
			SysSchema: { Name: 'UsrSum' },
		});
	});
});

describe('ProcessSchemaRequest', () => {
	interface SchemaAnswer {
		success: boolean;
		errorInfo?: { errorCode: string };
		schema: {
			name: string;
			metaData: string;
			resources: Record<string, Record<string, string>>;
		};
	}
	interface Parameter {
		name: string;
		dataValueType: string;
		direction: number;
		isRequired?: boolean;
		referenceSchemaUId?: string;
		sourceValue?: object;
		itemProperties?: Parameter[];
	}

	const ask = async (body: object, send = call) =>
		(await send('POST', '/0/DataService/json/SyncReply/ProcessSchemaRequest', { body })).json<SchemaAnswer>();
	const uIdOf = (code: string) => String(site.store.rows('VwProcessLib', 'Name = ?', code)[0]?.UId);
	const parametersOf = async (code: string) => {
		const { schema } = await ask({ UId: uIdOf(code), convertLocalizableStringToParameter: true });
		const meta = JSON.parse(schema.metaData) as { metaData: { schema: { parameters: Parameter[] } } };
		return { resources: schema.resources, parameters: meta.metaData.schema.parameters };
	};

	it('describes parameters: types, directions, required ones, lookups, captions', async () => {
		const { parameters, resources } = await parametersOf('UsrAddNewExternalContact');
		expect(parameters.map(({ name, direction }) => [name, direction])).toEqual([
			['ContactName', 0],
			['MobilePhone', 0],
			['Account', 0],
			['ContactId', 1],
			['ContactList', 1],
		]);
		expect(parameters[0]).toMatchObject({
			dataValueType: 'ddb3a1ee-07e8-4d62-b7a9-d0e618b00fbd',
			isRequired: true,
		});
		expect(parameters[2]).toMatchObject({
			dataValueType: 'b295071f-7ea9-4e62-8d1a-919bf3732ff2',
			referenceSchemaUId: '25d7c1ab-1de0-4501-b402-02e0e5a72d6e',
		});
		expect(resources['Parameters.ContactName.Caption']).toEqual({ 'en-US': 'Full name of the contact' });
	});

	it('nests the members of collections, and returns defaults', async () => {
		const { parameters } = await parametersOf('UsrPriceLines');
		const lines = parameters.find(({ name }) => name === 'Lines');
		expect(lines?.dataValueType).toBe('651ec16f-d140-46db-b9e2-825c985a8ac2');
		expect(lines?.itemProperties?.map(({ name }) => name)).toEqual([
			'Product',
			'Title',
			'Quantity',
			'Price',
			'Tags',
		]);
		expect(lines?.itemProperties?.at(-1)?.itemProperties?.[0]?.name).toBe('Name');
		expect(parameters.find(({ name }) => name === 'Discount')?.sourceValue).toEqual({
			value: '0',
			source: 1,
		});
	});

	it('knows all directions and types', async () => {
		const { parameters } = await parametersOf('UsrEveryType');
		expect(new Set(parameters.map(({ direction }) => direction))).toEqual(new Set([2, 3]));
		expect(parameters.length).toBeGreaterThan(25);
	});

	it('fails with 200: unknown process, a code instead of a UId, no rights', async () => {
		for (const uId of [undefined, 'UsrSum', '00000000-0000-0000-0000-000000000001']) {
			expect(await ask({ uId })).toMatchObject({
				success: false,
				errorInfo: { errorCode: 'ItemNotFoundException' },
			});
		}
		site.switches.processSchema = false;
		expect(await ask({ uId: uIdOf('UsrSum') }, await signedIn(site, USERS.readOnly))).toMatchObject({
			success: false,
			errorInfo: { errorCode: 'SecurityException' },
		});
		site.switches.processSchema = true;
	});
});
