import { ANDREW, column, conditions, failure, map, object, type Parameters, record, useBench } from './setup';
import { watch } from './triggerSetup';

const bench = useBench();
const getMany = { operation: 'getAll', object: object('AccountType'), options: {} };
const writes = () => bench.odata().filter(({ method }) => method !== 'GET');

describe('an expression without a result is refused by the name of its field, and nothing is asked for', () => {
	it.each<[string, Parameters, string]>([
		['a filter', { ...getMany, filterMode: 'raw', filter: '={{ $json.nothing }}' }, 'field Filter'],
		[
			'of a missing object',
			{ ...getMany, filterMode: 'raw', filter: '={{ $json.no.thing }}' },
			'field Filter',
		],
		['a yes/no field', { ...getMany, returnAll: '={{ $json.nothing }}' }, 'field Return All'],
		['a limit', { ...getMany, limit: '={{ $json.nothing }}' }, 'field Limit'],
		['a choice', { ...getMany, filterMode: '={{ $json.nothing }}' }, 'field Filter By'],
		[
			'columns',
			{ ...getMany, options: { outputColumns: '={{ $json.nothing }}' } },
			'option Columns to Return',
		],
		['an option of the connection', { ...getMany, options: { timeout: '={{ $json.nothing }}' } }, 'Timeout'],
		[
			'a direction',
			{ ...getMany, sort: { rule: [{ column: column('Name'), direction: '={{ $json.nothing }}' }] } },
			'field Direction (Sort, row 1)',
		],
		['a value', { ...getMany, conditions: conditions(['Name', 'equals', '={{ $json.nothing }}']) }, 'row 1'],
		[
			'a record',
			{ operation: 'get', object: object('Contact'), recordId: record('={{ $json.id }}') },
			'field Record',
		],
		[
			'what an update returns',
			{
				operation: 'update',
				object: object('Contact'),
				recordId: record(ANDREW),
				columns: map({ JobTitle: 'Not written' }),
				simplify: '={{ $json.nothing }}',
			},
			'field Simplify',
		],
	])('%s', async (_, parameters, place) => {
		const run = await bench.creatio(parameters);
		expect(run.error).toMatchObject(failure('input', place));
		expect(run.items).toEqual([]);
		expect(bench.odata()).toEqual([]);
	});

	it('JSON of conditions, which deletes nothing', async () => {
		const run = await bench.dataService({
			operation: 'delete',
			object: object('Contact'),
			target: 'conditions',
			filterMode: 'json',
			conditionsJson: '={{ $json.nothing }}',
			expectation: 'any',
		});
		expect(run.error).toMatchObject(failure('input', 'field Conditions (JSON)'));
	});
});

describe('an expression gives what its field takes', () => {
	const names = async (parameters: Parameters) => {
		const run = await bench.creatio({ ...getMany, ...parameters });
		expect(run.error).toBeUndefined();
		return run.items.map(({ json }) => String(json.Name));
	};

	it.each(['={{ "true" }}', '={{ " Yes " }}', '={{ 1 }}', '={{ true }}'])(
		'all records: %s',
		async (returnAll) => {
			const all = bench.site.store.rows('AccountType', 'true').length;
			expect(await names({ returnAll, limit: 1 })).toHaveLength(all);
		},
	);

	it.each(['={{ "false" }}', '={{ 0 }}'])('as many as the limit says: %s', async (returnAll) => {
		expect(await names({ returnAll, limit: '={{ "2" }}' })).toHaveLength(2);
	});

	it('the order in any letter case', async () => {
		const sortedBy = async (direction: string) =>
			await names({ returnAll: true, sort: { rule: [{ column: column('Name'), direction }] } });
		const descending = await sortedBy('={{ "DESC" }}');
		expect(descending).toEqual([...(await sortedBy('={{ "Ascending" }}'))].reverse());
	});

	it('names as a list, as text and as JSON', async () => {
		for (const outputColumns of ['={{ ["Name"] }}', '={{ "Name" }}', `={{ '["Name"]' }}`]) {
			const run = await bench.creatio({ ...getMany, limit: 1, options: { outputColumns } });
			expect(Object.keys(run.items[0]?.json ?? {}).sort()).toEqual(['Id', 'Name']);
		}
	});

	it('blank text is blank', async () => {
		expect(await names({ filterMode: 'raw', filter: '={{ $json.nothing ?? " " }}' })).not.toEqual([]);
	});
});

it('a choice that n8n does not know, so that it hides the filter, does not return all records', async () => {
	const run = await bench.creatio({ ...getMany, filterMode: 'RAW', filter: "Name eq 'Customer'" });
	expect(run.error).toMatchObject(failure('input', 'field Filter'));
	const asExpression = await bench.creatio({
		...getMany,
		filterMode: '={{ "RAW" }}',
		filter: "Name eq 'Customer'",
	});
	expect(asExpression.items.map(({ json }) => json.Name)).toEqual(['Customer']);
	expect(writes()).toEqual([]);
});

describe('Start From', () => {
	it.each([
		'={{ $now.minus({ days: 400 }) }}',
		'={{ $now.minus({ days: 400 }).toJSDate() }}',
		'={{ $now.minus({ days: 400 }).toMillis() }}',
	])('%s', async (startFrom) => {
		const Name = `Made before ${startFrom}`;
		bench.site.store.insert('Contact', { Name });
		const trigger = watch(bench, {
			conditions: conditions(['Name', 'equals', Name]),
			options: { startFrom },
		});
		await trigger.poll();
		expect((await trigger.items()).map((row) => row.Name)).toEqual([Name]);
	});

	it.each(['={{ undefined }}', '={{ true }}', '={{ $now.toSeconds() }}'])('refuses %s', async (startFrom) => {
		const { error } = await watch(bench, { options: { startFrom } }).poll();
		expect(error).toMatchObject(failure('input', 'option Start From'));
	});
});
