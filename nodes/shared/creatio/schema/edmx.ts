import { type Attributes, parseXml } from '../../basics/xml';
import type { Collection, Column, ColumnType, ObjectModel } from '../model/objectModel';

/**
 * A site's `$metadata` (contract 2.2), read once and stored compactly: an object's members stay one line of text until
 * the object is needed. A stock site has 1,400 objects, of which a workflow uses a few.
 */
export interface EdmxIndex {
	/** Objects that can be read: the entity sets, or all types if the document lists no sets. */
	readonly names: readonly string[];
	/** Approximate memory in bytes. */
	readonly size: number;
	/** Also finds the types without a set, to which lookups may point. */
	object(name: string): ObjectModel | undefined;
}

/** A property or a navigation, as the document describes it. */
type Member =
	| readonly [kind: 'property', name: string, type: string]
	| readonly [kind: 'navigation', name: string, target: string]
	| readonly [kind: 'collection', name: string, target: string, partner: string];

interface StoredObject {
	readonly base: string | undefined;
	/** JSON of `Member[]`. */
	readonly members: string;
}

const TYPES: Readonly<Record<string, ColumnType>> = {
	'Edm.Guid': 'guid',
	'Edm.String': 'text',
	'Edm.Byte': 'integer',
	'Edm.Int16': 'integer',
	'Edm.Int32': 'integer',
	'Edm.Int64': 'integer',
	'Edm.Decimal': 'decimal',
	'Edm.Double': 'decimal',
	'Edm.Single': 'decimal',
	'Edm.Boolean': 'boolean',
	'Edm.DateTimeOffset': 'dateTime',
	'Edm.Date': 'date',
	'Edm.TimeOfDay': 'time',
	'Edm.Stream': 'stream',
	'Edm.Binary': 'stream',
};

export function readEdmx(text: string): EdmxIndex {
	const objects = new Map<string, StoredObject>();
	const sets = new Set<string>();
	let name: string | undefined;
	let base: string | undefined;
	let members: Member[] = [];
	parseXml(text, {
		open(element, attributes) {
			if (element === 'EntityType') {
				name = attributes.Name;
				base = attributes.BaseType && unqualified(attributes.BaseType);
				members = [];
			} else if (element === 'EntitySet' && attributes.Name !== undefined) {
				// The set of an object has the object's name (contract 2.1).
				sets.add(attributes.Name);
			} else if (name !== undefined) {
				const member = memberOf(element, attributes);
				if (member) members.push(member);
			}
		},
		close(element) {
			if (element !== 'EntityType' || name === undefined) return;
			objects.set(name, { base, members: JSON.stringify(members) });
			name = undefined;
		},
	});
	let size = 0;
	for (const [key, stored] of objects) size += 2 * (key.length + stored.members.length) + 100;
	const types = [...objects.keys()];
	const exposed = types.filter((type) => sets.has(type));
	return {
		names: exposed.length > 0 ? exposed : types,
		size,
		object: (wanted) => build(objects, wanted),
	};
}

function memberOf(element: string, { Name, Type, Partner }: Attributes): Member | undefined {
	if (Name === undefined || Type === undefined) return undefined;
	if (element === 'Property') return ['property', Name, Type];
	if (element !== 'NavigationProperty') return undefined;
	const many = /^Collection\((.*)\)$/.exec(Type)?.[1];
	return many === undefined
		? ['navigation', Name, unqualified(Type)]
		: ['collection', Name, unqualified(many), Partner ?? ''];
}

/** `Terrasoft.Configuration.OData.Contact` is Contact; other publishers have other namespaces. */
function unqualified(type: string): string {
	return type.slice(type.lastIndexOf('.') + 1);
}

function build(objects: ReadonlyMap<string, StoredObject>, name: string): ObjectModel | undefined {
	const members = membersWithInherited(objects, name);
	if (!members) return undefined;
	const targets = new Map(
		members.flatMap((member) => (member[0] === 'navigation' ? [[member[1], member[2]]] : [])),
	);
	const columns = members.flatMap((member) =>
		member[0] === 'property' ? [columnOf(member[1], member[2], targets)] : [],
	);
	const collections = members.flatMap((member) => (member[0] === 'collection' ? [collectionOf(member)] : []));
	return {
		name,
		columns: new Map(columns.map((column) => [column.name, column])),
		collections: new Map(collections.map((collection) => [collection.name, collection])),
	};
}

/** The base's members first. A type that is its own ancestor is an error of the document and must not end in a loop. */
function membersWithInherited(
	objects: ReadonlyMap<string, StoredObject>,
	name: string,
): Member[] | undefined {
	if (!objects.has(name)) return undefined;
	const lineage = new Map<string, StoredObject>();
	for (let type: string | undefined = name; type !== undefined && !lineage.has(type);) {
		const stored = objects.get(type);
		if (!stored) break;
		lineage.set(type, stored);
		type = stored.base;
	}
	return [...lineage.values()].reverse().flatMap(({ members }) => JSON.parse(members) as Member[]);
}

/** `AccountId` beside a navigation `Account` is the lookup `Account`; any other GUID is a plain GUID (contract 2.5). */
function columnOf(property: string, type: string, targets: ReadonlyMap<string, string>): Column {
	const stem = property.endsWith('Id') ? property.slice(0, -2) : '';
	const target = type === 'Edm.Guid' ? targets.get(stem) : undefined;
	if (target !== undefined) return { name: stem, property, type: 'lookup', target };
	return { name: property, property, type: TYPES[type] ?? 'text' };
}

/** `ContactCollectionByAccount`: the name contains child and column; the partner names the column as well. */
function collectionOf([, name, target, partner]: Extract<
	Member,
	readonly ['collection', ...unknown[]]
>): Collection {
	const marker = `${target}CollectionBy`;
	return { name, target, column: partner || (name.startsWith(marker) ? name.slice(marker.length) : '') };
}
