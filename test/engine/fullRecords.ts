import type { Emulator } from '../emulator';
import type { Row } from '../emulator';

/** Columns that Creatio fills in. */
const FILLED = new Set(['CreatedOn', 'CreatedById', 'ModifiedOn', 'ModifiedById', 'ProcessListeners']);

let last = 0;

const entityOf = (site: Emulator, object: string) => site.store.entity(object);

/** The record of an object with this text, made if there is none: with another ID on each site. */
export function namedRecord(site: Emulator, object: string, name: string): string {
	const column = entityOf(site, object).displayColumn ?? 'Name';
	const [known] = site.store.rows(object, `"${column}" = ?`, name);
	return known ? String(known.Id) : site.store.insert(object, { [column]: name });
}

/** The text of the records to which the lookups of full records point. */
export const nameIn = (object: string) => `One ${object}`;

/** A record with a value in every column that a user can fill. */
export function fullRecord(site: Emulator, object: string): string {
	const number = ++last;
	const row: Row = {};
	for (const { kind, property, name, ref, size } of entityOf(site, object).columns) {
		if (FILLED.has(property) || property === 'Id') continue;
		switch (kind) {
			case 'TEXT':
				row[property] = `${name} "${number}" é`.slice(0, size);
				break;
			case 'COLOR':
				row[property] = '#00ff00';
				break;
			case 'INTEGER':
				row[property] = 40 + number;
				break;
			case 'FLOAT':
			case 'MONEY':
				row[property] = 1234.25 + number;
				break;
			case 'BOOLEAN':
				row[property] = true;
				break;
			case 'DATE':
				row[property] = '2024-02-29T00:00:00Z';
				break;
			case 'DATE_TIME':
				row[property] = '2026-01-31T10:15:30Z';
				break;
			case 'TIME':
				row[property] = '0001-01-01T10:15:00Z';
				break;
			case 'LOOKUP':
			case 'IMAGELOOKUP':
				row[property] = namedRecord(site, ref ?? '', nameIn(ref ?? ''));
				break;
			case 'GUID':
				row[property] = site.store.insert('City', { Name: 'A GUID' });
				break;
			case 'BLOB':
				break;
		}
	}
	return site.store.insert(object, row);
}

/** Empties all that a user can fill, as if somebody had. */
export function wreck(site: Emulator, object: string, id: string): void {
	const { store } = site;
	const entity = store.entity(object);
	const empty = entity.columns
		.filter(({ property, kind }) => !FILLED.has(property) && property !== 'Id' && kind !== 'BLOB')
		.map(({ property, edm }) => [
			property,
			edm === 'Edm.String' ? '' : edm === 'Edm.Guid' || edm === 'Edm.DateTimeOffset' ? null : 0,
		]);
	store.updateRaw(entity, id, Object.fromEntries(empty));
}

/** What a user can see and fill of a record; lookups by the text of their record, so that sites can be compared. */
export function contentOf(site: Emulator, object: string, id: string): Row | undefined {
	const [row] = site.store.rows(object, '"Id" = ?', id);
	if (!row) return undefined;
	const content: Row = {};
	for (const { property, kind, ref } of entityOf(site, object).columns) {
		if (FILLED.has(property) || kind === 'BLOB') continue;
		const value = row[property] ?? null;
		const target = ref === undefined || value === null ? undefined : ref;
		content[property] = target === undefined ? value : textOf(site, target, String(value));
	}
	return content;
}

function textOf(site: Emulator, object: string, id: string) {
	const [row] = site.store.rows(object, '"Id" = ?', id);
	return row?.[entityOf(site, object).displayColumn ?? 'Name'] ?? `no ${object} ${id}`;
}
