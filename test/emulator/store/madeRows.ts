import { FIXED } from '../model/ids';
import { type Column, type Entity, isAuthor, isLookup } from '../model/model';
import { type Database, quote } from './database';

/** Rows that an object has by the thousand or million: made up as they are read, not to be changed. */
export interface MadeRows {
	readonly count: number;
	/**
	 * Where the keys lie: evenly `spread` (when left out), as random ones are, or `bunched`: a thousand share their first digits, as
	 * those of an import do that a database counted up.
	 */
	readonly keys?: 'spread' | 'bunched';
}

export type Made = Readonly<Record<string, MadeRows>>;

/** Every 97th row has a text that files and addresses have to escape. */
const AWKWARD = `', "quoted"; and' || char(13, 10) || 'ä line'`;

/**
 * Makes an object whose rows are computed from their numbers, from 0 on: a table of keys, and a view of it with the name of the
 * object. SQLite reads a range of keys of such a view without computing the others.
 */
export function createMade(db: Database, entity: Entity, made: Made): void {
	const { count, keys } = made[entity.name] ?? { count: 0 };
	const table = quote(`keys of ${entity.name}`);
	db.exec(`CREATE TABLE ${table} ("Id" TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID`);
	db.run(
		`INSERT INTO ${table} WITH RECURSIVE numbers (n) AS (SELECT 0 WHERE ? > 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ?)
		SELECT ${keyOf('n', keys)}, n FROM numbers`,
		[count, count],
	);
	const columns = entity.columns.flatMap((column) => {
		if (column.property === 'Id' || column.kind === 'BLOB') return [];
		return [`${valueOf(entity, column, made)} AS ${quote(column.property)}`];
	});
	db.exec(`CREATE VIEW ${quote(entity.name)} AS SELECT "Id", ${columns.join(', ')} FROM ${table}`);
}

/** The SQL of the key of a row: as many keys as numbers below 2^31. */
function keyOf(number: string, keys: MadeRows['keys'] = 'spread'): string {
	const group = keys === 'spread' ? number : `(${number}) / 1000`;
	return `printf('%08x-0000-4000-8000-%012x', (${group}) * 2654435761 & 4294967295, ${number})`;
}

/** The SQL of a value, of the number n of its row. */
function valueOf(entity: Entity, column: Column, made: Made): string {
	if (isAuthor(column)) return `'${FIXED.supervisorContact}'`;
	if (isLookup(column)) return lookupOf(column, made);
	switch (column.kind) {
		case 'TEXT':
			return textOf(entity, column);
		case 'INTEGER':
			return 'n % 100';
		case 'FLOAT':
		case 'MONEY':
			return 'round(n / 7.0, 2)';
		case 'BOOLEAN':
			return 'n % 2';
		case 'DATE_TIME':
			return "strftime('%Y-%m-%dT%H:%M:%S.0000000', '2020-01-01', (n % 2000000) || ' minutes')";
		case 'DATE':
			return "strftime('%Y-%m-%dT00:00:00.0000000', '1950-01-01', (n % 20000) || ' days')";
		case 'COLOR':
			return "''";
		default:
			return 'NULL';
	}
}

/** A row of an object that is made up too. */
function lookupOf({ ref = '' }: Column, made: Made): string {
	const { count, keys } = made[ref] ?? { count: 0 };
	return count > 0 ? keyOf(`n % ${count}`, keys) : 'NULL';
}

function textOf(entity: Entity, { property, size }: Column): string {
	const text =
		property === 'Email'
			? `'person' || n || '@example.com'`
			: `'${entity.name} ${property} ' || n || CASE n % 97 WHEN 96 THEN ${AWKWARD} ELSE '' END`;
	return size === undefined ? text : `substr(${text}, 1, ${size})`;
}
