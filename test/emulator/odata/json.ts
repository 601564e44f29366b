import { ZERO_GUID } from '../model/ids';
import { EMPTY_INSTANT, toWire } from '../model/instant';
import type { Column, Entity } from '../model/model';
import type { SqlRow, SqlValue } from '../store/database';
import { typeName } from './errors';
import type { Format } from './format';

export interface Spelling {
	/** Minutes of the false `Z` (contract 2.7, point 2). */
	falseZ: number;
	/** The caller asked for decimals as texts with `IEEE754Compatible=true` (contract 2.15). */
	decimalsAsText: boolean;
	/** Answer of a POST: an unset money column is `0`, not `0.00` (contract 2.6). */
	echo: boolean;
	/** Older builds print stream annotations where the column stands, newer ones at the end. */
	streamsInline: boolean;
	/** Which annotations the caller wants (contract 2.15). */
	metadata: Format['metadata'];
	/** Address of the OData root, for links. */
	root: string;
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
			// The echo of a create has digits that are lost in the database (contract 2.15).
			const text = typeof value === 'string' ? value : decimal(column, Number(value ?? 0), spelling);
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

/** Types that the JSON of a value does not show. */
const SHOWN_TYPES: readonly string[] = ['Edm.Guid', 'Edm.Decimal', 'Edm.DateTimeOffset'];

/** Members of one row, each `"Name":value`. Streams show only when all columns were asked for. */
export function rowMembers(
	entity: Entity,
	row: SqlRow,
	select: Column[] | undefined,
	spelling: Spelling,
): string[] {
	const full = spelling.metadata === 'full';
	const inline: string[] = full ? rowAnnotations(entity, row, spelling) : [];
	const streams: string[] = [];
	for (const column of select ?? entity.columns) {
		if (column.kind === 'BLOB') {
			if (spelling.metadata === 'none') continue;
			(spelling.streamsInline ? inline : streams).push(...streamAnnotations(entity, column, String(row.Id)));
			continue;
		}
		if (full && SHOWN_TYPES.includes(column.edm))
			inline.push(`"${column.property}@odata.type":"#${column.edm.slice('Edm.'.length)}"`);
		inline.push(`${JSON.stringify(column.property)}:${scalarJson(column, row[column.property], spelling)}`);
	}
	const links = full && select === undefined ? navigationLinks(entity, row, spelling) : [];
	return [...inline, ...streams, ...links];
}

function rowAnnotations(entity: Entity, row: SqlRow, { root }: Spelling): string[] {
	const address = `${entity.name}(${String(row.Id)})`;
	return [
		`"@odata.type":"#${typeName(entity.name)}"`,
		`"@odata.id":"${root}/${address}"`,
		`"@odata.editLink":"${address}"`,
	];
}

function navigationLinks(entity: Entity, row: SqlRow, { root }: Spelling): string[] {
	const address = `${root}/${entity.name}(${String(row.Id)})`;
	return [...entity.lookups.keys(), ...entity.reverses.keys()].flatMap((name) => [
		`"${name}@odata.associationLink":"${address}/${name}/$ref"`,
		`"${name}@odata.navigationLink":"${address}/${name}"`,
	]);
}

function streamAnnotations(entity: Entity, column: Column, id: string): string[] {
	const link = `${entity.name}(${id})/${column.property}`;
	return [
		`"${column.property}@odata.mediaEditLink":"${link}"`,
		`"${column.property}@odata.mediaReadLink":"${link}"`,
		`"${column.property}@odata.mediaContentType":"application/octet-stream"`,
	];
}
