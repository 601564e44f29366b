import { HOSTINGS } from '../emulator';
import { ANDREW, autoMap, column, failure, map, object, openSite, record, useBench, wordsOf } from './setup';

const NOBODY = '11111111-1111-4111-8111-111111111111';

/** A site says that something is wrong with a record, and not what (contract 2.9, 2.12). */
describe.each(HOSTINGS)('%s', (hosting) => {
	const bench = useBench({ hosting });

	const create = (value: Record<string, unknown>, name = 'Contact', options = {}) =>
		bench.creatio({ operation: 'create', object: object(name), columns: map(value), options });
	const insert = (value: Record<string, unknown>) =>
		bench.dataService({ operation: 'insert', object: object('Contact'), columns: map(value) });
	const schemaRequests = () =>
		bench.site.stats.requests.filter(({ path }) => path.endsWith('RuntimeEntitySchemaRequest'));

	describe('a text that is too long names its column, the size and the length', () => {
		const place = /22001.*Contact: Name takes at most 250 characters, but got 300/;
		const Name = 'x'.repeat(300);

		it('in Create and in Insert', async () => {
			expect((await create({ Name })).error).toMatchObject(failure('invalid', place));
			expect((await insert({ Name })).error).toMatchObject(failure('invalid', place));
		});

		it('in Update, Create or Update, and Batch', async () => {
			const changes = {
				object: object('Contact'),
				columns: map({ Name, Email: 'a.baker@example.com' }, ['Email']),
			};
			const updated = await bench.creatio({ ...changes, operation: 'update', recordId: record(ANDREW) });
			expect(updated.error).toMatchObject(failure('invalid', place));
			const upserted = await bench.creatio({ ...changes, operation: 'upsert' });
			expect(upserted.error).toMatchObject(failure('invalid', place));
			const operations = [
				{
					kind: 'insert',
					object: object('Contact'),
					recordId: '',
					valuesFrom: 'json',
					valuesJson: JSON.stringify({ Name }),
				},
			];
			const batch = await bench.dataService({
				operation: 'batch',
				operations: { operation: operations },
			});
			expect(batch.error).toMatchObject(failure('invalid', place));
		});

		it('in a lookup record that is created on the way', async () => {
			const run = await create({ Name: 'X', Account: Name }, 'Contact', { createMissingLookups: true });
			expect(run.error).toMatchObject(
				failure('invalid', /Account: Name takes at most 250 .*new record of Account for the column Account/),
			);
		});
	});

	it('a lookup to nobody names the column and the ID', async () => {
		const place = `Account points to ${NOBODY}`;
		expect((await create({ Name: 'X', AccountId: NOBODY })).error).toMatchObject(failure('invalid', place));
		expect((await insert({ Name: 'X', Account: NOBODY })).error).toMatchObject(failure('invalid', place));
	});

	it('a number beyond what the site can read names its column', async () => {
		const run = await create({ Number: 'X', Amount: 1e29 }, 'Order');
		expect(run.error).toMatchObject(failure('invalid', /Order: Amount takes numbers of at most 28 digits/));
	});

	it('asks for the columns once for 100 refused items, and not if all are written', async () => {
		const items = Array.from({ length: 100 }, (_, index) => ({ Name: 'x'.repeat(index < 50 ? 300 : 10) }));
		const write = async (some: typeof items) =>
			await bench.creatio(
				{ operation: 'create', object: object('Contact'), columns: autoMap() },
				{ items: some, onError: 'continueErrorOutput' },
			);
		const fine = await write(items.slice(50));
		expect([fine.outputs[0]?.length, schemaRequests().length]).toEqual([50, 0]);
		const mixed = await write(items);
		expect(mixed.outputs.map((output) => output.length)).toEqual([50, 50]);
		expect(schemaRequests().length).toBeLessThanOrEqual(1);
		expect(wordsOf(mixed.outputs[1]?.[0]?.error)).toContain('Name takes at most 250');
	});

	it('a site that gives no reason at all gets the list of what was sent', async () => {
		bench.site.faults.add({
			match: { method: 'POST', path: /\/odata\/Contact$/ },
			fault: { kind: 'status', status: 400 },
		});
		const run = await create({ Name: 'X', Email: 'x@example.com' });
		expect(run.error).toMatchObject(
			failure('invalid', /does not say which column of Contact it refuses.*Columns sent: Name, Email/),
		);
	});

	it('an object that the site refuses to create without a reason gets that list too', async () => {
		const run = await create({ Name: 'X' }, 'SysAdminUnit');
		expect(run.error?.message).toMatch(/column of SysAdminUnit it refuses.*Columns sent: Name/);
	});

	it('so does an insert that DataService refuses without a reason', async () => {
		bench.site.faults.add({
			match: { method: 'POST', path: /BatchQuery$/ },
			fault: { kind: 'status', status: 200, body: '{"success":false}' },
		});
		const run = await insert({ Name: 'X' });
		expect(run.error).toMatchObject(failure('invalid', /column of Contact it refuses.*Columns sent: Name$/));
	});

	it('of 100 creates with one row that breaks the batch 99 are there, and one item says which column is at fault', async () => {
		const items = Array.from({ length: 100 }, (_, index) => ({
			Name: index === 57 ? 'breaks'.repeat(50) : `Row ${index}`,
		}));
		bench.site.faults.add({
			match: {
				method: 'POST',
				path: /\/odata\//,
				times: Infinity,
				where: ({ body }) => body.includes('breaksbreaks'),
			},
			fault: { kind: 'status', status: 500 },
		});
		const run = await bench.creatio(
			{ operation: 'create', object: object('Contact'), columns: autoMap() },
			{ items, onError: 'continueRegularOutput' },
		);
		expect(bench.site.stats.writes.Contact?.created).toHaveLength(99);
		expect(run.items).toHaveLength(100);
		expect(run.itemErrors).toEqual([
			{
				item: 57,
				error: expect.objectContaining({
					perhapsDone: false,
					message: expect.stringContaining('Contact: Name takes at most 250 characters, but got 300'),
				}),
			},
		]);
	});

	it('a site without column details still explains what the model can explain', async () => {
		bench.site.switches.runtimeSchema = 'broken';
		try {
			const run = await create({ Name: 'X', Email: 'x'.repeat(300) });
			expect(run.error).toMatchObject(failure('invalid', 'Email takes at most 250'));
		} finally {
			bench.site.switches.runtimeSchema = 'answers';
		}
	});

	describe('an object that the site does not have is named, with the nearest ones', () => {
		it.each(['count', 'getAll', 'create'])('in %s', async (operation) => {
			const run = await bench.creatio({ operation, object: object('Contct'), columns: map({ Name: 'X' }) });
			expect(run.error).toMatchObject(failure('input', '"Contct"'));
			expect(run.error?.description).toMatch(/Did you mean Contact\b/);
		});

		it.each<[string, object]>([
			['SelectQuery', { rootSchemaName: 'Contct' }],
			[
				'BatchQuery',
				{
					items: [
						{
							__type: 'Terrasoft.Nui.ServiceModel.DataContract.InsertQuery',
							rootSchemaName: 'Contct',
							columnValues: { items: {} },
						},
					],
				},
			],
		])('in a raw %s', async (kind, query) => {
			const run = await bench.dataService({ operation: 'raw', kind, query: JSON.stringify(query) });
			expect(run.error?.message).toContain('Contct');
			expect(run.error?.description).toMatch(/Did you mean Contact\b/);
		});
	});

	it('a Select with dates goes on in UTC, and says so, where the service for the zone fails', async () => {
		const broken = await openSite(bench.engine, { hosting, switches: { applicationInfo: 'broken' } });
		const run = await broken.dataService({
			operation: 'select',
			object: object('Contact'),
			selectColumns: { column: [{ column: column('CreatedOn') }] },
			returnAll: false,
			limit: 1,
		});
		expect(run.error).toBeUndefined();
		expect(run.items).toHaveLength(1);
		expect(run.hints.map(({ message }) => message).join()).toContain('dates are treated as UTC');
	});
});
