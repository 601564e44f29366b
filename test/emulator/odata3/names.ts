import type { Column, Entity, Model } from '../model/model';

export const NAMESPACE = 'Terrasoft.Configuration';

const SUFFIX = 'Collection';

/** `Terrasoft.Configuration.Contact` (contract 3.1). */
export function typeName(entity: Entity): string {
	return `${NAMESPACE}.${entity.name}`;
}

/** `ContactCollection` (contract 3.1). */
export function setName(entity: Entity): string {
	return `${entity.name}${SUFFIX}`;
}

/** Names are taken as they are spelled, unlike in OData 4 (contract 3.1). */
export function entityOfSet(name: string, model: Model): Entity | undefined {
	if (!name.endsWith(SUFFIX)) return undefined;
	const entity = model.entities.get(name.slice(0, -SUFFIX.length));
	return entity?.exposed === true ? entity : undefined;
}

/** Types of columns. A date has no zone (contract 3.1). That files are `Edm.Binary` is assumed. */
export type ColumnType =
	'Edm.Guid' | 'Edm.String' | 'Edm.Int32' | 'Edm.Decimal' | 'Edm.Boolean' | 'Edm.DateTime' | 'Edm.Binary';

export function typeOf({ edm }: Column): ColumnType {
	if (edm === 'Edm.DateTimeOffset') return 'Edm.DateTime';
	return edm === 'Edm.Stream' ? 'Edm.Binary' : edm;
}

/** Lookups that lead to an object with a set of its own. */
export function lookupOf(entity: Entity, name: string, model: Model): Column | undefined {
	const column = entity.lookups.get(name);
	return column && model.entities.get(column.ref ?? '')?.exposed === true ? column : undefined;
}

export function lookupsOf(entity: Entity, model: Model): Column[] {
	return [...entity.lookups.keys()].flatMap((name) => lookupOf(entity, name, model) ?? []);
}

/** `ContactCollection(guid'…')`. */
export function addressOf(entity: Entity, id: string): string {
	return `${setName(entity)}(guid'${id}')`;
}
