import {
	ACCOM,
	ANDREW,
	column,
	conditions,
	CUSTOMER_TYPE,
	object,
	openSite,
	record,
	related,
	SITES,
	useBench,
} from './setup';

describe.each(SITES)('%s', (_, site) => {
	const bench = useBench(site);
	const isOld = site.odataVersion === '3';

	const getMany = (parameters: Record<string, unknown>, items?: Array<Record<string, unknown>>) =>
		bench.creatio({ operation: 'getAll', object: object('Contact'), ...parameters }, items && { items });
	const names = (run: { items: Array<{ json: Record<string, unknown> }> }) =>
		run.items.map(({ json }) => json.Name);

	describe('Get Many', () => {
		it('asks for as many rows as the limit and always says which columns', async () => {
			const run = await getMany({ limit: 5 });
			expect(run.items).toHaveLength(5);
			const [read, ...others] = bench.odata();
			expect(others).toEqual([]);
			expect(read?.path).toMatch(/\$top=5(&|$)/);
			expect(read?.path).toContain('$select=');
		});

		it('returns every record once with Return All', async () => {
			const run = await getMany({ returnAll: true, options: { outputColumns: ['Name'] } });
			const ids = run.items.map(({ json }) => json.Id);
			expect(ids.length).toBe(bench.site.store.count('Contact'));
			expect(new Set(ids).size).toBe(ids.length);
			expect(Object.keys(run.items[0]?.json ?? {})).toEqual(['Id', 'Name']);
		});

		it('reads smaller pages after the answer of a site that ran out of memory, and says so', async () => {
			bench.site.faults.add({ match: { path: /Contact(Collection)?\?/ }, fault: { kind: 'ramLimit' } });
			const run = await getMany({ returnAll: true, options: { outputColumns: ['Name'] } });
			bench.site.faults.clear();
			expect(new Set(run.items.map(({ json }) => json.Id)).size).toBe(bench.site.store.count('Contact'));
			const sizes = bench.odata().map(({ path }) => /\$top=(\d+)/.exec(path)?.[1]);
			expect(sizes.slice(0, 3)).toEqual(['1000', '500', '500']);
			expect(JSON.stringify(run.hints)).toContain('ran out of memory');
		});

		it.each([true, false])(
			'reads on where a site cuts its answers, and says so; next link: %s',
			async (nextLink) => {
				const capped = await openSite(bench.engine, {
					...site,
					pageCap: 300,
					switches: { ...site.switches, nextLink },
				});
				const run = await capped.creatio({ operation: 'getAll', object: object('Contact'), returnAll: true });
				const contacts = capped.site.store.count('Contact');
				expect(new Set(run.items.map(({ json }) => json.Id)).size).toBe(contacts);
				expect(run.items).toHaveLength(contacts);
				expect(JSON.stringify(run.hints)).toContain('at most 300 records at once');
			},
		);

		it('follows related columns in conditions and in the output', async () => {
			const run = await getMany({
				returnAll: true,
				conditions: conditions(['Account.Type.Name', 'equals', 'Customer'], ['Account', 'isNotEmpty']),
				options: {
					relatedColumns: related('Account.Name', 'Account.Type.Name', 'Account.Type'),
					outputColumns: ['Name', 'Account'],
				},
			});
			expect(run.items.length).toBeGreaterThan(0);
			for (const { json } of run.items) {
				expect(json['Account.Type.Name']).toBe('Customer');
				expect(json['Account.Type']).toBe('Customer');
				expect(json['Account.TypeId']).toBe(CUSTOMER_TYPE);
				expect(json.Account).toBe(json['Account.Name']);
				expect(json.AccountId).toMatch(/^[0-9a-f-]{36}$/);
			}
		});

		it('compares lookups by ID and by text alike', async () => {
			const byText = await getMany({
				object: object('Account'),
				returnAll: true,
				conditions: conditions(['Type', 'equals', 'Customer']),
			});
			const byId = await getMany({
				object: object('Account'),
				returnAll: true,
				conditions: conditions(['Type', 'equals', CUSTOMER_TYPE]),
			});
			expect(byText.items.length).toBeGreaterThan(0);
			expect(names(byText)).toEqual(names(byId));
			for (const { path } of bench.odata()) expect(decodeURIComponent(path)).not.toMatch(/TypeId (eq|ne)/);
		});

		it('turns empty values into null, and leaves them when not simplified', async () => {
			const filter = {
				conditions: conditions(['Account', 'isEmpty'], ['BirthDate', 'isEmpty']),
				limit: 1,
				options: { allColumns: true },
			};
			const [simple] = (await getMany(filter)).items;
			const [raw] = (await getMany({ ...filter, simplify: false })).items;
			expect(simple?.json).toMatchObject({ AccountId: null, BirthDate: null });
			expect(raw?.json).toMatchObject({
				AccountId: '00000000-0000-0000-0000-000000000000',
				BirthDate: '0001-01-01T00:00:00Z',
			});
		});

		it('sorts by several columns', async () => {
			const run = await getMany({
				returnAll: true,
				sort: {
					rule: [
						{ column: column('Age'), direction: 'desc' },
						{ column: column('Name'), direction: 'asc' },
					],
				},
				options: { outputColumns: ['Name', 'Age'] },
			});
			const ages = run.items.map(({ json }) => Number(json.Age));
			expect(ages).toEqual([...ages].sort((a, b) => b - a));
			const [ofOneAge = []] = [...new Set(ages)]
				.map((age) => run.items.filter(({ json }) => json.Age === age).map(({ json }) => String(json.Name)))
				.filter((people) => new Set(people).size > 2);
			expect(ofOneAge.length).toBeGreaterThan(2);

			expect(decodeURIComponent(bench.odata()[0]?.path ?? '')).toMatch(
				/\$orderby=Age desc,Name( asc)?(,|&|$)/,
			);
		});

		it.each(['today', 'thisMonth', 'lastWeek'])('%s begins at midnight of the workflow', async (operator) => {
			const run = await bench.creatio(
				{
					operation: 'getAll',
					object: object('Contact'),
					returnAll: true,
					conditions: conditions(['ModifiedOn', operator]),
				},
				{ timezone: 'Pacific/Kiritimati' },
			);
			expect(run.error).toBeUndefined();
			const [{ path } = { path: '' }] = bench.odata();
			// Fourteen hours ahead of UTC: its days begin at ten in the morning of the day before.
			expect(decodeURIComponent(path)).toMatch(
				/ModifiedOn ge (datetime')?\d{4}-\d\d-\d\dT10:00:00(\.000)?[Z'] and ModifiedOn lt (datetime')?\d{4}-\d\d-\d\dT10:00:00(\.000)?[Z']/,
			);
		});

		it('splits a long list of values and merges what comes', async () => {
			const all = (await getMany({ limit: 200 })).items.map(({ json }) => String(json.Id));
			bench.site.resetStats();
			const run = await getMany({
				limit: 1_000,
				conditions: conditions(['Id', 'isAnyOf', `={{ ${JSON.stringify(all)} }}`]),
			});
			expect(run.items.map(({ json }) => json.Id).sort()).toEqual([...all].sort());
			expect(bench.odata().length).toBeGreaterThan(10);
		});

		it('takes a raw filter', async () => {
			const run = await getMany({
				filterMode: 'raw',
				filter: `Account/Id eq ${isOld ? `guid'${ACCOM}'` : ACCOM}`,
				returnAll: true,
			});
			for (const { json } of run.items) expect(json.AccountId).toBe(ACCOM);
			expect(run.items.length).toBeGreaterThan(0);
		});

		it('runs once for each item, with its expressions, and pairs what it returns', async () => {
			const items = [{ name: 'Supervisor' }, { name: 'Andrew' }];
			const run = await getMany(
				{ conditions: conditions(['Name', 'startsWith', '={{ $json.name }}']), limit: 1 },
				items,
			);
			expect(run.items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
			expect(names(run)).toEqual(['Supervisor', expect.stringMatching(/^Andrew/)]);
		});

		it('knows relative dates in the workflow’s zone', async () => {
			const now = new Date().toISOString();
			bench.site.store.insert('Contact', { Name: 'Made today', CreatedOn: now });
			const today = await getMany({
				returnAll: true,
				conditions: conditions(['CreatedOn', 'lastDays', '1']),
			});
			expect(names(today)).toContain('Made today');
			const older = await getMany({
				returnAll: true,
				conditions: conditions(['CreatedOn', 'olderThanDays', '2']),
			});
			expect(names(older)).not.toContain('Made today');
		});

		it('reads what a site cannot serialise without the column, and says so', async () => {
			bench.site.faults.add({
				match: { path: /Contact(Collection)?\?.*Notes/, times: 1 },
				fault: {
					kind: 'status',
					status: 500,
					headers: { 'content-type': 'application/json' },
					body: JSON.stringify({
						error: {
							code: '',
							message: 'An error has occurred.',
							innererror: {
								message:
									"The EDM instance of type '[Terrasoft.Configuration.OData.Contact]' is missing the property 'Notes'.",
							},
						},
					}),
				},
			});
			const run = await getMany({ limit: 1, options: { allColumns: true } });
			bench.site.faults.clear();
			expect(run.items[0]?.json).not.toHaveProperty('Notes');
			expect(JSON.stringify(run.hints)).toContain('Notes');
		});
	});

	describe('Get and Count', () => {
		it('gets one record by ID', async () => {
			const run = await bench.creatio({
				operation: 'get',
				object: object('Contact'),
				recordId: record(ANDREW.toUpperCase()),
			});
			expect(run.items).toEqual([
				expect.objectContaining({ json: expect.objectContaining({ Id: ANDREW }), pairedItem: { item: 0 } }),
			]);
		});

		it('takes the ID out of the address of a page', async () => {
			const value = `${bench.site.url}/0/Shell/?autoOpenIdLogin=true#Card/Contacts_FormPage/edit/${ANDREW}`;
			const run = await bench.creatio({
				operation: 'get',
				object: object('Contact'),
				recordId: {
					__rl: true,
					mode: 'url',
					value,
					__regex: '^.*([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})',
				},
			});
			expect(run.items[0]?.json.Id).toBe(ANDREW);
		});

		it('counts without reading', async () => {
			const run = await bench.creatio({ operation: 'count', object: object('Contact') });
			expect(run.items[0]?.json).toEqual({ object: 'Contact', count: bench.site.store.count('Contact') });
			const counts = isOld ? 'ContactCollection?$top=0&$inlinecount=allpages' : 'Contact/$count';
			expect(bench.odata().map(({ path }) => path.replace(/^.*(?:odata|\.svc)\//, ''))).toEqual([counts]);
		});

		it('counts a filter that had to be split as if it were one', async () => {
			const value = Array.from({ length: 60 }, (_, age) => age);
			const parameters = { operation: 'count', object: object('Contact') };
			const split = await bench.creatio({
				...parameters,
				conditions: conditions(['Age', 'isAnyOf', value.join(',')]),
			});
			const whole = await bench.creatio({
				...parameters,
				conditions: conditions(['Age', 'greaterOrEqual', '0'], ['Age', 'less', '60']),
			});
			expect(split.items[0]?.json).toEqual(whole.items[0]?.json);
		});
	});
});
