import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

import { toLocal } from '../model/zone';

export type SqlValue = string | number | null | Uint8Array;
export type SqlRow = Record<string, SqlValue>;

/** A piece of SQL with the values of its question marks. */
export interface Condition {
	sql: string;
	params: SqlValue[];
}

const MOST_STATEMENTS = 1000;

/** More tables, values or levels in one statement than SQLite takes. */
export class QueryTooComplex extends Error {
	constructor() {
		super('The query is too complex.');
	}
}

const LIMITS_OF_SQLITE =
	/at most \d+ tables in a join|too many SQL variables|Expression tree is too large|string or blob too big|too many columns|parser stack overflow/;

/** One SQLite database in memory, with prepared statements and nested transactions. */
export class Database {
	private readonly db = new DatabaseSync(':memory:');
	private readonly statements = new Map<string, StatementSync>();
	private depth = 0;
	/** Called when a rollback may have undone a CREATE TABLE. */
	afterRollback: () => void = () => undefined;

	constructor() {
		// SQLite's own lower() knows ASCII only.
		const options = { deterministic: true };
		this.db.function('ulower', options, (text: SQLInputValue) => fold(text));
		this.db.function('uupper', options, (text: SQLInputValue) =>
			typeof text === 'string' ? text.toUpperCase() : text,
		);
		this.db.function('in_zone', options, (stored: SQLInputValue, zone: SQLInputValue) =>
			typeof stored === 'string' && typeof zone === 'string' ? toLocal(zone, stored) : null,
		);
		this.db.function('starts_with', options, (text: SQLInputValue, part: SQLInputValue) =>
			typeof text === 'string' && typeof part === 'string' ? Number(text.startsWith(part)) : null,
		);
		this.db.function('ends_with', options, (text: SQLInputValue, part: SQLInputValue) =>
			typeof text === 'string' && typeof part === 'string' ? Number(text.endsWith(part)) : null,
		);
	}

	/** A function that statements may call. It may run statements itself. */
	defineFunction(name: string, run: (...args: SQLInputValue[]) => SQLInputValue): void {
		this.db.function(name, { varargs: true }, run);
	}

	exec(sql: string): void {
		this.db.exec(sql);
	}

	all(sql: string, params: SqlValue[] = []): SqlRow[] {
		return this.statement(sql).all(...params) as SqlRow[];
	}

	get(sql: string, params: SqlValue[] = []): SqlRow | undefined {
		return this.statement(sql).get(...params) as SqlRow | undefined;
	}

	run(sql: string, params: SqlValue[] = []): number {
		return Number(this.statement(sql).run(...params).changes);
	}

	/** All or nothing. Calls may nest. */
	transaction<T>(work: () => T): T {
		const name = `level${this.depth}`;
		this.db.exec(`SAVEPOINT ${name}`);
		this.depth += 1;
		try {
			const result = work();
			this.db.exec(`RELEASE ${name}`);
			return result;
		} catch (cause) {
			this.db.exec(`ROLLBACK TO ${name}; RELEASE ${name}`);
			this.afterRollback();
			throw cause;
		} finally {
			this.depth -= 1;
		}
	}

	close(): void {
		this.statements.clear();
		this.db.close();
	}

	private prepare(sql: string): StatementSync {
		try {
			return this.db.prepare(sql);
		} catch (cause) {
			throw LIMITS_OF_SQLITE.test(String(cause)) ? new QueryTooComplex() : cause;
		}
	}

	private statement(sql: string): StatementSync {
		let statement = this.statements.get(sql);
		if (!statement) {
			statement = this.prepare(sql);
			this.statements.set(sql, statement);
			const oldest = this.statements.keys().next().value;
			if (this.statements.size > MOST_STATEMENTS && oldest !== undefined) this.statements.delete(oldest);
		}
		return statement;
	}
}

/** The one idea of letter case: both sides of a comparison go through it. */
export function fold<T>(text: T): T | string {
	return typeof text === 'string' ? text.toLowerCase() : text;
}

/** SQL's own comparison does not count blanks at the end. */
export function withoutEndBlanks({ sql, params }: Condition): Condition {
	return { sql: `rtrim(${sql})`, params };
}

export function quote(name: string): string {
	return `"${name.replaceAll('"', '""')}"`;
}
