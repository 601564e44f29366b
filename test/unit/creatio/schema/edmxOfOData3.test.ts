import * as fc from 'fast-check';

import type { ObjectModel } from '../../../../nodes/shared/creatio/model/objectModel';
import { readEdmx } from '../../../../nodes/shared/creatio/schema/edmx';
import { arrangements, csdl3, csdl4, sites } from './csdl';

const document = (
	content: string,
	dataServiceVersion = '1.0',
) => `<?xml version="1.0" encoding="utf-8" standalone="yes"?>
<edmx:Edmx Version="1.0" xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx"><edmx:DataServices m:DataServiceVersion="${dataServiceVersion}" xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata">
<Schema Namespace="Terrasoft.Configuration" Alias="Self" xmlns="http://schemas.microsoft.com/ado/2009/11/edm">${content}</Schema>
</edmx:DataServices></edmx:Edmx>`;

const type = (name: string, members: string) => `<EntityType Name="${name}">${members}</EntityType>`;
const key = '<Property Name="Id" Type="Edm.Guid" Nullable="false"/>';
const navigation = (name: string, relationship = 'Self.R', from = 'A', to = 'B') =>
	`<NavigationProperty Name="${name}" Relationship="${relationship}" FromRole="${from}" ToRole="${to}"/>`;
const end = (role: string, multiplicity: string, object = 'Account') =>
	`<End Role="${role}" Type="Self.${object}" Multiplicity="${multiplicity}"/>`;
const association = (...ends: string[]) => `<Association Name="R">${ends.join('')}</Association>`;

const models = (text: string) => {
	const index = readEdmx(text);
	return index.names.map((name) => index.object(name));
};
const ofAnyVersion = (model: ObjectModel | undefined) =>
	model && {
		...model,
		columns: [...model.columns].map(([name, { edm: _, refusesNull: __, ...column }]) => [name, column]),
		collections: [...model.collections],
	};

it('a site has the same objects in CSDL 3 as in CSDL 4', () => {
	fc.assert(
		fc.property(sites, arrangements, (site, arrangement) => {
			const [older, newer] = [models(csdl3(site, arrangement)), models(csdl4(site))];
			expect(older.map(ofAnyVersion)).toEqual(newer.map(ofAnyVersion));
		}),
		{ numRuns: 500 },
	);
});

it.each(['1.0', '2.0', '3.0'])('types of columns in version %s', (version) => {
	const typed: Record<string, string> = {
		A: 'Guid',
		B: 'String',
		C: 'Byte',
		D: 'SByte',
		E: 'Int16',
		F: 'Int32',
		G: 'Int64',
		H: 'Decimal',
		I: 'Double',
		J: 'Single',
		K: 'Boolean',
		L: 'DateTime',
		M: 'DateTimeOffset',
		N: 'Time',
		O: 'Binary',
		P: 'Stream',
		Q: 'GeographyPoint',
	};
	const properties = Object.entries(typed).map(
		([name, edm]) => `<Property Name="${name}" Type="Edm.${edm}"/>`,
	);
	const index = readEdmx(document(type('Any', properties.join('')), version));
	const columns = [...(index.object('Any')?.columns.values() ?? [])];
	expect(columns.map((column) => [column.property, column.type, column.edm])).toEqual([
		['A', 'guid', undefined],
		['B', 'text', undefined],
		['C', 'integer', undefined],
		['D', 'integer', undefined],
		['E', 'integer', undefined],
		['F', 'integer', undefined],
		['G', 'integer', 'Int64'],
		['H', 'decimal', 'Decimal'],
		['I', 'decimal', 'Double'],
		['J', 'decimal', 'Single'],
		['K', 'boolean', undefined],
		['L', 'dateTime', 'DateTime'],
		['M', 'dateTime', 'DateTimeOffset'],
		['N', 'time', 'Time'],
		['O', 'stream', undefined],
		['P', 'stream', undefined],
		['Q', 'text', undefined],
	]);
});

it('a model of OData 4 does not say how OData 3 writes its values', () => {
	const text = document(type('Any', '<Property Name="At" Type="Edm.DateTimeOffset"/>')).replace(
		'<edmx:Edmx Version="1.0"',
		'<edmx:Edmx Version="4.0"',
	);
	expect(readEdmx(text).object('Any')?.columns.get('At')).toEqual({
		name: 'At',
		property: 'At',
		type: 'dateTime',
	});
});

it('a set stands for the object of its type, and for its own name where it has none', () => {
	const sets =
		'<EntityContainer Name="C"><EntitySet Name="ContactCollection" EntityType="Self.Contact"/><EntitySet Name="AccountCollection"/></EntityContainer>';
	const text = document(type('Contact', key) + type('Account', key) + type('Hidden', key) + sets);
	expect(readEdmx(text).names).toEqual(['Contact', 'Account']);
});

