import { LONGEST_OUTPUT } from '../../nodes/shared/n8n/run/toolOutput';
import { ACCOM, conditions, failure, map, object, type Parameters, record, useBench } from './setup';

const bench = useBench();

/** Runs a node as n8n runs a tool of an agent; what the agent gets is the JSON of the items. */
const asTool = (parameters: Parameters, node = 'creatioTool') =>
	bench.engine.run({
		node,
		parameters: { authentication: 'userPassword', resource: 'record', ...parameters },
		items: [{ limit: 50, object: 'Contact' }],
		credentials: bench.credential(),
	});

const CASE_LIKE = 'a1b2c3d4-0000-4000-8000-000000000001';

const code = (value: string) => ({ __rl: true, mode: 'code', value });

const jsonOf = (run: Awaited<ReturnType<typeof asTool>>) => {
	if (run.error) throw new Error(run.error.message);
	return run.items.map(({ json }) => json);
};

const errorOf = ({ items, error }: Awaited<ReturnType<typeof asTool>>) => {
	expect(error).toBeUndefined();
	expect(items).toHaveLength(1);
	return String(items[0]?.json.error);
};

const people = (limit?: unknown, more: Parameters = {}) => ({
	operation: 'getAll',
	object: object('={{ $json.object }}'),
	...(limit !== undefined && { limit }),
	conditions: conditions(['Account', 'isNotEmpty']),
	...more,
});

it('returns ten records without empty values, and says how to get the rest', async () => {
	const found = jsonOf(await asTool(people()));
	const note = String(found.pop()?.note);
	expect(found).toHaveLength(10);
	expect(note).toMatch(/main columns of Contact.*first 10 results.*Limit/);
	for (const item of found) {
		expect(Object.values(item)).not.toContain(null);
		expect(item).toMatchObject({
			Id: expect.any(String),
			Name: expect.any(String),
			Account: expect.any(String),
		});
		expect(item).not.toHaveProperty('AccountId');
	}
	expect(bench.odata()).toHaveLength(1);
});

it('returns as many as the agent asks for: fifty contacts take less than 15 kB', async () => {
	const found = jsonOf(await asTool(people('={{ $json.limit }}')));
	expect(found).toHaveLength(51);
	expect(Buffer.byteLength(JSON.stringify(found))).toBeLessThan(15_000);
	expect(jsonOf(await asTool(people(3)))).toHaveLength(4);
});

it('returns what was chosen, as it was chosen', async () => {
	const options = { outputColumns: ['Name', 'Account'], lookups: 'both' };
	const [first = {}, ...others] = jsonOf(await asTool(people(1, { options })));
	expect(Object.keys(first)).toEqual(['Id', 'Name', 'Account', 'AccountId']);
	expect(others).toEqual([{ note: expect.not.stringContaining('main columns') }]);
});

it('says that there is nothing, and what the user would see as a hint', async () => {
	const none = people(5, { conditions: conditions(['Name', 'equals', 'Nobody at all']) });
	expect(jsonOf(await asTool(none))).toEqual([{ note: 'There are no results.' }]);
	const unknown = { operation: 'get', object: object('Contact'), recordId: record(ACCOM) };
	expect(jsonOf(await asTool(unknown))).toEqual([{ error: expect.stringContaining(ACCOM) }]);
});

it('Select of DataService does the same', async () => {
	const select = { resource: 'row', operation: 'select', object: object('Contact') };
	const found = jsonOf(await asTool(select, 'creatioDataServiceTool'));
	expect(found).toHaveLength(11);
	expect(found.at(-1)).toEqual({ note: expect.stringMatching(/main columns.*first 10 results/) });
	for (const item of found.slice(0, 10)) expect(Object.values(item)).not.toContain(null);
});

