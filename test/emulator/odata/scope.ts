import { type Column, type Entity, isLookup, type Reverse } from '../model/model';
import { quote } from '../store/database';
import type { Store } from '../store/store';
import { invalidQuery, unknownProperty } from './errors';

/** Where a path ends. `hops` counts the lookups that were followed. */
export type Target =
	| { kind: 'column'; column: Column; sql: string; hops: number }
	| { kind: 'lookup'; column: Column; sql: string; hops: number }
	| { kind: 'flatKey'; column: Column; path: string; root: string; hops: number }
	| { kind: 'collection'; reverse: Reverse; parentId: string; hops: number }
	| { kind: 'variable' };

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
		let followed = '';
		if (path.length === 0) return { kind: 'variable' };
		for (const [index, name] of path.entries()) {
			const last = index === path.length - 1;
			const lookup = entity.lookups.get(name);
			if (lookup) {
				const key = `${alias}.${quote(lookup.property)}`;
				if (last) return { kind: 'lookup', column: lookup, sql: key, hops: index };
				// The key of the target stands in this row already.
				if (index === path.length - 2 && path[index + 1] === 'Id') {
					const target = this.store.model.entities.get(lookup.ref ?? '');
					const id = target?.byProperty.get('Id');
					if (id) return { kind: 'column', column: id, sql: key, hops: index + 1 };
				}
				followed = `${followed}/${name}`;
				({ alias, entity } = this.join(followed, alias, lookup));
				continue;
			}
			const reverse = entity.reverses.get(name);
			if (reverse) {
				if (!last) throw notSingle(path[index + 1] ?? '');
				return { kind: 'collection', reverse, parentId: `${alias}."Id"`, hops: index };
			}
			const column = entity.byProperty.get(name);
			if (!column) throw invalidQuery(unknownProperty(name, entity.name));
			if (!last) throw notSingle(path[index + 1] ?? '');
			if (isLookup(column)) {
				return { kind: 'flatKey', column, path: path.join('.'), root: this.entity.name, hops: index };
			}
			return { kind: 'column', column, sql: `${alias}.${quote(column.property)}`, hops: index };
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
	return `Column by path ${path} not found in schema ${root}.`;
}
