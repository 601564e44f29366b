import type { Members } from '../../nodes/shared/basics/json';
import { failure, located, object, openSite, useBench } from './setup';

const bench = useBench();

interface Form {
	readonly node?: 'creatio' | 'creatioDataService' | 'creatioTrigger';
	readonly on?: string;
	readonly parameters?: Members;
	readonly path?: string;
}

const options = ({ node = 'creatio', on = 'Contact', parameters = {}, path }: Form) => ({
	node,
	parameters: {
		authentication: 'userPassword',
		...(node === 'creatio' && { resource: 'record', operation: 'getAll' }),
		object: object(on),
		...parameters,
	},
	path,
	credentials: bench.credential(),
});

const entries = async (method: string, filter?: string, form: Form = {}) =>
	(await bench.engine.listSearch(method, { ...options(form), filter })).results;

const values = async (...search: Parameters<typeof entries>) =>
	(await entries(...search)).map(({ value }) => value);

describe('columns', () => {
	it('are found by code and by caption, without regard to case', async () => {
		expect(await entries('searchColumns', 'full')).toContainEqual(
			expect.objectContaining({ name: 'Full name (Name)', value: 'Name' }),
		);
		expect((await values('searchColumns', 'BIRTHDATE'))[0]).toBe('BirthDate');
		expect((await values('searchColumns', 'type'))[0]).toBe('Type');
	});

	it.each([
		'Account.Type.na',
		'account.type.NA',
		'Account/Type/Na',
		'account → type → na',
		' Account . Type . na ',
	])('behind lookups are found: %s', async (typed) => {
		expect(await values('searchColumns', typed)).toContain('Account.Type.Name');
	});

	it('behind a lookup are offered by its name, and by a part of theirs', async () => {
		const behind = await values('searchColumns', 'account');
		expect(behind[0]).toBe('Account');
		expect(behind).toContain('Account.Name');
		expect((await values('searchColumns', 'account web'))[0]).toBe('Account.Web');
	});

	it.each(['Acount.', 'account.nothing', '.', '..', 'Name.x', '[', 'Account.Type.Name.x', '…', 'a\u0000b'])(
		'that do not exist are an empty or a shorter list, never an error: %s',
		async (typed) => {
			for (const node of ['creatio', 'creatioDataService'] as const) {
				expect(Array.isArray(await values('searchColumns', typed, { node }))).toBe(true);
			}
		},
	);

	it('of an image are those that hold one', async () => {
		expect(await values('searchImageColumns')).toEqual(['Photo']);
		expect(await values('searchImageColumns', 'full name')).toEqual([]);
	});

	it('of other objects begin with the lookups and go as far as a read follows them', async () => {
		const list = 'searchRelatedColumns';
		for (const node of ['creatio', 'creatioTrigger'] as const) {
			const all = await values(list, '', { node });
			expect(all).toContain('Account');
			expect(all).not.toContain('Name');
		}
		expect((await values(list, 'account city'))[0]).toBe('Account.City');
		expect(await values(list, 'account.type')).toContain('Account.Type.Name');
		expect(await values(list, 'account.owner.')).toContain('Account.Owner.Name');
		expect(await values(list, 'account.owner.type')).toEqual([]);
		expect(await values(list, 'account.owner.type.')).toEqual([]);
		expect(await values(list, 'account.primary contact.ty')).not.toContain('Account.PrimaryContact.Type');
	});

	it('to sort by are those by which the node sorts', async () => {
		const sortable = await values('searchSortColumns');
		expect(sortable).toContain('Name');
		expect(sortable).not.toContain('Account');
		expect(await values('searchSortColumns', 'account.na')).toEqual([]);
	});

	it.each(['refused', 'missing'] as const)(
		'are listed by their codes without captions (runtime schema %s)',
		async (runtimeSchema) => {
			const site = await openSite(bench.engine, { switches: { runtimeSchema } });
			const form = { ...options({}), credentials: site.credential() };
			const { results } = await bench.engine.listSearch('searchColumns', { ...form, filter: 'name' });
			expect(results).toContainEqual(expect.objectContaining({ name: 'Name', value: 'Name' }));
		},
	);

	it('show that the site is not there', async () => {
		const credentials = bench.credential({ baseUrl: 'http://127.0.0.1:9' });
		for (const method of ['searchObjects', 'searchColumns', 'searchRelatedColumns']) {
			const list = bench.engine.listSearch(method, { ...options({}), credentials });
			await expect(list).rejects.toMatchObject(failure('unavailable', '127.0.0.1'));
		}
	});

	it('are not listed without an object, and the reason of the site is shown', async () => {
		await expect(values('searchColumns', '', { on: '' })).rejects.toMatchObject(failure('input', /object/i));
		await expect(values('searchColumns', '', { on: 'NoSuch' })).rejects.toMatchObject(
			failure('input', /NoSuch/),
		);
		await expect(
			bench.engine.listSearch('searchColumns', {
				...options({}),
				credentials: bench.credential({ username: 'Nobody', password: 'x' }),
			}),
		).rejects.toMatchObject(failure('credentials', /user name|password/i));
	});
});