it('cuts texts that are longer than an agent can read', async () => {
	const Notes = 'long text '.repeat(5_000);
	const id = bench.site.store.insert('Contact', { Name: 'Long', Notes });
	const get = { operation: 'get', object: object('Contact'), recordId: record(id) };
	const [cut = {}] = jsonOf(await asTool({ ...get, options: { outputColumns: ['Notes'] } }));
	expect(String(cut.Notes).length).toBeLessThan(11_000);
	expect(cut.Notes).toMatch(/10,000 of 50,000 characters/);
});

it('an error is a result for the agent, which ends nothing: one text with its cure and candidates, once', async () => {
	const message = errorOf(await asTool({ ...people(), object: object('Contakt') }));
	expect(message).toMatch(/object "Contakt".*Did you mean Contact/);
	expect(message.split('Did you mean')).toHaveLength(2);
	const lookup = await asTool({
		operation: 'create',
		object: object('Contact'),
		columns: map({ Name: 'New', Type: 'Customr' }),
	});
	expect(errorOf(lookup)).toContain('Customer');
	const elsewhere = await bench.creatio({ ...people(), object: object('Contakt') });
	expect(elsewhere.error).toMatchObject(failure('input', 'Contakt'));
	expect(elsewhere.error?.message).not.toContain('Did you mean');
});

it('a write returns what was written, without a note', async () => {
	const create = {
		operation: 'create',
		object: object('Contact'),
		columns: map({ Name: 'Tool', Account: ACCOM }),
	};
	expect(jsonOf(await asTool(create))).toEqual([{ Id: expect.any(String), Name: 'Tool', AccountId: ACCOM }]);
});

const NOTHING = '={{ $json.nothing }}';

describe('what the agent leaves out', () => {
	it.each([
		['Limit', { limit: NOTHING }, 10],
		['Return All', { returnAll: NOTHING, limit: 3 }, 3],
		['Simplify', { simplify: NOTHING, limit: 2 }, 2],
		['the output of lookups', { options: { lookups: NOTHING, allColumns: NOTHING }, limit: 2 }, 2],
		['columns to return', { options: { outputColumns: NOTHING }, limit: 2 }, 2],
	])('has its default where it is about the output: %s', async (_, parameters, count) => {
		const found = jsonOf(await asTool({ ...people(), ...parameters }));
		expect(found).toHaveLength(count + 1);
		expect(found[0]).not.toHaveProperty('AccountId');
		const forPeople = await bench.creatio({ ...people(), object: object('Contact'), ...parameters });
		expect(forPeople.error).toMatchObject(failure('input', 'has no value'));
	});

	it.each<[string, Parameters]>([
		['the object', { ...people(), object: object(NOTHING) }],
		['how conditions are combined', { ...people(), combineConditions: NOTHING }],
		['conditions', { ...people(), filterMode: 'json', conditionsJson: NOTHING }],
		['an OData filter', { ...people(), filterMode: 'raw', filter: NOTHING }],
		['the record', { operation: 'get', object: object('Contact'), recordId: record(NOTHING) }],
		['values', { operation: 'create', object: object('Contact'), valuesFrom: 'json', valuesJson: NOTHING }],
		['a text to search by', { resource: 'object', operation: 'getAll', search: NOTHING }],
	])('is refused where it narrows a read or is written: %s', async (_, parameters) => {
		const message = errorOf(await asTool(parameters));
		expect(message).toMatch(/has no value.*Call the tool again with/);
		expect(bench.odata()).toEqual([]);
		expect(bench.site.stats.writes).toEqual({});
	});

	it('conditions that say nothing: a read says how to get all records, a change does not', async () => {
		for (const conditionsJson of [NOTHING, '{}', '[]', 'null', '{"all": []}']) {
			const where = { object: object('Contact'), filterMode: 'json', conditionsJson };
			const select = { ...where, resource: 'row', operation: 'select' };
			const remove = {
				...where,
				resource: 'row',
				operation: 'delete',
				target: 'conditions',
				expectation: 'any',
			};
			for (const read of [
				await asTool({ ...where, operation: 'getAll' }),
				await asTool({ ...where, operation: 'count' }),
				await asTool(select, 'creatioDataServiceTool'),
			]) {
				expect(errorOf(read)).toMatch(/Call the tool again.*For all records, leave the field empty/);
			}
			expect(errorOf(await asTool(remove, 'creatioDataServiceTool'))).not.toMatch(/all records/i);
		}
		expect(bench.site.stats.writes).toEqual({});
	});
});

