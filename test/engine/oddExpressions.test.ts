import {
	ANDREW,
	column,
	failure,
	located,
	map,
	object,
	type Parameters,
	record,
	useBench,
	wordsOf,
} from './setup';

const bench = useBench();

/** What an expression gives, such as one that an agent fills in. */
const ODD: ReadonlyArray<[string, unknown]> = [
	['nothing', undefined],
	['null', null],
	['a list', ['Name', 'Email']],
	['an empty list', []],
	['a list of an object', [{ Name: 'x' }]],
	['an object', { column: 'Name' }],
	['a made-up name', 'Fullnaame'],
	['yes', true],
];

const X = '={{ $json.x }}';
const getMany = { operation: 'getAll', object: object('Contact'), returnAll: true };
const condition = (more: Parameters) => ({
	conditions: { condition: [{ column: column('Name'), operator: 'equals', value: 'A', ...more }] },
});
const update = { operation: 'update', object: object('Contact'), recordId: record(ANDREW) };
const select = { operation: 'select', object: object('Contact'), returnAll: true };
const rowDelete = {
	operation: 'delete',
	object: object('Contact'),
	target: 'conditions',
	expectation: 'any',
};

/** Requests for records of the object; what the site has may be asked for. */
const asked = () =>
	bench.site.stats.requests.filter(({ path }) =>
		/\/odata\/Contact\b|(Select|Delete)Query|\$batch/.test(path),
	);

type Node = 'creatio' | 'dataService';

const FIELDS: ReadonlyArray<[field: string, place: string | RegExp, node: Node, parameters: Parameters]> = [
	['the object of a read', 'field Object', 'creatio', { ...getMany, object: located(X, 'name') }],
	[
		'the object of Describe',
		'field Object',
		'creatio',
		{ resource: 'object', operation: 'describe', object: located(X, 'name') },
	],
	['the object of a query', 'field Object', 'dataService', { ...select, object: located(X, 'name') }],
	[
		'a record',
		'field Record',
		'creatio',
		{ operation: 'get', object: object('Contact'), recordId: located(X, 'id') },
	],
	[
		'a record to delete',
		'field Record',
		'creatio',
		{ operation: 'delete', object: object('Contact'), recordId: located(X, 'id') },
	],
	[
		'the column of a condition',
		'Conditions, row 1',
		'creatio',
		{ ...getMany, ...condition({ column: located(X, 'name') }) },
	],
	[
		'the column of a condition of a query',
		'Conditions, row 1',
		'dataService',
		{ ...select, ...condition({ column: located(X, 'name') }) },
	],
	[
		'the column of a condition of a delete',
		'Conditions, row 1',
		'dataService',
		{ ...rowDelete, ...condition({ column: located(X, 'name') }) },
	],
	[
		'the column of a sort rule',
		'Sort, row 1',
		'creatio',
		{ ...getMany, sort: { rule: [{ column: located(X, 'name') }] } },
	],
	[
		'the column of a sort rule of a query',
		'Sort, row 1',
		'dataService',
		{ ...select, sort: { rule: [{ column: located(X, 'name') }] } },
	],
	[
		'a column of a query',
		'Columns, column 1',
		'dataService',
		{ ...select, selectColumns: { column: [{ column: located(X, 'name') }] } },
	],
	[
		'a related column',
		'Related Columns, row 1',
		'creatio',
		{ ...getMany, options: { relatedColumns: { column: [{ column: located(X, 'name') }] } } },
	],
];

describe.each(FIELDS)('%s', (_, place, node, parameters) => {
	it.each(ODD)('is not %s', async (_odd, x) => {
		const run = await bench[node](parameters, { items: [{ x }] });
		expect(run.error).toMatchObject({ kind: 'input', perhapsDone: false });
		expect(wordsOf(run.error)).toMatch(place);
		expect(run.error?.description ?? '').not.toBe('');
		expect(run.items).toEqual([]);
		expect(asked()).toEqual([]);
		expect(bench.site.stats.writes).toEqual({});
	});
});

const VALUES: ReadonlyArray<[field: string, place: string, node: Node, parameters: Parameters]> = [
	[
		'the value of a condition',
		'Conditions, row 1',
		'creatio',
		{ ...getMany, ...condition({ value: located(X, 'text') }) },
	],
	[
		'the value of a condition on a lookup',
		'Conditions, row 1',
		'creatio',
		{ ...getMany, ...condition({ column: column('Type'), value: located(X, 'text') }) },
	],
	[
		'the value of a condition of a query',
		'Conditions, row 1',
		'dataService',
		{ ...select, ...condition({ value: located(X, 'text') }) },
	],
	[
		'the value of a condition of a delete',
		'Conditions, row 1',
		'dataService',
		{ ...rowDelete, ...condition({ value: located(X, 'text') }) },
	],
];

describe.each(VALUES)('%s', (_, place, node, parameters) => {
	it.each(ODD.filter(([, x]) => typeof x !== 'string' && x !== true))('is not %s', async (_odd, x) => {
		const run = await bench[node](parameters, { items: [{ x }] });
		expect(run.error).toMatchObject(failure('input', place));
		expect(run.error?.description ?? '').not.toBe('');
		expect(asked()).toEqual([]);
		expect(bench.site.stats.writes).toEqual({});
	});
});

describe('Columns to Return', () => {
	const run = async (x: unknown) =>
		await bench.creatio({ ...getMany, options: { outputColumns: X } }, { items: [{ x }] });
	it.each(ODD.filter(([, x]) => !Array.isArray(x) || typeof x[0] === 'object'))(
		'are not %s',
		async (_, x) => {
			const { error } = await run(x);
			expect(error).toMatchObject(failure('input', 'Columns to Return'));
			expect(error?.description ?? '').not.toBe('');
			expect(asked()).toEqual([]);
		},
	);

	it('are refused with one made-up name among others, and the nearest is offered', async () => {
		const { error } = await run(['Email', 'JobTitel']);
		expect(error).toMatchObject(failure('input', '"JobTitel"'));
		expect(error?.description).toContain('JobTitle');
	});
});

describe('a mapped value', () => {
	it.each([
		['a list', ['A', 'B']],
		['an object', { Name: 'x' }],
	])('of a text column is not %s', async (_, x) => {
		const run = await bench.creatio({ ...update, columns: map({ JobTitle: X }) }, { items: [{ x }] });
		expect(run.error).toMatchObject(failure('input', 'column JobTitle (field Columns)'));
		expect(bench.site.stats.writes).toEqual({});
	});
});
