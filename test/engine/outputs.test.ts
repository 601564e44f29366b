import type { Members } from '../support/engine';
import { ACCOM, itemsOf, map, object, type Parameters, record, SITES, useBench } from './setup';
import { watch } from './triggerSetup';

/** Ten people as they are in a CRM: most columns are empty. */
const PEOPLE = [
	['Andrew Baker', 'Sales Director', 'andrew.baker@accom.example', '+1 617 440 2031'],
	['Maya Okafor', 'Head of Procurement', 'maya.okafor@accom.example', '+44 20 7946 0911'],
	['Jonas Schmidt', 'IT Manager', 'jonas.schmidt@accom.example', ''],
	['Ines Garcia', '', 'ines.garcia@accom.example', '+34 91 123 4567'],
	['Tara Van der Berg', 'Accountant', '', '+31 20 123 4567'],
	['Hiro Tanaka', 'Engineer', 'hiro.tanaka@accom.example', ''],
	['Olga Petrenko', 'Chief Executive Officer', 'olga.petrenko@accom.example', '+380 44 123 4567'],
	['Sven Andersson', '', '', '+46 8 123 456 78'],
	['Rosa Silva', 'Assistant', 'rosa.silva@accom.example', ''],
	['Quinn Dubois', 'Consultant', 'quinn.dubois@accom.example', '+33 1 23 45 67 89'],
];

const bytesOf = (items: readonly Members[]) => Buffer.byteLength(JSON.stringify(items));

