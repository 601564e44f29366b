import type { Column, Entity, Model } from '../model/model';
import { METADATA } from './atom';
import { lookupsOf, NAMESPACE, setName, typeName, typeOf } from './names';

/** Version 1.1, as for types without any of the later features (contract 3.1). */
const EDM = 'http://schemas.microsoft.com/ado/2007/05/edm';
const CONTAINER = 'EntityContainer';

export interface MetadataSwitches {
	odata3Collections: boolean;
	odata3Nullable: boolean;
}

const cache = new WeakMap<Model, Map<string, string>>();

/**
 * CSDL as the library writes it (contract 3.1): a container of sets in the namespace of the types, and for each lookup
 * an association of two ends. Recorded is only that types are in `Terrasoft.Configuration` and sets end in `Collection`.
 */
export function metadataXml(model: Model, switches: MetadataSwitches): string {
	const documents = cache.get(model) ?? new Map<string, string>();
	cache.set(model, documents);
	const key = `${switches.odata3Collections} ${switches.odata3Nullable}`;
	const known = documents.get(key) ?? build(model, switches);
	documents.set(key, known);
	return known;
}

function build(model: Model, switches: MetadataSwitches): string {
	const links = model.sets.flatMap((entity) => linksOf(entity, model));
	const reverses = new Map<string, Association[]>();
	for (const link of links) {
		if (!hasReverse(link)) continue;
		const known = reverses.get(link.target.name) ?? [];
		known.push(link);
		reverses.set(link.target.name, known);
	}
	return [
		'<?xml version="1.0" encoding="utf-8"?>',
		'<edmx:Edmx Version="1.0" xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx">',
		`<edmx:DataServices m:DataServiceVersion="1.0" m:MaxDataServiceVersion="3.0" xmlns:m="${METADATA}">`,
		`<Schema Namespace="${NAMESPACE}" xmlns="${EDM}">`,
		...model.sets.map((entity) =>
			entityType(
				entity,
				model,
				switches,
				switches.odata3Collections ? (reverses.get(entity.name) ?? []) : [],
			),
		),
		...links.map(association),
		`<EntityContainer Name="${CONTAINER}" m:IsDefaultEntityContainer="true">`,
		...model.sets.map((entity) => `<EntitySet Name="${setName(entity)}" EntityType="${typeName(entity)}" />`),
		...links.map(associationSet),
		'</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>',
	].join('');
}

interface Association {
	name: string;
	entity: Entity;
	column: Column;
	target: Entity;
}

function linksOf(entity: Entity, model: Model): Association[] {
	return lookupsOf(entity, model).flatMap((column) => {
		const target = model.entities.get(column.ref ?? '');
		return target ? [{ name: `${entity.name}_${column.name}`, entity, column, target }] : [];
	});
}

/** Author columns have no collection behind them (contract 2.2). */
function hasReverse({ entity, column, target }: Association): boolean {
	return target.reverses.has(reverseName(entity, column));
}

function reverseName(entity: Entity, column: Column): string {
	return `${entity.name}CollectionBy${column.name}`;
}

function entityType(
	entity: Entity,
	model: Model,
	{ odata3Nullable }: MetadataSwitches,
	reverses: readonly Association[],
): string {
	return [
		`<EntityType Name="${entity.name}"><Key><PropertyRef Name="Id" /></Key>`,
		...entity.columns.map((column) => {
			const type = typeOf(column);
			const isNullable =
				type === 'Edm.String' || type === 'Edm.Binary' || (odata3Nullable && column.property !== 'Id');
			return `<Property Name="${column.property}" Type="${type}" Nullable="${isNullable}" />`;
		}),
		...linksOf(entity, model).map((link) => navigation(link.column.name, link, false)),
		...reverses.map((link) => navigation(reverseName(link.entity, link.column), link, true)),
		'</EntityType>',
	].join('');
}

/** Roles are named by the object and the lookup, as the library names them. */
function roles({ entity, column }: Association): { many: string; one: string } {
	return { many: entity.name, one: column.name === entity.name ? `${column.name}1` : column.name };
}

function navigation(name: string, link: Association, isReverse: boolean): string {
	const { many, one } = roles(link);
	const [from, to] = isReverse ? [one, many] : [many, one];
	return `<NavigationProperty Name="${name}" Relationship="${NAMESPACE}.${link.name}" FromRole="${from}" ToRole="${to}" />`;
}

function association(link: Association): string {
	const { many, one } = roles(link);
	return [
		`<Association Name="${link.name}">`,
		`<End Type="${typeName(link.entity)}" Role="${many}" Multiplicity="*" />`,
		`<End Type="${typeName(link.target)}" Role="${one}" Multiplicity="0..1" />`,
		'</Association>',
	].join('');
}

function associationSet(link: Association): string {
	const { many, one } = roles(link);
	return [
		`<AssociationSet Name="${link.name}Set" Association="${NAMESPACE}.${link.name}">`,
		`<End Role="${many}" EntitySet="${setName(link.entity)}" />`,
		`<End Role="${one}" EntitySet="${setName(link.target)}" />`,
		'</AssociationSet>',
	].join('');
}
