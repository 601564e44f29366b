import { type Column, type Entity, isLookup } from '../model/model';
import type { Aliases } from '../odata/scope';
import { quote } from '../store/database';
import type { Store } from '../store/store';
import { parsePath, type Step } from './paths';
import { unknownPath } from './refusals';

/** Where a column path ends. */
export interface Found {
	column: Column;
	sql: string;
}

/** A row that a path has come to. */
interface Place {
	entity: Entity;
	alias: string;
	/** The steps so far: places with the same way share a join. */
	way: string;
}

/** The rows behind the first bracket of a path, for sub-queries. */
export interface Children {
	joins: Joins;
	/** SQL that ties a child to the row of the outer query. */
	link: string;
	/** The rest of the path, from a child on. */
	rest: Step[];
}

/** One object in a FROM clause, with the joins that column paths ask for. */
export class Joins {
	private readonly root: Place;
	private readonly joined = new Map<string, string>();
	private readonly joinSql: string[] = [];
	/** A bracket was joined: one row of the object may come several times. */
	multiplies = false;

	constructor(
		readonly entity: Entity,
		private readonly store: Store,
		private readonly aliases: Aliases,
	) {
		store.ensure(entity);
		this.root = { entity, alias: aliases.take(), way: '' };
	}

	get alias(): string {
		return this.root.alias;
	}

	/** Read it after all paths are resolved. */
	get from(): string {
		return [`${quote(this.entity.name)} ${this.alias}`, ...this.joinSql].join(' ');
	}

	find(path: string): Found {
		const steps = parsePath(path);
		if (!steps) throw unknownPath(path, this.entity.name);
		return this.findSteps(steps, path);
	}

	/** `path` is for the message. */
	findSteps(steps: Step[], path: string): Found {
		const last = steps.at(-1);
		const way = steps.slice(0, -1);
		if (last?.kind !== 'name') throw unknownPath(path, this.entity.name);
		// The key of the target stands in the row before it.
		const before = way.at(-1);
		if (last.name === 'Id' && before?.kind === 'name') {
			const { column, sql } = this.columnAt(this.walk(way.slice(0, -1), path), before.name, path);
			const id = this.store.model.entities.get(column.ref ?? '')?.byProperty.get('Id');
			if (id) return { column: id, sql };
		}
		return this.columnAt(this.walk(way, path), last.name, path);
	}

	/** Splits a path at its first bracket. */
	children(path: string): Children {
		const steps = parsePath(path);
		const at = steps?.findIndex((step) => step.kind === 'reverse') ?? -1;
		const step = steps?.[at];
		if (!steps || step?.kind !== 'reverse') throw unknownPath(path, this.entity.name);
		const { child, foreign, primary } = this.reverse(this.walk(steps.slice(0, at), path), step, path);
		const joins = new Joins(child, this.store, this.aliases);
		return {
			joins,
			link: `${joins.alias}.${quote(foreign.property)} = ${primary.sql}`,
			rest: steps.slice(at + 1),
		};
	}

	/** SQL of a column of the object that a lookup points to. */
	behind(lookup: Found, column: Column): string {
		const target = this.store.entity(lookup.column.ref ?? '');
		const { alias } = this.join(`${lookup.sql} `, target, `= ${lookup.sql}`, 'Id');
		return `${alias}.${quote(column.property)}`;
	}

	private walk(steps: Step[], path: string): Place {
		let place = this.root;
		for (const step of steps) {
			if (step.kind === 'reverse') {
				const { child, foreign, primary } = this.reverse(place, step, path);
				const way = `${place.way}.[${step.schema}:${step.foreign}:${step.primary}]`;
				this.multiplies = true;
				place = this.join(way, child, `= ${primary.sql}`, foreign.property);
			} else {
				const { column, sql } = this.columnAt(place, step.name, path);
				const target = this.store.model.entities.get(column.ref ?? '');
				if (!target) throw unknownPath(path, this.entity.name);
				place = this.join(`${place.way}.${step.name}`, target, `= ${sql}`, 'Id');
			}
		}
		return place;
	}

	private reverse(place: Place, step: Extract<Step, { kind: 'reverse' }>, path: string) {
		const child = this.store.model.entities.get(step.schema);
		const foreign = child && columnByName(child, step.foreign);
		if (!child || !foreign) throw unknownPath(path, this.entity.name);
		return { child, foreign, primary: this.columnAt(place, step.primary, path) };
	}

	private columnAt(place: Place, name: string, path: string): Found {
		const column = columnByName(place.entity, name);
		if (!column) throw unknownPath(path, this.entity.name);
		return { column, sql: sqlOf(place, column) };
	}

	private join(way: string, entity: Entity, on: string, property: string): Place {
		let alias = this.joined.get(way);
		if (alias === undefined) {
			this.store.ensure(entity);
			alias = this.aliases.take();
			this.joined.set(way, alias);
			this.joinSql.push(`LEFT JOIN ${quote(entity.name)} ${alias} ON ${alias}.${quote(property)} ${on}`);
		}
		return { entity, alias, way };
	}
}

/** What stream columns hold is not in the tables. */
function sqlOf({ entity, alias }: Place, { kind, property }: Column): string {
	return kind === 'BLOB'
		? `content_of('${entity.name}', ${alias}."Id", '${property}')`
		: `${alias}.${quote(property)}`;
}

/** DataService says `Account`, never `AccountId` (contract 4.2). */
export function columnByName(entity: Entity, name: string): Column | undefined {
	const lookup = entity.lookups.get(name);
	if (lookup) return lookup;
	const column = entity.byProperty.get(name);
	return column && !isLookup(column) ? column : undefined;
}

/** The text by which an object is shown, if it has one. */
export function displayColumn(entity: Entity): Column | undefined {
	const column = entity.byProperty.get(entity.displayColumn ?? '');
	return column?.edm === 'Edm.String' ? column : undefined;
}

/** The lookup to the picture of a row, if the object has one. */
export function imageColumn(entity: Entity): Column | undefined {
	const column = entity.lookups.get(entity.imageColumn ?? '');
	return column?.kind === 'IMAGELOOKUP' ? column : undefined;
}