it('members come down from a base type of another schema', () => {
	const base = `</Schema><Schema Namespace="Base">${type('Entity', key + navigation('Owner', 'Base.R') + '<Property Name="OwnerId" Type="Edm.Guid"/>')}${association(end('A', '*'), end('B', '0..1'))}`;
	const text = document(`<EntityType Name="A" BaseType="Base.Entity"/>${base}`);
	expect([...(readEdmx(text).object('A')?.columns.values() ?? [])]).toEqual([
		{ name: 'Id', property: 'Id', type: 'guid' },
		{ name: 'Owner', property: 'OwnerId', type: 'lookup', target: 'Account' },
	]);
});

describe('documents that do not fit together', () => {
	const owner = `${key}<Property Name="OwnerId" Type="Edm.Guid"/>`;
	const object = type('A', owner + navigation('Owner'));
	it.each([
		['no association', object],
		['an association without ends', object + association()],
		['an end without a type', object + association('<End Role="B" Multiplicity="1"/>')],
		['an end without a multiplicity', object + association('<End Role="B" Type="Self.Account"/>')],
		['another multiplicity', object + association(end('B', '2'))],
		['roles that do not match', object + association(end('C', '1'), end('D', '1'))],
		['the end behind two others', object + association(end('C', '1'), end('D', '1'), end('B', '1'))],
		[
			'an association of another schema',
			`${object}</Schema><Schema Namespace="Other">${association(end('B', '1'))}`,
		],
		[
			'a navigation without a role',
			type('A', `${owner}<NavigationProperty Name="Owner" Relationship="Self.R"/>`),
		],
		['an association that is not closed in its place', `${object}<Association/>${end('B', '1')}`],
	])('%s: the column is a plain GUID', (_, content) => {
		const columns = readEdmx(document(content)).object('A')?.columns;
		expect([...(columns?.values() ?? [])]).toEqual([
			{ name: 'Id', property: 'Id', type: 'guid' },
			{ name: 'OwnerId', property: 'OwnerId', type: 'guid' },
		]);
	});

	it('a lookup without its key is not a column', () => {
		const text = document(type('A', key + navigation('Owner')) + association(end('B', '1')));
		expect([...(readEdmx(text).object('A')?.columns.keys() ?? [])]).toEqual(['Id']);
	});

	it('an association that leads to itself, and types that descend from each other, end nothing', () => {
		const text = document(
			`<EntityType Name="A" BaseType="Self.B">${navigation('Own', 'Self.R', 'B', 'B')}</EntityType><EntityType Name="B" BaseType="Self.A">${key}</EntityType>${association(end('B', '*', 'A'), end('B', '*', 'A'))}`,
		);
		const model = readEdmx(text).object('A');
		expect([...(model?.columns.keys() ?? [])]).toEqual(['Id']);
		expect(model?.collections.get('Own')).toEqual({ name: 'Own', target: 'A', column: 'Own' });
	});

	it('any order of any elements is read', () => {
		const pieces = fc.constantFrom(
			...['Schema', 'EntityType', 'Association', 'EntitySet', 'EntityContainer'].flatMap((name) => [
				`<${name} Name="R" Namespace="X" Alias="X" BaseType="X.R">`,
				`</${name}>`,
			]),
			navigation('R', 'X.R'),
			navigation('R', '.', '', ''),
			end('B', '*'),
			end('A', '1', 'R'),
			key,
			'<Property Name="RId" Type="Edm.Guid"/>',
		);
		fc.assert(
			fc.property(fc.array(pieces, { maxLength: 40 }), (content) => {
				const index = readEdmx(balanced(content));
				for (const name of index.names) expect(index.object(name)?.name).toBe(name);
			}),
			{ numRuns: 2_000 },
		);
	});
});

/** Closes what is open, and leaves out what closes nothing, since only XML is read. */
function balanced(pieces: readonly string[]): string {
	const open: string[] = [];
	let text = '';
	for (const piece of pieces) {
		const closed = /^<\/(\w+)>$/.exec(piece)?.[1];
		if (closed === undefined) {
			const opened = piece.endsWith('/>') ? undefined : /^<(\w+)/.exec(piece)?.[1];
			if (opened !== undefined) open.push(opened);
			text += piece;
		} else if (open.at(-1) === closed) {
			open.pop();
			text += piece;
		}
	}
	const rest = open.reverse().map((name) => `</${name}>`);
	return `<Edmx Version="1.0">${text}${rest.join('')}</Edmx>`;
}
