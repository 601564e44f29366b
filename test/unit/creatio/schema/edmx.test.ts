import { readFileSync } from 'node:fs';
import path from 'node:path';

import { readEdmx } from '../../../../nodes/shared/creatio/schema/edmx';
import { startEmulator } from '../../../emulator';

const FRAGMENT = path.resolve(__dirname, '../../../fixtures/wire-samples/odata4/metadata-fragment.xml');

const document = (
	types: string,
	namespace = 'Terrasoft.Configuration.OData',
	prefix = 'edmx',
) => `<?xml version="1.0" encoding="utf-8"?>
<${prefix}:Edmx Version="4.0" xmlns:${prefix}="http://docs.oasis-open.org/odata/ns/edmx"><${prefix}:DataServices>
<Schema Namespace="${namespace}" xmlns="http://docs.oasis-open.org/odata/ns/edm">${types}</Schema>
</${prefix}:DataServices></${prefix}:Edmx>`;

describe('the recorded fragment', () => {
	// Its elisions and the two loose properties at the end are the source's, not the wire's.
	const types =
		readFileSync(FRAGMENT, 'utf8')
			.replaceAll('…OData.', 'Terrasoft.Configuration.OData.')
			.split(/\n<Property/)[0] ?? '';
	const index = readEdmx(document(types));

	it('has its objects, lookups and plain columns', () => {
		expect(index.names).toEqual(['UsrEng91318Order', 'UsrEng91318Color']);
		const order = index.object('UsrEng91318Order');
		expect(order?.columns.get('UsrColor')).toEqual({
			name: 'UsrColor',
			property: 'UsrColorId',
			type: 'lookup',
			target: 'UsrEng91318Color',
		});
		expect(order?.columns.get('CreatedBy')).toMatchObject({
			property: 'CreatedById',
			type: 'lookup',
			target: 'Contact',
		});
		expect(order?.columns.get('CreatedOn')?.type).toBe('dateTime');
		expect(order?.columns.get('ProcessListeners')?.type).toBe('integer');
		expect(order?.columns.get('Id')?.type).toBe('guid');
		expect(index.object('UsrEng91318Color')?.columns.get('Name')?.type).toBe('text');
	});
});

