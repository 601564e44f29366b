import { CreatioError } from '../../../../nodes/shared/basics/errors';
import { createMetadata } from '../../../../nodes/shared/creatio/metadata/metadata';
import { readRuntimeSchema } from '../../../../nodes/shared/creatio/metadata/runtimeSchema';
import { type Answer, fakeSite } from '../fakeSite';

const type = (name: string, ...properties: string[]) =>
	`<EntityType Name="${name}"><Property Name="Id" Type="Edm.Guid"/>${properties.map((property) => `<Property Name="${property}" Type="Edm.String"/>`).join('')}</EntityType>`;

const edmx = (...types: string[]) => `<Edmx><Schema Namespace="X">${types.join('')}</Schema></Edmx>`;

const SCHEMA_OBJECT = type('VwSysSchemaInWorkspace', 'Name', 'Caption', 'ManagerName');

let sites = 0;

/** A site of its own for each test: what is known of a site is kept in the process. */
function site(answers: Readonly<Record<string, () => Answer | Promise<Answer>>>) {
	const fake = fakeSite(({ path }) => {
		const [, answer] = Object.entries(answers).find(([start]) => path.startsWith(start)) ?? [];
		return answer?.() ?? new CreatioError('notFound', `nothing at ${path}`);
	});
	const identity = `site ${++sites}`;
	const endedBy = (signal?: AbortSignal) => ({ ...fake.endedBy(signal), identity });
	return { ...fake, connection: endedBy(), endedBy };
}

afterEach(() => {
	jest.useRealTimers();
});

