import { signedIn } from '../testSupport';
import { type Emulator, FIXED, startEmulator, USERS } from '..';
import { type Ask, asker, columns, compare, group, LOOKUP, parameter, TEXT, values } from './testSupport';

let site: Emulator;
let ask: Ask;
beforeAll(async () => {
	site = await startEmulator({ sampleData: false });
	ask = asker(await signedIn(site));
});
afterAll(() => site.stop());
beforeEach(() => site.resetStats());

const PREFIX = 'Terrasoft.Nui.ServiceModel.DataContract.';
const GUID = expect.stringMatching(/^[0-9a-f-]{36}$/) as string;
const GREETING = { responseStatus: { ErrorCode: '', Message: '', Errors: [] } };

function insertCity(name: string, more = {}) {
	return {
		__type: `${PREFIX}InsertQuery`,
		rootSchemaName: 'City',
		operationType: 1,
		columnValues: values({ Name: parameter(TEXT, name) }),
		...more,
	};
}

const named = (name: string) => group(0, compare('Name', 3, parameter(TEXT, name)));
const bad = insertCity('', { queryId: 'bad' });
const count = (name: string) => site.store.count('City', 'Name = ?', name);

it('answers every item in order, all kinds of queries', async () => {
	const { status, body } = await ask('BatchQuery', {
		items: [
			insertCity('Batched', { queryId: 'q1' }),
			{
				__type: `${PREFIX}UpdateQuery`,
				rootSchemaName: 'City',
				columnValues: values({ Description: parameter(TEXT, 'd') }),
				filters: named('Batched'),
			},
			{
				__type: `${PREFIX}SelectQuery`,
				RootSchemaName: 'City',
				columns: columns('Name', 'Description'),
				filters: named('Batched'),
			},
			{ __type: `${PREFIX}DeleteQuery`, rootSchemaName: 'City', filters: named('Batched') },
		],
		continueIfError: false,
	});
	expect(status).toBe(200);
	expect(body).toEqual({
		queryResults: [
			{ queryId: 'q1', ...GREETING, id: GUID, rowsAffected: 1, nextPrcElReady: false, success: true },
			{ ...GREETING, rowsAffected: 1, nextPrcElReady: false, success: true },
			{
				...GREETING,
				rowConfig: {
					Id: { dataValueType: 0 },
					Name: { dataValueType: 1 },
					Description: { dataValueType: 1 },
				},
				rows: [{ Name: 'Batched', Description: 'd', Id: GUID }],
				notFoundColumns: [],
				rowsAffected: 1,
				nextPrcElReady: false,
				success: true,
			},
			{ ...GREETING, rowsAffected: 1, nextPrcElReady: false, success: true },
		],
		hasErrors: false,
		rowsAffected: 4,
		nextPrcElReady: false,
		success: true,
	});
	expect([site.stats.batches, site.stats.batchParts]).toEqual([1, 4]);
	expect(site.stats.writes.City).toMatchObject({ created: [GUID], updated: [GUID], deleted: [GUID] });
});

it('batch-two-inserts-7x.json: an old site sends the results only', async () => {
	const old = await startEmulator({ version: '7.18', sampleData: false });
	const { body } = await asker(await signedIn(old))('BatchQuery', {
		items: [insertCity('a'), insertCity('b')],
	});
	await old.stop();
	const result = { id: GUID, rowsAffected: 1, nextPrcElReady: false, success: true };
	expect(body).toEqual({ queryResults: [result, result] });
	expect(Object.keys(body.queryResults?.[0] ?? {})).toEqual(Object.keys(result));
});

it('batch-request-two-cases-head.json: two cases, as vendor support wrote them', async () => {
	const item = (subject: string) => ({
		__type: `${PREFIX}InsertQuery`,
		operationType: 1,
		rootSchemaName: 'Case',
		columnValues: {
			items: {
				CreatedBy: {
					expressionType: 2,
					parameter: {
						dataValueType: 10,
						value: { displayValue: 'Supervisor', primaryColorValue: null, value: FIXED.supervisorContact },
					},
				},
				Number: { expressionType: 2, parameter: { dataValueType: 1, value: null } },
				Subject: { expressionType: 2, parameter: { dataValueType: 1, value: subject } },
			},
		},
	});
	const { body } = await ask('BatchQuery', { items: [item('Test 1'), item('Test 2')] });
	expect(body.queryResults).toHaveLength(2);
	expect(
		site.store.rows('Case', '1 ORDER BY Number').map(({ Number: number, Subject }) => [number, Subject]),
	).toEqual([
		['SR00000001', 'Test 1'],
		['SR00000002', 'Test 2'],
	]);
});

it('stops at a failure: an HTTP error, and nothing stays', async () => {
	const { status, body } = await ask('BatchQuery', {
		items: [insertCity('Stopped'), bad, insertCity('Never')],
		continueIfError: false,
	});
	expect(status).toBe(500);
	expect(body).toEqual({
		responseStatus: {
			ErrorCode: 'InvalidOperationException',
			Message: expect.stringContaining('Required column "Name"') as string,
			Errors: [],
		},
		rowsAffected: -1,
		success: false,
		hasErrors: true,
	});
	expect([count('Stopped'), count('Never')]).toEqual([0, 0]);
	expect(site.stats.writes).toEqual({});
});

