import { readFileSync } from 'node:fs';
import path from 'node:path';

import { type EmulatorOptions, type Fault, type FaultMatch, USERS } from '../emulator';
import type { RunResult } from '../support/engine';
import {
	ACCOM,
	autoMap,
	column,
	conditions,
	CUSTOMER_TYPE,
	failure,
	located,
	object,
	openSite,
	record,
	useBench,
	wordsOf,
} from './setup';
import { watch } from './triggerSetup';

const bench = useBench();

type Row = Readonly<Record<string, unknown>>;
const condition = (of: string, operator: string, value?: unknown, valueTo?: unknown) => ({
	column: column(of),
	operator,
	value,
	valueTo,
});
const columns = (...paths: string[]) => ({ column: paths.map((path) => ({ column: column(path) })) });
const sort = (...rules: Array<[string, 'asc' | 'desc']>) => ({
	rule: rules.map(([path, direction]) => ({ column: column(path), direction })),
});
const select = (parameters: Row, more = {}) =>
	bench.dataService({ operation: 'select', object: object('Contact'), returnAll: true, ...parameters }, more);
const rowsOf = ({ items }: RunResult) => items.map(({ json }) => json);
const queries = (site = bench.site) => site.stats.find('POST', /\/DataService\/json\//);
const bodies = () => queries().map(({ body }) => JSON.parse(body) as Row);
const hintsOf = ({ hints }: RunResult) => hints.map(({ message }) => message).join('\n');
const sql = (object_: string, where: string, ...params: Array<string | number>) =>
	bench.site.store.rows(object_, where, ...params);

describe('select', () => {
	it('accounts with more than three open cases, with the date of the last activity: one call', async () => {
		const open = { condition: [condition('[Case:Account].Status.IsFinal', 'equals', 'false')] };
		const run = await select({
			object: object('Account'),
			selectColumns: {
				...columns('Name'),
				related: [
					{ connection: column('[Case:Account]'), function: 'count', name: 'Open cases', where: open },
					{
						connection: column('[Activity:Account]'),
						function: 'max',
						relatedColumn: 'StartDate',
						name: 'Last activity',
					},
				],
			},
			conditions: {
				related: [
					{
						connection: column('[Case:Account]'),
						test: 'count',
						comparison: 'greater',
						value: '3',
						where: open,
					},
				],
			},
			sort: sort(['Open cases', 'desc']),
		});
		expect(bench.site.stats.find('POST', /SelectQuery$/)).toHaveLength(1);
		const isOpen = `"StatusId" IN (SELECT "Id" FROM "CaseStatus" WHERE "IsFinal" = 0)`;
		const expected = sql('Account', '1').flatMap(({ Id, Name }) => {
			const cases = bench.site.store.count('Case', `"AccountId" = ? AND ${isOpen}`, String(Id));
			const dates = sql('Activity', '"AccountId" = ?', String(Id)).map(({ StartDate }) => String(StartDate));
			return cases > 3 ? [{ Name, cases, last: dates.sort().at(-1) ?? null }] : [];
		});
		expect(expected.length).toBeGreaterThan(2);
		const found = rowsOf(run).map((row) => ({
			Name: row.Name,
			cases: row['Open cases'],
			last: row['Last activity'] === null ? null : Date.parse(String(row['Last activity'])),
		}));
		expect(found.map(({ cases }) => cases)).toEqual(
			[...found.map(({ cases }) => Number(cases))].sort((a, b) => b - a),
		);
		expect(new Set(found.map((row) => JSON.stringify(row)))).toEqual(
			new Set(
				expected.map((row) =>
					JSON.stringify({ ...row, last: row.last === null ? null : Date.parse(row.last) }),
				),
			),
		);
	});

	it('rows are kept by the value of a summary, which stands beside the name of its record', async () => {
		const where = { condition: [condition('Status.IsFinal', 'equals', 'false')] };
		const connection = column('[Case:Account]');
		const summary = { connection, function: 'count', name: 'Open cases', where };
		const ask = { object: object('Account'), sort: sort(['Open cases', 'desc']) };
		const kept = await select({
			...ask,
			selectColumns: { related: [{ ...summary, keep: 'greater', keptValue: '3' }] },
		});
		const asked = await select({
			...ask,
			selectColumns: { ...columns('Name'), related: [summary] },
			conditions: { related: [{ connection, test: 'count', comparison: 'greater', value: '3', where }] },
		});
		expect(rowsOf(kept).length).toBeGreaterThan(2);
		expect(rowsOf(kept)).toEqual(rowsOf(asked));
		const fewer = await select({
			...ask,
			selectColumns: { related: [{ ...summary, keep: 'greater', keptValue: '3' }] },
			conditions: { condition: [condition('Name', 'equals', String(rowsOf(kept)[0]?.Name))] },
		});
		expect(rowsOf(fewer)).toEqual(rowsOf(kept).slice(0, 1));
	});

	it('the recorded request comes from the form, member by member', async () => {
		await select({ object: object('Account'), selectColumns: columns('Name') });
		const recorded = /\{[^]*?\n?(?=\s*Status:)/.exec(
			readFileSync(
				path.join(__dirname, '../fixtures/wire-samples/dataservice/select-account-200.http'),
				'utf8',
			),
		)?.[0];
		const { RootSchemaName, ...members } = JSON.parse(recorded ?? '') as Row;
		const sent = bodies().find((body) => 'columns' in body);
		expect(sent).toMatchObject({ rootSchemaName: RootSchemaName, ...members });
	});

	it('follows lookups and connections, and returns lookups as text and ID', async () => {
		const run = await select({
			object: object('Account'),
			selectColumns: columns('Name', 'Type', 'PrimaryContact.Name', '[Contact:Account].Name'),
			conditions: { condition: [condition('Id', 'equals', ACCOM)] },
		});
		const contacts = sql('Contact', '"AccountId" = ?', ACCOM).map(({ Name }) => Name);
		expect(
			rowsOf(run)
				.map((row) => row['[Contact:Account].Name'])
				.sort(),
		).toEqual(contacts.sort());
		expect(rowsOf(run)[0]).toMatchObject({
			Name: 'Accom (sample)',
			TypeId: expect.stringMatching(/^[0-9a-f-]{36}$/),
		});
	});

	it.each([
		['both', ['Account', 'AccountId']],
		['text', ['Account']],
		['id', ['AccountId']],
	])('lookups as %s', async (lookups, names) => {
		const run = await select({
			selectColumns: columns('Account'),
			conditions: { condition: [condition('Account', 'equals', 'Accom (sample)')] },
			options: { lookups },
		});
		expect(Object.keys(rowsOf(run)[0] ?? {})).toEqual(names);
		expect(Object.values(rowsOf(run)[0] ?? {})[0]).toBe(lookups === 'id' ? ACCOM : 'Accom (sample)');
	});

	it('counts and adds up by group', async () => {
		const run = await select({
			object: object('Order'),
			selectColumns: {
				...columns('Status.Name'),
				aggregate: [
					{ function: 'count', column: column('Id'), name: 'Orders' },
					{ function: 'count', column: column('Account'), distinct: true, name: 'Customers' },
					{ function: 'sum', column: column('Amount'), name: 'Sum' },
					{ function: 'average', column: column('Amount'), name: 'Average' },
					{ function: 'min', column: column('CreatedOn'), name: 'First' },
				],
			},
			sort: sort(['Orders', 'desc']),
		});
		const orders = sql('Order', '1');
		const found = rowsOf(run);
		expect(found.reduce((sum, { Orders }) => sum + Number(Orders), 0)).toBe(orders.length);
		const total = orders.reduce((sum, { Amount }) => sum + Number(Amount), 0);
		expect(found.reduce((sum, { Sum }) => sum + Number(Sum), 0)).toBeCloseTo(total, 1);
		for (const { First } of found) expect(First).toMatch(/Z$/);
	});

	it('takes groups in groups, ten deep', async () => {
		let tree: Row = { column: 'Name', operator: 'startsWith', value: 'A' };
		for (let depth = 0; depth < 10; depth++)
			tree = depth % 2 ? { any: [tree] } : { none: [{ none: [tree] }] };
		const run = await select({
			filterMode: 'json',
			conditionsJson: JSON.stringify({ all: [tree, { related: '[Activity:Contact]', test: 'exists' }] }),
			selectColumns: columns('Name'),
		});
		const names = sql('Contact', `"Name" LIKE 'A%' AND "Id" IN (SELECT "ContactId" FROM "Activity")`);
		expect(run.error).toBeUndefined();
		expect(
			rowsOf(run)
				.map(({ Name }) => Name)
				.sort(),
		).toEqual(names.map(({ Name }) => Name).sort());
	});

	it('splits 5,000 values', async () => {
		const names = sql('Contact', '1')
			.slice(0, 700)
			.map(({ Name }) => String(Name));
		const values = [
			...new Set([...names, ...Array.from({ length: 5_000 }, (_, index) => `nobody ${index}`)]),
		];
		const run = await select({
			conditions: { condition: [condition('Name', 'isAnyOf', JSON.stringify(values))] },
			selectColumns: columns('Id'),
		});
		const wanted = new Set(names.map((name) => name.toLowerCase()));
		const expected = sql('Contact', '1').filter(({ Name }) => wanted.has(String(Name).toLowerCase()));
		expect(run.items).toHaveLength(expected.length);
		expect(queries().filter(({ path }) => path.endsWith('SelectQuery'))).toHaveLength(1);
	});

	it('who is signed in', async () => {
		const run = await select({
			object: object('Account'),
			selectColumns: columns('Name'),
			conditions: { condition: [condition('Owner', 'isCurrentUser')] },
		});
		expect(run.items).toHaveLength(
			bench.site.store.count('Account', '"OwnerId" = ?', USERS.supervisor.contactId),
		);
	});

	it('parts of dates, and equal rows once', async () => {
		const run = await select({
			object: object('Activity'),
			selectColumns: { datePart: [{ part: 'year', column: column('StartDate'), name: 'Year' }] },
			distinct: true,
		});
		const years = new Set(sql('Activity', '1').map(({ StartDate }) => Number(String(StartDate).slice(0, 4))));
		expect(new Set(rowsOf(run).map(({ Year }) => Year))).toEqual(years);
		expect(run.items).toHaveLength(years.size);
	});

	it.each([
		['by key', { paging: 'keyset' }, {}],
		['by offset', { paging: 'offset' }, {}],
		['by key, in an order', { paging: 'keyset' }, { sort: sort(['Name', 'desc']) }],
		['by offset, in an order', { paging: 'offset' }, { sort: sort(['Name', 'asc']) }],
	])('reads all rows once, %s', async (_, options, more) => {
		const run = await select({
			selectColumns: columns('Name'),
			options: { pageSize: 170, addedColumns: true, ...options },
			...more,
		});
		const ids = rowsOf(run).map(({ Id }) => Id);
		expect(ids).toHaveLength(bench.site.store.count('Contact'));
		expect(new Set(ids).size).toBe(ids.length);
	});

	it.each(['postgres', 'mssql'] as const)(
		'keeps the order and the limit where the order has gaps, on %s',
		async (database) => {
			const fresh = await openSite(bench.engine, { database });
			for (const [by, direction] of [
				['Account', 'desc'],
				['BirthDate', 'asc'],
				['Account.Name', 'asc'],
			] as const) {
				const read = async (more: Row) => {
					const asked = {
						operation: 'select',
						object: object('Contact'),
						selectColumns: columns('Id', by),
						sort: sort([by, direction], ['Name', 'asc']),
					};
					const run = await fresh.dataService({ ...asked, ...more });
					expect(hintsOf(run)).not.toContain('moved');
					return rowsOf(run).map(({ Id }) => Id);
				};
				const whole = await read({ returnAll: true, options: { pageSize: 20_000 } });
				expect(await read({ returnAll: true, options: { pageSize: 170 } })).toEqual(whole);
				expect(await read({ returnAll: false, limit: 1_500, options: { pageSize: 170 } })).toEqual(
					whole.slice(0, 1_500),
				);
			}
		},
	);

	it('of an order without gaps asks for what comes behind the last row', async () => {
		await select({
			selectColumns: columns('Email'),
			sort: sort(['Name', 'desc']),
			options: { pageSize: 1_500 },
		});
		const [, second] = bodies();
		expect(second).toMatchObject({ conditionalValues: { items: { Sort1: {}, Id: {} } }, rowsOffset: -1 });
	});

	it('misses no row that stays, while others come and go', async () => {
		const fresh = await openSite(bench.engine);
		const before = fresh.site.store.rows('Contact').map(({ Id }) => String(Id));
		const gone = new Set<string>();
		let turn = 0;
		const happens = () => {
			turn++;
			for (const id of before.filter((_, index) => index % 40 === turn)) {
				fresh.site.store.remove('Contact', id);
				gone.add(id);
			}
			for (let count = 0; count < 5; count++)
				fresh.site.store.insert('Contact', { Name: `0 new ${turn} ${count}` });
			fresh.site.store.db.run('UPDATE "Contact" SET "Name" = ? WHERE "Id" = ?', [
				`0 moved ${turn}`,
				before.at(-turn) ?? '',
			]);
		};
		fresh.site.faults.add({
			match: { path: /SelectQuery/, nth: 2, times: 20 },
			fault: { kind: 'meanwhile', happens },
		});
		for (const order of [{}, { sort: sort(['Name', 'asc']) }]) {
			const run = await fresh.dataService({
				operation: 'select',
				object: object('Contact'),
				returnAll: true,
				selectColumns: columns('Id', 'Name'),
				options: { pageSize: 150 },
				...order,
			});
			const ids = rowsOf(run).map(({ Id }) => String(Id));
			expect(new Set(ids).size).toBe(ids.length);
			expect(before.filter((id) => !gone.has(id) && !ids.includes(id))).toEqual([]);
		}
	});

	it('of a limit of 7 asks for 7', async () => {
		const run = await select({ returnAll: false, limit: 7, selectColumns: columns('Name') });
		expect(run.items).toHaveLength(7);
		expect(bodies()).toEqual([expect.objectContaining({ rowCount: 7 })]);
	});

	it('dates are instants, whatever the zone of the user; the run reports the zone', async () => {
		const kyiv = { username: USERS.inKyiv.name, password: USERS.inKyiv.password };
		const [contact] = sql('Contact', '"CreatedOn" > ?', '2026-01-01');
		const id = String((contact ?? sql('Contact', '1')[0])?.Id);
		const asked = {
			selectColumns: columns('CreatedOn', 'BirthDate'),
			conditions: { condition: [condition('Id', 'equals', id)] },
		};
		const utc = await select(asked);
		const there = await select(
			{ ...asked, options: { timeZone: 'Europe/Kyiv' } },
			{ credentials: bench.credential(kyiv) },
		);
		expect(rowsOf(there)).toEqual(rowsOf(utc));
		expect(hintsOf(there)).toContain('Europe/Kyiv');
		const asOfNow = await select(asked, { credentials: bench.credential(kyiv) });
		expect(hintsOf(asOfNow)).toMatch(/UTC\+0[23]:00/);
	});

	it('a name that the user gave goes before a column that the site adds', async () => {
		const run = await select({
			selectColumns: { column: [{ column: column('Name'), name: 'Id' }] },
			conditions: { condition: [condition('Account', 'equals', ACCOM)] },
			options: { addedColumns: true },
		});
		expect(
			rowsOf(run)
				.map(({ Id }) => Id)
				.sort(),
		).toEqual(
			sql('Contact', '"AccountId" = ?', ACCOM)
				.map(({ Name }) => Name)
				.sort(),
		);
	});

	it('does not take `success` or silence about a column for a result', async () => {
		bench.site.faults.add({
			match: { path: /SelectQuery/ },
			fault: {
				kind: 'status',
				status: 200,
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ rows: [], notFoundColumns: ['UsrGone'], success: true }),
			},
		});
		const run = await select({ selectColumns: columns('Name') });
		expect(run.error).toMatchObject(failure('input', 'UsrGone'));
	});
});

