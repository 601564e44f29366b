import { newGuid } from '../model/ids';
import { readInstant, storedNow, toDay, toPrecision } from '../model/instant';
import { type Column, type Entity, isAuthor, isLookup, type Model } from '../model/model';
import type { Database as Flavour } from '../options';
import { Contents } from './contents';
import { Database, quote, type SqlRow, type SqlValue } from './database';
import { createMade, type Made } from './madeRows';

/** Rows that an object has before anybody writes to it. Called once, when its table is made. */
export type Seeder = (entity: Entity) => SqlRow[];

export type RowValue = string | number | boolean | null | Date | Uint8Array;
export type Row = Record<string, RowValue>;

const SQL_TYPES: Record<Exclude<Column['kind'], 'BLOB'>, string> = {
	GUID: 'TEXT',
	LOOKUP: 'TEXT',
	IMAGELOOKUP: 'TEXT',
	TEXT: "TEXT NOT NULL DEFAULT ''",
	COLOR: "TEXT NOT NULL DEFAULT ''",
	INTEGER: 'INTEGER NOT NULL DEFAULT 0',
	BOOLEAN: 'INTEGER NOT NULL DEFAULT 0',
	FLOAT: 'REAL NOT NULL DEFAULT 0',
	MONEY: 'REAL NOT NULL DEFAULT 0',
	DATE_TIME: 'TEXT',
	DATE: 'TEXT',
	TIME: 'TEXT',
};

/**
 * The tables of the site. A table has the columns of its object under their OData names. It is made,
 * with its shipped rows, when it is first needed.
 */
export class Store {
	readonly db = new Database();
	/** What stream columns hold. They are not in the tables. */
	readonly contents = new Contents(this.db);
	private readonly ready = new Set<string>();

	constructor(
		readonly model: Model,
		private readonly flavour: Flavour,
		private readonly clock: () => Date,
		private readonly seeder: Seeder,
		private readonly made: Made,
	) {
		const unknown = Object.keys(made).find((name) => !model.entities.has(name));
		if (unknown !== undefined) throw new Error(`The emulator knows no object ${unknown}.`);
		this.db.afterRollback = () => {
			const left = new Set(
				this.db.all("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')").map((row) => row.name),
			);
			for (const name of this.ready) if (!left.has(name)) this.ready.delete(name);
		};
	}

	/** The object, with its table in place. */
	entity(name: string): Entity {
		const entity = this.model.entities.get(name);
		if (!entity) throw new Error(`The emulator knows no object ${name}.`);
		this.ensure(entity);
		return entity;
	}

	ensure(entity: Entity): void {
		if (this.ready.has(entity.name)) return;
		this.ready.add(entity.name);
		if (this.made[entity.name]) createMade(this.db, entity, this.made);
		else this.createTable(entity);
	}

	private createTable(entity: Entity): void {
		const columns = entity.columns.flatMap(({ property, kind }) => {
			if (property === 'Id') return ['"Id" TEXT PRIMARY KEY'];
			return kind === 'BLOB' ? [] : [`${quote(property)} ${SQL_TYPES[kind]}`];
		});
		this.db.exec(`CREATE TABLE ${quote(entity.name)} (${columns.join(', ')}) STRICT`);
		for (const column of entity.columns) {
			if (!isLookup(column) || isAuthor(column)) continue;
			const index = quote(`${entity.name}_${column.property}`);
			const key = quote(column.property);
			this.db.exec(`CREATE INDEX ${index} ON ${quote(entity.name)} (${key}) WHERE ${key} IS NOT NULL`);
		}
		for (const row of this.seeder(entity)) this.insertRaw(entity, row);
	}

	insertRaw(entity: Entity, given: SqlRow): void {
		this.ensure(entity);
		const { row, streams } = splitStreams(entity, given);
		const names = Object.keys(row);
		const marks = names.map(() => '?').join(', ');
		this.db.run(
			`INSERT INTO ${quote(entity.name)} (${names.map(quote).join(', ')}) VALUES (${marks})`,
			Object.values(row),
		);
		this.writeStreams(entity, String(row.Id), streams);
	}

	updateRaw(entity: Entity, id: string, given: SqlRow): void {
		const { row, streams } = splitStreams(entity, given);
		this.writeStreams(entity, id, streams);
		const names = Object.keys(row);
		if (names.length === 0) return;
		const assignments = names.map((name) => `${quote(name)} = ?`).join(', ');
		this.db.run(`UPDATE ${quote(entity.name)} SET ${assignments} WHERE "Id" = ?`, [
			...Object.values(row),
			id,
		]);
	}

	private writeStreams(entity: Entity, id: string, streams: ReadonlyArray<[string, SqlValue]>): void {
		for (const [column, value] of streams) {
			const bytes = value instanceof Uint8Array ? value : null;
			this.contents.write({ object: entity.name, id, column }, bytes);
		}
	}