describe('a huge answer', () => {
	const size = (found: unknown) => JSON.stringify(found).length;

	beforeAll(() => {
		const rows = Array.from({ length: 600 }, (_, index) => ({
			Name: `Many ${index}`,
			Notes: 'n'.repeat(300),
		}));
		for (const row of rows) bench.site.store.insert('Contact', row);
	});

	it.each([
		['Get Many', 'creatioTool', { operation: 'getAll', options: { outputColumns: ['Name', 'Notes'] } }],
		[
			'Select',
			'creatioDataServiceTool',
			{ resource: 'row', operation: 'select', options: { allColumns: true } },
		],
	])('ends where an agent can still read it, and says how much there is: %s', async (_, node, parameters) => {
		const found = jsonOf(await asTool({ object: object('Contact'), returnAll: true, ...parameters }, node));
		const note = String(found.pop()?.note);
		expect(size(found)).toBeLessThanOrEqual(LONGEST_OUTPUT);
		expect(found.length).toBeGreaterThan(20);
		expect(note).toContain(`first ${found.length} of`);
		expect(note).toMatch(/count/);
		expect(note).not.toContain('Limit higher');
	});

	it('of one result begins with what there is', async () => {
		const query = { rootSchemaName: 'Contact', allColumns: true, rowCount: 500 };
		const raw = { resource: 'row', operation: 'raw', kind: 'SelectQuery', query: JSON.stringify(query) };
		const call = { resource: 'site', operation: 'call', address: 'odata/Contact?$top=500' };
		for (const found of [jsonOf(await asTool(raw, 'creatioDataServiceTool')), jsonOf(await asTool(call))]) {
			expect(found).toHaveLength(1);
			expect(found[0]?.json).toMatch(/^\{.*first 15,000 of [\d,]+ characters/s);
			expect(size(found)).toBeLessThanOrEqual(LONGEST_OUTPUT);
		}
	});
});

it.each<[string, string, Parameters, RegExp]>([
	['an object', 'creatioTool', { ...people(), object: object('={{ "Зарплата" }}') }, /Object: Get Many/],
	[
		'a column',
		'creatioTool',
		{ ...people(), conditions: conditions(['Xyzzyqwert', 'equals', 'x']) },
		/Object: Describe/,
	],
	[
		'a record',
		'creatioTool',
		{ operation: 'get', object: object('Contact'), recordId: record(CASE_LIKE) },
		/Record: Search/,
	],
	[
		'no ID',
		'creatioTool',
		{ operation: 'get', object: object('Contact'), recordId: record('={{ "Andrew" }}') },
		/Record: Search/,
	],
	[
		'a process',
		'creatioProcessTool',
		{ resource: 'process', operation: 'run', process: code('Xyzzyqwert') },
		/Process: Get Many/,
	],
	[
		'a setting',
		'creatioTool',
		{ resource: 'systemSetting', operation: 'get', setting: code('Xyzzyqwert') },
		/SysSettings/,
	],
	[
		'a file',
		'creatioTool',
		{ resource: 'file', operation: 'delete', object: object('Contact'), fileId: record(CASE_LIKE) },
		/File: Get Many/,
	],
])('an agent that made up %s learns which operation finds it', async (_, node, parameters, operation) => {
	const message = errorOf(await asTool(parameters, node));
	expect(message).toMatch(operation);
	expect(message).not.toContain('from the list');
});
