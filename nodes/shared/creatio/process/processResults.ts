import { EMPTY_GUID } from '../../basics/guid';
import { serverInstantIn, type Zone } from '../../basics/instant';
import { isMembers, jsonIn } from '../../basics/json';
import { dateInWcf, dictionaryInWcf } from '../../basics/netJson';
import { readDate } from '../dataservice/selectAnswer';
import type { Row } from '../model/rows';
import type { ProcessParameter, ProcessSchema } from './processSchema';

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
	['true', true],
	['false', false],
]);

const NUMBER = /^-?\d+(?:[.,]\d+)?$/;

/** What is known about the results of a run. */
export interface ResultContext {
	/** Without it, results are returned unchanged. */
	readonly schema?: ProcessSchema;
	/** The zone of the Creatio user, in which the site writes dates. */
	readonly sessionZone: Zone;
}

/**
 * The results of a run by parameter, typed by the schema. Before 8.2.3 .NET sends pairs instead of an object, and
 * some sites send either as JSON text (contract 5.3). A result that is not in the schema is returned unchanged.
 */
export function readResults(sent: unknown, { schema, sessionZone }: ResultContext): Row {
	const given = typeof sent === 'string' ? jsonIn(sent) : sent;
	const values = dictionaryInWcf(given) ?? (isMembers(given) ? given : {});
	return Object.fromEntries(
		Object.entries(values).map(([name, value]) => {
			const parameter = schema?.parameters.find((candidate) => candidate.name === name);
			return [name, parameter ? readResult(value, parameter, sessionZone) : value];
		}),
	);
}

/** One result as a value of the parameter's type; anything else is returned unchanged. */
export function readResult(sent: unknown, { type, columns }: ProcessParameter, zone: Zone): unknown {
	if (sent === undefined || sent === null) return null;
	switch (type) {
		case 'collection':
			return collection(sent, columns, zone);
		case 'integer':
		case 'decimal':
			return typeof sent === 'string' && NUMBER.test(sent.trim())
				? Number(sent.trim().replace(',', '.'))
				: sent;
		case 'boolean':
			return typeof sent === 'string' ? (BOOLEANS.get(sent.toLowerCase()) ?? sent) : sent;
		case 'guid':
		case 'lookup':
			return sent === EMPTY_GUID || sent === '' ? null : sent;
		case 'dateTime':
		case 'date':
		case 'time':
			return typeof sent === 'string' ? date(sent, type, zone) : sent;
		default:
			return sent;
	}
}

function date(text: string, type: 'dateTime' | 'date' | 'time', zone: Zone): string | null {
	const bare = text.replace(/^"(.*)"$/, '$1');
	const iso = dateInWcf(bare);
	if (bare === '' || iso === null) return null;
	return readDate(iso ?? bare, type, (wall) => serverInstantIn(zone, wall));
}

/** A list, or the same as JSON text: it is not documented which (contract 5.3). */
function collection(sent: unknown, columns: readonly ProcessParameter[], zone: Zone): unknown {
	const list = typeof sent === 'string' ? (jsonIn(sent) ?? sent) : sent;
	if (!Array.isArray(list)) return list;
	return list.map((item: unknown) => {
		const record = dictionaryInWcf(item) ?? item;
		if (!isMembers(record)) return record;
		return Object.fromEntries(
			Object.entries(record).map(([name, value]) => {
				const column = columns.find((candidate) => candidate.name === name);
				return [name, column ? readResult(value, column, zone) : value];
			}),
		);
	});
}