describe('paths of DataService', () => {
	const onAccount: Form = { node: 'creatioDataService', on: 'Account' };

	it('follow lookups and connections', async () => {
		expect(await values('searchColumns', 'Nam', onAccount)).toContain('Name');
		expect(await values('searchColumns', 'Type.Nam', onAccount)).toEqual(['Type.Name']);
		expect(await values('searchColumns', '[Case', onAccount)).toContain('[Case:Account]');
		expect((await values('searchColumns', '[Case:Account].Numb', onAccount))[0]).toBe(
			'[Case:Account].Number',
		);
		expect(await values('searchColumns', '[Case:Account].Status.IsFin', onAccount)).toEqual([
			'[Case:Account].Status.IsFinal',
		]);
	});

	it('to records that point here are named by their object', async () => {
		expect(await entries('searchConnections', 'case', onAccount)).toContainEqual(
			expect.objectContaining({ name: 'Case (by their Account)', value: '[Case:Account]' }),
		);
	});

	const row = { column: located('Status'), operator: 'equals' };
	const related: Form = {
		...onAccount,
		parameters: {
			selectColumns: {
				related: [{ connection: located('[Case:Account]'), where: { condition: [row] } }],
			},
		},
		path: 'parameters.selectColumns.related[0].where.condition[0].column',
	};

	it('in a row on related records are those of the related object', async () => {
		expect(await values('searchColumns', 'final', related)).toEqual([]);
		expect(await values('searchColumns', 'status final', related)).toEqual(['Status.IsFinal']);
		expect((await values('searchColumns', 'number', related))[0]).toBe('Number');
		expect(
			await values('searchColumns', 'subject', {
				...related,
				path: 'parameters.selectColumns.related[0].relatedColumn',
			}),
		).toContain('Subject');
	});

	it('in an operation of a batch are those that its object is written with', async () => {
		const operation = [
			{ object: object('Account') },
			{ object: object('Case'), columnValues: { column: [{}] } },
		];
		const form: Form = {
			node: 'creatioDataService',
			on: '',
			parameters: { operation: 'batch', operations: { operation } },
			path: 'parameters.operations.operation[1].columnValues.column[0].column',
		};
		const all = await values('searchWritableColumns', '', form);
		expect(all).toContain('Subject');
		for (const name of ['Id', 'CreatedOn', 'Web']) expect(all).not.toContain(name);
		const record = { ...form, path: 'parameters.operations.operation[0].recordId' };
		expect((await entries('searchRecords', 'Accom', record)).length).toBeGreaterThan(0);
	});

	it('in other rows of the same form are those of the object', async () => {
		const form = { ...related, path: 'parameters.selectColumns.column[0].column' };
		expect((await values('searchColumns', 'web', form))[0]).toBe('Web');
	});

	it('to sort by begin with the names of the output', async () => {
		const parameters = {
			selectColumns: {
				column: [{ column: located('Name'), name: '' }],
				related: [{ connection: located('[Case:Account]'), function: 'count', name: 'Open cases' }],
			},
		};
		const form = { ...onAccount, parameters };
		expect((await values('searchSortColumns', '', form))[0]).toBe('Open cases');
		expect(await values('searchSortColumns', 'open', form)).toContain('Open cases');
		expect(await values('searchSortColumns', 'name', form)).toContain('Name');
	});
});

describe('operators', () => {
	const at = async (value: string, form: Form = {}) => {
		const conditions = { condition: [{ column: located(value), operator: 'equals', value: '' }] };
		const asked = options({
			path: 'parameters.conditions.condition[0].operator',
			...form,
			parameters: { conditions, ...form.parameters },
		});
		return (await bench.engine.loadOptions('getOperators', asked)).map((option) => option.value);
	};

	it('fit the column', async () => {
		expect(await at('Name')).toContain('contains');
		expect(await at('Age')).not.toContain('contains');
		expect(await at('BirthDate')).toContain('thisWeek');
		expect(await at('Account.Type')).toContain('isAnyOf');
	});

	it('are all offered where the object has no such column, since it was changed', async () => {
		expect(await at('Web', { on: 'Activity' })).toEqual(expect.arrayContaining(['contains', 'thisWeek']));
	});

	it('fit the column in DataService, also of related records', async () => {
		const onAccount = { node: 'creatioDataService', on: 'Account' } as const;
		expect(await at('[Case:Account].RegisteredOn', onAccount)).toEqual(
			expect.arrayContaining(['isBetween', 'thisWeek']),
		);
		expect(await at('Owner', onAccount)).toContain('isCurrentUser');
		expect(await at('Name', onAccount)).not.toContain('isBetween');
		const row = { column: located('RegisteredOn'), operator: 'equals' };
		const parameters = {
			conditions: { related: [{ connection: located('[Case:Account]'), where: { condition: [row] } }] },
		};
		const path = 'parameters.conditions.related[0].where.condition[0].operator';
		expect(await at('', { ...onAccount, parameters, path })).toContain('isBetween');
	});
});
