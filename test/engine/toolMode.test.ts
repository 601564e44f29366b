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

const jsonOf = (run: Awaited<ReturnType<typeof asTool>>) => {
	if (run.error) throw new Error(run.error.message);
	return run.items.map(({ json }) => json);
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
	const errorOf = (run: Awaited<ReturnType<typeof asTool>>) => {
		expect(run.error).toBeUndefined();
		expect(run.items).toHaveLength(1);
		return String(run.items[0]?.json.error);
	};
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
