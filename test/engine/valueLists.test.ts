import type { Members } from '../../nodes/shared/basics/json';
import { column, failure, located, object, openSite, useBench } from './setup';
import { watch } from './triggerSetup';

const bench = useBench();

/** The type of contacts that is called Customer. */
const CUSTOMER_TYPE = '00783ef6-f36b-1410-a883-16d83cab0980';

interface Row {
	readonly column: string;
	readonly operator?: string;
	readonly on?: string;
	readonly node?: 'creatio' | 'creatioDataService' | 'creatioTrigger';
	/** Rows in which the row is. */
	readonly around?: (row: Members) => { readonly parameters: Members; readonly path: string };
}

const inConditions = (row: Members) => ({
	parameters: { conditions: { condition: [row] } },
	path: 'parameters.conditions.condition[0].value',
});

const page = async (
	{ column: name, operator = 'equals', on = 'Contact', node = 'creatio', around = inConditions }: Row,
	filter?: string,
	paginationToken?: string,
	{ engine, credential } = bench,
) => {
	const { parameters, path } = around({ column: located(name), operator, value: located('', 'text') });
	return await engine.listSearch('searchValues', {
		node,
		parameters: {
			authentication: 'userPassword',
			...(node === 'creatio' && { resource: 'record', operation: 'getAll' }),
			object: object(on),
			...parameters,
		},
		path,
		credentials: credential(),
		filter,
		paginationToken,
	});
};
const entries = async (row: Row, filter?: string) => (await page(row, filter)).results;
const names = async (row: Row, filter?: string) => (await entries(row, filter)).map(({ name }) => name);

describe('values of a column', () => {
	it('that is a lookup are its records by ID, searched on the site', async () => {
		expect(await entries({ column: 'Type' })).toContainEqual(
			expect.objectContaining({ name: 'Customer', value: CUSTOMER_TYPE }),
		);
		expect(await names({ column: 'Type' }, ' custo')).toEqual(['Customer']);
		expect(await names({ column: 'TypeId' }, 'custo')).toEqual(['Customer']);
		expect(await names({ column: 'Account.Type' }, 'partner')).toEqual(['Partner']);
		expect(await names({ column: 'Type' }, 'Nobody')).toEqual([]);
	});

	it('of a large lookup come in pages', async () => {
		const first = await page({ column: 'Account' });
		const second = await page({ column: 'Account' }, undefined, first.paginationToken);
		expect(first.results).toHaveLength(50);
		expect(second.results[0]?.value).not.toBe(first.results[0]?.value);
	});

	it('that is compared by parts of its text are texts', async () => {
		expect(await entries({ column: 'Type', operator: 'contains' }, 'custo')).toEqual([
			expect.objectContaining({ name: 'Customer', value: 'Customer' }),
		]);
	});

	it('with names of records are these names, and an Id is a record', async () => {
		expect(await entries({ column: 'Type.Name' }, 'custo')).toEqual([
			expect.objectContaining({ name: 'Customer', value: 'Customer' }),
		]);
		expect((await entries({ column: 'Id', on: 'ContactType' }, 'custo'))[0]?.value).toBe(CUSTOMER_TYPE);
	});

	it('that says yes or no are these two', async () => {
		expect(await entries({ column: 'Confirmed' })).toEqual([
			expect.objectContaining({ name: 'Yes', value: 'true' }),
			expect.objectContaining({ name: 'No', value: 'false' }),
		]);
	});

	it.each(['Age', 'BirthDate', 'Email'])('of another kind are what is typed (%s)', async (name) => {
		expect(await entries({ column: name })).toEqual([]);
		expect(await entries({ column: name }, ' 2026-01-31 ')).toEqual([
			expect.objectContaining({ name: '2026-01-31', value: '2026-01-31' }),
		]);
	});

	it('of the trigger are those of its own column', async () => {
		const around = ({ column: watched }: Members) => ({
			parameters: { event: 'enteredValue', column: watched },
			path: 'parameters.value',
		});
		expect(await names({ column: 'Type', node: 'creatioTrigger', around }, 'custo')).toEqual(['Customer']);
	});

	it('of related records are those of their object', async () => {
		const around = (row: Members) => ({
			parameters: {
				conditions: { related: [{ connection: located('[Case:Account]'), where: { condition: [row] } }] },
			},
			path: 'parameters.conditions.related[0].where.condition[0].value',
		});
		const related = { on: 'Account', node: 'creatioDataService', around } as const;
		expect(await names({ column: 'Status', ...related })).toContain('New');
		expect(await names({ column: 'Status.IsFinal', ...related })).toEqual(['Yes', 'No']);
		expect(await names({ column: '[Case:Account].Status', ...related })).toContain('New');
	});

	it('show the reason where there is nothing to list', async () => {
		await expect(page({ column: 'Type', on: '' })).rejects.toMatchObject(failure('input', /object/i));
		await expect(page({ column: 'Stage' })).rejects.toMatchObject(failure('input', '"Stage"'));
		const down = await openSite(bench.engine);
		await page({ column: 'Type' }, undefined, undefined, down);
		down.site.faults.add({
			match: { path: /ContactType/, times: 9 },
			fault: { kind: 'status', status: 403 },
		});
		await expect(page({ column: 'Type' }, undefined, undefined, down)).rejects.toMatchObject({
			kind: 'forbidden',
		});
	});
});

describe('a chosen value', () => {
	const condition = (value: unknown, operator = 'equals') => ({
		object: object('Contact'),
		operation: 'getAll',
		conditions: { condition: [{ column: column('Type'), operator, value }] },
	});

	it.each([
		['from the list', { ...located(CUSTOMER_TYPE), cachedResultName: 'Customer' }],
		['by its text', located('Customer', 'text')],
		['by an expression', located('={{ $json.type }}', 'text')],
		['by a list of an expression', located('={{ [$json.type] }}', 'text')],
		['as it was stored before', 'Customer'],
	])('is compared: %s', async (_, value) => {
		const run = await bench.creatio(condition(value, _.includes('list of') ? 'isAnyOf' : 'equals'), {
			items: [{ type: 'Customer' }],
		});
		expect(run.error).toBeUndefined();
		expect(run.items.length).toBeGreaterThan(0);
		expect(new Set(run.items.map(({ json }) => json.TypeId))).toEqual(new Set([CUSTOMER_TYPE]));
	});

	it.each([
		['nothing', located('')],
		['an expression without a result', located('={{ $json.nothing }}', 'text')],
	])('is refused if it is %s', async (_, value) => {
		expect((await bench.creatio(condition(value))).error).toMatchObject(
			failure('input', 'Conditions, row 1'),
		);
	});

	it('of a lookup is not a part of a text', async () => {
		expect((await bench.creatio(condition(located(CUSTOMER_TYPE), 'contains'))).error).toMatchObject(
			failure('input', '"contains"'),
		);
	});

	it('is what the trigger waits for', async () => {
		const reached = (value: unknown) => ({
			event: 'enteredValue',
			column: column('Type'),
			value,
		});
		expect((await watch(bench, reached(located(CUSTOMER_TYPE))).sample()).items).toHaveLength(1);
		for (const value of [located(''), located('={{ undefined }}', 'text')]) {
			expect((await watch(bench, reached(value)).sample()).error).toMatchObject(
				failure('input', 'field Value'),
			);
		}
	});
});
