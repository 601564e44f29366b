import { failure, object, openSite, type Parameters, useBench } from './setup';

const bench = useBench({ sampleData: false });
const of = { resource: 'object' };
const many = (more: Parameters = {}) => ({ ...of, operation: 'getAll', returnAll: false, ...more });
const describeOne = (name: string, more: Parameters = {}) => ({
	...of,
	operation: 'describe',
	object: object(name),
	...more,
});

describe('objects of a site', () => {
	it('are listed by caption and name, those with a section first', async () => {
		const { items, hints } = await bench.creatio(many());
		expect(items).toHaveLength(50);
		expect(items[0]?.json).toEqual({ object: 'Account', caption: 'Account', section: 'Accounts' });
		expect(hints.map(({ message }) => message).join()).not.toContain('section');
	});

	it('are found by a text', async () => {
		const { items } = await bench.creatio(many({ search: 'cases', limit: 5 }));
		expect(items.map(({ json }) => json.object)).toEqual(['Case', 'CaseStatus']);
		expect((await bench.creatio(many({ search: 'no such' }))).items).toEqual([]);
	});

	it('come without what the site does not show', async () => {
		const site = await openSite(bench.engine, {
			sampleData: false,
			without: ['SysModule', 'VwSysSchemaInWorkspace', 'SysSchema'],
		});
		const { items, hints } = await site.creatio(many({ search: 'contact', limit: 1 }));
		expect(items[0]?.json).toEqual({ object: 'Contact', caption: 'Contact', section: null });
		expect(hints.map(({ message }) => message).join()).toContain('section');
	});

	it.each([[undefined], [null], [['Contact']], [{ a: 1 }]])(
		'a search by %j names the field',
		async (search) => {
			const parameters = many({ search: '={{ $json.search }}' });
			const { error } = await bench.creatio(parameters, { items: [{ search }] });
			expect(error).toMatchObject(failure('input', 'field Search'));
		},
	);
});

describe('the description of an object', () => {
	it('is short, and complete where asked for', async () => {
		const [{ json }] = (await bench.creatio(describeOne('Contact'))).items as [{ json: Parameters }];
		expect(JSON.stringify(json).length).toBeLessThan(3_000);
		expect(json).toMatchObject({ object: 'Contact', caption: 'Contact', displayColumn: 'Name' });
		expect(json.columns).toContainEqual({
			column: 'Name',
			caption: 'Full name',
			type: 'text',
			required: true,
		});
		expect(json.columns).toContainEqual({ column: 'Account', type: 'lookup', lookupOf: 'Account' });
		const all = (await bench.creatio(describeOne('Contact', { allColumns: true }))).items[0]?.json;
		expect((all?.columns as unknown[]).length).toBe(
			(json.columns as unknown[]).length + (json.otherColumns as unknown[]).length,
		);
	});

	it('lists the values of short lookups', async () => {
		const { items } = await bench.creatio(describeOne('Contact', { lookupValues: true }));
		const type = (items[0]?.json.columns as Array<{ column: string; values?: string[] }>).find(
			({ column }) => column === 'Type',
		);
		expect(type?.values).toContain('Customer');
	});

	it.each(['refused', 'missing', 'forbidden', 'broken'] as const)(
		'goes without captions where the runtime schema is %s',
		async (runtimeSchema) => {
			const site = await openSite(bench.engine, { sampleData: false, switches: { runtimeSchema } });
			const { items, hints } = await site.creatio(describeOne('Contact'));
			expect(items[0]?.json.columns).toContainEqual({ column: 'Name', type: 'text' });
			expect(hints.map(({ message }) => message).join()).toContain('captions');
		},
	);

	it('of an unknown object offers the nearest ones', async () => {
		const { error } = await bench.creatio(describeOne('Contakt'));
		expect(error).toMatchObject(failure('input', 'Contakt'));
		expect(error?.description).toContain('Contact');
	});
});
