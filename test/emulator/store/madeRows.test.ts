import { type Emulator, FIXED, startEmulator } from '..';
import { odata, type Send, signedIn } from '../testSupport';

const ROWS = 5_000;

let site: Emulator;
let call: Send;
beforeAll(async () => {
	site = await startEmulator({
		made: { Contact: { count: ROWS }, Account: { count: 300, keys: 'bunched' } },
	});
	call = await signedIn(site);
});
afterAll(() => site.stop());

interface Row {
	readonly Id: string;
	readonly Name: string;
	readonly AccountId: string;
	readonly [column: string]: unknown;
}

async function read(options: Record<string, string>, object = 'Contact'): Promise<Row[]> {
	const answer = await call('GET', odata(object, options));
	if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
	return answer.json<{ value: Row[] }>().value;
}

it('pages by key reach every row once', async () => {
	const found = new Map<string, string>();
	let last = '';
	for (;;) {
		const $filter = `Id gt ${last || '00000000-0000-0000-0000-000000000000'}`;
		const page = await read({ $select: 'Id,Name', $orderby: 'Id', $top: '700', $filter });
		for (const { Id, Name } of page) {
			expect(Id > last).toBe(true);
			found.set(Id, Name);
			last = Id;
		}
		if (page.length < 700) break;
	}
	expect(found.size).toBe(ROWS);
	const numbers = [...found.values()].map((name) => Number(/\d+/.exec(name)?.[0]));
	expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: ROWS }, (_, number) => number));
});

it.each([
	['spread', 'Contact', 16],
	['bunched', 'Account', 1],
] as const)('keys are %s', async (_, object, places) => {
	const rows = await read({ $select: 'Id', $top: String(ROWS) }, object);
	expect(new Set(rows.map(({ Id }) => Id[0])).size).toBe(places);
});

it('conditions, counts and lookups work as with rows that are stored', async () => {
	const [row] = await read({
		$filter: "Email eq 'person42@example.com'",
		$expand: 'Account($select=Name),CreatedBy($select=Id)',
	});
	expect(row).toMatchObject({ Name: 'Contact Name 42', Account: { Name: 'Account Name 42' } });
	expect(row?.CreatedById).toBe(FIXED.supervisorContact);
	const byAccount = await read({ $filter: "Account/Name eq 'Account Name 42'", $select: 'AccountId' });
	expect(byAccount).toHaveLength(Math.ceil((ROWS - 42) / 300));
	expect(new Set(byAccount.map(({ AccountId }) => AccountId))).toEqual(new Set([row?.AccountId]));
	expect((await call('GET', odata('Contact/$count'))).text).toBe(String(ROWS));
	const [awkward] = await read({ $filter: "startswith(Name,'Contact Name 96,')" });
	expect(awkward?.Name).toBe('Contact Name 96, "quoted"; and\r\nä line');
});

it('OData 3 and DataService read them too', async () => {
	const filter = encodeURIComponent("Email eq 'person42@example.com'");
	const path = `/0/ServiceModel/EntityDataService.svc/ContactCollection?$filter=${filter}`;
	const old = await call('GET', path, { headers: { Accept: 'application/json;odata=verbose' } });
	expect(old.text).toContain('"Name":"Contact Name 42"');
	const answer = await call('POST', '/0/DataService/json/SyncReply/SelectQuery', {
		body: {
			rootSchemaName: 'Contact',
			operationType: 0,
			allColumns: false,
			columns: {
				items: {
					Name: {
						expression: { expressionType: 0, columnPath: 'Name' },
						orderDirection: 1,
						orderPosition: 0,
					},
				},
			},
			rowCount: 2,
		},
	});
	expect(answer.json<{ rows: Row[] }>().rows.map(({ Name }) => Name)).toEqual([
		'Contact Name 0',
		'Contact Name 1',
	]);
});

it('they cannot be changed', async () => {
	const answer = await call('POST', odata('Contact'), { body: { Name: 'New' } });
	expect(answer.status).toBeGreaterThanOrEqual(500);
	expect(site.store.count('Contact')).toBe(ROWS);
});

it('an object that the site does not have is refused', async () => {
	await expect(startEmulator({ made: { Kontakt: { count: 1 } } })).rejects.toThrow('no object Kontakt');
});
