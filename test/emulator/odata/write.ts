import { settings } from '../data/settings';
import { newGuid } from '../model/ids';
import { storedNow, toDay, toPrecision } from '../model/instant';
import { type Column, type Entity, isLookup } from '../model/model';
import type { ResolvedOptions } from '../options';
import type { WrittenIds } from '../stats';
import { quote, type SqlRow, type SqlValue } from '../store/database';
import type { Store } from '../store/store';
import { ODataError, serverFault } from './errors';
import { Violations } from './violations';

export interface JournalEntry {
	object: string;
	kind: keyof WrittenIds;
	id: string;
}

/** Users and roles cannot be created by OData (contract 2.9). Views refuse too. */
const NOT_CREATABLE = ['SysAdminUnit'];

/** What the entity layer of the site does on saving and deleting (contract 2.9, 2.10). */
export class Writer {
	private readonly violations: Violations;
	private ticks = 0;

	constructor(
		private readonly store: Store,
		private readonly options: ResolvedOptions,
		/** The contact of the user: author of what is written. */
		private readonly contactId: string,
		private readonly journal: JournalEntry[],
	) {
		this.violations = new Violations(options.database);
	}

	/** Gives the row as the site echoes it: seven digits of a second, whatever the database keeps. */
	create(entity: Entity, given: SqlRow): SqlRow {
		if (NOT_CREATABLE.includes(entity.name) || entity.name.startsWith('Vw')) {
			throw new ODataError(500, 'An error has occurred.');
		}
		this.store.ensure(entity);
		const now = this.now();
		const row: SqlRow = {};
		for (const column of entity.columns) {
			const value = given[column.property];
			row[column.property] = value === undefined ? this.defaultOf(entity, column, now) : value;
		}
		Object.assign(row, {
			Id: given.Id ?? newGuid(),
			CreatedOn: now,
			CreatedById: this.contactId,
			ModifiedOn: now,
			ModifiedById: this.contactId,
		});
		if (entity.name === 'Contact') splitName(given, row);
		const id = String(row.Id);
		this.checkRequired(entity, row);
		this.checkSizes(entity, row);
		if (this.store.exists(entity, id)) throw this.violations.duplicateKey(entity, id);
		this.checkLookups(entity, row, id);
		this.store.insertRaw(entity, this.toStored(entity, row));
		this.journal.push({ object: entity.name, kind: 'created', id });
		return row;
	}

	update(entity: Entity, id: string, given: SqlRow): void {
		const {
			Id: _id,
			CreatedOn: _on,
			CreatedById: _by,
			ModifiedOn: _mOn,
			ModifiedById: _mBy,
			...changes
		} = given;
		const row: SqlRow = { ...changes, ModifiedOn: this.now(), ModifiedById: this.contactId };
		if (entity.name === 'Contact') splitName(given, row);
		this.checkRequired(entity, row);
		this.checkSizes(entity, row);
		this.checkLookups(entity, row, id);
		this.store.updateRaw(entity, id, this.toStored(entity, row));
		this.journal.push({ object: entity.name, kind: 'updated', id });
	}

	remove(entity: Entity, id: string): void {
		const referrer = this.store.referrer(entity, id);
		if (referrer) throw this.violations.stillReferenced(entity, referrer.child, referrer.column);
		this.store.remove(entity.name, id);
		this.journal.push({ object: entity.name, kind: 'deleted', id });
	}

	/** Bytes of a stream column, in the place of those that are there. They count as a change of the row. */
	setStream(entity: Entity, id: string, column: Column, bytes: Uint8Array | null): void {
		const row: SqlRow = { [column.property]: bytes, ModifiedOn: this.now(), ModifiedById: this.contactId };
		this.store.updateRaw(entity, id, this.toStored(entity, row));
		this.journal.push({ object: entity.name, kind: 'updated', id });
	}

	private now(): string {
		this.ticks += 1;
		return storedNow(this.options.clock(), 1234 + this.ticks * 37);
	}

