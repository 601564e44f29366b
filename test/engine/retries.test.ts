import { randomUUID } from 'node:crypto';

import type { SiteRequest } from '../emulator/http';
import { type RunOptions, startEngine } from '../support/engine';
import {
	ACCOM,
	autoMap,
	type Bench,
	failure,
	object,
	type Parameters,
	record,
	SIMILAR_HOSTINGS,
	useBench,
} from './setup';

const MISSING = randomUUID();

const contacts = { object: object('Contact'), columns: autoMap() };
const create = { operation: 'create', ...contacts, options: { batchSize: 5, parallel: 2 } };
const insert = { operation: 'insert', ...contacts, options: { batchSize: 5, parallel: 2 } };
const batch = {
	operation: 'batch',
	operations: {
		operation: [
			{ kind: 'insert', ...contacts, valuesFrom: 'json', valuesJson: '={{ $json }}' },
			{
				kind: 'insert',
				object: object('Account'),
				valuesFrom: 'json',
				valuesJson: '={{ { Name: $json.Name } }}',
			},
		],
	},
	options: { batchSize: 5, continueIfError: true },
};

const TRIES = [2, 3, 5];
const ON_ERROR = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;

/** Items that create a contact, some of them with an account that does not exist. */
const people = (prefix: string, count: number, bad: readonly number[]) =>
	Array.from({ length: count }, (_, index) => ({
		Name: `${prefix} ${index}`,
		AccountId: bad.includes(index) ? MISSING : ACCOM,
	}));

let last = 0;
const newPrefix = () => `Retry ${++last}`;

const namesOf = (bench: Bench, of: string, prefix: string) =>
	bench.site.store
		.rows(of, '"Name" like ?', `${prefix} %`)
		.map(({ Name }) => String(Name))
		.sort();

const goodNames = (items: ReadonlyArray<{ Name: string; AccountId: string }>) =>
	items
		.filter(({ AccountId }) => AccountId === ACCOM)
		.map(({ Name }) => Name)
		.sort();

