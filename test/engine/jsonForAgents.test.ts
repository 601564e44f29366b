import {
	ACCOM,
	column,
	conditions,
	failure,
	itemsOf,
	object,
	type Parameters,
	record,
	SIMILAR_HOSTINGS,
	useBench,
} from './setup';
import { watch } from './triggerSetup';

const anyObject = object('={{ $json.object }}');

const fenced = (value: unknown) => `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;

describe.each(SIMILAR_HOSTINGS)('%s', (hosting) => {
	const bench = useBench({ hosting });

	describe('conditions as JSON', () => {
		const where = (conditionsJson: unknown) => ({ filterMode: 'json', conditionsJson });
		const find = async (conditionsJson: unknown, more: Parameters = {}) =>
			await bench.creatio(
				{ operation: 'getAll', object: anyObject, returnAll: true, ...where(conditionsJson), ...more },
				{ items: [{ object: 'Contact' }] },
			);

		it('find what the rows of the form find, in groups and written as a model writes', async () => {
			const rows = itemsOf(
				await bench.creatio({
					operation: 'getAll',
					object: object('Contact'),
					returnAll: true,
					conditions: conditions(['Type', 'equals', 'Customer'], ['Name', 'startsWith', 'A']),
				}),
			);
			expect(rows.length).toBeGreaterThan(3);
			const type = { column: 'Type', operator: 'equals', value: 'Customer' };
			const name = { column: 'Name', operator: 'Starts With', value: 'A' };
			for (const value of [[type, name], { all: [type, name] }, fenced({ all: [type, { any: [name] }] })]) {
				expect(itemsOf(await find(value))).toEqual(rows);
			}
			const count = itemsOf(
				await bench.creatio({ operation: 'count', object: object('Contact'), ...where([type, name]) }),
			);
			expect(count).toMatchObject([{ count: rows.length }]);
			const others = itemsOf(await find({ all: [type, { none: [name] }] }));
			expect(others.length).toBeGreaterThan(3);
			for (const { Name } of others) expect(String(Name)).not.toMatch(/^A/i);
		});

		it('take related records that exist, but do not count them over OData', async () => {
			const related = { related: '[Case:Contact]', test: 'exists' };
			const owners = new Set(bench.site.store.rows('Case').map(({ ContactId }) => ContactId));
			const found = itemsOf(await find([related]));
			expect(found.length).toBeGreaterThan(0);
			for (const { Id } of found) expect(owners.has(Id as string)).toBe(true);
			const counted = { ...related, test: 'count', comparison: 'greater', value: 3 };
			expect((await find([counted])).error).toMatchObject(failure('input', 'Case'));
		});

		it.each([
			['nothing', '={{ $json.nothing }}', 'field Conditions (JSON)'],
			['no JSON', 'contacts of Accom', 'field Conditions (JSON)'],
			['a number', 5, 'Conditions'],
			['an empty list', [], 'no conditions'],
			['a made-up column', [{ column: 'Fullname', operator: 'equals', value: 'x' }], '"Fullname"'],
			['a made-up operator', [{ column: 'Name', operator: '=', value: 'x' }], 'Operator'],
			['a misspelt member', [{ column: 'Name', operator: 'equals', valeu: 'x' }], '"valeu"'],
		])('%s is refused before anything is read', async (_, value, place) => {
			expect((await find(value)).error).toMatchObject(failure('input', place));
			expect(bench.odata()).toEqual([]);
		});

		it('find columns in any letter case and by caption, and so do columns to return, related ones and sort rules', async () => {
			const read = async (name: string, nameOfAccount: string) => {
				const { items, error } = await bench.creatio({
					operation: 'getAll',
					object: object('Contact'),
					returnAll: true,
					...where([
						{ column: name, operator: 'isNotEmpty' },
						{ column: nameOfAccount, operator: 'contains', value: 'sample' },
					]),
					options: {
						outputColumns: [name],
						relatedColumns: { column: [{ column: column(nameOfAccount) }] },
					},
					sort: { rule: [{ column: column(name), direction: 'asc' }] },
				});
				expect(error).toBeUndefined();
				return items.map(({ json }) => json);
			};
			const found = await read('Name', 'Account.Name');
			expect(found.length).toBeGreaterThan(1);
			expect(Object.keys(found[0] ?? {})).toContain('Name');
			expect(await read('name', 'ACCOUNT.name')).toEqual(found);
			expect(await read('full name', 'account.NAME')).toEqual(found);
		});

		it('are answered with the nearest captions where no column has the name', async () => {
			const { error } = await bench.creatio({
				operation: 'getAll',
				object: object('Contact'),
				...where([{ column: 'full nane', operator: 'equals', value: 'x' }]),
			});
			expect(error).toMatchObject(failure('input', '"full nane"'));
			expect(error?.description).toBe('Did you mean Full name (Name)?');
		});

		it('start a workflow, and begin anew when they change', async () => {
			const trigger = watch(bench, {
				event: 'created',
				...where('[{"column": "JobTitle", "operator": "equals", "value": "Watched"}]'),
			});
			await trigger.poll();
			bench.site.store.insert('Contact', { Name: 'Other', JobTitle: 'No' });
			const id = bench.site.store.insert('Contact', { Name: 'Seen', JobTitle: 'Watched' });
			expect((await trigger.items()).map(({ Id }) => Id)).toEqual([id]);
		});
	});

	describe('values as JSON', () => {
		const write = async (operation: string, valuesJson: unknown, more: Parameters = {}, node = 'creatio') =>
			await bench.engine.run({
				node,
				parameters: {
					authentication: 'userPassword',
					resource: node === 'creatio' ? 'record' : 'row',
					operation,
					object: anyObject,
					valuesFrom: 'json',
					valuesJson,
					...more,
				},
				items: [{ object: 'Contact', values: { Name: 'From an item', Account: ACCOM } }],
				credentials: bench.credential(),
			});
		const rowOf = (id: unknown) => bench.site.store.rows('Contact', '"Id" = ?', String(id))[0];

		it.each([
			['an object', { Name: 'Ann', Account: 'Accom (sample)' }],
			['text', JSON.stringify({ Name: 'Ann', AccountId: ACCOM })],
			['a block of code', fenced({ Name: 'Ann', Account: 'Accom (sample)' })],
			['a list of one', [{ Name: 'Ann', Account: ACCOM }]],
		])('%s creates a record of any object', async (_, values) => {
			for (const [operation, node] of [
				['create', 'creatio'],
				['insert', 'creatioDataService'],
			] as const) {
				const [item = {}] = itemsOf(await write(operation, values, {}, node));
				expect(rowOf(item.Id)).toMatchObject({ Name: 'Ann', AccountId: ACCOM });
			}
		});

		it('name columns by code or caption, whatever the letter case', async () => {
			const values = { 'Full name': 'By caption', 'business PHONE': '123', accountid: ACCOM };
			const [item = {}] = itemsOf(await write('create', values));
			expect(rowOf(item.Id)).toMatchObject({ Name: 'By caption', Phone: '123', AccountId: ACCOM });
			const again = { 'Full name': 'By caption', Email: 'caption@x.example' };
			const found = await write('upsert', again, { matchColumns: 'Full name' });
			expect(itemsOf(found)).toMatchObject([{ Id: item.Id, Email: 'caption@x.example' }]);
		});

		it('come from an expression too', async () => {
			const [item = {}] = itemsOf(await write('create', '={{ $json.values }}'));
			expect(rowOf(item.Id)).toMatchObject({ Name: 'From an item', AccountId: ACCOM });
		});

		it('update a record, or find it by the columns to match on', async () => {
			const id = bench.site.store.insert('Contact', { Name: 'Old', Email: 'json@x.example' });
			itemsOf(await write('update', { Name: 'New' }, { recordId: record(id) }));
			expect(rowOf(id)).toMatchObject({ Name: 'New' });
			const target = { target: 'id', recordId: record(id) };
			itemsOf(await write('update', { Name: 'Newer' }, target, 'creatioDataService'));
			expect(rowOf(id)).toMatchObject({ Name: 'Newer' });
			const values = { Email: 'json@x.example', Name: 'Newest' };
			expect(itemsOf(await write('upsert', values, { matchColumns: 'Email' }))).toMatchObject([{ Id: id }]);
			expect(rowOf(id)).toMatchObject({ Name: 'Newest' });
			const none = await write('upsert', values);
			expect(none.error).toMatchObject(failure('input', 'field Columns to Match On'));
		});

		it.each([
			['nothing', '={{ $json.nothing }}', 'field Values (JSON)'],
			['an empty text', '', 'field Values (JSON)'],
			['an empty object', {}, 'field Values (JSON)'],
			['an empty list', [], 'field Values (JSON)'],
			['two records', [{ Name: 'A' }, { Name: 'B' }], '2 records'],
			['a list of texts', ['Ann'], 'field Values (JSON)'],
			['a number', 5, 'field Values (JSON)'],
			['no JSON', 'Name: Ann', 'field Values (JSON)'],
			['a lookup as an object without ID', { Name: 'Ann', Account: { Name: 'Accom (sample)' } }, 'Account'],
			['a made-up column', { Name: 'Ann', Fullname: 'x' }, /"Fullname".*field Values \(JSON\)/],
			[
				'a text that names no record',
				{ Name: 'Ann', Account: 'Nobody Ltd' },
				/Nobody Ltd.*field Values \(JSON\)/,
			],
		])('%s is refused before anything is written', async (_, values, place) => {
			const run = await write('create', values);
			expect(run.error).toMatchObject(failure('input', place));
			expect(bench.site.stats.writes).toEqual({});
		});
	});
});
