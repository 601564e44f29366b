import type { SelectColumn, SelectPlan } from '../../../../nodes/shared/creatio/dataservice/selectPlan';
import { selectQuery } from '../../../../nodes/shared/creatio/dataservice/selectQuery';
import { context, GUID, pathOf, reverseOf, test } from './fakes';

const column = async (path: string, alias = path): Promise<SelectColumn> => ({
	alias,
	source: { kind: 'path', path: await pathOf(path) },
});
const plan = async (columns: readonly string[], rest: Partial<SelectPlan> = {}): Promise<SelectPlan> => ({
	object: 'Contact',
	columns: await Promise.all(columns.map((path) => column(path))),
	...rest,
});
const select = (of: SelectPlan) => selectQuery(of, context);

describe('plans become a SelectQuery', () => {
	it('with columns, order, filter and page (contract 4.3)', async () => {
		const body = select(
			await plan(['Id', 'Name', 'Account'], {
				filter: await test('Age', 'greater', 3),
				order: [{ by: 'Name', direction: 'asc' }],
				page: { kind: 'offset', rowCount: 50, rowsOffset: 0 },
			}),
		);
		expect(body).toEqual({
			rootSchemaName: 'Contact',
			operationType: 0,
			columns: {
				items: {
					Id: { expression: { expressionType: 0, columnPath: 'Id' } },
					Name: {
						expression: { expressionType: 0, columnPath: 'Name' },
						orderDirection: 1,
						orderPosition: 0,
					},
					Account: { expression: { expressionType: 0, columnPath: 'Account' } },
				},
			},
			allColumns: false,
			isDistinct: false,
			rowCount: 50,
			rowsOffset: 0,
			isPageable: true,
			conditionalValues: null,
			useLocalization: true,
			filters: expect.objectContaining({ filterType: 6, rootSchemaName: 'Contact', isEnabled: true }),
		});
		expect(Object.keys(body.columns.items)).toEqual(['Id', 'Name', 'Account']);
	});

	it('all rows, without a filter', async () => {
		expect(select(await plan(['Name']))).toMatchObject({
			rowCount: -1,
			rowsOffset: -1,
			isPageable: false,
			filters: { items: {} },
		});
	});

	it('groups, date parts, aggregates and sub-queries', async () => {
		const grouped: SelectPlan = {
			object: 'Contact',
			group: [
				await column('Type'),
				{ alias: 'Month', source: { kind: 'datePart', part: 'month', of: await pathOf('CreatedOn') } },
			],
			columns: [
				{ alias: 'Contacts', source: { kind: 'aggregate', function: 'count', of: await pathOf('Id') } },
				{
					alias: 'Ages',
					source: { kind: 'aggregate', function: 'sum', of: await pathOf('Age'), distinct: true },
				},
			],
			order: [{ by: 'Contacts', direction: 'desc' }],
		};
		const { items } = select(grouped).columns;
		expect(Object.keys(items)).toEqual(['Type', 'Month', 'Contacts', 'Ages']);
		expect(items.Month?.expression).toMatchObject({ functionType: 3, datePartType: 3 });
		expect(items.Contacts).toMatchObject({
			expression: { aggregationType: 1, aggregationEvalType: 0 },
			orderDirection: 2,
			orderPosition: 0,
		});
		expect(items.Ages?.expression).toMatchObject({ aggregationType: 2, aggregationEvalType: 2 });

		const related: SelectPlan = {
			object: 'Contact',
			columns: [
				await column('Name'),
				{
					alias: 'Calls',
					source: {
						kind: 'subQuery',
						function: 'count',
						of: await reverseOf('[Activity:Contact]'),
						condition: await test('Title', 'contains', 'call', 'Activity'),
					},
				},
				{ alias: 'Title', source: { kind: 'reverse', path: await reverseOf('[Activity:Contact].Title') } },
				{ alias: 'Length', source: { kind: 'length', of: await pathOf('Name') } },
			],
			distinct: true,
		};
		const body = select(related);
		expect(body.isDistinct).toBe(true);
		expect(body.columns.items.Calls?.expression).toMatchObject({
			expressionType: 3,
			columnPath: '[Activity:Contact].Id',
			subFilters: { rootSchemaName: 'Activity', items: { item1: { comparisonType: 11 } } },
		});
		expect(body.columns.items.Title?.expression).toEqual({
			expressionType: 0,
			columnPath: '[Activity:Contact].Title',
		});
	});

	it('an order by a column that is not shown asks for it under a name that is free', async () => {
		const order = [
			{ by: await pathOf('Account.Name'), direction: 'desc' },
			{ by: await pathOf('Name'), direction: 'asc' },
			{ by: 'Name', direction: 'desc' },
		] as const;
		const columns = [await column('Name'), await column('Age', 'sort1')];
		const { items } = select({ object: 'Contact', columns, order }).columns;
		expect(Object.keys(items)).toEqual(['Name', 'sort1', 'Sort2']);
		expect(items.Sort2).toEqual({
			expression: { expressionType: 0, columnPath: 'Account.Name' },
			orderDirection: 2,
			orderPosition: 0,
		});
		expect(items.Name).toMatchObject({ orderDirection: 1, orderPosition: 1 });
	});

	it('the next page begins behind the values of the last row', async () => {
		const order = [
			{ by: await pathOf('Account'), direction: 'asc' },
			{ by: 'CreatedOn', direction: 'desc' },
		] as const;
		const of = await plan(['Name', 'CreatedOn'], { order });
		const after = {
			Id: GUID,
			Name: 'A',
			CreatedOn: '2026-10-08T09:54:41.340',
			Sort1: { value: GUID, displayValue: 'Accom', primaryImageValue: '' },
		};
		const page = (row?: typeof after) =>
			select({ ...of, page: { kind: 'keyset', rowCount: 100, after: row } });
		expect(page()).toMatchObject({ rowCount: 100, isPageable: true, conditionalValues: null });
		expect(page(after).conditionalValues).toEqual({
			items: {
				CreatedOn: {
					expressionType: 2,
					parameter: { dataValueType: 7, value: '"2026-10-08T09:54:41.340"' },
				},
				Sort1: { expressionType: 2, parameter: { dataValueType: 1, value: 'Accom' } },
				Id: { expressionType: 2, parameter: { dataValueType: 0, value: GUID } },
			},
		});
		const empty = page({ ...after, CreatedOn: '' }).conditionalValues?.items;
		expect(empty?.CreatedOn?.parameter).toEqual({ dataValueType: 7, value: null });
	});

	it.each<[string, () => Promise<SelectPlan>, RegExp]>([
		['no column', () => plan([]), /No column is chosen/],
		[
			'two names in two cases',
			async () => ({ object: 'Contact', columns: [await column('Name'), await column('Age', 'NAME')] }),
			/Two columns are named NAME/,
		],
		['no name', async () => ({ object: 'Contact', columns: [await column('Name', ' ')] }), /has no name/],
		[
			"the Id's name",
			async () => ({ object: 'Contact', columns: [await column('Name', 'id')] }),
			/reserved for the record's own ID/,
		],
		[
			'a column beside aggregates',
			async () => ({
				object: 'Contact',
				columns: [
					await column('Name'),
					{ alias: 'N', source: { kind: 'aggregate', function: 'count', of: await pathOf('Id') } },
				],
			}),
			/Name is neither grouped by nor aggregated/,
		],
		[
			'a sum of text',
			async () => ({
				object: 'Contact',
				columns: [{ alias: 'S', source: { kind: 'aggregate', function: 'sum', of: await pathOf('Name') } }],
			}),
			/S takes numbers, but Name contains text/,
		],
		[
			'the month of a text',
			async () => ({
				object: 'Contact',
				columns: [{ alias: 'M', source: { kind: 'datePart', part: 'month', of: await pathOf('Name') } }],
			}),
			/M takes dates and times/,
		],
		[
			'an order by a name that is not there',
			() => plan(['Name'], { order: [{ by: 'Nmae', direction: 'asc' }] }),
			/no column "Nmae" to sort by/,
		],
		[
			'an order of distinct rows by what they do not show',
			async () => plan(['Name'], { distinct: true, order: [{ by: await pathOf('Age'), direction: 'asc' }] }),
			/cannot be sorted by Age/,
		],
		['no rows', () => plan(['Name'], { page: { kind: 'offset', rowCount: 0, rowsOffset: 0 } }), /0 rows/],
	])('%s is refused', async (_, make, message) => {
		const of = make().then(select);
		await expect(of).rejects.toMatchObject({ kind: 'input', message: expect.stringMatching(message) });
	});
});