describe('what may vary', () => {
	it.each([
		[
			'another maker’s namespace',
			document(
				'<EntityType Name="A"><Property Name="Id" Type="Edm.Guid"/></EntityType>',
				'BPMSoft.Configuration.OData',
			),
		],
		[
			'another prefix',
			document('<EntityType Name="A"><Property Name="Id" Type="Edm.Guid"/></EntityType>', 'X', 'e'),
		],
		[
			'attributes and elements never seen',
			document(
				'<EntityContainer Name="Default"><EntitySet Name="A" EntityType="X.A"/></EntityContainer><EntityType Name="A" OpenType="true"><Annotation Term="x"/><Property Name="Id" Type="Edm.Guid" Nullable="false" MaxLength="5"/></EntityType>',
			),
		],
	])('%s', (_, text) => {
		expect([...(readEdmx(text).object('A')?.columns.keys() ?? [])]).toEqual(['Id']);
	});

	it('columns come down from a base type', () => {
		const text = document(
			'<EntityType Name="Base"><Property Name="Id" Type="Edm.Guid"/></EntityType><EntityType Name="A" BaseType="Terrasoft.Configuration.OData.Base"><Property Name="Name" Type="Edm.String"/></EntityType>',
		);
		expect([...(readEdmx(text).object('A')?.columns.keys() ?? [])]).toEqual(['Id', 'Name']);
	});

	it('a type that is its own ancestor, or whose base is missing, ends nothing', () => {
		const text = document(
			'<EntityType Name="A" BaseType="X.B"><Property Name="Id" Type="Edm.Guid"/></EntityType><EntityType Name="B" BaseType="X.A"><Property Name="Name" Type="Edm.String"/></EntityType><EntityType Name="C" BaseType="X.Gone"><Property Name="Id" Type="Edm.Guid"/></EntityType>',
		);
		expect([...(readEdmx(text).object('A')?.columns.keys() ?? [])]).toEqual(['Name', 'Id']);
		expect([...(readEdmx(text).object('C')?.columns.keys() ?? [])]).toEqual(['Id']);
	});

	it.each(['before', 'behind'])('the sets, %s the types, are the objects that can be read', (where) => {
		const sets = '<EntityContainer Name="Any"><EntitySet Name="A" EntityType="X.A"/></EntityContainer>';
		const types =
			'<EntityType Name="Base"><Property Name="Id" Type="Edm.Guid"/></EntityType><EntityType Name="A" BaseType="X.Base"/>';
		const index = readEdmx(document(where === 'before' ? sets + types : types + sets));
		expect(index.names).toEqual(['A']);
		expect(index.object('Base')?.columns.has('Id')).toBe(true);
		expect(readEdmx(document(types)).names).toEqual(['Base', 'A']);
	});

	it('a lookup whose key is named by a constraint, and properties of many values, are ignored', () => {
		const text = document(
			'<EntityType Name="A"><Property Name="OwnerId" Type="Edm.Guid"/><Property Name="Tags" Type="Collection(Edm.String)"/><NavigationProperty Name="Owner" Type="X.Contact" Nullable="false"><ReferentialConstraint Property="OwnerId" ReferencedProperty="Id"/></NavigationProperty></EntityType><ComplexType Name="Z"><Property Name="Street" Type="Edm.String"/></ComplexType>',
		);
		const index = readEdmx(text);
		expect(index.names).toEqual(['A']);
		expect([...(index.object('A')?.columns.values() ?? [])]).toEqual([
			{ name: 'Owner', property: 'OwnerId', type: 'lookup', target: 'Contact' },
			{ name: 'Tags', property: 'Tags', type: 'text' },
		]);
	});

	it('a GUID that merely ends in Id is not a lookup, and a navigation without a key is not a column', () => {
		const text = document(
			'<EntityType Name="SocialMessage"><Property Name="EntityId" Type="Edm.Guid"/><Property Name="Id" Type="Edm.Guid"/><NavigationProperty Name="Ghost" Type="X.Ghost"/><Property Name="Data" Type="Edm.Stream"/></EntityType>',
		);
		const columns = readEdmx(text).object('SocialMessage')?.columns;
		expect(columns?.get('EntityId')).toEqual({ name: 'EntityId', property: 'EntityId', type: 'guid' });
		expect(columns?.get('Data')?.type).toBe('stream');
		expect(columns?.has('Ghost')).toBe(false);
	});

	it('reverse connections contain the child and its column', () => {
		const text = document(
			'<EntityType Name="City"><NavigationProperty Name="ContactCollectionByCity" Type="Collection(X.Contact)" Partner="City"/><NavigationProperty Name="LeadCollectionByQualifiedCity" Type="Collection(X.Lead)"/></EntityType>',
		);
		const collections = readEdmx(text).object('City')?.collections;
		expect(collections?.get('ContactCollectionByCity')).toMatchObject({ target: 'Contact', column: 'City' });
		expect(collections?.get('LeadCollectionByQualifiedCity')).toMatchObject({
			target: 'Lead',
			column: 'QualifiedCity',
		});
	});

	it.each(['', '<html><body>Sign in</body></html', document('<EntityType Name="A">').slice(0, 200)])(
		'a document that is cut or is none is refused',
		(text) => expect(() => readEdmx(text)).toThrow(/not complete XML/),
	);
});

it('a whole site is kept in a few megabytes, each object on demand', async () => {
	const site = await startEmulator({ sampleData: false });
	const login = await fetch(`${site.url}/ServiceModel/AuthService.svc/Login`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ UserName: 'Supervisor', UserPassword: 'Supervisor' }),
	});
	const cookie = login.headers
		.getSetCookie()
		.map((text) => text.split(';')[0])
		.join('; ');
	const text = await (await fetch(`${site.url}/0/odata/$metadata`, { headers: { cookie } })).text();
	await site.stop();
	const index = readEdmx(text);
	expect(text.length).toBeGreaterThan(1_400_000);
	expect(index.names.length).toBeGreaterThan(1_400);
	expect(index.size).toBeLessThan(3 * text.length);
	expect(index.object('Contact')?.columns.get('Account')).toMatchObject({
		type: 'lookup',
		target: 'Account',
	});
	expect(index.object('Nope')).toBeUndefined();
});
