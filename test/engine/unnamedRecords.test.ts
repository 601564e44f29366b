import { column, conditions, failure, located, map, object, record, useBench } from './setup';

const bench = useBench({ sampleData: false });

/** An object whose records have no text that names them. */
const ADDRESS = 'ContactAddress';
const of = { authentication: 'userPassword', resource: 'record', object: object(ADDRESS) };

const ids: string[] = [];
let contact = '';
beforeAll(() => {
	contact = bench.site.store.insert('Contact', { Name: 'Ann' });
	for (let index = 0; index < 70; index++)
		ids.push(bench.site.store.insert(ADDRESS, { Address: `Street ${index}`, ContactId: contact }));
});

const editor = (more = {}) => ({
	node: 'creatio',
	parameters: { ...of, operation: 'get', ...more },
	credentials: bench.credential(),
});

describe('records without a text that names them', () => {
	it('are listed by their ID, each once, and found by it alone', async () => {
		const list = async (filter?: string, paginationToken?: string) =>
			await bench.engine.listSearch('searchRecords', { ...editor(), filter, paginationToken });
		const first = await list();
		const second = await list(undefined, first.paginationToken);
		const listed = [...first.results, ...second.results];
		expect(listed.map(({ value }) => value).sort()).toEqual([...ids].sort());
		for (const { name, value } of listed) expect(name).toBe(value);
		const [id = ''] = ids;
		expect((await list(` ${id.toUpperCase()} `)).results).toEqual([{ name: id, value: id }]);
		expect((await list('Street')).results).toEqual([]);
	});

	it('are values of their key in conditions', async () => {
		const { results } = await bench.engine.listSearch('searchValues', {
			...editor({
				operation: 'getAll',
				conditions: {
					condition: [{ column: located('Id'), operator: 'equals', value: located('', 'text') }],
				},
			}),
			path: 'parameters.conditions.condition[0].value',
			filter: ids[1],
		});
		expect(results).toEqual([{ name: ids[1], value: ids[1] }]);
	});

	it('have columns to choose from and to write', async () => {
		const { results } = await bench.engine.listSearch('searchColumns', editor());
		expect(results.map(({ value }) => value)).toEqual(expect.arrayContaining(['Address', 'Contact']));
		const { fields } = await bench.engine.resourceMapping(
			'getWritableColumns',
			editor({ operation: 'create' }),
		);
		expect(fields.map(({ id }) => id)).toEqual(expect.arrayContaining(['Address', 'Contact']));
	});

	it('are read, one and many, with the texts of their lookups', async () => {
		const [id = ''] = ids;
		const one = await bench.creatio({ ...of, operation: 'get', recordId: record(id) });
		expect(one.items[0]?.json).toMatchObject({ Id: id, Address: 'Street 0', Contact: 'Ann' });
		const many = await bench.creatio({
			...of,
			operation: 'getAll',
			returnAll: true,
			conditions: conditions(['Contact', 'equals', 'Ann']),
		});
		expect(many.items).toHaveLength(ids.length);
		expect(Object.keys(many.items[0]?.json ?? {})[0]).toBe('Id');
		const rows = await bench.dataService({ object: object(ADDRESS), operation: 'select', returnAll: true });
		expect(rows.items).toHaveLength(ids.length);
	});

	it('are created with lookups by text, and described as named by their ID', async () => {
		const { items, error } = await bench.creatio({
			...of,
			operation: 'create',
			columns: map({ Address: 'New street', Contact: 'Ann' }),
		});
		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({ Address: 'New street', ContactId: contact });
		bench.site.store.remove(ADDRESS, String(items[0]?.json.Id));
		const described = await bench.creatio({ ...of, resource: 'object', operation: 'describe' });
		expect(described.error).toBeUndefined();
		expect(described.items[0]?.json.displayColumn).toBe('Id');
	});

	it('are not found by a text, and nothing is searched for one', async () => {
		const { error } = await bench.creatio({
			...of,
			operation: 'getAll',
			conditions: { condition: [{ column: column('Id'), operator: 'equals', value: 'Street 1' }] },
		});
		expect(error).toMatchObject(failure('input', 'Conditions, row 1'));
		expect(bench.odata()).toEqual([]);
	});
});
