import { type Column, type Entity, isLookup, type Reverse } from '../model/model';
import { quote } from '../store/database';
import type { Store } from '../store/store';
import { invalidQuery, typeName, unknownProperty } from './errors';
import { findNamed } from './names';

/** Where a path ends. `hops` counts the lookups that were followed. */
export type Target =
	/** `path` as the model spells it. `isLookupKey`: the `Id` of a record that a lookup points to. */
	| { kind: 'column'; column: Column; path: string; sql: string; hops: number; isLookupKey: boolean }
	| { kind: 'lookup'; column: Column; sql: string; hops: number }
	| { kind: 'flatKey'; column: Column; path: string; root: string; hops: number }
	| { kind: 'collection'; reverse: Reverse; parentId: string; hops: number }
	| { kind: 'variable'; entity: Entity; alias: string };

/** Hands out table aliases, unique within one statement. */
export class Aliases {
	private next = 0;

	take(): string {
		this.next += 1;
		return `t${this.next}`;
	}
}

/** One object in a FROM clause with the joins that paths ask for. */
export class Scope {
	readonly alias: string;
	private readonly joined = new Map<string, string>();
	private readonly joinSql: string[] = [];

	constructor(
		readonly entity: Entity,
		private readonly store: Store,
		private readonly aliases: Aliases,
	) {
		store.ensure(entity);
		this.alias = aliases.take();
	}

	/** `"Contact" t1 LEFT JOIN "Account" t2 ON ...`; read it after all paths are resolved. */
	get from(): string {
		return [`${quote(this.entity.name)} ${this.alias}`, ...this.joinSql].join(' ');
	}

	column(column: Column): string {
		return `${this.alias}.${quote(column.property)}`;
	}

	resolve(path: string[]): Target {
		let entity = this.entity;
		let alias = this.alias;
		const followed: string[] = [];
		if (path.length === 0) return { kind: 'variable', entity, alias };
		for (const [index, name] of path.entries()) {
			const last = index === path.length - 1;
			const lookup = findNamed(entity.lookups, name);
			if (lookup) {
				const key = `${alias}.${quote(lookup.property)}`;
				if (last) return { kind: 'lookup', column: lookup, sql: key, hops: index };
				// The key of the target stands in this row already.
				if (index === path.length - 2 && path[index + 1]?.toLowerCase() === 'id') {
					const target = this.store.model.entities.get(lookup.ref ?? '');
					const id = target?.byProperty.get('Id');
					if (id) {
						const spelled = [...followed, lookup.name, 'Id'].join('/');
						return {
							kind: 'column',
							column: id,
							path: spelled,
							sql: key,
							hops: index + 1,
							isLookupKey: true,
						};
					}
				}
				followed.push(lookup.name);
				({ alias, entity } = this.join(followed.join('/'), alias, lookup));
				continue;
			}
			const reverse = findNamed(entity.reverses, name);
			if (reverse) {
				if (!last) throw notSingle(path[index + 1] ?? '');
				return { kind: 'collection', reverse, parentId: `${alias}."Id"`, hops: index };
			}
			const column = findNamed(entity.byProperty, name);
			if (!column) throw invalidQuery(unknownProperty(name, typeName(entity.name)));
			if (!last) throw invalidQuery(unknownProperty(path[index + 1] ?? '', column.edm));
			const spelled = [...followed, column.property].join('/');
			if (isLookup(column)) {
				return { kind: 'flatKey', column, path: spelled, root: this.entity.name, hops: index };
			}
			const sql = `${alias}.${quote(column.property)}`;
			return { kind: 'column', column, path: spelled, sql, hops: index, isLookupKey: false };
		}
		throw new Error('unreachable');
	}

	private join(path: string, from: string, lookup: Column): { alias: string; entity: Entity } {
		const entity = this.store.entity(lookup.ref ?? '');
		let alias = this.joined.get(path);
		if (alias === undefined) {
			alias = this.aliases.take();
			this.joined.set(path, alias);
			this.joinSql.push(
				`LEFT JOIN ${quote(entity.name)} ${alias} ON ${alias}."Id" = ${from}.${quote(lookup.property)}`,
			);
		}
		return { alias, entity };
	}
}

function notSingle(property: string): Error {
	return invalidQuery(
		`The parent value for a property access of a property '${property}' is not a single value. Property access can only be applied to a single value.`,
	);
}

export function flatKeyMessage(path: string, root: string): string {
	return `Column by path ${path.replaceAll('/', '.')} not found in schema ${root}.`;
}