describe.each(SIMILAR_HOSTINGS)('Retry On Fail, %s', (hosting) => {
	const bench = useBench({ hosting });

	const run = (parameters: Parameters, more: object) =>
		'resource' in parameters || ['create', 'upsert', 'update'].includes(String(parameters.operation))
			? bench.creatio(parameters, more)
			: bench.dataService(parameters, more);
	const requests = (path: RegExp) => bench.site.stats.requests.filter((request) => path.test(request.path));

	describe.each<[string, Parameters]>([
		['Create', create],
		['Insert', insert],
		['Batch', batch],
	])('%s', (_, parameters) => {
		it.each(TRIES.flatMap((tries) => ON_ERROR.map((onError) => [tries, onError] as const)))(
			'makes each good record once, with %d tries and On Error: %s',
			async (tries, onError) => {
				for (const bad of [[0], [11], [0, 7, 19]]) {
					const prefix = newPrefix();
					const items = people(prefix, 20, bad);
					const result = await run(parameters, { items, tries, onError });
					const names = namesOf(bench, 'Contact', prefix);
					expect(new Set(names).size).toBe(names.length);
					if (onError === 'stopWorkflow') {
						expect(result.error).toBeDefined();
						expect(goodNames(items)).toEqual(expect.arrayContaining(names));
						continue;
					}
					expect(names).toEqual(goodNames(items));
					const errors = result.outputs.flat().filter(({ json }) => 'error' in json);
					expect(errors).toHaveLength(bad.length);
					expect(result.outputs.flat().map(({ pairedItem }) => pairedItem)).toHaveLength(
						parameters === batch ? 2 * (20 - bad.length) + bad.length : 20,
					);
				}
			},
		);

		it('asked to come back later, makes each record once and ends green', async () => {
			const prefix = newPrefix();
			bench.site.faults.add({
				match: { method: 'POST', path: /(\$batch|BatchQuery)$/, nth: 2 },
				// Too long to be waited for, so that the try fails.
				fault: { kind: 'status', status: 429, headers: { 'retry-after': '600' } },
			});
			const items = people(prefix, 20, []);
			const result = await run(parameters, { items, tries: 3 });
			expect(result.error).toBeUndefined();
			expect(namesOf(bench, 'Contact', prefix)).toEqual(goodNames(items));
			expect(new Set(result.items.map(({ json }) => json.Id)).size).toBe(result.items.length);
		});
	});

	it('Batch repeats of an item only what was not done', async () => {
		const prefix = newPrefix();
		const [item] = people(prefix, 1, [0]);
		const result = await run(batch, { items: [item], tries: 3, onError: 'continueRegularOutput' });
		expect(result.itemErrors).toHaveLength(1);
		expect(namesOf(bench, 'Contact', prefix)).toEqual([]);
		expect(namesOf(bench, 'Account', prefix)).toHaveLength(1);
	});

	it('Batch does not read again what is done: an operation after it may have changed what it names', async () => {
		const prefix = newPrefix();
		const { store } = bench.site;
		const account = store.insert('Account', { Name: `${prefix} Ltd` });
		const contact = store.insert('Contact', { Name: `${prefix} Person` });
		const change = (of: string, recordId: string, values: Parameters) => ({
			...{ kind: 'update', object: object(of), recordId, valuesFrom: 'json', valuesJson: values },
		});
		const operation = [
			change('Contact', contact, { Account: `${prefix} Ltd` }),
			change('Account', account, { Name: `${prefix} GmbH` }),
			change('Contact', contact, { AccountId: MISSING }),
		];
		const { error } = await run({ ...batch, operations: { operation } }, { items: [{}], tries: 3 });
		expect(error).toMatchObject(failure('invalid', 'row 3'));
		expect(store.rows('Contact', '"Id" = ?', contact)).toMatchObject([{ AccountId: account }]);
	});

	it('Create or Update keeps the record of the first try, and a missing lookup is created once', async () => {
		const prefix = newPrefix();
		const items = people(prefix, 6, [3]).map(({ Name, AccountId }) => ({
			Name,
			...(AccountId === MISSING ? { AccountId } : { Account: `${prefix} Ltd` }),
		}));
		const result = await bench.creatio(
			{
				operation: 'upsert',
				object: object('Contact'),
				columns: { ...autoMap(), matchingColumns: ['Name'] },
				options: { createMissingLookups: true },
			},
			{ items, tries: 3, onError: 'continueRegularOutput' },
		);
		expect(result.itemErrors).toHaveLength(1);
		expect(namesOf(bench, 'Contact', prefix)).toHaveLength(5);
		expect(namesOf(bench, 'Account', prefix)).toEqual([`${prefix} Ltd`]);
	});

	const remove = { operation: 'delete', object: object('Contact'), recordId: record('={{ $json.id }}') };
	describe.each<[string, Bench['creatio']]>([
		['Creatio', (...args) => bench.creatio(...args)],
		['DataService', (parameters, more) => bench.dataService({ target: 'id', ...parameters }, more)],
	])('Delete, %s', (_, removeWith) => {
		const removed = (items: readonly Parameters[], more: Partial<RunOptions>, options: Parameters = {}) =>
			removeWith({ ...remove, options }, { items, ...more });

		it('goes on where the first try stopped', async () => {
			const ids = [0, 1, 2].map((index) => bench.site.store.insert('Contact', { Name: `Gone ${index}` }));
			const items = [...ids, MISSING].map((id) => ({ id }));
			const result = await removed(items, { tries: 3, onError: 'continueRegularOutput' });
			expect(result.items.map(({ json }) => json.deleted)).toEqual([true, true, true, undefined]);
			expect(result.itemErrors).toMatchObject([{ item: 3, error: failure('notFound', MISSING) }]);
		});

		it('is a success if an earlier try may have done it', async () => {
			const [once, twice] = ['Once', 'Twice'].map((Name) => bench.site.store.insert('Contact', { Name }));
			const isDelete = ({ method, path }: { method: string; path: string }) =>
				method === 'DELETE' || path.endsWith('BatchQuery');
			/** The answer is lost, and so are all requests of the try that follow. */
			const loseAnswer = (times: number) => {
				let lost: SiteRequest | undefined;
				const loses = (request: SiteRequest) => {
					if (lost === undefined && isDelete(request)) lost = request;
					return lost === request;
				};
				const follows = (request: SiteRequest) => lost !== undefined && lost !== request;
				bench.site.faults.add({ match: { where: loses }, fault: { kind: 'resetAfter' } });
				bench.site.faults.add({ match: { where: follows, times }, fault: { kind: 'resetBefore' } });
			};
			loseAnswer(Infinity);
			expect((await removed([{ id: once }], {}, { retries: 0 })).error).toMatchObject({ perhapsDone: true });
			const first = bench.site.stats.requests.findIndex(isDelete);
			const times = bench.site.stats.requests.length - first - 1;

			bench.site.faults.clear();
			loseAnswer(times);
			const result = await removed([{ id: twice }], { tries: 2 }, { retries: 0 });
			expect(result.error).toBeUndefined();
			expect(result.items.map(({ json }) => json)).toMatchObject([{ deleted: true, Id: twice }]);
		});
	});

	describe('a web service', () => {
		const call = (options: object, more: object) =>
			bench.engine.run({
				node: 'creatioWebService',
				parameters: {
					authentication: 'userPassword',
					service: 'UsrIntegrationService',
					method: 'AddNumbers',
					verb: 'POST',
					bodyMode: 'fields',
					body: {
						parameter: [
							{ name: 'first', value: '={{ $json.n }}' },
							{ name: 'second', value: 1 },
						],
					},
					options,
				},
				items: [{ n: 1 }, { n: 2 }, { n: 3 }],
				credentials: bench.credential(),
				tries: 3,
				...more,
			});
		const CALLED = { path: /AddNumbers/ };

		it('is not called again if it may have been, unless the user says that this is safe', async () => {
			bench.site.faults.add({ match: { ...CALLED, nth: 2 }, fault: { kind: 'resetAfter' } });
			const result = await call({}, { onError: 'continueRegularOutput' });
			expect(result.itemErrors).toMatchObject([{ item: 1, error: { perhapsDone: true } }]);
			expect(requests(CALLED.path)).toHaveLength(3);

			bench.site.resetStats();
			bench.site.faults.add({ match: { ...CALLED, nth: 2 }, fault: { kind: 'resetAfter' } });
			const safe = await call({ mayRepeat: true }, {});
			expect(safe.items.map(({ json }) => json.data)).toEqual([2, 3, 4]);
		});

		it('is called again for the items that were certainly not served', async () => {
			const busy = { kind: 'status', status: 429, headers: { 'retry-after': '600' } } as const;
			bench.site.faults.add({ match: { ...CALLED, nth: 2 }, fault: busy });
			const result = await call({}, {});
			expect(result.items.map(({ json }) => json.data)).toEqual([2, 3, 4]);
			expect(requests(CALLED.path)).toHaveLength(4);
		});
	});

	it('an element of a process and a raw query are sent once if they may have been carried out', async () => {
		const once = async (node: string, parameters: Parameters, path: RegExp) => {
			bench.site.faults.add({ match: { path, times: 9 }, fault: { kind: 'resetAfter' } });
			const { error } = await bench.engine.run({
				node,
				parameters: { authentication: 'userPassword', ...parameters },
				items: [{}],
				credentials: bench.credential(),
				tries: 5,
			});
			expect(error).toMatchObject({ perhapsDone: true });
			expect(requests(path)).toHaveLength(1);
		};
		await once('creatioProcess', { operation: 'executeElement', elementId: randomUUID() }, /ExecProcElByUId/);
		const query = {
			rootSchemaName: 'Contact',
			columnValues: {
				items: { Name: { expressionType: 2, parameter: { dataValueType: 1, value: 'Raw' } } },
			},
		};
		await once(
			'creatioDataService',
			{ operation: 'raw', kind: 'InsertQuery', query: JSON.stringify(query) },
			/InsertQuery$/,
		);
	});

	it('a system setting is written until it is', async () => {
		bench.site.faults.add({
			match: { path: /PostSysSettingsValues/ },
			fault: { kind: 'status', status: 429, headers: { 'retry-after': '600' } },
		});
		const result = await bench.creatio(
			{
				resource: 'systemSetting',
				operation: 'update',
				setting: { __rl: true, mode: 'code', value: '={{ $json.code }}' },
				value: '={{ $json.value }}',
			},
			{
				items: [
					{ code: 'MaxFileSize', value: 18 },
					{ code: 'UserSessionTimeout', value: 46 },
				],
				tries: 2,
			},
		);
		expect(result.items.map(({ json }) => json.value)).toEqual([18, 46]);
		expect(requests(/PostSysSettingsValues/)).toHaveLength(3);
	});

	it('a record with an ID of the user’s own is not claimed if an earlier try may have made it', async () => {
		const Id = randomUUID();
		bench.site.faults.add({
			match: { method: 'POST', path: /\/odata\/Contact$/ },
			fault: { kind: 'duplicate' },
		});
		const result = await bench.creatio(create, { items: [{ Id, Name: 'Own' }], tries: 3 });
		expect(result.error).toMatchObject({ perhapsDone: true, description: expect.stringContaining(Id) });
		expect(bench.site.store.rows('Contact', '"Id" = ?', Id)).toHaveLength(1);
	});
});