	private defaultOf(entity: Entity, column: Column, now: string): SqlValue {
		const rule = column.default;
		if (rule === undefined) return emptyColumn(column);
		switch (rule.source) {
			case 'SYSTEM_VALUE':
				if (rule.value === 'CurrentUserContact') return this.contactId;
				if (rule.value === 'CurrentDateTime') return now;
				if (rule.value === 'CurrentDate') return toDay(now);
				return newGuid();
			case 'CONST':
				if (column.edm === 'Edm.DateTimeOffset') return null;
				return typeof rule.value === 'boolean' ? Number(rule.value) : rule.value;
			case 'SETTINGS': {
				const value = settings(this.store.model).get(rule.value)?.value;
				return value === undefined ? emptyColumn(column) : String(value);
			}
			case 'SEQUENCE':
				return `${rule.prefix}${String(this.nextNumber(entity, column, rule.prefix)).padStart(rule.digits, '0')}`;
		}
	}

	private nextNumber(entity: Entity, column: Column, prefix: string): number {
		const name = quote(column.property);
		const found = this.store.db.get(
			`SELECT max(CAST(substr(${name}, ?) AS INTEGER)) AS n FROM ${quote(entity.name)} WHERE ${name} LIKE ?`,
			[prefix.length + 1, `${prefix}%`],
		);
		return Number(found?.n ?? 0) + 1;
	}

	private checkRequired(entity: Entity, row: SqlRow): void {
		for (const column of entity.columns) {
			const value = row[column.property];
			if (!column.required || value === undefined || (value !== null && value !== '')) continue;
			throw serverFault({
				message: `Required column "${column.name}" of object "${entity.name}" is not filled in.`,
			});
		}
	}

	private checkSizes(entity: Entity, row: SqlRow): void {
		for (const column of entity.columns) {
			const value = row[column.property];
			if (column.edm !== 'Edm.String' || typeof value !== 'string') continue;
			if (column.size !== undefined && [...value].length > column.size)
				throw this.violations.tooLong(entity, column);
			if (value.includes('\0') && this.options.database === 'postgres') throw this.violations.nulCharacter();
		}
	}

	private checkLookups(entity: Entity, row: SqlRow, ownId: string): void {
		for (const column of entity.columns) {
			const value = row[column.property];
			if (!isLookup(column) || typeof value !== 'string') continue;
			const target = this.store.model.entities.get(column.ref ?? '');
			if (!target || (target === entity && value === ownId)) continue;
			if (!this.store.exists(target, value)) throw this.violations.missingReference(entity, column);
		}
	}

	private toStored(entity: Entity, row: SqlRow): SqlRow {
		const stored: SqlRow = {};
		for (const [name, value] of Object.entries(row)) {
			const column = entity.byProperty.get(name);
			if (!column) continue;
			stored[name] = this.toStoredValue(column, value);
		}
		return stored;
	}

	private toStoredValue(column: Column, value: SqlValue): SqlValue {
		if (column.edm === 'Edm.DateTimeOffset' && typeof value === 'string') {
			return toPrecision(value, this.options.database === 'postgres' ? 6 : 7);
		}
		if (column.edm === 'Edm.Decimal' && value !== null) {
			return column.kind === 'MONEY' ? Math.round(Number(value) * 100) / 100 : Number(value);
		}
		return value;
	}
}

/** What a column holds when nothing was given. */
export function emptyColumn(column: Column): SqlValue {
	switch (column.edm) {
		case 'Edm.String':
			return '';
		case 'Edm.Boolean':
		case 'Edm.Int32':
		case 'Edm.Decimal':
			return 0;
		default:
			return null;
	}
}

/** "API Test" -> GivenName API, Surname Test (contract 2.9). Parts that the caller gives stay. */
function splitName(given: SqlRow, row: SqlRow): void {
	if (typeof given.Name !== 'string') return;
	if (given.Surname || given.GivenName || given.MiddleName) return;
	const words = given.Name.split(/\s+/).filter((word) => word !== '');
	row.GivenName = words[0] ?? '';
	row.Surname = words.length > 1 ? (words.at(-1) ?? '') : '';
	row.MiddleName = words.slice(1, -1).join(' ');
}
