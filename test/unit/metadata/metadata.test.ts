import { createMetadata } from '../../../nodes/shared/creatio/metadata/metadata';
import { nearest } from '../../../nodes/shared/creatio/metadata/nearest';
import { readRuntimeSchema } from '../../../nodes/shared/creatio/metadata/runtimeSchema';
import { CreatioError } from '../../../nodes/shared/http/errors';
import { fakeSite, type Answer } from '../creatio/fakeSite';

const type = (name: string, ...properties: string[]) =>
	`<EntityType Name="${name}"><Property Name="Id" Type="Edm.Guid"/>${properties.map((property) => `<Property Name="${property}" Type="Edm.String"/>`).join('')}</EntityType>`;
const edmx = (...types: string[]) => `<Edmx><Schema Namespace="X">${types.join('')}</Schema></Edmx>`;
const SCHEMA_OBJECT = type('VwSysSchemaInWorkspace', 'Name', 'Caption', 'ManagerName');

let sites = 0;
/** A site of its own for each test: what is known of a site is kept in the process. */
function site(answers: Readonly<Record<string, () => Answer>>) {
	const fake = fakeSite(({ path }) => {
		const [, answer] = Object.entries(answers).find(([start]) => path.startsWith(start)) ?? [];
		return answer?.() ?? new CreatioError('notFound', `nothing at ${path}`);
	});
	return { ...fake, connection: { ...fake.connection, identity: `site ${++sites}` } };
}

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
		jest.useRealTimers();
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

	it('lists objects by caption, own ones first, technical ones last', async () => {
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
			'Zoo',
			'Company',
			'NoCaption',
			'Person',
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

	it('finds the display column, with and without the runtime schema', async () => {
		const text = edmx(type('Activity', 'Title'), type('Order', 'Number', 'Name'), type('Bare'));
		const told = site({
			$metadata: () => ({ text }),
			RuntimeEntitySchemaRequest: () => ({
				json: { success: true, schema: { name: 'Order', primaryDisplayColumnName: 'Number', columns: {} } },
			}),
		});
		expect(await createMetadata(told.connection).displayColumn('Order')).toBe('Number');
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

	it.each([undefined, null, 'x', {}, { success: true }, { schema: null }, { schema: { name: 5 } }])(
		'is none in %j',
		(json) => {
			expect(readRuntimeSchema(json)).toBeUndefined();
		},
	);
});

describe('nearest names', () => {
	it.each([
		['Contcat', 'Contact'],
		['contact', 'Contact'],
		['Acount', 'Account'],
		['Oportunity', 'Opportunity'],
	])('%s means %s', (typed, meant) => {
		expect(nearest(typed, ['Account', 'Contact', 'Contract', 'Lead', 'Opportunity'])[0]).toBe(meant);
	});

	it('offers nothing that is far away', () => {
		expect(nearest('Zebra', ['Account', 'Contact'])).toEqual([]);
	});
});
