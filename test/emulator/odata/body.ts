import { isGuid, ZERO_GUID } from '../model/ids';
import { EMPTY_INSTANT, readInstant, toDay } from '../model/instant';
import { type Column, type Entity, isLookup } from '../model/model';
import type { Switches } from '../options';
import type { SqlRow, SqlValue } from '../store/database';
import { invalidBody, typeName } from './errors';

export interface BodyRules {
	switches: Switches;
	/** PATCH differs: it may ignore unknown names, and drops the zero guid of a lookup (contract 2.10). */
	patch: boolean;
	/** `IEEE754Compatible=true` in the content type: decimals may be texts. */
	decimalsAsText: boolean;
}

/** Reads the members of an entity body. Navigation members and annotations are ignored (contract 2.9). */
export function readEntityBody(entity: Entity, body: Buffer, rules: BodyRules): SqlRow {
	const members = parseObject(body);
	const row: SqlRow = {};
	for (const [name, value] of Object.entries(members)) {
		if (name.includes('@')) continue;
		const column = entity.byProperty.get(name);
		if (!column) {
			readNonColumn(entity, name, value, rules);
			continue;
		}
		if (rules.patch && isLookup(column) && value === ZERO_GUID) continue;
		row[name] = readScalar(column, value, rules);
	}
	return row;
}

function parseObject(body: Buffer): Record<string, unknown> {
	let value: unknown;
	try {
		value = JSON.parse(body.toString('utf8'));
	} catch {
		throw invalidBody('Invalid JSON. A token was not recognized in the JSON content.');
	}
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		throw invalidBody(
			"An unexpected node was found when reading from the JSON reader. A 'StartObject' node was expected.",
		);
	}
	return value as Record<string, unknown>;
}

function readNonColumn(entity: Entity, name: string, value: unknown, rules: BodyRules): void {
	const single = entity.lookups.has(name);
	if (single || entity.reverses.has(name)) {
		if (value !== null && typeof value !== 'object') {
			throw invalidBody(
				`An unexpected 'PrimitiveValue' node was found when reading from the JSON reader. A '${single ? 'StartObject' : 'StartArray'}' node was expected.`,
			);
		}
		return;
	}
	if (rules.patch && rules.switches.patchUnknownProperty === 'ignore') return;
	throw invalidBody(
		`The property '${name}' does not exist on type '${typeName(entity.name)}'. Make sure to only use property names that are defined by the type.`,
	);
}

function readScalar(column: Column, value: unknown, rules: BodyRules): SqlValue {
	if (value === null) return emptyOf(column);
	switch (column.edm) {
		case 'Edm.Guid':
			if (typeof value !== 'string' || !isGuid(value)) throw cannotConvert(column, value);
			return value === ZERO_GUID ? null : value.toLowerCase();
		case 'Edm.String':
			if (typeof value !== 'string') throw cannotConvert(column, value);
			return value;
		case 'Edm.Boolean':
			if (typeof value !== 'boolean') throw cannotConvert(column, value);
			return value ? 1 : 0;
		case 'Edm.Int32':
			if (typeof value !== 'number' || !Number.isInteger(value) || Math.abs(value + 0.5) > 2 ** 31) {
				throw cannotConvert(column, value);
			}
			return value;
		case 'Edm.Decimal':
			return readDecimal(column, value, rules);
		case 'Edm.DateTimeOffset':
			if (typeof value !== 'string') throw cannotConvert(column, value);
			return readDate(column, value, rules);
		case 'Edm.Stream':
			throw cannotConvert(column, value);
	}
}

function readDecimal(column: Column, value: unknown, rules: BodyRules): number {
	if (typeof value === 'number') return value;
	const isText = typeof value === 'string' && rules.decimalsAsText && /^-?\d+(\.\d+)?$/.test(value);
	if (!isText) throw cannotConvert(column, value);
	return Number(value);
}

/** The quirks of contract 2.7, point 4. */
function readDate(column: Column, value: string, rules: BodyRules): string | null {
	const read = readInstant(value, rules.switches.serverZone);
	switch (read.kind) {
		case 'instant':
		case 'dateOnly':
			if (read.stored === EMPTY_INSTANT) return null;
			return column.kind === 'DATE' ? toDay(read.stored) : read.stored;
		case 'noZone':
			if (rules.switches.dateWithoutZone === 'empty') return null;
			throw cannotConvert(column, value);
		case 'bad':
			throw cannotConvert(column, value);
	}
}

function emptyOf(column: Column): SqlValue {
	switch (column.edm) {
		case 'Edm.String':
			return '';
		case 'Edm.Boolean':
		case 'Edm.Int32':
		case 'Edm.Decimal':
			return 0;
		case 'Edm.Guid':
		case 'Edm.DateTimeOffset':
		case 'Edm.Stream':
			return null;
	}
}

function cannotConvert(column: Column, value: unknown): Error {
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	return invalidBody(`Cannot convert the literal '${text}' to the expected type '${column.edm}'.`);
}
