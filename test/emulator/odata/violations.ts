import { createHash } from 'node:crypto';

import type { Column, Entity } from '../model/model';
import type { Database } from '../options';
import { type ODataError, serverFault } from './errors';

/** PostgreSQL's sentence for U+0000 in a text. */
export const NUL_REFUSED = '22021: invalid byte sequence for encoding "UTF8": 0x00';

/** The database's own refusals, as they reach a client (contract 2.12), per flavour. */
export class Violations {
	constructor(private readonly database: Database) {}

	duplicateKey(entity: Entity, id: string): ODataError {
		return this.fault(
			`23505: duplicate key value violates unique constraint "PK${hash(`${entity.name}.Id`)}"`,
			`Violation of PRIMARY KEY constraint 'PK_${entity.name}_Id'. Cannot insert duplicate key in object 'dbo.${entity.name}'. The duplicate key value is (${id}).`,
		);
	}

	missingReference(entity: Entity, column: Column): ODataError {
		const key = `FK${hash(`${entity.name}.${column.property}`)}`;
		return this.fault(
			`23503: insert or update on table "${entity.name}" violates foreign key constraint "${key}"`,
			`The INSERT statement conflicted with the FOREIGN KEY constraint "${key}". The conflict occurred in database "Creatio", table "dbo.${column.ref ?? ''}", column 'Id'.`,
		);
	}

	stillReferenced(entity: Entity, child: Entity, column: Column): ODataError {
		const key = `FK${hash(`${child.name}.${column.property}`)}`;
		return this.fault(
			`23503: update or delete on table "${entity.name}" violates foreign key constraint "${key}" on table "${child.name}"`,
			`The DELETE statement conflicted with the REFERENCE constraint "${key}". The conflict occurred in database "Creatio", table "dbo.${child.name}", column '${column.property}'.`,
		);
	}

	tooLong(entity: Entity, column: Column): ODataError {
		return this.fault(
			`22001: value too long for type character varying(${column.size ?? 0})`,
			`String or binary data would be truncated in table 'Creatio.dbo.${entity.name}', column '${column.property}'.`,
		);
	}

	nulCharacter(): ODataError {
		return this.fault(NUL_REFUSED, 'A null character is not allowed.');
	}

	private fault(postgres: string, mssql: string): ODataError {
		return this.database === 'postgres'
			? serverFault({ message: postgres, type: 'Npgsql.PostgresException' })
			: serverFault({ message: mssql, type: 'System.Data.SqlClient.SqlException' });
	}
}

/** Names of keys on a site look like `FK6R22cV5NWM2CfAp2GAV4B2R2GfY`. */
function hash(text: string): string {
	return createHash('sha1').update(text).digest('base64').replace(/[+/=]/g, 'x').slice(0, 26);
}
