import type {
	ColumnSource,
	SelectColumn,
	SelectOrder,
} from '../../../../nodes/shared/creatio/dataservice/selectPlan';
import {
	pageOptions,
	pageSizeOption,
	readPaging,
	readSelectPaging,
	selectPageOptions,
} from '../../../../nodes/shared/n8n/form/paging';
import { metadata, pathOf } from '../../creatio/dataservice/fakes';
import { expectRefusal, fakeContext, fakeForm, propertyOf, valuesOf } from './fakeForm';

describe('the pages of a read', () => {
	const read = (options: object) => readPaging(fakeForm({}, { options }), 1);

	it('are read with what is usual, or as the item says', () => {
		expect(read({})).toEqual({ size: 1_000, parallel: 4 });
		expect(read({ pageSize: 20_000, parallel: 8 })).toEqual({ size: 20_000, parallel: 8 });
		expect(pageOptions.map(({ property }) => property.name)).toEqual(['pageSize', 'parallel']);
	});

	it.each([0, 20_001, 'x'])('do not have %j records', async (pageSize) => {
		await expectRefusal(() => read({ pageSize }), `option ${pageSizeOption.label}`);
	});
});

describe('the pages of a query', () => {
	const details: typeof metadata.details = async (name) => ({
		name,
		caption: name,
		displayColumn: 'Name',
		columns: new Map(
			['Name', 'Age'].map((column) => [
				column,
				{
					name: column,
					caption: column,
					required: column === 'Name',
					hasDefault: false,
					dataValueType: 1,
					type: 'text',
				},
			]),
		),
	});

	async function read(
		order: readonly SelectOrder[],
		columns: readonly SelectColumn[] = [],
		options: object = {},
	) {
		const context = fakeContext([{}, { options }], { client: { metadata: { ...metadata, details } } });
		return await readSelectPaging(context, columns, order, 1);
	}

	const by = async (path: string): Promise<SelectOrder> => ({ by: await pathOf(path), direction: 'asc' });

	const column = async (alias: string, path: string): Promise<SelectColumn> => ({
		alias,
		source: { kind: 'path', path: await pathOf(path) },
	});

	it('go by key, and so do those in an order by what is always filled', async () => {
		expect(await read([])).toEqual({ pageSize: 5_000, paging: 'keyset' });
		expect(await read([await by('Name'), await by('Id')])).toMatchObject({ paging: 'keyset' });
		const order = [{ by: 'Alias', direction: 'desc' }] as const;
		expect(await read(order, [await column('Other', 'Age'), await column('Alias', 'Name')])).toMatchObject({
			paging: 'keyset',
		});
	});

	it.each(['Age', 'Email', 'Account.Name', 'Account'])('go by offset where %s may be empty', async (path) => {
		expect(await read([await by('Name'), await by(path)])).toEqual({ pageSize: 5_000, paging: 'offset' });
		const columns = [await column('Alias', path)];
		expect(await read([{ by: 'Alias', direction: 'asc' }], columns)).toMatchObject({ paging: 'offset' });
	});

	it('go by offset in an order by what is not a column', async () => {
		const of = await pathOf('Name');
		const sources: readonly ColumnSource[] = [
			{ kind: 'aggregate', function: 'count', of },
			{ kind: 'length', of },
		];
		for (const source of sources) {
			const columns = [{ alias: 'Alias', source }];
			expect(await read([{ by: 'Alias', direction: 'asc' }], columns)).toMatchObject({ paging: 'offset' });
		}
		expect(await read([{ by: 'Missing', direction: 'asc' }])).toMatchObject({ paging: 'offset' });
	});

	it('go by offset where the site does not say what is required', async () => {
		const client = { metadata: { ...metadata, details: async () => undefined } };
		const order = [await by('Name')];
		expect(await readSelectPaging(fakeContext({}, { client }), [], order, 0)).toMatchObject({
			paging: 'offset',
		});
	});

	it('go as the user says', async () => {
		expect(await read([], [], { paging: 'offset', pageSize: 20_000 })).toEqual({
			pageSize: 20_000,
			paging: 'offset',
		});
		expect(await read([], [], { paging: 'keyset', pageSize: 1 })).toEqual({ pageSize: 1, paging: 'keyset' });
	});

	it.each([{ pageSize: 0 }, { pageSize: 20_001 }, { paging: 'x' }])('do not go with %j', async (options) => {
		await expectRefusal(() => read([], [], options), 'option ');
	});

	it('have options of their own', () => {
		expect(selectPageOptions.map(({ property }) => [property.name, property.default])).toEqual([
			['pageSize', 5_000],
			['paging', 'keyset'],
		]);
		expect(valuesOf(propertyOf(selectPageOptions, 'paging'))).toEqual(['keyset', 'offset']);
	});
});