describe('insert, update and delete', () => {
	const people = (prefix: string, count: number) =>
		Array.from({ length: count }, (_, index) => ({ Name: `${prefix} ${index}`, BirthDate: '2001-02-03' }));
	const insert = { operation: 'insert', object: object('Contact'), columns: autoMap() };
	const named = (prefix: string) => sql('Contact', '"Name" LIKE ?', `${prefix} %`);
	const target = (more: Row) => ({ target: 'conditions', ...more });
	const startsWith = (prefix: string) => ({
		conditions: { condition: [condition('Name', 'startsWith', `${prefix} `)] },
	});

	it('a thousand inserts take a dozen requests, each answer on its own item', async () => {
		const fresh = await openSite(bench.engine);
		const items = people('many', 1_000);
		const run = await fresh.dataService(insert, { items });
		expect(run.items.map(({ json, pairedItem }) => [json.Name, json.BirthDate, pairedItem])).toEqual(
			items.map(({ Name, BirthDate }, item) => [Name, BirthDate, { item }]),
		);
		expect(fresh.site.stats.find('POST', /BatchQuery$/)).toHaveLength(10);
		expect(fresh.site.stats.requests.length).toBeLessThanOrEqual(14);
		const rows = fresh.site.store.rows('Contact', '"Name" LIKE ?', 'many %');
		expect(new Set(rows.map(({ Id }) => Id))).toEqual(new Set(run.items.map(({ json }) => json.Id)));
	});

	it('lookups take a text, and a refusal is on its own item', async () => {
		const items = [
			{ Name: 'ds good', Account: 'Accom (sample)' },
			{ Name: 'ds bad', AccountId: '99999999-9999-4999-8999-999999999999' },
			{ Name: 'ds fine' },
		];
		const run = await bench.dataService(insert, { items, onError: 'continueErrorOutput' });
		expect(run.outputs[0]?.map(({ json }) => json.Name)).toEqual(['ds good', 'ds fine']);
		expect(run.outputs[1]?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
		expect(
			named('ds')
				.map(({ Name, AccountId }) => [Name, AccountId])
				.sort(),
		).toEqual([
			['ds fine', null],
			['ds good', ACCOM],
		]);
	});

	it('a batch that stops says of each item what is true', async () => {
		for (const batchRollback of [true, false]) {
			const fresh = await openSite(bench.engine, { switches: { batchRollback } });
			const items = people('halt', 30).map((person, index) => ({
				...person,
				AccountId: index === 20 ? '99999999-9999-4999-8999-999999999999' : ACCOM,
			}));
			const run = await fresh.dataService(
				{ ...insert, options: { continueIfError: false } },
				{ items, onError: 'continueErrorOutput' },
			);
			const [good = [], bad = []] = run.outputs;
			const there = fresh.site.store.rows('Contact', '"Name" LIKE ?', 'halt %').map(({ Id }) => Id);
			expect(there).toHaveLength(batchRollback ? 0 : 20);
			expect(new Set(good.map(({ json }) => json.Id))).toEqual(new Set(there));
			expect(good.length + bad.length).toBe(30);
			expect(JSON.stringify(bad)).not.toContain('not known');
		}
	});

	it('by conditions counts first, and changes nothing when the number is another', async () => {
		await bench.dataService(insert, { items: people('count', 5) });
		const update = {
			operation: 'update',
			object: object('Contact'),
			...startsWith('count'),
			columns: { mappingMode: 'defineBelow', value: { JobTitle: 'Boss' } },
		};
		const refused = await bench.dataService({
			...update,
			...target({ expectation: 'exactly', expectedCount: 4 }),
		});
		expect(refused.error).toMatchObject(failure('input', /5 records of Contact .*4/));
		expect(named('count').some(({ JobTitle }) => JobTitle === 'Boss')).toBe(false);
		const done = await bench.dataService({
			...update,
			...target({ expectation: 'exactly', expectedCount: 5 }),
		});
		expect(rowsOf(done)).toEqual([{ updated: 5 }]);
		expect(named('count').every(({ JobTitle }) => JobTitle === 'Boss')).toBe(true);
		const gone = await bench.dataService({
			operation: 'delete',
			object: object('Contact'),
			...startsWith('count'),
			...target({ expectation: 'any' }),
		});
		expect(rowsOf(gone)).toEqual([{ deleted: 5 }]);
		expect(named('count')).toEqual([]);
	});

	it('by ID changes that record, or says that there is none', async () => {
		const [made] = (await bench.dataService(insert, { items: people('one', 1) })).items;
		const id = String(made?.json.Id);
		const update = (recordId: string) =>
			bench.dataService({
				operation: 'update',
				object: object('Contact'),
				target: 'id',
				recordId: record(recordId),
				columns: { mappingMode: 'defineBelow', value: { BirthDate: '1999-12-31' } },
			});
		expect(rowsOf(await update(id))).toEqual([{ Id: id, BirthDate: '1999-12-31' }]);
		expect(String(named('one')[0]?.BirthDate)).toContain('1999-12-31');
		const missing = await update('99999999-9999-4999-8999-999999999999');
		expect(missing.error).toMatchObject(failure('notFound', /Contact.*99999999-9999-4999-8999-999999999999/));
		const removed = { operation: 'delete', object: object('Contact'), target: 'id', recordId: record(id) };
		expect(rowsOf(await bench.dataService(removed))).toEqual([{ deleted: true, Id: id }]);
		expect((await bench.dataService(removed)).error).toMatchObject(
			failure('notFound', new RegExp(`Contact.*${id}`)),
		);
	});

	it('a batch of different operations is done in order', async () => {
		const id = '0b6a5f2e-1111-4222-8333-444455556666';
		const operation = (kind: string, name: string, recordId: string, values: Row = {}) => ({
			kind,
			object: object(name),
			recordId,
			valuesFrom: 'json',
			valuesJson: JSON.stringify(values),
		});
		const run = await bench.dataService({
			operation: 'batch',
			operations: {
				operation: [
					operation('insert', 'Account', id, { Name: 'Batch Ltd' }),
					operation('insert', 'Contact', '', { Name: 'Batch person', AccountId: id }),
					operation('update', 'Account', id, { Code: 'B1' }),
				],
			},
		});
		expect(rowsOf(run).map(({ operation: done, object: name }) => [done, name])).toEqual([
			['insert', 'Account'],
			['insert', 'Contact'],
			['update', 'Account'],
		]);
		expect(sql('Account', '"Id" = ?', id)).toEqual([
			expect.objectContaining({ Name: 'Batch Ltd', Code: 'B1' }),
		]);
		expect(sql('Contact', '"AccountId" = ?', id)).toHaveLength(1);
		expect(queries().filter(({ path }) => path.includes('BatchQuery'))).toHaveLength(1);
	});

	describe('a batch whose values are rows', () => {
		const values = (...rows: ReadonlyArray<readonly [column: string, value: unknown]>) => ({
			column: rows.map(([name, value]) => ({ column: located(name), value: located(value, 'text') })),
		});
		const run = async (...operation: readonly Row[]) =>
			await bench.dataService({ operation: 'batch', operations: { operation } });
		const on = (kind: string, id: string, columnValues: Row) => ({
			kind,
			object: object('Account'),
			recordId: id,
			columnValues,
		});

		it('writes them, and an empty value clears the column of an update', async () => {
			const id = '0b6a5f2e-1111-4222-8333-444455557777';
			const { error } = await run(
				on('insert', id, values(['Name', 'Rows Ltd'], ['Type', 'Customer'], ['Code', 'R1'], ['Code', 'R1'])),
				on('update', id, values(['Code', ''], ['Web', '={{ "rows.example" }}'])),
			);
			expect(error).toBeUndefined();
			expect(sql('Account', '"Id" = ?', id)).toEqual([
				expect.objectContaining({ Name: 'Rows Ltd', TypeId: CUSTOMER_TYPE, Code: '', Web: 'rows.example' }),
			]);
		});

		it.each([
			['an expression without a result', values(['Web', '={{ $json.nothing }}'])],
			['no column', values(['', 'x'])],
			['two values of one column', values(['Web', 'a'], ['Web', 'b'])],
		])('is refused with %s', async (_, columnValues) => {
			expect((await run(on('insert', '', columnValues))).error).toMatchObject(
				failure('input', 'Operations, row 1, Columns, row'),
			);
		});
	});

	it.each<[string, Row, string]>([
		['a text in a number column', { EmployeesNumber: 'many' }, 'column EmployeesNumber'],
		['a text that names no record', { Type: 'Customr' }, 'column Type'],
		['a made-up column', { Nmae: 'x' }, '"Nmae"'],
		['a list', { Name: ['a', 'b'] }, 'column Name'],
		['a column that Creatio fills, among rows', { CreatedOn: '2026-01-01' }, 'column CreatedOn'],
		['nothing', {}, 'nothing to write'],
	])('a batch with %s names the operation', async (input, values, what) => {
		const insert = { kind: 'insert', object: object('Account') };
		const rows = Object.entries(values).map(([name, value]) => ({
			column: located(name),
			value: located(value, 'text'),
		}));
		const ways: Array<[string, Row]> = [
			['Columns', { columnValues: { column: rows } }],
			['Values (JSON)', { valuesFrom: 'json', valuesJson: values }],
		];
		// JSON is often an item as a whole, and what Creatio fills is left out of it.
		for (const [field, way] of ways.slice(0, input.includes('rows') ? 1 : 2)) {
			const { error } = await bench.dataService({
				operation: 'batch',
				operations: {
					operation: [
						{ ...insert, valuesFrom: 'json', valuesJson: { Name: 'First' } },
						{ ...insert, ...way },
					],
				},
			});
			expect(error).toMatchObject(failure('input', 'Operations, row 2'));
			expect(error?.message).toContain(what);
			if (Object.keys(values).length > 0) expect(error?.message).toContain(`Operations, row 2, ${field}`);
		}
		expect(queries().filter(({ path }) => path.includes('BatchQuery'))).toEqual([]);
	});

	it('a batch that is done in part says which of its operations were done', async () => {
		const operation = (values: Row) => ({
			kind: 'insert',
			object: object('Contact'),
			valuesFrom: 'json',
			valuesJson: JSON.stringify(values),
		});
		const run = await bench.dataService({
			operation: 'batch',
			operations: {
				operation: [
					operation({ Name: 'part one' }),
					operation({ Name: 'part two', AccountId: '99999999-9999-4999-8999-999999999999' }),
					operation({ Name: 'part three' }),
				],
			},
		});
		expect(named('part').map(({ Name }) => Name)).toHaveLength(2);
		expect(run.error).toMatchObject(
			failure('invalid', /^23503: .* \(Operations, row 2\)$/, {
				description: expect.stringMatching(/row 1, 3\.$/),
			}),
		);
	});

	it('a change by conditions is not sent twice: the second time others might match', async () => {
		await bench.dataService(insert, { items: people('twice', 3) });
		bench.site.faults.add({ match: { method: 'POST', path: /BatchQuery$/ }, fault: { kind: 'resetAfter' } });
		bench.site.resetStats();
		const run = await bench.dataService({
			operation: 'update',
			object: object('Contact'),
			...startsWith('twice'),
			...target({ expectation: 'exactly', expectedCount: 3 }),
			columns: { mappingMode: 'defineBelow', value: { Name: 'changed' } },
		});
		expect(run.error).toMatchObject({ kind: 'network', perhapsDone: true });
		expect(bench.site.stats.find('POST', /BatchQuery$/)).toHaveLength(1);
	});

	const BATCH: FaultMatch = { method: 'POST', path: /BatchQuery$/ };
	it.each<[string, FaultMatch, Fault]>([
		['connection reset before the work', { ...BATCH, nth: 2 }, { kind: 'resetBefore' }],
		['connection reset after the work', { ...BATCH, nth: 2 }, { kind: 'resetAfter' }],
		['answer cut in the middle', { ...BATCH, nth: 3 }, { kind: 'cutBody' }],
		['503', { ...BATCH, nth: 2 }, { kind: 'status', status: 503 }],
		['504 after the work', { ...BATCH, nth: 2 }, { kind: 'status', status: 504, after: true }],
		['login page with status 200', { ...BATCH, nth: 2 }, { kind: 'htmlLogin' }],
		[
			'session ended',
			{ ...BATCH, nth: 2 },
			{ kind: 'meanwhile', happens: () => bench.site.expireSessions() },
		],
	])('inserts at a bad moment, none twice, none lost: %s', async (name, match, fault) => {
		bench.site.faults.add({ match, fault });
		const items = people(`ds ${name}`, 500);
		const run = await bench.dataService(insert, { items, onError: 'continueErrorOutput' });
		const there = named(`ds ${name}`).map(({ Id }) => Id);
		expect(run.outputs[1] ?? []).toEqual([]);
		expect(there).toHaveLength(500);
		expect(new Set(run.items.map(({ json }) => json.Id))).toEqual(new Set(there));
	});
});

describe('"is not" on a lookup', () => {
	const SETTINGS = [
		{ dataService: true, odata: false },
		{ dataService: false, odata: true },
	];
	it.each(SETTINGS)(
		'includes records without a value, whatever the site does: %j',
		async (lookupNotEqualOrNull) => {
			const fresh = await openSite(bench.engine, { sampleData: false, switches: { lookupNotEqualOrNull } });
			const [accom, other] = [ACCOM, fresh.site.store.insert('Account', { Name: 'Other' })];
			for (const AccountId of [accom, other, null])
				fresh.site.store.insert('Contact', { Name: 'x', AccountId });
			const some = condition('Name', 'equals', 'x');
			for (const [operator, value, expected] of [
				['notEquals', accom, [other, null]],
				['notEquals', 'Accom (sample)', [other, null]],
				['isNoneOf', `${accom}, Other`, [null]],
			] as const) {
				const parameters = {
					object: object('Contact'),
					conditions: { condition: [some, condition('Account', operator, value)] },
					returnAll: true,
				};
				const viaDataService = await fresh.dataService({
					...parameters,
					operation: 'select',
					selectColumns: columns('Account'),
					options: { lookups: 'id' },
				});
				const viaOData = await fresh.creatio({ ...parameters, operation: 'getAll' });
				const counted = await fresh.creatio({ ...parameters, operation: 'count' });
				expect(new Set(rowsOf(viaDataService).map(({ AccountId }) => AccountId))).toEqual(new Set(expected));
				expect(new Set(rowsOf(viaOData).map(({ AccountId }) => AccountId))).toEqual(new Set(expected));
				expect(rowsOf(counted)).toMatchObject([{ count: expected.length }]);
			}
			const isNot = ['Account', 'notEquals', accom] as const;
			const trigger = watch(fresh, { conditions: conditions(['Name', 'equals', 'y'], isNot) });
			await trigger.poll();
			const made = [other, null, accom].map((AccountId) =>
				fresh.site.store.insert('Contact', { Name: 'y', AccountId }),
			);
			const seen = (await trigger.items()).map(({ Id }) => Id);
			expect(seen.sort()).toEqual(made.slice(0, 2).sort());
		},
	);
});

describe('sites differ', () => {
	const SITES: EmulatorOptions[] = [
		{ version: '7.18' },
		{ hosting: 'net', database: 'mssql' },
		{ pageCap: 500 },
		{ switches: { answerCasing: 'pascal', batchSuccess: 'always' } },
		{ switches: { emptyDateCell: 'absent', unknownColumn: 'error', unknownPathStatus: 500 } },
		{ switches: { dateParameterZ: 'reject', filterEnabledByDefault: false, stableOrder: false } },
		{ switches: { falseZ: 180 } },
	];
	it.each(SITES)('%j, and what comes out does not', async (options) => {
		const fresh = await openSite(bench.engine, options);
		const ask = (parameters: Row, more = {}) =>
			fresh.dataService(
				{ object: object('Contact'), returnAll: true, ...parameters },
				{ onError: 'continueErrorOutput', ...more },
			);
		const all = await ask({
			operation: 'select',
			selectColumns: columns('Id', 'BirthDate', 'CreatedOn'),
			options: { pageSize: 700 },
		});
		const instant = (cell: unknown) => (cell === null ? null : Date.parse(String(cell)));
		const day = (cell: unknown) => (cell === null ? null : String(cell).slice(0, 10));
		const shown = rowsOf(all).map(({ Id, BirthDate, CreatedOn }) => [Id, BirthDate, instant(CreatedOn)]);
		const stored = fresh.site.store
			.rows('Contact')
			.map(({ Id, BirthDate, CreatedOn }) => [Id, day(BirthDate), instant(CreatedOn)]);
		expect(new Map(shown.map((row) => [row[0], row]))).toEqual(new Map(stored.map((row) => [row[0], row])));
		expect(shown).toHaveLength(stored.length);

		const items = [
			{ Name: 'site one', BirthDate: '2001-02-03' },
			{ Name: 'site two', AccountId: '99999999-9999-4999-8999-999999999999' },
		];
		const made = await ask({ operation: 'insert', columns: autoMap() }, { items });
		expect(made.outputs.map((output) => output.map(({ pairedItem }) => pairedItem))).toEqual([
			[{ item: 0 }],
			[{ item: 1 }],
		]);
		const update = await ask({
			operation: 'update',
			target: 'conditions',
			conditions: {
				condition: [
					condition('BirthDate', 'isBetween', '2001-02-03', '2001-02-03'),
					condition('CreatedOn', 'today'),
					condition('Name', 'startsWith', 'site'),
				],
			},
			columns: { mappingMode: 'defineBelow', value: { JobTitle: 'Boss' } },
		});
		expect(update.outputs[0]?.map(({ json }) => json)).toEqual([{ updated: 1 }]);
	});
});

describe('raw', () => {
	it('sends a query as it is and returns the answer as it came', async () => {
		const query = {
			rootSchemaName: 'Account',
			columns: { items: { Name: { expression: { columnPath: 'Name' } } } },
			rowCount: 2,
		};
		const run = await bench.dataService({
			operation: 'raw',
			kind: 'SelectQuery',
			query: JSON.stringify(query),
		});
		expect(bodies()).toEqual([query]);
		expect(run.items[0]?.json).toMatchObject({ success: true, rowsAffected: 2, rows: [{}, {}] });
	});
});

describe('bad input is refused before anything is sent', () => {
	const refusal = async (parameters: Row) => {
		const run = await bench.dataService({ object: object('Contact'), returnAll: true, ...parameters });
		expect(queries()).toEqual([]);
		expect(bench.site.stats.writes).toEqual({});
		expect(run.error).toMatchObject({ kind: 'input', perhapsDone: false });
		return wordsOf(run.error);
	};
	beforeAll(async () => {
		// What is known of the objects is asked for once.
		await select({ selectColumns: columns('Name', 'BirthDate'), returnAll: false, limit: 1 });
		await select({ object: object('Account'), selectColumns: columns('Name'), returnAll: false, limit: 1 });
	});

	it.each<[string, Row, RegExp]>([
		['an unknown column', { operation: 'select', selectColumns: columns('Nmae') }, /"Nmae".*Name/],
		[
			'a path through a column that is not a lookup',
			{ operation: 'select', selectColumns: columns('Name.Type') },
			/Name\.Type/,
		],
		[
			'an unknown connection',
			{ operation: 'select', selectColumns: columns('[Activity:Nobody].Title') },
			/Activity [^]*"Nobody"/,
		],
		[
			'an aggregate of a text',
			{
				operation: 'select',
				selectColumns: { aggregate: [{ function: 'sum', column: column('Name'), name: 'Sum' }] },
			},
			/\bSum\b.*\bName\b.*\(field Columns\)/,
		],
		[
			'two columns of one name',
			{
				operation: 'select',
				selectColumns: {
					column: [
						{ column: column('Name'), name: 'X' },
						{ column: column('Email'), name: 'X' },
					],
				},
			},
			/\bX \(field Columns\)/,
		],
		[
			'text in a date condition',
			{ operation: 'select', conditions: { condition: [condition('BirthDate', 'less', 'soon')] } },
			/BirthDate \(Conditions, row 1\)/,
		],
		[
			'an empty value',
			{ operation: 'select', conditions: { condition: [condition('Name', 'equals', '')] } },
			/\(Conditions, row 1\)/,
		],
		[
			'an empty group',
			{ operation: 'select', conditions: { group: [{ combine: 'any', conditions: {} }] } },
			/\(Conditions, group 1\)/,
		],
		...['{"any":[]}', '[]', '{"related":"[Activity:Contact]","where":{"all":[]}}'].map(
			(conditionsJson): [string, Row, RegExp] => [
				`conditions that came out empty: ${conditionsJson}`,
				{ operation: 'select', filterMode: 'json', conditionsJson },
				/onditions \((?:JSON|Conditions, where)\)/,
			],
		),
		[
			'a misspelt operator',
			{
				operation: 'select',
				filterMode: 'json',
				conditionsJson: { column: 'Name', operater: 'contains', value: 'A' },
			},
			/"operater".*"column" \(Conditions\).*"operator"/,
		],
		[
			'two groups in one',
			{
				operation: 'select',
				filterMode: 'json',
				conditionsJson: {
					all: [{ column: 'Name', value: 'A' }],
					any: [{ column: 'Name', value: 'B' }],
				},
			},
			/"any".*"all"/,
		],
		[
			'a condition on a column of related records',
			{
				operation: 'select',
				conditions: { condition: [condition('[Activity:Contact].Title', 'equals', 'A')] },
			},
			/"\[Activity:Contact\]\.Title".*\(Conditions, row 1\).*Related Records/,
		],
		...[
			['sum', '[Activity:Contact].Title', /\bsum\b.*Title\b/],
			['max', '[Activity:Contact].Owner', /\bmax\b.*Owner\b/],
		].map(([test, related, place]): [string, Row, RegExp] => [
			`a condition on the ${test} of ${related}`,
			{ operation: 'select', filterMode: 'json', conditionsJson: { related, test, value: 3 } },
			place as RegExp,
		]),
		[
			'an operator that does not fit',
			{ operation: 'select', conditions: { condition: [condition('Name', 'isBetween', 'a', 'b')] } },
			/column Name/,
		],
		[
			'the signed-in user where there is none',
			{ operation: 'select', conditions: { condition: [condition('Account', 'isCurrentUser')] } },
			/lookup Account .*\(Conditions, row 1\)/,
		],
		[
			'conditions that are not JSON',
			{ operation: 'select', filterMode: 'json', conditionsJson: '{' },
			/field Conditions \(JSON\)/,
		],
		[
			'a condition that is none',
			{ operation: 'select', filterMode: 'json', conditionsJson: '{"all":[{"colum":"Name"}]}' },
			/\(Conditions, all 1\)/,
		],
		[
			'a sum without a column',
			{
				operation: 'select',
				selectColumns: { related: [{ connection: column('[Order:Contact]'), function: 'sum', name: 'S' }] },
			},
			/Columns/,
		],
		[
			'a zone that does not exist',
			{ operation: 'select', options: { timeZone: 'Mars/Base' } },
			/"Mars\/Base"/,
		],
		['a sort by nothing', { operation: 'select', sort: sort(['Nmae', 'asc']) }, /"Nmae".*Sort/],
		[
			'an update without conditions',
			{
				operation: 'update',
				target: 'conditions',
				expectation: 'any',
				columns: { mappingMode: 'defineBelow', value: { Name: 'X' } },
			},
			/every record of Contact/,
		],
		[
			'a delete without conditions',
			{ operation: 'delete', target: 'conditions', expectation: 'any' },
			/every record of Contact/,
		],
		[
			'an insert of nothing',
			{ operation: 'insert', columns: { mappingMode: 'defineBelow', value: {} } },
			/Columns/,
		],
		['an empty batch', { operation: 'batch', operations: {} }, /Operations/],
		[
			'a batch with a GUID that has a typo',
			{
				operation: 'batch',
				operations: { operation: [{ kind: 'delete', object: object('Contact'), recordId: 'x' }] },
			},
			/Operations, row 1.*"x"/,
		],
		[
			'a raw query that is not an object',
			{ operation: 'raw', kind: 'SelectQuery', query: '[1]' },
			/Query.*JSON object/,
		],
		[
			'a raw query that is not JSON',
			{ operation: 'raw', kind: 'SelectQuery', query: '{' },
			/Query.*not JSON/,
		],
		[
			'a raw query without an object',
			{ operation: 'raw', kind: 'SelectQuery', query: '{"columns":{}}' },
			/rootSchemaName/,
		],
		[
			'a raw write without filters',
			{ operation: 'raw', kind: 'DeleteQuery', query: '{"rootSchemaName":"Contact","filters":{"items":{}}}' },
			/every record of Contact/,
		],
		[
			'a raw batch without types',
			{ operation: 'raw', kind: 'BatchQuery', query: '{"items":[{"rootSchemaName":"Contact"}]}' },
			/__type/,
		],
	])('%s', async (_, parameters, place) => {
		expect(await refusal(parameters)).toMatch(place);
	});
});
