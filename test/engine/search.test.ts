import { ANDREW, failure, openSite, type Parameters, SITES, useBench } from './setup';

const search = (text: unknown, more: Parameters = {}) => ({ operation: 'search', text, ...more });

describe.each(SITES)('a search on %s', (_, options) => {
	const bench = useBench(options);

	it('finds a contact by a part of the name, with what matters', async () => {
		const { items, error } = await bench.creatio(search('baker andrew'));
		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({
			object: 'Contact',
			Id: ANDREW,
			text: 'Andrew Baker (sample)',
			matched: ['Name', 'Email'],
			values: { Email: 'andrew.baker@ac.com', Account: expect.any(String), Type: 'Customer' },
		});
		expect(JSON.stringify(items[0]?.json)).not.toContain('null');
		const reads = bench.odata();
		expect(reads.map(({ method }) => method)).toEqual(['POST']);
	});

	it.each([
		['ANDREW.BAKER@AC.COM', 'Email'],
		['617-221-51-87', 'MobilePhone'],
		['+1 (617) 2215187', 'MobilePhone'],
	])('finds a contact by %s', async (text, column) => {
		const { items } = await bench.creatio(search(text));
		expect(items[0]?.json).toMatchObject({ Id: ANDREW, matched: [column] });
	});

	it.each([
		['quotes', "O'Brien %' or 1 eq 1"],
		['patterns', '100% _[a]'],
		['a denied sequence', '..%2f..'],
		['Cyrillic letters', 'Заявка № 5'],
		['a thousand characters', '😀'.repeat(500)],
	])('takes %s as text', async (_, text) => {
		const { items, error } = await bench.creatio(search(text));
		expect([items, error]).toEqual([[], undefined]);
	});

	it.each([
		['an e-mail address', 'second@example.com', 'Second@Example.com'],
		['a phone number', '+44 20 7946 0018', '020 7946-0018'],
	])('finds a contact by %s among its communication options', async (_, Number, text) => {
		bench.site.store.insert('ContactCommunication', {
			Number,
			ContactId: ANDREW,
			CommunicationTypeId: bench.site.store.rows('CommunicationType')[0]?.Id ?? null,
		});
		const { items } = await bench.creatio(search(text));
		expect(items.map(({ json }) => json)).toEqual([
			{
				object: 'Contact',
				Id: ANDREW,
				text: 'Andrew Baker (sample)',
				matched: ['ContactCommunication'],
				values: { Number },
			},
		]);
	});

	it('does not lose an object because another one is refused', async () => {
		const site = await openSite(bench.engine, options);
		const refuse = { kind: 'status', status: 403 } as const;
		await site.creatio(search('warm up'));
		site.site.faults.add({
			match: { path: /\/(?:odata|EntityDataService\.svc)\/Account/, times: 9 },
			fault: refuse,
		});
		site.site.faults.add({ match: { path: /\$batch/, times: 9 }, fault: { kind: 'status', status: 404 } });
		const { items, hints, error } = await site.creatio(search('Andrew Baker'));
		expect(error).toBeUndefined();
		expect(items[0]?.json.Id).toBe(ANDREW);
		expect(hints.map(({ message }) => message).join()).toContain('Account could not be searched');
	});
});

describe('a search', () => {
	const bench = useBench();

	it('returns the best matches of several objects first, up to the limit', async () => {
		const objects = ['Account', 'Contact', 'City'];
		const { items } = await bench.creatio(search('london', { objects, mostFound: 3 }));
		expect(items.length).toBeLessThanOrEqual(3);
		expect(items[0]?.json).toMatchObject({ object: 'City', text: 'London' });
		const many = await bench.creatio(search('an', { mostFound: 3 }));
		expect(many.items).toHaveLength(3);
		expect(many.hints.map(({ message }) => message).join()).toContain('More records match');
	});

	it.each([
		[search('a'), 'field Text'],
		[search('={{ "a".repeat(1001) }}'), 'field Text'],
		[search(' \u00a0x'), 'field Text'],
		[search('={{ $json.nothing }}'), 'field Text'],
		[search('={{ ["a", "b"] }}'), 'field Text'],
		[search('Baker', { objects: [] }), 'Objects to Search'],
		[search('Baker', { objects: 'Contakt' }), 'Contakt'],
		[search('Baker', { objects: '={{ undefined }}' }), 'Objects to Search'],
	])('refuses what it cannot search: %j', async (parameters, place) => {
		expect((await bench.creatio(parameters)).error).toMatchObject(failure('input', place));
	});

	it('takes objects as text, as an agent writes them', async () => {
		const { items } = await bench.creatio(search('Andrew Baker', { objects: '["Contact"]' }));
		expect(items[0]?.json.Id).toBe(ANDREW);
	});

	it('says which object has nothing to search in', async () => {
		const run = await bench.creatio(search('Baker', { objects: ['Contact', 'SysUserInRole'] }));
		expect(run.items[0]?.json.Id).toBe(ANDREW);
		expect(run.hints.map(({ message }) => message).join()).toContain('SysUserInRole');
	});

	it('goes without the runtime schema', async () => {
		const site = await openSite(bench.engine, { switches: { runtimeSchema: 'forbidden' } });
		expect((await site.creatio(search('Andrew Baker'))).items[0]?.json.Id).toBe(ANDREW);
	});

	it('offers objects with a section in the editor', async () => {
		const options = await bench.engine.loadOptions('getSearchableObjects', {
			node: 'creatio',
			parameters: { authentication: 'userPassword', resource: 'record', operation: 'search' },
			credentials: bench.credential(),
		});
		expect(options[0]).toMatchObject({ value: 'Account' });
		expect(options.length).toBeLessThan(50);
	});
});
