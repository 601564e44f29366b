import type { Emulator } from '../emulator';
import type { Members, RunResult } from '../support/engine';
import { contentOf, fullRecord, nameIn, namedRecord, wreck } from './fullRecords';
import {
	ACCOM,
	ANDREW,
	autoMap,
	type Bench,
	column,
	conditions,
	failure,
	object,
	type Parameters,
	record,
	related,
	SITES,
	useBench,
	wordsOf,
} from './setup';
import { watch } from './triggerSetup';

/** Each with lookups, dates, numbers, booleans, files, GUIDs or pictures among its columns. */
const OBJECTS = ['Contact', 'Account', 'Activity', 'Opportunity', 'Order'];

const MATCH: Readonly<Record<string, string>> = {
	Activity: 'Title',
	Opportunity: 'Title',
	Order: 'Number',
	Case: 'Number',
};

/** The items of a run, which must have succeeded: they go on to the next node unchanged. */
function itemsOf({ items, error }: RunResult): Members[] {
	if (error) throw new Error(wordsOf(error));
	return items.map(({ json }) => json);
}

const hintOf = ({ hints }: RunResult) =>
	hints.map(({ message }) => message).find((text) => text.startsWith('Input fields'));

describe.each(SITES)('%s', (siteName, site) => {
	const bench = useBench(site);
	const other = useBench(site);

	const byId = (id: unknown) => ({ filterMode: 'conditions', conditions: conditions(['Id', 'equals', id]) });
	const everything = {
		allColumns: true,
		relatedColumns: related('CreatedBy.Name', 'CreatedBy.Account.Name'),
	};
	const getMany = async (name: string, id: string, more: Parameters = {}) =>
		itemsOf(
			await bench.creatio({
				operation: 'getAll',
				object: object(name),
				...byId(id),
				options: everything,
				...more,
			}),
		);
	const update = (name: string, items: readonly Members[], more: Parameters = {}, at: Bench = bench) =>
		at.creatio(
			{
				operation: 'update',
				object: object(name),
				recordId: record('={{ $json.Id }}'),
				columns: autoMap(),
				...more,
			},
			{ items },
		);
	const content = (site: Emulator, name: string, id: unknown) => contentOf(site, name, String(id));

	describe.each(OBJECTS)('records of %s', (name) => {
		it.each([true, false])('go from Get Many to Update (Simplify %s)', async (simplify) => {
			const id = fullRecord(bench.site, name);
			const before = content(bench.site, name, id);
			const items = await getMany(name, id, { simplify });
			wreck(bench.site, name, id);
			bench.site.resetStats();
			const run = await update(name, items);
			expect(itemsOf(run)).toHaveLength(1);
			expect(content(bench.site, name, id)).toEqual(before);
			expect(hintOf(run)).toMatch(/CreatedOn.*ModifiedById.*CreatedBy/);
			const written = bench
				.odata()
				.map(({ body }) => body)
				.join();
			expect(written).not.toMatch(/"(?:CreatedOn|CreatedById|ModifiedOn|ModifiedById|ProcessListeners)"/);
		});

		it('go from Get Many to Create or Update on another site, and there again', async () => {
			const id = fullRecord(bench.site, name);
			const before = content(bench.site, name, id);
			for (const { ref } of other.site.store.entity(name).lookups.values())
				if (ref !== undefined && ref !== 'SysImage') namedRecord(other.site, ref, nameIn(ref));
			const pictures = other.site.store.entity(name).columns.filter(({ ref }) => ref === 'SysImage');
			const expected = { ...before, ...Object.fromEntries(pictures.map(({ property }) => [property, null])) };
			const items = await getMany(name, id);
			const run = await other.creatio(
				{ operation: 'upsert', object: object(name), columns: autoMap([MATCH[name] ?? 'Name']) },
				{ items },
			);
			expect(itemsOf(run)).toMatchObject([{ Id: id }]);
			expect(content(other.site, name, id)).toEqual(expected);
			if (pictures.length > 0) expect(hintOf(run)).toContain(pictures[0]?.name);
			expect(other.site.stats.writes[name]?.created).toEqual([id]);
		});

		it('go from the trigger to Update', async () => {
			const trigger = watch(bench, { object: object(name), event: 'created', options: everything });
			await trigger.poll();
			const id = fullRecord(bench.site, name);
			const before = content(bench.site, name, id);
			const items = await trigger.items();
			expect(items).toHaveLength(1);
			wreck(bench.site, name, id);
			itemsOf(await update(name, items));
			expect(content(bench.site, name, id)).toEqual(before);
		});

		it('go from Select to Insert', async () => {
			const id = fullRecord(bench.site, name);
			const before = content(bench.site, name, id);
			const items = itemsOf(
				await bench.dataService({
					operation: 'select',
					object: object(name),
					...byId(id),
					options: { addedColumns: true, allColumns: true },
				}),
			);
			bench.site.store.remove(name, id);
			const run = await bench.dataService(
				{ operation: 'insert', object: object(name), columns: autoMap() },
				{ items },
			);
			expect(itemsOf(run)).toMatchObject([{ Id: id }]);
			expect(content(bench.site, name, id)).toEqual(before);
		});
	});

	describe('an item on its way to a write', () => {
		let id: string;
		let before: unknown;
		beforeEach(() => {
			id = fullRecord(bench.site, 'Contact');
			before = content(bench.site, 'Contact', id);
			bench.site.resetStats();
		});
		const written = () => bench.site.stats.writes.Contact;

		it.each([
			['the ID of another record', { Id: ANDREW }, ANDREW],
			['a name that is not a column', { Nmae: 'x' }, '"Nmae"'],
			[
				'a text that names another record than the ID',
				{ Account: 'Accom (sample)' },
				/column Account.*"One Account".*"Accom/,
			],
			[
				'an ID of another record than the text',
				{ AccountId: ACCOM },
				/column Account.*"Accom.*"One Account"/,
			],
			['two IDs', { Account: ACCOM }, /column Account/],
		])('is refused with %s', async (_, change, place) => {
			const [item = {}] = await getMany('Contact', id);
			const run = await update('Contact', [{ ...item, ...change }], { recordId: record(id) });
			expect(run.error).toMatchObject(failure('input', place));
			expect(written()).toBeUndefined();
		});

		it('may be what Search found', async () => {
			const found = bench.site.store.insert('Contact', { Name: 'Found by Search' });
			const [item = {}] = itemsOf(await bench.creatio({ operation: 'search', text: 'Found by Search' }));
			expect(item).toMatchObject({ object: 'Contact', Id: found });
			const run = await update('Contact', [{ ...item, JobTitle: 'Changed' }], { recordId: record(found) });
			expect(itemsOf(run)).toMatchObject([{ Id: found, JobTitle: 'Changed' }]);
			const misspelt = await update('Contact', [{ ...item, matchd: 'x' }], { recordId: record(found) });
			expect(misspelt.error).toMatchObject(failure('input', '"matchd"'));
		});

		it('may have one of the two values of a lookup changed, if the other is removed', async () => {
			const [{ Account: _, AccountId: __, ...rest } = {}] = await getMany('Contact', id);
			for (const change of [
				{ Account: 'Accom (sample)' },
				{ AccountId: ACCOM },
				{ Account: '', AccountId: ACCOM },
			]) {
				itemsOf(await update('Contact', [{ ...rest, ...change }]));
				expect(bench.site.store.rows('Contact', '"Id" = ?', id)[0]?.AccountId).toBe(ACCOM);
				wreck(bench.site, 'Contact', id);
			}
		});

		it('keeps the record of a lookup whose name was changed meanwhile', async () => {
			const account = bench.site.store.insert('Account', { Name: 'Old Name Ltd' });
			const contact = bench.site.store.insert('Contact', { Name: 'Renamed', AccountId: account });
			const items = await getMany('Contact', contact);
			const { store } = bench.site;
			store.updateRaw(store.entity('Account'), account, { Name: 'New Name Ltd' });
			wreck(bench.site, 'Contact', contact);
			itemsOf(await update('Contact', items));
			expect(store.rows('Contact', '"Id" = ?', contact)[0]).toMatchObject({
				Name: 'Renamed',
				AccountId: account,
			});
		});

		it.each([true, false])('may be nearly empty (Simplify %s)', async (simplify) => {
			const account = bench.site.store.insert('Account', { Name: 'Only a name' });
			const empty = content(bench.site, 'Account', account);
			itemsOf(await update('Account', await getMany('Account', account, { simplify })));
			expect(content(bench.site, 'Account', account)).toEqual(empty);
		});

		it('comes from Get, from Create and from Update itself', async () => {
			const get = { operation: 'get', object: object('Contact'), recordId: record(id), options: everything };
			const got = itemsOf(await bench.creatio(get));
			const updated = itemsOf(await update('Contact', got));
			const whole = itemsOf(await update('Contact', updated, { options: { returnRecord: true } }));
			expect(content(bench.site, 'Contact', id)).toEqual(before);
			bench.site.store.remove('Contact', id);
			const create = { operation: 'create', object: object('Contact'), columns: autoMap(), simplify: false };
			const created = itemsOf(await bench.creatio(create, { items: whole }));
			expect(created).toMatchObject([{ Id: id }]);
			wreck(bench.site, 'Contact', id);
			itemsOf(await update('Contact', created));
			expect(content(bench.site, 'Contact', id)).toEqual(before);
		});

		it('never makes a second record of the same ID', async () => {
			const items = await getMany('Contact', id);
			const run = await bench.creatio(
				{ operation: 'create', object: object('Contact'), columns: autoMap() },
				{ items },
			);
			expect(run.error).toMatchObject(failure('input', id));
			expect(written()).toBeUndefined();
		});

		it.each([
			[{ event: 'updated' }],
			[{ event: 'createdOrUpdated' }],
			[
				{
					event: 'columnsChanged',
					watchedColumns: ['JobTitle', 'Account'],
					options: { ...everything, oldValues: true },
				},
			],
			[{ event: 'enteredValue', column: column('JobTitle'), value: 'Reached' }],
		])('comes from the trigger (%j)', async (event) => {
			const { store } = bench.site;
			const touch = (values: Record<string, string>) =>
				store.updateRaw(store.entity('Contact'), id, {
					...values,
					ModifiedOn: `${new Date(Date.now() + 5_000).toISOString().slice(0, 23)}0000`,
				});
			const trigger = watch(bench, {
				object: object('Contact'),
				simplify: false,
				options: everything,
				...event,
			});
			await trigger.poll();
			touch({ JobTitle: 'Reached' });
			const items = (await trigger.items()).filter((item) => item.Id === id);
			expect(items).toHaveLength(1);
			wreck(bench.site, 'Contact', id);
			itemsOf(await update('Contact', items));
			expect(content(bench.site, 'Contact', id)).toEqual({ ...(before as object), JobTitle: 'Reached' });
		});

		it('goes to Update of DataService, by ID and by conditions', async () => {
			const items = await getMany('Contact', id);
			for (const target of [
				{ target: 'id', recordId: record('={{ $json.Id }}') },
				{ target: 'conditions', ...byId('={{ $json.Id }}') },
			]) {
				wreck(bench.site, 'Contact', id);
				const run = await bench.dataService(
					{ operation: 'update', object: object('Contact'), columns: autoMap(), ...target },
					{ items },
				);
				itemsOf(run);
				expect(content(bench.site, 'Contact', id)).toEqual(before);
				expect(hintOf(run)?.includes('Id (conditions')).toBe(target.target === 'conditions');
			}
		});

		it('goes to a batch of DataService as a whole, and what that returns to Update', async () => {
			const items = await getMany('Contact', id);
			const batch = (kind: string, recordId: string) =>
				bench.dataService(
					{
						operation: 'batch',
						operations: {
							operation: [
								{
									kind,
									object: object('Contact'),
									recordId,
									valuesFrom: 'json',
									valuesJson: '={{ JSON.stringify($json) }}',
								},
							],
						},
					},
					{ items },
				);
			wreck(bench.site, 'Contact', id);
			itemsOf(await batch('update', '={{ $json.Id }}'));
			expect(content(bench.site, 'Contact', id)).toEqual(before);
			bench.site.store.remove('Contact', id);
			const inserted = itemsOf(await batch('insert', ''));
			expect(inserted).toMatchObject([{ operation: 'insert', Id: id }]);
			wreck(bench.site, 'Contact', id);
			itemsOf(await update('Contact', inserted));
			expect(content(bench.site, 'Contact', id)).toEqual(before);
		});
	});

	it('a table with captions for names, in any letter case, is written as it is', async () => {
		const table = {
			'Full name': 'Captioned',
			jobtitle: 'Boss',
			account: 'Accom (sample)',
			toolCallId: 'x',
		};
		for (const [run, name] of [
			[bench.creatio, 'create'],
			[bench.dataService, 'insert'],
		] as const) {
			bench.site.resetStats();
			const parameters = { operation: name, object: object('Contact'), columns: autoMap() };
			const [written] = itemsOf(await run(parameters, { items: [{ ...table }] }));
			expect(bench.site.store.rows('Contact', '"Id" = ?', String(written?.Id))[0]).toMatchObject({
				Name: 'Captioned',
				JobTitle: 'Boss',
				AccountId: ACCOM,
			});
		}
	});

	it('a record is matched by columns that are called by their captions', async () => {
		const id = bench.site.store.insert('Contact', { Name: 'Matched', Email: `matched@site.example` });
		const parameters = {
			operation: 'upsert',
			object: object('Contact'),
			valuesFrom: 'json',
			valuesJson: { EMAIL: `matched@site.example`, 'full NAME': 'Renamed' },
			matchColumns: ['email'],
		};
		expect(itemsOf(await bench.creatio(parameters))).toMatchObject([{ Id: id }]);
		expect(bench.site.store.rows('Contact', '"Id" = ?', id)[0]?.Name).toBe('Renamed');
	});

	it('the texts of lookups cost a request or two for hundreds of items', async () => {
		const Dear = `Costs ${siteName}`;
		for (let index = 0; index < 300; index++) {
			const AccountId = bench.site.store.insert('Account', { Name: `Account ${index} of ${siteName}` });
			bench.site.store.insert('Contact', { Name: `Costs ${index}`, Dear, AccountId });
		}
		const many = (lookups: string) => ({
			operation: 'getAll',
			object: object('Contact'),
			returnAll: true,
			conditions: conditions(['Dear', 'equals', Dear]),
			options: { lookups, outputColumns: ['Name', 'Account', 'CreatedOn'] },
		});
		const costs: number[] = [];
		for (const lookups of ['id', 'both']) {
			const items = itemsOf(await bench.creatio(many(lookups)));
			expect(items).toHaveLength(300);
			bench.site.resetStats();
			expect(itemsOf(await update('Contact', items))).toHaveLength(300);
			costs.push(bench.odata().length);
		}
		const [without = 0, withTexts = 0] = costs;
		expect(withTexts - without).toBeLessThanOrEqual(2);
	});
});