describe.each(SITES)('%s', (_, site) => {
	const bench = useBench(site);
	const marked = 'Output';
	let type: unknown;
	let first: string;

	beforeAll(() => {
		const { store } = bench.site;
		type = store.rows('ContactType', '"Name" = ?', 'Customer')[0]?.Id;
		const owner = store.rows('Contact', '"Name" = ?', 'Supervisor')[0]?.Id ?? null;
		const ids = PEOPLE.map(([Name = '', JobTitle = '', Email = '', MobilePhone = ''], index) =>
			store.insert('Contact', {
				...{ Name, JobTitle, Email, MobilePhone, Dear: marked, AccountId: ACCOM, OwnerId: owner },
				...(index % 2 === 0 && { TypeId: type as string }),
			}),
		);
		first = ids[0] ?? '';
	});

	const conditions = {
		condition: [
			{
				column: { __rl: true, mode: 'name', value: 'Dear' },
				operator: 'equals',
				value: marked,
			},
		],
	};
	const getMany = async (more: Parameters = {}) =>
		itemsOf(await bench.creatio({ operation: 'getAll', object: object('Contact'), conditions, ...more }));
	const get = async (more: Parameters = {}) =>
		itemsOf(
			await bench.creatio({ operation: 'get', object: object('Contact'), recordId: record(first), ...more }),
		);

	it('ten contacts are read with one request, take less than 6 kB, and show names first', async () => {
		const items = await getMany();
		expect(bench.odata()).toHaveLength(1);
		expect(items).toHaveLength(10);
		expect(bytesOf(items)).toBeLessThan(6_000);
		const [{ AccountId, OwnerId, TypeId, CreatedOn, ModifiedOn, Id, ...andrew } = {}] = items.filter(
			(item) => item.Id === first,
		);
		expect(andrew).toEqual({
			Name: 'Andrew Baker',
			Owner: 'Supervisor',
			Account: 'Accom (sample)',
			Type: 'Customer',
			JobTitle: 'Sales Director',
			Phone: null,
			MobilePhone: '+1 617 440 2031',
			Email: 'andrew.baker@accom.example',
			Country: null,
			CountryId: null,
		});
		const keys = Object.keys(items[0] ?? {});
		expect(keys.slice(0, 2)).toEqual(['Id', 'Name']);
		expect(keys.slice(-2)).toEqual(['CreatedOn', 'ModifiedOn']);
		expect(keys.indexOf('AccountId')).toBe(keys.indexOf('Account') + 1);
		for (const item of items) expect(Object.keys(item)).toEqual(keys);
	});

	it('Get, Get Many, the trigger, Select and whole written records have the same shape', async () => {
		const [wanted = {}] = (await getMany()).filter(({ Id }) => Id === first);
		expect(await get()).toEqual([wanted]);
		expect(Object.keys((await get())[0] ?? {})).toEqual(Object.keys(wanted));
		const [selected = {}] = itemsOf(
			await bench.dataService({ operation: 'select', object: object('Contact'), conditions }),
		).filter(({ Id }) => Id === first);
		expect(Object.keys(selected)).toEqual(Object.keys(wanted));
		expect(selected).toMatchObject({ Name: 'Andrew Baker', Account: 'Accom (sample)', Phone: null });

		const trigger = watch(bench, { event: 'created' });
		await trigger.poll();
		const options = { returnRecord: true };
		const columns = map({ Name: 'Andrew Baker', Account: ACCOM });
		const write = { object: object('Contact'), columns, options };
		const [created = {}] = itemsOf(await bench.creatio({ operation: 'create', ...write }));
		const [polled = {}] = await trigger.items();
		expect(polled).toMatchObject({ Id: created.Id, Account: 'Accom (sample)', AccountId: ACCOM });
		expect(Object.keys(polled)).toEqual(Object.keys(wanted));

		const all = Object.keys((await get({ options: { allColumns: true } }))[0] ?? {});
		expect(all).not.toContain('ProcessListeners');
		expect(all.filter((key) => key in wanted)).toEqual(Object.keys(wanted));
		const [updated = {}] = itemsOf(
			await bench.creatio({ operation: 'update', recordId: record(String(created.Id)), ...write }),
		);
		for (const whole of [created, updated]) {
			expect(Object.keys(whole)).toEqual(all);
			expect(whole).toMatchObject({ Account: 'Accom (sample)', AccountId: ACCOM, Email: null });
		}
	});

	it.each([
		['both', ['Id', 'Name', 'Account', 'AccountId']],
		['text', ['Id', 'Name', 'Account']],
		['id', ['Id', 'Name', 'AccountId']],
	])('the columns that were chosen keep their order, lookups as %s', async (lookups, keys) => {
		const options = { outputColumns: ['Name', 'Account'], lookups };
		const [item = {}] = await get({ options });
		expect(Object.keys(item)).toEqual(keys);
		const [selected = {}] = itemsOf(
			await bench.dataService({
				operation: 'select',
				object: object('Contact'),
				selectColumns: {
					column: ['Id', 'Name', 'Account'].map((value) => ({ column: { __rl: true, mode: 'name', value } })),
				},
				conditions,
				limit: 1,
				options: { lookups },
			}),
		);
		expect(Object.keys(selected)).toEqual(keys);
	});

	it.each(['create', 'update', 'upsert'])('%s returns what was written, and no more', async (operation) => {
		const run = await bench.creatio({
			operation,
			object: object('Case'),
			...(operation === 'update' && {
				recordId: record(bench.site.store.insert('Case', { Subject: 'Old', Number: 'SR1' })),
			}),
			columns: {
				...map({ Subject: `Printer of ${operation}`, Account: 'Accom (sample)', Symptoms: '' }),
				...(operation === 'upsert' && { matchingColumns: ['Subject'] }),
			},
		});
		const [item = {}] = itemsOf(run);
		// A create shows the number that Creatio gives; an update knows only what it sent.
		const number = operation === 'update' ? [] : ['Number'];
		expect(Object.keys(item)).toEqual(['Id', ...number, 'Subject', 'AccountId']);
	});

	it.each([403, 400, 501])(
		'a site that refuses the texts with %i is read without them, once in a run',
		async (status) => {
			bench.site.faults.add({
				match: { path: /Contact(Collection)?\?.*expand=/ },
				fault: {
					kind: 'status',
					status,
					headers: { 'content-type': 'application/json' },
					body: JSON.stringify({ error: { code: '', message: 'Current user does not have permissions.' } }),
				},
			});
			const run = await bench.creatio(
				{ operation: 'getAll', object: object('Contact'), conditions },
				{ items: [{}, {}] },
			);
			bench.site.faults.clear();
			const items = itemsOf(run);
			expect(items).toHaveLength(20);
			for (const item of items) {
				expect(item.AccountId).toBe(ACCOM);
				expect(item).not.toHaveProperty('Account');
				expect(item).toMatchObject({ Country: null, CountryId: null });
			}
			expect(JSON.stringify(run.hints)).toContain('refused to return the texts');
			expect(bench.odata().filter(({ path }) => path.includes('expand='))).toHaveLength(1);
		},
	);
});
