import { SaxesParser } from 'saxes';

import { sample, type Send, signedIn } from '../testSupport';
import { type Emulator, startEmulator } from '..';

let site: Emulator;
let call: Send;
let xml: string;
beforeAll(async () => {
	site = await startEmulator({ sampleData: false });
	call = await signedIn(site);
	xml = (await call('GET', '/0/odata/$metadata')).text;
});
afterAll(() => site.stop());

function typeXml(name: string): string {
	const start = xml.indexOf(`<EntityType Name="${name}">`);
	return xml.slice(start, xml.indexOf('</EntityType>', start));
}

it('is well-formed XML of about 1.4 MB', () => {
	const parser = new SaxesParser();
	const counts: Record<string, number> = {};
	parser.on('opentag', (tag) => {
		counts[tag.name] = (counts[tag.name] ?? 0) + 1;
	});
	parser.on('error', (cause) => {
		throw cause;
	});
	parser.write(xml).close();
	expect(counts.EntityType).toBe(1406);
	expect(counts.EntitySet).toBe(1406);
	expect(xml.length).toBeGreaterThan(1_200_000);
	expect(xml.length).toBeLessThan(1_700_000);
});

it('uses only what the recorded fragment uses', () => {
	const attributes = (text: string) =>
		new Set(
			[...text.matchAll(/<(Property|NavigationProperty)\s([^>]*)>/g)].flatMap((tag) =>
				[...(tag[2] ?? '').matchAll(/(\w+)="/g)].map((name) => `${tag[1] ?? ''} ${name[1] ?? ''}`),
			),
		);
	const recorded = attributes(sample('odata4/metadata-fragment.xml'));
	for (const attribute of attributes(xml)) expect(recorded).toContain(attribute);
	expect(xml.search(/<(Annotation|ReferentialConstraint)|BaseType=/)).toBe(-1);
	expect(xml.search(/<Property [^>]*Type="(?!Edm\.String)[^"]*" Nullable/)).toBe(-1);
	expect(new Set([...xml.matchAll(/Type="(Edm\.\w+)"/g)].map((match) => match[1]))).toEqual(
		new Set([
			'Edm.Guid',
			'Edm.String',
			'Edm.Int32',
			'Edm.Decimal',
			'Edm.Boolean',
			'Edm.DateTimeOffset',
			'Edm.Stream',
		]),
	);
});

it('names types, lookups and reverse collections as the site does', () => {
	const schema =
		'<Schema Namespace="Terrasoft.Configuration.OData" xmlns="http://docs.oasis-open.org/odata/ns/edm">';
	expect(xml.indexOf(schema)).toBeGreaterThan(0);
	const city = typeXml('City');
	expect(city).toContain('<Key><PropertyRef Name="Id" /></Key><Property Name="Id" Type="Edm.Guid" />');
	expect(city).toContain('<Property Name="Name" Type="Edm.String" Nullable="false" />');
	expect(city).toContain('<Property Name="CountryId" Type="Edm.Guid" />');
	expect(city).toContain(
		'<NavigationProperty Name="CreatedBy" Type="Terrasoft.Configuration.OData.Contact" />',
	);
	expect(city).toContain(
		'<NavigationProperty Name="Country" Type="Terrasoft.Configuration.OData.Country" Partner="CityCollectionByCountry" />',
	);
	expect(city).toContain(
		'<NavigationProperty Name="ContactCollectionByCity" Type="Collection(Terrasoft.Configuration.OData.Contact)" Partner="City" />',
	);
	const contact = typeXml('Contact');
	expect(contact).toContain('<Property Name="ContactPhoto" Type="Edm.Stream" />');
	expect(contact).toContain('<Property Name="PhotoId" Type="Edm.Guid" />');
	expect(contact).toContain(
		'<NavigationProperty Name="Photo" Type="Terrasoft.Configuration.OData.SysImage" Partner="ContactCollectionByPhoto" />',
	);
	expect(contact).toContain('<Property Name="BirthDate" Type="Edm.DateTimeOffset" />');
	expect(typeXml('Lead')).toContain('<Property Name="Account" Type="Edm.String" Nullable="false" />');
});

it('points to types that exist', () => {
	const types = new Set([...xml.matchAll(/<EntityType Name="([^"]+)"/g)].map((match) => match[1]));
	for (const match of xml.matchAll(/Type="(?:Collection\()?Terrasoft\.Configuration\.OData\.(\w+)\)?"/g))
		expect(types).toContain(match[1]);
	for (const match of xml.matchAll(/Target="(\w+)"/g)) expect(types).toContain(match[1]);
	expect(types).not.toContain('MessageType');
});
