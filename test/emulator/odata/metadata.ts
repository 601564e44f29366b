import { type Entity, isAuthor, type Model } from '../model/model';
import { typeName } from './errors';

const cache = new WeakMap<Model, string>();
const jsonCache = new WeakMap<Model, string>();

/** `$metadata` in the form of contract 2.2: no captions, sizes, defaults or annotations. */
export function metadataXml(model: Model): string {
	let xml = cache.get(model);
	if (xml === undefined) {
		xml = build(model);
		cache.set(model, xml);
	}
	return xml;
}

function build(model: Model): string {
	return [
		'<?xml version="1.0" encoding="utf-8"?>',
		'<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>',
		'<Schema Namespace="Terrasoft.Configuration.OData" xmlns="http://docs.oasis-open.org/odata/ns/edm">',
		...model.sets.map((entity) => entityType(entity, model)),
		'</Schema>',
		'<Schema Namespace="Default" xmlns="http://docs.oasis-open.org/odata/ns/edm">',
		'<EntityContainer Name="Container">',
		...model.sets.map((entity) => entitySet(entity, model)),
		'</EntityContainer></Schema>',
		'</edmx:DataServices></edmx:Edmx>',
	].join('');
}

function entityType(entity: Entity, model: Model): string {
	const properties = entity.columns.map((column) => {
		const nullable = column.edm === 'Edm.String' ? ' Nullable="false"' : '';
		return `<Property Name="${column.property}" Type="${column.edm}"${nullable} />`;
	});
	const lookups = lookupsOf(entity, model).map((column) => {
		const partner = isAuthor(column) ? '' : ` Partner="${entity.name}CollectionBy${column.name}"`;
		return `<NavigationProperty Name="${column.name}" Type="${typeName(column.ref ?? '')}"${partner} />`;
	});
	const reverses = [...entity.reverses.values()].map(
		(reverse) =>
			`<NavigationProperty Name="${reverse.name}" Type="Collection(${typeName(reverse.child)})" Partner="${reverse.column.name}" />`,
	);
	return [
		`<EntityType Name="${entity.name}"><Key><PropertyRef Name="Id" /></Key>`,
		...properties,
		...lookups,
		...reverses,
		'</EntityType>',
	].join('');
}

function entitySet(entity: Entity, model: Model): string {
	const bindings = bindingsOf(entity, model).map(
		([path, target]) => `<NavigationPropertyBinding Path="${path}" Target="${target}" />`,
	);
	return `<EntitySet Name="${entity.name}" EntityType="${typeName(entity.name)}">${bindings.join('')}</EntitySet>`;
}

function bindingsOf(entity: Entity, model: Model): Array<[path: string, target: string]> {
	return [
		...lookupsOf(entity, model).map(({ name, ref }): [string, string] => [name, ref ?? '']),
		...[...entity.reverses.values()].map(({ name, child }): [string, string] => [name, child]),
	];
}

function lookupsOf(entity: Entity, model: Model) {
	return [...entity.lookups.values()].filter((column) => model.entities.get(column.ref ?? '')?.exposed);
}

/** CSDL JSON, which newer library versions send to those who accept JSON (contract 2.2). */
export function metadataJson(model: Model): string {
	let text = jsonCache.get(model);
	if (text === undefined) {
		text = buildJson(model);
		jsonCache.set(model, text);
	}
	return text;
}

function buildJson(model: Model): string {
	const types = model.sets.map((entity) => [entity.name, jsonType(entity, model)] as const);
	const sets = model.sets.map((entity) => [entity.name, jsonSet(entity, model)] as const);
	const document = {
		$Version: '4.0',
		$EntityContainer: 'Default.Container',
		'Terrasoft.Configuration.OData': Object.fromEntries(types),
		Default: { Container: { $Kind: 'EntityContainer', ...Object.fromEntries(sets) } },
	};
	return JSON.stringify(document, null, 2);
}

function jsonType(entity: Entity, model: Model): object {
	const properties = entity.columns.map(({ property, edm }) => [
		property,
		edm === 'Edm.String'
			? {}
			: { $Type: edm, $Nullable: true, ...(edm === 'Edm.DateTimeOffset' ? { $Precision: 0 } : {}) },
	]);
	const navigations = [
		...lookupsOf(entity, model).map(({ name, ref }) => [name, { $Type: typeName(ref ?? '') }]),
		...[...entity.reverses.values()].map(({ name, child }) => [
			name,
			{ $Collection: true, $Type: typeName(child) },
		]),
	].map(([name, rest]) => [name, { $Kind: 'NavigationProperty', ...(rest as object) }]);
	return {
		$Kind: 'EntityType',
		$Key: ['Id'],
		...(Object.fromEntries([...properties, ...navigations]) as object),
	};
}

function jsonSet(entity: Entity, model: Model): object {
	const bindings = bindingsOf(entity, model);
	return {
		$Collection: true,
		$Type: typeName(entity.name),
		$NavigationPropertyBinding: Object.fromEntries(bindings) as object,
	};
}