describe('knowledge of a site', () => {
	it('is read once for parallel questions and later ones', async () => {
		const { connection, requests } = site({ $metadata: () => ({ text: edmx(type('Contact', 'Name')) }) });
		await Promise.all([
			createMetadata(connection).object('Contact'),
			createMetadata(connection).object('Contact'),
		]);
		expect((await createMetadata(connection).object('Contact')).columns.has('Name')).toBe(true);
		expect(requests).toHaveLength(1);
	});

	it('is read to its end although the run that asked first is cancelled', async () => {
		let answer = () => {};
		const { endedBy, requests } = site({
			$metadata: async () => {
				await new Promise<void>((resolve) => {
					answer = resolve;
				});
				return { text: edmx(type('Contact')) };
			},
		});
		const run = new AbortController();
		const first = createMetadata(endedBy(run.signal)).object('Contact');
		const second = createMetadata(endedBy()).object('Contact');
		run.abort();
		await expect(first).rejects.toMatchObject({ kind: 'cancelled' });
		answer();
		expect((await second).name).toBe('Contact');
		expect(requests).toHaveLength(1);
	});

	it('is not read together with a run that has other limits', async () => {
		const answers = [new CreatioError('unavailable', 'no retries'), { text: edmx(type('Contact')) }];
		const { connection } = site({ $metadata: () => answers.shift() ?? { text: '' } });
		const runs = ['0 retries', '3 retries'].map((limits) => createMetadata({ ...connection, limits }));
		const outcomes = await Promise.allSettled(runs.map((run) => run.object('Contact')));
		expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
	});

	it('is kept by user: rights may differ', async () => {
		const { connection, requests } = site({ $metadata: () => ({ text: edmx(type('Contact')) }) });
		await createMetadata(connection).object('Contact');
		await createMetadata({ ...connection, identity: `${connection.identity}, another user` }).object(
			'Contact',
		);
		expect(requests).toHaveLength(2);
	});

	it('gives way to other sites when it takes too much memory', async () => {
		// About 10 MB each, of which 64 MB are kept.
		const text = edmx(
			...Array.from({ length: 100 }, (_, index) =>
				type(
					`Object${index}`,
					...Array.from({ length: 100 }, (__, column) => `C${column}${'x'.repeat(480)}`),
				),
			),
		);
		const all = Array.from({ length: 8 }, () => site({ $metadata: () => ({ text }) }));
		for (const { connection } of all) await createMetadata(connection).object('Object1');
		const readAgain = async (index: number) => {
			const one = all[index];
			if (one) await createMetadata(one.connection).object('Object1');
			return one?.requests.length === 2;
		};
		expect(await readAgain(7)).toBe(false);
		expect(await readAgain(0)).toBe(true);
	});

	it.each(['<Edmx/>', '<x:Edmx xmlns:x="y"><Schema/></x:Edmx>'])(
		'is never nothing: %s is refused',
		async (text) => {
			const { connection } = site({ $metadata: () => ({ text }) });
			await expect(createMetadata(connection).objects()).rejects.toMatchObject({ kind: 'unreadable' });
		},
	);

	it('does not keep a failure', async () => {
		let calls = 0;
		const { connection } = site({
			$metadata: () =>
				++calls === 1 ? new CreatioError('server', 'not now') : { text: edmx(type('Contact')) },
		});
		await expect(createMetadata(connection).object('Contact')).rejects.toThrow('not now');
		expect((await createMetadata(connection).object('Contact')).name).toBe('Contact');
	});

	it('is read again for an object that is not known, when it is a minute old', async () => {
		jest.useFakeTimers({ now: 0, doNotFake: ['nextTick', 'setImmediate'] });
		let types = [type('Contact')];
		const { connection, requests } = site({ $metadata: () => ({ text: edmx(...types) }) });
		const metadata = createMetadata(connection);
		await metadata.object('Contact');
		types = [...types, type('UsrNew')];
		await expect(metadata.object('UsrNew')).rejects.toThrow('no object "UsrNew"');
		expect(requests).toHaveLength(1);
		jest.setSystemTime(61_000);
		expect((await metadata.object('UsrNew')).name).toBe('UsrNew');
		expect(requests).toHaveLength(2);
		jest.setSystemTime(61_000 + 601_000);
		await metadata.object('Contact');
		expect(requests).toHaveLength(3);
	});

	it('is refreshed for a column that is not found, when it is a minute old', async () => {
		jest.useFakeTimers({ now: 0, doNotFake: ['nextTick', 'setImmediate'] });
		let text = edmx(type('Contact'));
		const { connection, requests } = site({ $metadata: () => ({ text }) });
		const metadata = createMetadata(connection);
		await metadata.object('Contact');
		text = edmx(type('Contact', 'UsrNew'));
		jest.setSystemTime(30_000);
		expect(await metadata.refresh()).toBe(false);
		expect((await metadata.object('Contact')).columns.has('UsrNew')).toBe(false);
		jest.setSystemTime(61_000);
		expect(await metadata.refresh()).toBe(true);
		expect((await metadata.object('Contact')).columns.has('UsrNew')).toBe(true);
		expect(requests).toHaveLength(2);
	});

	it('names the nearest objects', async () => {
		const { connection } = site({
			$metadata: () => ({ text: edmx(type('Contact'), type('Contract'), type('Account')) }),
		});
		await expect(createMetadata(connection).object('Contcat')).rejects.toMatchObject({
			kind: 'input',
			cure: expect.stringContaining('Contact'),
		});
	});

	it('names the nearest objects also where the list of captions cannot be had', async () => {
		const { connection } = site({
			$metadata: () => ({ text: edmx(type('Contact'), SCHEMA_OBJECT) }),
			VwSysSchemaInWorkspace: () => new CreatioError('network', 'gone'),
		});
		await expect(createMetadata(connection).object('Contcat')).rejects.toMatchObject({
			cure: expect.stringContaining('Did you mean Contact?'),
		});
	});

	it('lists objects by caption, those that people work with first, technical ones last', async () => {
		const row = (Name: string, Caption: string, ExtendParent: boolean) => ({
			Id: `${Name}${ExtendParent}`,
			Name,
			Caption,
			ExtendParent,
		});
		const { connection } = site({
			$metadata: () => ({
				text: edmx(
					type('SysUser'),
					type('Contact'),
					type('UsrZoo'),
					type('Account'),
					type('NoCaption'),
					SCHEMA_OBJECT,
				),
			}),
			VwSysSchemaInWorkspace: () => ({
				json: {
					value: [
						row('Contact', 'Person', false),
						row('Contact', 'Person (extended)', true),
						row('UsrZoo', 'Zoo', true),
						row('Account', 'Company', false),
					],
				},
			}),
		});
		expect((await createMetadata(connection).objects()).map(({ caption }) => caption)).toEqual([
			'Company',
			'Person',
			'NoCaption',
			'Zoo',
			'SysUser',
			'VwSysSchemaInWorkspace',
		]);
	});

	it('lists names where captions may not be read, but never hides what is wrong', async () => {
		const text = edmx(type('Contact'), SCHEMA_OBJECT);
		const refused = site({
			$metadata: () => ({ text }),
			VwSysSchemaInWorkspace: () => new CreatioError('forbidden', 'no rights'),
		});
		expect((await createMetadata(refused.connection).objects()).map(({ caption }) => caption)).toContain(
			'Contact',
		);
		const broken = site({
			$metadata: () => ({ text }),
			VwSysSchemaInWorkspace: () => new CreatioError('network', 'gone'),
		});
		await expect(createMetadata(broken.connection).objects()).rejects.toThrow('gone');
	});

	it.each(['forbidden', 'notFound', 'invalid', 'server', 'unavailable'] as const)(
		'asks for details again in the next run, not in this one, after %s',
		async (kind) => {
			const schema = { name: 'Contact', caption: 'Person', columns: {} };
			const answers = [new CreatioError(kind, 'no'), { json: { success: true, schema } }];
			const { connection, requests } = site({
				$metadata: () => ({ text: edmx(type('Contact')) }),
				RuntimeEntitySchemaRequest: () => answers.shift() ?? new CreatioError('invalid', 'asked too often'),
			});
			const run = createMetadata(connection);
			expect(await run.details('Contact')).toBeUndefined();
			expect(await run.details('Contact')).toBeUndefined();
			for (let time = 0; time < 2; time++)
				expect((await createMetadata(connection).details('Contact'))?.caption).toBe('Person');
			expect(requests.filter(({ path }) => path === 'RuntimeEntitySchemaRequest')).toHaveLength(2);
		},
	);

	it.each(['forbidden', 'server'] as const)(
		'asks for captions again in the next run, not in this one, after %s',
		async (kind) => {
			const rows = [{ Id: '1', Name: 'Contact', Caption: 'Person', ExtendParent: false }];
			const answers = [new CreatioError(kind, 'not now'), { json: { value: rows } }];
			const { connection } = site({
				$metadata: () => ({ text: edmx(type('Contact'), SCHEMA_OBJECT) }),
				VwSysSchemaInWorkspace: () => answers.shift() ?? new CreatioError('invalid', 'asked too often'),
			});
			const captions = async (run = createMetadata(connection)) =>
				(await run.objects()).map(({ caption }) => caption);
			const run = createMetadata(connection);
			expect(await captions(run)).toContain('Contact');
			expect(await captions(run)).toContain('Contact');
			for (let time = 0; time < 2; time++) expect(await captions()).toContain('Person');
		},
	);

	it.each(['cancelled', 'credentials', 'session', 'network'] as const)(
		'of details: %s is not a refusal of the schema',
		async (kind) => {
			const { connection } = site({
				$metadata: () => ({ text: edmx(type('Contact')) }),
				RuntimeEntitySchemaRequest: () => new CreatioError(kind, 'stop'),
			});
			await expect(createMetadata(connection).details('Contact')).rejects.toMatchObject({ kind });
		},
	);

	it('finds the display column, with and without the runtime schema', async () => {
		const text = edmx(type('Activity', 'Title'), type('Order', 'Number', 'Name'), type('Bare'));
		const withSchema = site({
			$metadata: () => ({ text }),
			RuntimeEntitySchemaRequest: () => ({
				json: { success: true, schema: { name: 'Order', primaryDisplayColumnName: 'Number', columns: {} } },
			}),
		});
		expect(await createMetadata(withSchema.connection).displayColumn('Order')).toBe('Number');
		const silent = site({
			$metadata: () => ({ text }),
			RuntimeEntitySchemaRequest: () => new CreatioError('forbidden', 'no'),
		});
		expect(await createMetadata(silent.connection).displayColumn('Activity')).toBe('Title');
		expect(await createMetadata(silent.connection).displayColumn('Bare')).toBe('Id');
	});
});