it('keeps what was written before on sites that do not roll back', async () => {
	site.switches.batchRollback = false;
	const { status } = await ask('BatchQuery', { items: [insertCity('Kept'), bad, insertCity('Never')] });
	site.switches.batchRollback = true;
	expect(status).toBe(500);
	expect([count('Kept'), count('Never')]).toEqual([1, 0]);
	expect(site.stats.writes.City?.created).toHaveLength(1);
});

it('goes on with continueIfError, good items stay', async () => {
	const items = [insertCity('Goes on'), bad, insertCity('Goes on')];
	const { status, body } = await ask('BatchQuery', { items, continueIfError: true });
	expect(status).toBe(200);
	expect(body).toMatchObject({ success: false, hasErrors: true, rowsAffected: 2 });
	expect(body.queryResults?.map((one) => one.success)).toEqual([true, false, true]);
	expect(body.queryResults?.[1]).toEqual({
		queryId: 'bad',
		responseStatus: {
			ErrorCode: 'InvalidOperationException',
			Message: expect.stringContaining('Required column') as string,
			Errors: [],
		},
		rowsAffected: -1,
		success: false,
	});
	expect(count('Goes on')).toBe(2);
	expect(site.stats.writes.City?.created).toHaveLength(2);
	site.switches.batchSuccess = 'always';
	expect((await ask('BatchQuery', { items, continueIfError: true })).body).toMatchObject({
		success: true,
		hasErrors: true,
	});
	site.switches.batchSuccess = 'whenNoErrors';
});

it('lets a later item see what an earlier one wrote', async () => {
	const account = '22222222-1111-4111-8111-111111111111';
	const contact = {
		__type: `${PREFIX}InsertQuery`,
		rootSchemaName: 'Contact',
		columnValues: values({ Name: parameter(TEXT, 'Child'), Account: parameter(LOOKUP, account) }),
	};
	const parent = {
		__type: `${PREFIX}InsertQuery`,
		rootSchemaName: 'Account',
		columnValues: values({ Id: parameter(0, account), Name: parameter(TEXT, 'Parent') }),
	};
	expect((await ask('BatchQuery', { items: [contact, parent] })).status).toBe(500);
	expect((await ask('BatchQuery', { items: [parent, contact] })).body.success).toBe(true);
});

it.each([
	['absent', undefined],
	['null', null],
	['failedItem', [false]],
	['upToFailure', [true, false]],
] as const)('%s: the results of a batch that stopped', async (failedBatchResults, expected) => {
	site.switches.failedBatchResults = failedBatchResults;
	const { body } = await ask('BatchQuery', { items: [insertCity('Stopped'), bad, insertCity('Never')] });
	site.switches.failedBatchResults = 'absent';
	const { queryResults } = body;
	expect(Array.isArray(queryResults) ? queryResults.map(({ success }) => success) : queryResults).toEqual(
		expected,
	);
	expect(body).toMatchObject({ success: false, hasErrors: true });
});

it.each([
	['not first', [insertCity('x')].map(reversed)],
	['missing', [{ ...insertCity('x'), __type: undefined }]],
	['of no query', [insertCity('x', { __type: 'InsertQuery' })]],
	['of a batch', [insertCity('x', { __type: `${PREFIX}BatchQuery` })]],
])('cannot run an item whose __type is %s; the others run', async (name, items) => {
	const all = [insertCity(`Beside ${name}`), ...items];
	const { status, body } = await ask('BatchQuery', { items: all, continueIfError: true });
	expect([status, body.queryResults?.map(({ success }) => success)]).toEqual([200, [true, false]]);
	expect(body.queryResults?.[1]?.responseStatus?.ErrorCode).toBe('NotSupportedException');
	expect([count(`Beside ${name}`), count('x')]).toEqual([1, 0]);
});

function reversed(item: object): object {
	return Object.fromEntries(Object.entries(item).reverse());
}

it('refuses without rights inside as well', async () => {
	const reader = asker(await signedIn(site, USERS.readOnly));
	const { status, body } = await reader('BatchQuery', { items: [insertCity('x')] });
	expect([status, body.success, body.responseStatus?.ErrorCode]).toEqual([200, false, 'SecurityException']);
	const on = await reader('BatchQuery', { items: [insertCity('x')], continueIfError: true });
	expect(on.body.queryResults?.[0]?.responseStatus?.ErrorCode).toBe('SecurityException');
});

it('has no limit on items, and may have none', async () => {
	const items = Array.from({ length: 150 }, (_, index) => insertCity(`Many ${index}`));
	expect((await ask('BatchQuery', { items })).body).toMatchObject({ rowsAffected: 150, success: true });
	expect((await ask('BatchQuery', { items: [] })).body).toMatchObject({ queryResults: [], success: true });
});