	/** The row without what its stream columns hold. */
	find(entity: Entity, id: string): SqlRow | undefined {
		this.ensure(entity);
		return this.db.get(`SELECT * FROM ${quote(entity.name)} WHERE "Id" = ?`, [id]);
	}

	exists(entity: Entity, id: string): boolean {
		this.ensure(entity);
		return this.db.get(`SELECT 1 AS found FROM ${quote(entity.name)} WHERE "Id" = ?`, [id]) !== undefined;
	}

	/** The first row that points to this one, if any; tables that were never made cannot. */
	referrer(entity: Entity, id: string): { child: Entity; column: Column } | undefined {
		for (const child of this.model.entities.values()) {
			if (!this.ready.has(child.name)) continue;
			for (const column of child.lookups.values()) {
				if (column.ref !== entity.name) continue;
				const sql = `SELECT "Id" FROM ${quote(child.name)} WHERE ${quote(column.property)} = ? AND "Id" <> ? LIMIT 1`;
				if (this.db.get(sql, [id, child === entity ? id : '']) !== undefined) return { child, column };
			}
		}
		return undefined;
	}

	// ---- typed access for tests ----

	count(object: string, where = '1', ...params: SqlValue[]): number {
		this.entity(object);
		return Number(this.db.get(`SELECT count(*) AS n FROM ${quote(object)} WHERE ${where}`, params)?.n ?? 0);
	}

	/** Rows with booleans as booleans, empty dates and lookups as null. `where` is SQL over OData names. */
	rows(object: string, where = '1', ...params: SqlValue[]): Row[] {
		const entity = this.entity(object);
		return this.db
			.all(`SELECT * FROM ${quote(object)} WHERE ${where}`, params)
			.map((row) => this.toRow(entity, row));
	}

	private toRow(entity: Entity, raw: SqlRow): Row {
		const row: Row = {};
		for (const column of entity.columns) {
			if (column.kind !== 'BLOB') row[column.property] = toRowValue(column, raw);
			else {
				const place = { object: entity.name, id: String(raw.Id), column: column.property };
				// Read when it is asked for: it may be large.
				const get = () => this.contents.read(place) ?? null;
				Object.defineProperty(row, column.property, { enumerable: true, get });
			}
		}
		return row;
	}

	/** What a stream column of a record holds, as OData stores it; `undefined` where there is none. */
	content(object: string, id: string, column = 'Data'): Buffer | undefined {
		const bytes = this.contents.read({ object, id: id.toLowerCase(), column });
		return bytes && Buffer.from(bytes);
	}

	/** Writes past all rules of the site: no required columns, no sizes, no statistics. Gives the Id. */
	insert(object: string, row: Row): string {
		const entity = this.entity(object);
		const now = toPrecision(storedNow(this.clock()), this.flavour === 'postgres' ? 6 : 7);
		const raw: SqlRow = { Id: newGuid(), CreatedOn: now, ModifiedOn: now };
		for (const [name, value] of Object.entries(row)) {
			const column = entity.byProperty.get(name);
			if (!column) throw new Error(`${object} has no column ${name}.`);
			raw[name] = toSqlValue(column, value);
		}
		this.insertRaw(entity, raw);
		return String(raw.Id);
	}

	remove(object: string, id: string): boolean {
		this.entity(object);
		this.contents.removeRecord(object, id.toLowerCase());
		return this.db.run(`DELETE FROM ${quote(object)} WHERE "Id" = ?`, [id.toLowerCase()]) > 0;
	}
}

/** Stream columns are stored elsewhere. */
function splitStreams(
	entity: Entity,
	given: SqlRow,
): { row: SqlRow; streams: ReadonlyArray<[string, SqlValue]> } {
	const isStream = (name: string) => entity.byProperty.get(name)?.kind === 'BLOB';
	const streams = Object.entries(given).filter(([name]) => isStream(name));
	if (streams.length === 0) return { row: given, streams };
	return { row: Object.fromEntries(Object.entries(given).filter(([name]) => !isStream(name))), streams };
}

function toRowValue(column: Column, row: SqlRow): RowValue {
	const value = row[column.property] ?? null;
	if (column.kind === 'BOOLEAN') return value === 1;
	if (column.edm === 'Edm.DateTimeOffset' && typeof value === 'string') return `${value}Z`;
	return value;
}

function toSqlValue(column: Column, value: RowValue): SqlValue {
	if (typeof value === 'boolean') return value ? 1 : 0;
	if (value instanceof Date) return storedNow(value);
	if (typeof value === 'string' && column.edm === 'Edm.Guid') return value.toLowerCase();
	if (typeof value === 'string' && column.edm === 'Edm.DateTimeOffset') {
		const read = readInstant(value);
		if (read.kind === 'bad' || read.kind === 'noZone')
			throw new Error(`${value} is no date-time with a zone.`);
		return column.kind === 'DATE' ? toDay(read.stored) : read.stored;
	}
	return value;
}
