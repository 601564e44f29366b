import type { INodePropertyOptions } from 'n8n-workflow';

import {
	conditions,
	failure,
	located,
	map,
	object,
	openSite,
	type Parameters,
	useBench,
	wordsOf,
} from './setup';

const getMany = { authentication: 'userPassword', resource: 'record', operation: 'getAll' };

describe('a site with 5,000 objects', () => {
	const bench = useBench({ sampleData: false, moreObjects: 4_000 });
	const list = async (filter?: string, paginationToken?: string) =>
		await bench.engine.listSearch('searchObjects', {
			node: 'creatio',
			parameters: { ...getMany, object: object('') },
			credentials: bench.credential(),
			filter,
			paginationToken,
		});
	const many = async (more: Parameters) =>
		await bench.creatio({ resource: 'object', operation: 'getAll', returnAll: false, ...more });

	it('lists them page by page, those with a section first, with a request for each thousand, once', async () => {
		const first = await list();
		const second = await list(undefined, first.paginationToken);
		expect(first.results).toHaveLength(50);
		expect(first.results[0]?.value).toBe('Account');
		expect(first.results.map(({ value }) => value)).toContain('Contact');
		expect(new Set([...first.results, ...second.results].map(({ value }) => value)).size).toBe(100);
		const asked = bench.odata().length;
		expect(asked).toBeLessThanOrEqual(8);
		await list('order');
		expect(bench.odata()).toHaveLength(asked);
	});

	it('finds them by name and caption', async () => {
		expect((await list('UsrObject3999')).results).toEqual([
			expect.objectContaining({ value: 'UsrObject3999' }),
		]);
		expect((await list(' usr object3999')).results[0]?.value).toBe('UsrObject3999');
		expect((await list('contact address')).results[0]?.value).toBe('ContactAddress');
		const all = await list('usrobject');
		expect(all.results).toHaveLength(50);
		expect(all.paginationToken).toBeDefined();
	});

	it('Get Many of objects returns as many as its limit, or all', async () => {
		const { items } = await many({ limit: 20 });
		expect(items).toHaveLength(20);
		expect(items[0]?.json).toMatchObject({ object: 'Account', section: 'Accounts' });
		const found = await many({ search: 'usrobject39', limit: 5 });
		expect(found.items.map(({ json }) => json.object)).toContain('UsrObject39');
		expect(found.items).toHaveLength(5);
		const all = await many({ returnAll: true });
		expect(new Set(all.items.map(({ json }) => json.object)).size).toBeGreaterThan(5_000);
		expect(bench.odata().length).toBeLessThanOrEqual(8);
	});

	it('a wrong name gets a few of the nearest', async () => {
		const { error } = await bench.creatio({ operation: 'getAll', object: object('UsrObjekt39') });
		expect(error).toMatchObject(failure('input', 'UsrObjekt39'));
		expect(error?.description).toContain('UsrObject39');
		expect(wordsOf(error).length).toBeLessThan(500);
	});

	it('without its sections, the objects to search in are some hundreds', async () => {
		const site = await openSite(bench.engine, {
			sampleData: false,
			moreObjects: 4_000,
			without: ['SysModule'],
		});
		const options = (await bench.engine.loadOptions('getSearchableObjects', {
			node: 'creatio',
			parameters: { ...getMany, operation: 'search' },
			credentials: site.credential(),
		})) as INodePropertyOptions[];
		expect(options.length).toBeLessThanOrEqual(500);
		expect(options.map(({ value }) => value)).toEqual(expect.arrayContaining(['Account', 'Contact']));
	});
});

