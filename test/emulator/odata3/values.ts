import { placeOf, storedBody } from '../files/place';
import { bytesOf } from '../http';
import { ZERO_GUID } from '../model/ids';
import { EMPTY_INSTANT, shifted } from '../model/instant';
import type { Column, Entity } from '../model/model';
import { scalarJson, type Spelling } from '../odata/json';
import type { SqlRow } from '../store/database';
import type { ServiceCall } from './call';

/** A value as a text, before it is quoted or escaped by a format. Nothing is null but a file (contract 3.3). */
export type Spelled =
	| { kind: 'text' | 'guid' | 'decimal'; text: string }
	/** A stored date-time. */
	| { kind: 'date'; stored: string }
	| { kind: 'whole' | 'boolean'; text: string }
	/** Bytes in base64, null without any. */
	| { kind: 'bytes'; text: string | null };

const PLAIN: Spelling = {
	falseZ: 0,
	decimalsAsText: false,
	echo: false,
	streamsInline: false,
	metadata: 'none',
	root: '',
};

export function spelled(call: ServiceCall, entity: Entity, column: Column, row: SqlRow): Spelled {
	const value = row[column.property];
	switch (column.edm) {
		case 'Edm.Guid':
			return { kind: 'guid', text: typeof value === 'string' ? value : ZERO_GUID };
		case 'Edm.String':
			return { kind: 'text', text: typeof value === 'string' ? value : '' };
		case 'Edm.Boolean':
			return { kind: 'boolean', text: value === 1 ? 'true' : 'false' };
		case 'Edm.Int32':
			return { kind: 'whole', text: String(value ?? 0) };
		case 'Edm.Decimal':
			return { kind: 'decimal', text: scalarJson(column, value, PLAIN) };
		case 'Edm.DateTimeOffset': {
			const stored = typeof value === 'string' ? value : EMPTY_INSTANT;
			const { falseZ } = call.context.switches;
			return { kind: 'date', stored: column.kind === 'DATE' ? stored : shifted(stored, falseZ) };
		}
		case 'Edm.Stream': {
			const place = placeOf(call.context, entity, String(row.Id), column, 'odata');
			const bytes = bytesOf({ status: 200, headers: [], body: storedBody(call.context.store, place) });
			return { kind: 'bytes', text: bytes.length === 0 ? null : bytes.toString('base64') };
		}
	}
}

/** `2018-10-26T09:13:30`, without zeros at the end of a fraction. */
export function isoDate(stored: string): string {
	return stored.replace(/\.?0+$/, '');
}

/** Milliseconds since 1970. */
export function ticksOf(stored: string): number {
	return Date.parse(`${stored.slice(0, 23)}Z`);
}