describe('the runtime schema', () => {
	const column = {
		uId: '1',
		name: 'BirthDate',
		caption: { 'de-DE': 'Geburtstag', 'en-US': 'Birth date' },
		dataValueType: 8,
		isRequired: true,
	};

	it.each([
		[undefined, false],
		[null, false],
		[{ valueSourceType: 0 }, false],
		[{ source: 'None' }, false],
		[{}, false],
		[{ valueSourceType: 3, valueSource: 'CurrentUserContact' }, true],
		[{ Source: 1, Value: false }, true],
		[{ value: 0 }, true],
		['New', true],
	])('has a default by %j: %s', (given, expected) => {
		for (const name of ['defValue', 'DefaultValue']) {
			const items = { '1': { ...column, [name]: given } };
			const json = { success: true, schema: { name: 'Contact', columns: { Items: items } } };
			expect(readRuntimeSchema(json)?.columns.get('BirthDate')?.hasDefault).toBe(expected);
		}
	});

	it('gives captions, marks and exact types', () => {
		const json = {
			success: true,
			schema: {
				name: 'Contact',
				caption: 'Contact',
				primaryDisplayColumnUId: '1',
				columns: { Items: { '1': column } },
			},
		};
		expect(readRuntimeSchema(json)).toMatchObject({
			name: 'Contact',
			caption: 'Contact',
			displayColumn: 'BirthDate',
		});
		expect(readRuntimeSchema(json)?.columns.get('BirthDate')).toMatchObject({
			caption: 'Birth date',
			required: true,
			type: 'date',
		});
	});

	it('is read in either casing', () => {
		const json = {
			Schema: {
				Name: 'A',
				Columns: { items: { x: { Name: 'B', DataValueType: 10, ReferenceSchemaName: 'C' } } },
			},
		};
		expect(readRuntimeSchema(json)?.columns.get('B')).toMatchObject({
			type: 'lookup',
			target: 'C',
			caption: 'B',
			required: false,
		});
	});

	it('has captions in the culture that is asked for, else in English, else in any', () => {
		const captionIn = (caption: unknown, culture?: string) =>
			readRuntimeSchema({ schema: { name: 'A', caption } }, culture)?.caption;
		const both = { 'de-DE': 'Kontakt', 'en-US': 'Contact' };
		expect(captionIn(both)).toBe('Contact');
		expect(captionIn(both, 'de-DE')).toBe('Kontakt');
		expect(captionIn(both, 'fr-FR')).toBe('Contact');
		expect(captionIn({ 'en-US': '', 'ru-RU': 'Контакт' })).toBe('Контакт');
		expect(captionIn('Plain', 'de-DE')).toBe('Plain');
		expect(captionIn({})).toBe('A');
	});

	it.each([
		undefined,
		null,
		'x',
		{},
		{ success: true },
		{ schema: null },
		{ schema: { name: 5 } },
		{ success: false, schema: { name: 'A' } },
		{ Success: false, Schema: { Name: 'A' } },
	])('is none in %j', (json) => {
		expect(readRuntimeSchema(json)).toBeUndefined();
	});
});
