import { ZERO_GUID } from '../model/ids';
import { EMPTY_INSTANT, toWire } from '../model/instant';
import type { Column, Entity } from '../model/model';
import type { SqlRow, SqlValue } from '../store/database';

export interface Spelling {
	/** Minutes of the false `Z` (contract 2.7, point 2). */
	falseZ: number;
	/** The caller asked for decimals as texts with `IEEE754Compatible=true` (contract 2.15). */
	decimalsAsText: boolean;
	/** Answer of a POST: an unset money column is `0`, not `0.00` (contract 2.6). */
	echo: boolean;
	/** Older builds print stream annotations where the column stands, newer ones at the end. */
	streamsInline: boolean;
}

/** One scalar as JSON. Nothing is ever null: empty values are sentinels (contract 2.6). */
export function scalarJson(column: Column, value: SqlValue | undefined, spelling: Spelling): string {
	switch (column.edm) {
		case 'Edm.Guid':
			return JSON.stringify(value ?? ZERO_GUID);
		case 'Edm.String':
			return JSON.stringify(value ?? '');
		case 'Edm.Boolean':
			return value === 1 ? 'true' : 'false';
		case 'Edm.Int32':
			return String(value ?? 0);
		case 'Edm.Decimal': {
			const text = decimal(column, Number(value ?? 0), spelling);
			return spelling.decimalsAsText ? `"${text}"` : text;
		}
		case 'Edm.DateTimeOffset': {
			const stored = typeof value === 'string' ? value : EMPTY_INSTANT;
			return `"${toWire(stored, column.kind === 'DATE' ? 0 : spelling.falseZ)}"`;
		}
		case 'Edm.Stream':
			return 'null';
	}
}

function decimal(column: Column, value: number, spelling: Spelling): string {
	return column.kind === 'MONEY' && !spelling.echo && Math.abs(value) < 1e21
		? value.toFixed(2)
		: String(value);
}

/** Members of one row, each `"Name":value`. Streams show only when all columns were asked for. */
export function rowMembers(
	entity: Entity,
	row: SqlRow,
	select: Column[] | undefined,
	spelling: Spelling,
): string[] {
	const inline: string[] = [];
	const streams: string[] = [];
	for (const column of select ?? entity.columns) {
		if (column.kind === 'BLOB') {
			(spelling.streamsInline ? inline : streams).push(...streamAnnotations(entity, column, String(row.Id)));
		} else {
			inline.push(`${JSON.stringify(column.property)}:${scalarJson(column, row[column.property], spelling)}`);
		}
	}
	return [...inline, ...streams];
}

function streamAnnotations(entity: Entity, column: Column, id: string): string[] {
	const link = `${entity.name}(${id})/${column.property}`;
	return [
		`"${column.property}@odata.mediaEditLink":"${link}"`,
		`"${column.property}@odata.mediaReadLink":"${link}"`,
		`"${column.property}@odata.mediaContentType":"application/octet-stream"`,
	];
}
