import { ANDREW, autoMap, failure, object, openSite, useBench } from './setup';

const bench = useBench();

const parameters = (more: Record<string, unknown> = {}) => ({
	authentication: 'userPassword',
	resource: 'record',
	operation: 'getAll',
	object: object('Contact'),
	...more,
});
const list = (method: string, filter?: string, paginationToken?: string) =>
	bench.engine.listSearch(method, {
		node: 'creatio',
		parameters: parameters(),
		credentials: bench.credential(),
		filter,
		paginationToken,
	});

describe('lists of the editor', () => {
	it('show objects by caption, with the name beneath, page by page', async () => {
		const contacts = await list('searchObjects', 'contact');
		expect(contacts.results).toEqual(
			expect.arrayContaining([
				expect.objectContaining({ value: 'Contact', name: expect.stringContaining('Contact') }),
			]),
		);
		const first = await list('searchObjects');
		const second = await list('searchObjects', undefined, first.paginationToken);
		expect(first.results.length).toBeGreaterThan(0);
		expect(second.results[0]).not.toEqual(first.results[0]);
	});

	it('show what is meant before what has the text somewhere', async () => {
		expect((await list('searchObjects', 'contact')).results[0]?.value).toBe('Contact');
		expect((await list('searchColumns', 'type')).results[0]?.value).toBe('Type');
	});

	it('search records on the site', async () => {
		expect((await list('searchRecords', 'andrew baker')).results).toContainEqual(
			expect.objectContaining({ value: ANDREW }),
		);
		const first = await list('searchRecords');
		const second = await list('searchRecords', undefined, first.paginationToken);
		expect(new Set([...first.results, ...second.results].map(({ value }) => value)).size).toBe(100);
	});

	it('show the site’s own words when something is wrong', async () => {
		const credentials = bench.credential({ username: 'Nobody', password: 'x' });
		await expect(
			bench.engine.listSearch('searchObjects', { node: 'creatio', parameters: parameters(), credentials }),
		).rejects.toMatchObject(failure('credentials', /user name|password/i));
	});
});

describe('the form of columns', () => {
	const form = (operation: string, on = 'Contact') =>
		bench.engine.resourceMapping('getWritableColumns', {
			node: operation === 'insert' ? 'creatioDataService' : 'creatio',
			parameters:
				operation === 'insert'
					? { authentication: 'userPassword', operation, object: object(on) }
					: parameters({ operation, object: object(on) }),
			credentials: bench.credential(),
		});

	it('shows captions, types and required columns', async () => {
		const { fields } = await form('create');
		const byId = new Map(fields.map((field) => [field.id, field]));
		expect(byId.get('Name')).toMatchObject({
			displayName: 'Full name (Name)',
			required: true,
			type: 'string',
		});
		expect(byId.get('Age')?.type).toBe('number');
		expect(byId.get('BirthDate')?.type).toBe('dateTime');
	});

	it.each(['create', 'update', 'upsert', 'insert'])(
		'hides what cannot be written, and marks what a new record needs (%s)',
		async (operation) => {
			const { fields } = await form(operation);
			const names = fields.map(({ id }) => id);
			for (const hidden of [
				'CreatedOn',
				'CreatedBy',
				'ModifiedOn',
				'ModifiedBy',
				'ProcessListeners',
				'ContactPhoto',
			])
				expect(names).not.toContain(hidden);
			expect(names.includes('Id')).toBe(operation !== 'update');
			const isNew = operation === 'create' || operation === 'insert';
			expect(fields.find(({ id }) => id === 'Name')?.required).toBe(isNew);
		},
	);

	it('demands only what has no default in Creatio, and shows that first', async () => {
		const { fields } = await form('create', 'Opportunity');
		const required = fields.filter((field) => field.required).map(({ id }) => id);
		expect(required).toEqual(['Title']);
		expect(fields[0]?.id).toBe('Title');
		for (const id of ['Owner', 'Stage'])
			expect(fields.find((field) => field.id === id)).toMatchObject({ required: false, removed: true });
	});

	it('lists lookups of some hundreds of records with few requests, and names larger ones so that it is seen', async () => {
		const { site } = bench;
		for (let index = 0; index < 400; index++)
			site.store.insert('Department', { Name: `Department ${index}` });
		for (let index = 0; index < 501; index++) site.store.insert('Job', { Name: `Job ${index}` });
		site.resetStats();
		const { fields } = await form('create');
		expect(bench.odata().length).toBeLessThanOrEqual(2);
		const field = (id: string) => fields.find((candidate) => candidate.id === id);
		expect(field('Department')?.options?.length).toBeGreaterThanOrEqual(400);
		expect(field('Job')).toMatchObject({
			type: 'string',
			displayName: expect.stringMatching(/^[^(]*\(name or ID/),
		});
		expect(field('Job')?.options).toBeUndefined();
		expect(field('Account')?.displayName).toBe('Account (name or ID)');
		expect(fields.flatMap(({ options = [] }) => options).length).toBeLessThan(4_000);
	});

	it.each([
		['a lookup that is not shown', { kind: 'status', status: 403 } as const, /ContactType/],
		['no batches at all', { kind: 'status', status: 403 } as const, /batch/],
	])('has text fields instead of lists with %s', async (_, fault, path) => {
		bench.site.faults.add({ match: { path, times: 20 }, fault });
		const { fields } = await form('create');
		expect(fields.length).toBeGreaterThan(20);
	});

	it('offers short lookups as options and lets long ones be typed', async () => {
		const { fields } = await form('create');
		const type = fields.find(({ id }) => id === 'Type');
		expect(type).toMatchObject({
			type: 'options',
			options: expect.arrayContaining([expect.objectContaining({ name: 'Customer' })]),
		});
		expect(fields.find(({ id }) => id === 'Account')).toMatchObject({ type: 'string' });
	});

	it('does without captions, which a site may refuse', async () => {
		const silent = await openSite(bench.engine, { switches: { runtimeSchema: 'refused' } });
		const { fields } = await bench.engine.resourceMapping('getWritableColumns', {
			node: 'creatio',
			parameters: parameters({ operation: 'create' }),
			credentials: silent.credential(),
		});
		expect(fields.find(({ id }) => id === 'Name')).toMatchObject({ displayName: 'Name', required: false });
		expect(fields.find(({ id }) => id === 'Type')?.options?.length).toBeGreaterThan(1);
		const run = await silent.creatio(
			{ operation: 'create', object: object('Contact'), columns: autoMap() },
			{ items: [{ name: 'A', 'Full name': 'B' }] },
		);
		expect(run.error).toMatchObject(failure('input', '"Full name"'));
	});

	it('requires nothing on update', async () => {
		expect((await form('update')).fields.filter(({ required }) => required)).toEqual([]);
	});
});