describe('a lookup of 100,000 records', () => {
	const bench = useBench({ sampleData: false });
	const COUNT = 100_000;
	const LAST = 'Job 099999';
	beforeAll(() => {
		bench.site.store.entity('Job');
		bench.site.store.db.exec(
			`INSERT INTO "Job" ("Id", "Name", "CreatedOn", "ModifiedOn")
			WITH RECURSIVE number(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n < ${COUNT - 1})
			SELECT printf('%08x-0000-4000-8000-000000000001', n), printf('Job %06d', n), stamp, stamp
			FROM number, (SELECT '2026-01-01T00:00:00.000000' AS stamp)`,
		);
	});
	/** Reads of the lookup, as they are inside of batches or by themselves. */
	const reads = () =>
		bench
			.odata()
			.flatMap(
				({ path, body }) =>
					`${path}\n${decodeURIComponent(body)}`.match(/\bJob(?:Collection)?\?[^"\r\n]*/g) ?? [],
			);
	const expectBounded = (most: number) => {
		expect(reads().length).toBeGreaterThan(0);
		expect(bench.odata().length).toBeLessThanOrEqual(most);
		for (const read of reads())
			expect(Number(/\$top=(\d+)/.exec(read)?.[1] ?? Infinity)).toBeLessThanOrEqual(100);
	};
	const values = async (filter?: string, paginationToken?: string) =>
		await bench.engine.listSearch('searchValues', {
			node: 'creatio',
			parameters: {
				...getMany,
				object: object('Contact'),
				conditions: {
					condition: [{ column: located('Job'), operator: 'equals', value: located('', 'text') }],
				},
			},
			path: 'parameters.conditions.condition[0].value',
			credentials: bench.credential(),
			filter,
			paginationToken,
		});

	it('is listed page by page, one request each', async () => {
		const first = await values();
		const second = await values(undefined, first.paginationToken);
		expect(first.results).toHaveLength(50);
		expect(new Set([...first.results, ...second.results].map(({ value }) => value)).size).toBe(100);
		expectBounded(2);
	});

	it('is searched on the site', async () => {
		expect((await values(LAST)).results).toEqual([expect.objectContaining({ name: LAST })]);
		expect((await values('no such job')).results).toEqual([]);
		expect((await values('job 0')).results).toHaveLength(50);
		expectBounded(3);
		for (const read of reads()) expect(read).toMatch(/contains\(Name,|substringof\(/);
	});

	it('is a text field in the form of columns, after a count', async () => {
		const { fields } = await bench.engine.resourceMapping('getWritableColumns', {
			node: 'creatio',
			parameters: { ...getMany, operation: 'create', object: object('Contact') },
			credentials: bench.credential(),
		});
		const job = fields.find(({ id }) => id === 'Job');
		expect(job).toMatchObject({ type: 'string' });
		expect(job?.options).toBeUndefined();
		expectBounded(2);
		for (const read of reads()) expect(read).toContain('$top=0');
	});

	it('is left out of the description of an object', async () => {
		const { items } = await bench.creatio({
			resource: 'object',
			operation: 'describe',
			object: object('Contact'),
			allColumns: true,
			lookupValues: true,
		});
		const described = items[0]?.json.columns as Parameters[];
		const job = described.find(({ column }) => column === 'Job');
		expect(job).toMatchObject({ lookupOf: 'Job' });
		expect(job).not.toHaveProperty('values');
		expectBounded(2);
	});

	it('finds the record of a text, and what is near to a wrong one', async () => {
		const create = async (Job: string) =>
			await bench.creatio({
				operation: 'create',
				object: object('Contact'),
				columns: map({ Name: 'A', Job }),
			});
		expect((await create(LAST)).error).toBeUndefined();
		const { error } = await create('Jbo 099999');
		expect(error).toMatchObject(failure('input', 'column Job'));
		expect(error?.description).toContain(LAST);
		const read = await bench.creatio({
			operation: 'getAll',
			object: object('Contact'),
			conditions: conditions(['Job', 'equals', 'Jbo 099999']),
		});
		expect(read.items).toEqual([]);
		expect(read.hints.map(({ message }) => message).join()).toContain(LAST);
		expectBounded(12);
	});

	it('of one name is not read either, whether one item names it or several do', async () => {
		bench.site.store.db.exec('UPDATE "Job" SET "Name" = \'Same\'');
		const { error } = await bench.creatio(
			{
				operation: 'create',
				object: object('Contact'),
				columns: map({ Name: 'A', Job: '={{ $json.job }}' }),
			},
			{ items: [{ job: 'Same' }, { job: 'Other' }, { job: 'Third' }] },
		);
		expect(error).toMatchObject(failure('input', /Several records.*column Job/));
		expectBounded(8);
	});
});
