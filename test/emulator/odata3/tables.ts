import type { Aliases } from '../odata/scope';
import type { Column, Entity } from '../model/model';
import { quote } from '../store/database';
import type { Store } from '../store/store';

/** A record in a statement: the root, or one that a lookup leads to. */
export interface Row {
	entity: Entity;
	alias: string;
	/** Lookups that were followed. */
	path: readonly string[];
}

/** One object in a FROM clause with the joins that its paths ask for. */
export class Tables {
	readonly root: Row;
	private readonly joined = new Map<string, Row>();
	private readonly joins: string[] = [];

	constructor(
		entity: Entity,
		private readonly store: Store,
		private readonly aliases: Aliases,
	) {
		store.ensure(entity);
		this.root = { entity, alias: aliases.take(), path: [] };
	}

	/** Read it after all paths are resolved. */
	get from(): string {
		return [`${quote(this.root.entity.name)} ${this.root.alias}`, ...this.joins].join(' ');
	}

	/** The record that a lookup of this one leads to. */
	follow(from: Row, lookup: Column): Row {
		const path = [...from.path, lookup.name];
		const key = path.join('/');
		const known = this.joined.get(key);
		if (known) return known;
		const row: Row = { entity: this.store.entity(lookup.ref ?? ''), alias: this.aliases.take(), path };
		this.joined.set(key, row);
		this.joins.push(
			`LEFT JOIN ${quote(row.entity.name)} ${row.alias} ON ${row.alias}."Id" = ${columnSql(from, lookup)}`,
		);
		return row;
	}
}

export function columnSql({ alias }: Row, { property }: Column): string {
	return `${alias}.${quote(property)}`;
}
