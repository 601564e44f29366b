import {
	ACCOM,
	ANDREW,
	autoMap,
	CUSTOMER_TYPE,
	failure,
	map,
	object,
	record,
	SITES,
	useBench,
} from './setup';

describe.each(SITES)('%s', (_, site) => {
	const bench = useBench(site);

	const NOBODY = '11111111-1111-4111-8111-111111111111';
	const contact = (id: unknown) => bench.site.store.rows('Contact', '"Id" = ?', String(id))[0];
	const created = () => bench.site.stats.writes.Contact?.created ?? [];

	describe('Create', () => {
		const create = (value: Record<string, unknown>, parameters = {}, items = [{}]) =>
			bench.creatio(
				{ operation: 'create', object: object('Contact'), columns: map(value), ...parameters },
				{ items },
			);

		it('writes values by type and lookups by text or ID', async () => {
			const name = 'Zoë "Q" O\'Brien & Söhne 100% <b>\r\nשלום 👩‍👩‍👧';
			const run = await create({
				Name: name,
				Age: '44',
				BirthDate: '2024-02-29',
				Account: 'Accom (sample)',
				Confirmed: 'no',
			});
			const id = run.items[0]?.json.Id;
			expect(run.items[0]?.json).toMatchObject({ Name: name, Age: 44, AccountId: ACCOM, Confirmed: false });
			expect(contact(id)).toMatchObject({ Name: name, Age: 44, AccountId: ACCOM });
			expect(JSON.stringify(run.items[0]?.json)).toContain('2024-02-29T00:00:00Z');
			expect(created()).toEqual([id]);
		});

		it('maps the fields of the item by name', async () => {
			const items = [
				{ Name: 'Auto One', Email: 'one@auto.example' },
				{ Name: 'Auto Two', Email: 'two@auto.example' },
			];
			const run = await create({}, { columns: autoMap() }, items);
			expect(run.items.map(({ json, pairedItem }) => [json.Name, json.Email, pairedItem])).toEqual([
				['Auto One', 'one@auto.example', { item: 0 }],
				['Auto Two', 'two@auto.example', { item: 1 }],
			]);
		});

		it('takes an ID of the user’s own once', async () => {
			const Id = 'aaaaaaaa-0000-4000-8000-00000000000A';
			const first = await create({ Id, Name: 'Own key' });
			expect(first.items[0]?.json.Id).toBe(Id.toLowerCase());
			expect((await create({ Id, Name: 'Same key' })).error).toMatchObject(
				failure('input', Id.toLowerCase()),
			);
			expect(contact(Id.toLowerCase())).toMatchObject({ Name: 'Own key' });
		});

		it('takes 1,000 items with one sign-in, and returns the outcome of each', async () => {
			const items = Array.from({ length: 1_000 }, (_, index) => ({
				Name: `Many ${index}`,
				Age: index % 100 ? index : 'x',
			}));
			bench.site.resetStats();
			const run = await bench.creatio(
				{ operation: 'create', object: object('Contact'), columns: autoMap() },
				{ items, onError: 'continueErrorOutput' },
			);
			expect(run.outputs[0]).toHaveLength(990);
			expect(run.outputs[1]).toHaveLength(10);
			expect(created()).toHaveLength(990);
			expect(bench.site.stats.signInAttempts).toBeLessThanOrEqual(1);
		});

		it('keeps 300 kB of text', async () => {
			const Notes = 'é'.repeat(150_000);
			const run = await create({ Name: 'Long', Notes });
			expect(contact(run.items[0]?.json.Id)?.Notes).toBe(Notes);
		});

		it('creates a missing lookup record only where that is asked for', async () => {
			const refused = await create({ Name: 'X', Account: 'Brand new Ltd' });
			expect(refused.error).toMatchObject(failure('input', /Account.*"Brand new Ltd"/));
			expect(created()).toEqual([]);
			const before = bench.site.store.count('Account');
			const items = [{}, {}, {}];
			const run = await create(
				{ Name: 'X', Account: 'Brand new Ltd' },
				{ options: { createMissingLookups: true } },
				items,
			);
			expect(bench.site.store.count('Account')).toBe(before + 1);
			expect(new Set(run.items.map(({ json }) => json.AccountId)).size).toBe(1);
		});

		it('creates one missing lookup record for texts that differ in case alone', async () => {
			const items = ['Quite New Ltd', 'QUITE NEW LTD', 'quite new ltd'].map((Account) => ({
				Name: 'X',
				Account,
			}));
			const run = await bench.creatio(
				{
					operation: 'create',
					object: object('Contact'),
					columns: autoMap(),
					options: { createMissingLookups: true },
				},
				{ items },
			);
			expect(run.items).toHaveLength(3);
			expect(bench.site.store.rows('Account', 'lower("Name") = ?', 'quite new ltd')).toHaveLength(1);
		});

		it('names the candidates when a text fits several records', async () => {
			bench.site.store.insert('Account', { Name: 'Twin Ltd' });
			bench.site.store.insert('Account', { Name: 'Twin Ltd' });
			const run = await create({ Name: 'X', Account: 'Twin Ltd' });
			const ids = bench.site.store.rows('Account', '"Name" = ?', 'Twin Ltd').map(({ Id }) => String(Id));
			for (const id of ids) expect(run.error).toMatchObject(failure('input', id));
			expect(created()).toEqual([]);
		});
	});

	describe('Update', () => {
		const update = (id: unknown, value: Record<string, unknown>, options = {}) =>
			bench.creatio({
				operation: 'update',
				object: object('Contact'),
				recordId: record(id),
				columns: map(value),
				options,
			});

		it('changes what is mapped and nothing else', async () => {
			const before = contact(ANDREW);
			const run = await update(ANDREW, { JobTitle: 'Chief', Email: '' });
			expect(run.items[0]?.json).toEqual({ Id: ANDREW, JobTitle: 'Chief' });
			expect(contact(ANDREW)).toMatchObject({ JobTitle: 'Chief', Email: before?.Email, Name: before?.Name });
		});

		it('empties columns and returns the whole record where that is set', async () => {
			const run = await update(
				ANDREW,
				{ JobTitle: '', Account: '', BirthDate: '' },
				{ blankValues: 'clear', returnRecord: true },
			);
			expect(run.items[0]?.json).toMatchObject({
				JobTitle: null,
				AccountId: null,
				BirthDate: null,
				Id: ANDREW,
			});
		});

		it('never creates a record', async () => {
			const run = await update(NOBODY, { Name: 'Ghost' });
			expect(run.error).toMatchObject(failure('notFound', new RegExp(`Contact.*${NOBODY}`)));
			expect(bench.odata().map(({ method }) => method)).toEqual(['GET']);
			expect(contact(NOBODY)).toBeUndefined();
		});
	});

	describe('Delete', () => {
		it('says what it deleted, and refuses what is not there', async () => {
			const Id = bench.site.store.insert('Contact', { Name: 'To go' });
			const remove = () =>
				bench.creatio({ operation: 'delete', object: object('Contact'), recordId: record(Id) });
			expect((await remove()).items[0]?.json).toEqual({ deleted: true, Id });
			expect(contact(Id)).toBeUndefined();
			expect((await remove()).error).toMatchObject(failure('notFound', new RegExp(`Contact.*${Id}`)));
		});

		it('says why a record that is used cannot be deleted', async () => {
			const run = await bench.creatio({
				operation: 'delete',
				object: object('AccountType'),
				recordId: record(CUSTOMER_TYPE),
			});
			expect(run.error).toMatchObject(failure('invalid', /foreign key|23503/));
		});
	});

	describe('Create or Update', () => {
		const upsert = (columns: unknown, options = {}, items: Array<Record<string, unknown>> = [{}]) =>
			bench.creatio({ operation: 'upsert', object: object('Contact'), columns, options }, { items });

		it('creates, then updates the same record', async () => {
			const first = await upsert(map({ Email: 'up@sert.example', Name: 'Up Sert' }, ['Email']));
			const second = await upsert(map({ Email: 'UP@sert.example', Name: 'Renamed' }, ['Email']));
			expect(second.items[0]?.json.Id).toBe(first.items[0]?.json.Id);
			expect(bench.site.store.rows('Contact', '"Email" = ?', 'up@sert.example')).toEqual([
				expect.objectContaining({ Name: 'Renamed' }),
			]);
		});

		it('makes one record of two items with the same key', async () => {
			const items = ['a', 'b', 'c'].map((letter) => ({ Email: 'same@key.example', Name: `Same ${letter}` }));
			const run = await upsert(autoMap(['Email']), {}, items);
			expect(run.items).toHaveLength(3);
			expect(created()).toHaveLength(1);
			expect(bench.site.store.rows('Contact', '"Email" = ?', 'same@key.example')).toEqual([
				expect.objectContaining({ Name: 'Same c' }),
			]);
		});

		it('matches on lookups and several columns', async () => {
			const columns = map({ Account: 'Accom (sample)', Name: 'Match Two', JobTitle: 'First' }, [
				'Account',
				'Name',
			]);
			const first = await upsert(columns);
			const again = await upsert(
				map({ Account: ACCOM, Name: 'Match Two', JobTitle: 'Second' }, ['Account', 'Name']),
			);
			expect(again.items[0]?.json.Id).toBe(first.items[0]?.json.Id);
			expect(contact(first.items[0]?.json.Id)).toMatchObject({ JobTitle: 'Second', AccountId: ACCOM });
		});

		it('stops at several matches, or updates the first or all of them', async () => {
			for (const _ of [1, 2, 3])
				bench.site.store.insert('Contact', { Name: 'Three', Email: 'three@x.example' });
			const columns = map({ Email: 'three@x.example', JobTitle: 'T' }, ['Email']);
			const titled = () =>
				bench.site.store.rows('Contact', '"Email" = ? and "JobTitle" = ?', 'three@x.example', 'T').length;
			expect((await upsert(columns)).error).toMatchObject(failure('input', /Contact.*Email/));
			expect(titled()).toBe(0);
			expect((await upsert(columns, { severalMatches: 'first' })).items).toHaveLength(1);
			expect(titled()).toBe(1);
			expect((await upsert(columns, { severalMatches: 'all' })).items).toHaveLength(3);
			expect(titled()).toBe(3);
		});

		it.each([
			[map({ Name: 'X' }), 'Columns to Match On'],
			[map({ Name: 'X', Email: '' }, ['Email']), /column Email/],
			[map({ Name: 'X', Email: 'a@b.c' }, ['Emial']), '"Emial"'],
		])('refuses a match that is none: %#', async (columns, place) => {
			expect((await upsert(columns)).error).toMatchObject(failure('input', place));
			expect(created()).toEqual([]);
		});
	});
});
