import { type Attributes, parseXml } from '../../basics/xml';
import type { Collection, Column, ObjectModel } from '../model/objectModel';
import { Associations } from './associations';
import { columnTypeOf, edmOf, unqualified } from './edmTypes';
import type { Member, ReadMember } from './members';

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
	/** The objects with a lookup to an object, and the lookup. */
	lookupsTo(name: string): ReadonlyArray<{ readonly object: string; readonly column: string }>;
}

interface StoredObject {
	readonly base: string | undefined;
	/** JSON of `Member[]`; of `ReadMember[]` until the document has been read. */
	readonly members: string;
}

/**
 * Reads a `$metadata` of any version: CSDL 4 for OData 4 (contract 2.2), CSDL 1 to 3 for OData 3 (contract 3). Rejects with kind
 * `unreadable` what is not complete XML.
 */
export function readEdmx(text: string): EdmxIndex {
	const objects = new Map<string, StoredObject>();
	const sets = new Set<string>();
	const associations = new Associations();
	/** Types with navigations whose targets the associations name. */
	const unresolved = new Set<string>();
	let isOld = false;
	let name: string | undefined;
	let base: string | undefined;
	let members: ReadMember[] = [];
	parseXml(text, {
		open(element, attributes) {
			associations.open(element, attributes);
			if (element === 'Edmx') {
				isOld = /^[123]\b/.test(attributes.Version ?? '');
			} else if (element === 'EntityType') {
				name = attributes.Name;
				base = attributes.BaseType && unqualified(attributes.BaseType);
				members = [];
			} else if (element === 'EntitySet' && attributes.Name !== undefined) {
				sets.add(isOld ? objectOfSet(attributes.Name, attributes.EntityType) : attributes.Name);
			} else if (name !== undefined) {
				const member = memberOf(element, attributes, associations, isOld);
				if (member) members.push(member);
				if (member?.[0] === 'relation') unresolved.add(name);
			}
		},
		close(element) {
			associations.close(element);
			if (element !== 'EntityType' || name === undefined) return;
			objects.set(name, { base, members: JSON.stringify(members) });
			name = undefined;
		},
	});
	for (const type of unresolved) resolve(objects, type, associations);
	let size = 0;
	for (const [key, stored] of objects) size += 2 * (key.length + stored.members.length) + 100;
	const types = [...objects.keys()];
	const exposed = types.filter((type) => sets.has(type));
	return {
		names: exposed.length > 0 ? exposed : types,
		size,
		object: (wanted) => build(objects, wanted, isOld),
		lookupsTo: (target) =>
			exposed.flatMap((object) =>
				navigationsTo(objects.get(object), target).map((column) => ({ object, column })),
			),
	};
}

/**
 * The object of a set. In OData 4 both have one name (contract 2.1), in OData 3 the set is `ContactCollection` and its type
 * `Terrasoft.Configuration.Contact` (contract 3).
 */
function objectOfSet(name: string, type: string | undefined): string {
	return type === undefined ? name.replace(/Collection$/, '') : unqualified(type);
}

function memberOf(
	element: string,
	attributes: Attributes,
	associations: Associations,
	isOld: boolean,
): ReadMember | undefined {
	const { Name, Type, Partner } = attributes;
	if (Type === undefined) {
		return element === 'NavigationProperty' ? associations.relationOf(attributes) : undefined;
	}
	if (Name === undefined) return undefined;
	if (element === 'Property') {
		// In OData 4 texts have this mark and take null nevertheless. A key never has to be emptied.
		const refusesNull = isOld && attributes.Nullable === 'false' && Name !== 'Id';
		return refusesNull ? ['property', Name, Type, true] : ['property', Name, Type];
	}
	if (element !== 'NavigationProperty') return undefined;
	const many = /^Collection\((.*)\)$/.exec(Type)?.[1];
	return many === undefined
		? ['navigation', Name, unqualified(Type)]
		: ['collection', Name, unqualified(many), Partner ?? ''];
}

/** Stores the navigations of a type as CSDL 4 has them, so that the associations are not kept. */
function resolve(objects: Map<string, StoredObject>, type: string, associations: Associations): void {
	const stored = objects.get(type);
	if (!stored) return;
	const members = (JSON.parse(stored.members) as ReadMember[]).flatMap((member) => {
		const resolved = member[0] === 'relation' ? associations.resolve(member) : member;
		return resolved ? [resolved] : [];
	});
	objects.set(type, { ...stored, members: JSON.stringify(members) });
}

/** Most objects do not even have the name of the target in their text. */
function navigationsTo(stored: StoredObject | undefined, target: string): string[] {
	if (!stored?.members.includes(`"${target}"`)) return [];
	return (JSON.parse(stored.members) as Member[]).flatMap((member) =>
		member[0] === 'navigation' && member[2] === target ? [member[1]] : [],
	);
}

function build(
	objects: ReadonlyMap<string, StoredObject>,
	name: string,
	isOld: boolean,
): ObjectModel | undefined {
	const members = membersWithInherited(objects, name);
	if (!members) return undefined;
	const targets = new Map(
		members.flatMap((member) => (member[0] === 'navigation' ? [[member[1], member[2]]] : [])),
	);
	const columns = members.flatMap((member) =>
		member[0] === 'property' ? [columnOf(member, targets, isOld)] : [],
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
function columnOf(
	[, property, type, refusesNull]: Extract<Member, readonly ['property', ...unknown[]]>,
	targets: ReadonlyMap<string, string>,
	isOld: boolean,
): Column {
	const stem = property.endsWith('Id') ? property.slice(0, -2) : '';
	const target = type === 'Edm.Guid' ? targets.get(stem) : undefined;
	const nullability = refusesNull && { refusesNull };
	if (target !== undefined) return { name: stem, property, type: 'lookup', target, ...nullability };
	const edm = isOld ? edmOf(type) : undefined;
	return {
		name: property,
		property,
		type: columnTypeOf(type) ?? 'text',
		...(edm && { edm }),
		...nullability,
	};
}

/** `ContactCollectionByAccount`: the name contains child and column; the partner names the column as well. */
function collectionOf([, name, target, partner]: Extract<
	Member,
	readonly ['collection', ...unknown[]]
>): Collection {
	const marker = `${target}CollectionBy`;
	return { name, target, column: partner || (name.startsWith(marker) ? name.slice(marker.length) : '') };
}