describe('an execution that begins again in another process', () => {
	const bench = useBench();

	it.each<[string, Parameters]>([
		['Create', create],
		['Create, all or nothing', { ...create, options: { batchSize: 5, allOrNothing: true } }],
		['Insert', insert],
		['Batch', batch],
	])('finds its records: %s', async (_, parameters) => {
		const prefix = newPrefix();
		const items = people(prefix, 20, []);
		const executionId = randomUUID();
		const first = await startEngine();
		const [node, authentication] = [
			parameters.operation === 'create' ? 'creatio' : 'creatioDataService',
			'userPassword',
		];
		const options = {
			node,
			parameters: { authentication, ...(node === 'creatio' && { resource: 'record' }), ...parameters },
			items,
			credentials: bench.credential(),
			executionId,
		};
		bench.site.faults.add({
			match: { method: 'POST', path: /(\$batch|BatchQuery)$/, nth: 3 },
			fault: { kind: 'meanwhile', happens: () => void first.stop() },
		});
		await expect(first.run(options)).rejects.toThrow();
		const before = namesOf(bench, 'Contact', prefix).length;
		expect(before).toBeGreaterThan(0);
		expect(before).toBeLessThanOrEqual(20);

		const again = await bench.engine.run(options);
		expect(again.error).toBeUndefined();
		expect(namesOf(bench, 'Contact', prefix)).toEqual(goodNames(items));
		expect(again.items).toHaveLength(parameters === batch ? 40 : 20);
	});
});
