import { attempt, type Attempt } from '../../basics/attempt';
import { isCreatioError } from '../../basics/errors';
import { mayRepeat } from '../../connection/retry';
import type { Connection } from '../../connection/serviceCall';
import { recordMoment } from '../dataservice/findRecords';
import { sessionZone } from '../dataservice/sessionZone';
import type { Column, ObjectModel } from '../model/objectModel';
import type { Row } from '../model/rows';
import { keysFilter } from '../odata/filterText';
import { countRecords } from '../odata/oneRecord';
import { protocolOf } from '../odata/protocolOf';
import type { ChangedPage } from './changedPages';
import { keyOf, NOTHING, readerOf, type Reading } from './changeSource';
import type { Memory } from './memory';
import { between, HONEST, moved, readStamp, stampOf, type TimeSpelling } from './stamp';
import { timeLiteral } from './timeLiteral';

/** A record with its time as OData returns it. */
export interface ShownTime {
	readonly id: string;
	readonly shown: string;
}

/**
 * Measures how the site returns times, by a record that both OData and DataService return: DataService always returns
 * the local time (contract 2.7, 4.5). Costs one request where the user's clock shows UTC, three at most.
 */
export async function measureSpelling(
	connection: Connection,
	model: ObjectModel,
	time: Column,
	record: ShownTime,
): Promise<TimeSpelling> {
	const zone = await unlessBroken(sessionZone(connection));
	if (!zone.done || zone.value === 0) return HONEST;
	const local = await unlessBroken(recordMoment(connection, model, record.id, time));
	// Without rights to DataService, the usual case is assumed.
	if (!local.done || local.value === undefined || !isSameText(local.value, record.shown)) return HONEST;
	return await learnFilter(connection, model, time, record, zone.value);
}

/** Rejects for a broken connection, which says nothing about the site: what is assumed about it is kept. */
async function unlessBroken<T>(work: Promise<T>): Promise<Attempt<T>> {
	const outcome = await attempt(work);
	if (outcome.done || !isCreatioError(outcome.error)) return outcome;
	const { error } = outcome;
	if (error.kind !== 'unreadable' && mayRepeat(error, 'read')) throw error;
	return outcome;
}

/** How filters compare, once it is known by how much the returned times are ahead. */
async function learnFilter(
	connection: Connection,
	model: ObjectModel,
	time: Column,
	{ id, shown }: ShownTime,
	offset: number,
): Promise<TimeSpelling> {
	const stamp = readStamp(shown, 0);
	if (offset === 0 || stamp === undefined) return HONEST;
	const { guid } = protocolOf(connection);
	const around = [moved(stamp, -1_000), moved(stamp, 1_000)].map(timeLiteral(connection, time));
	const filter = `Id eq ${guid(id)} and ${time.property} ge ${around[0]} and ${time.property} le ${around[1]}`;
	const count = await countRecords(connection, model.name, filter);
	return { offset, comparesAsShown: count > 0 };
}

/** To the second: DataService returns three digits of a fraction, OData all that are stored. */
function isSameText(local: string, shown: string): boolean {
	return local.slice(0, 19) === shown.slice(0, 19);
}

const QUARTER_MS = 15 * 60_000;

/** A site without records is not asked again how it returns times for this long. */
const SURE_MS = 30 * 60_000;

/** Whether the notation of times was checked recently: a site without changes is not asked with every poll. */
export function wasSure({ sureAt }: Memory, now: Date | undefined): boolean {
	return sureAt !== undefined && (now === undefined || between(sureAt, stampOf(now)) < SURE_MS);
}

/**
 * The notation of times if it differs from the one in the memory: not known yet, or changed. A change is visible in records
 * that did not change: the times of all of them differ by the same number of quarters of an hour.
 */
export async function otherSpelling(
	reading: Reading,
	memory: Memory,
	page: ChangedPage,
): Promise<TimeSpelling | undefined> {
	const { connection, source } = reading;
	const { model, time } = source;
	const [first] = page.rows;
	if (memory.spelling === undefined) {
		if (!first) return undefined;
		const record = { id: keyOf(first), shown: String(first[time.property]) };
		return await measureSpelling(connection, model, time, record);
	}
	if (memory.anchors.length === 0) return undefined;
	const reader = readerOf({ ...reading, source: { ...source, shape: NOTHING } });
	const ids = memory.anchors.map(({ id }) => id);
	const filter = keysFilter(protocolOf(connection), ids);
	const { rows } = await reader.read({ filter, orderby: 'Id asc', top: memory.anchors.length });
	const [shift, ...others] = new Set(rows.map((row) => shiftOf(row, memory, time)));
	if (!shift || others.length > 0 || rows[0] === undefined) return undefined;
	const record = { id: keyOf(rows[0]), shown: String(rows[0][time.property]) };
	return await learnFilter(connection, model, time, record, memory.spelling.offset + shift);
}

/** Minutes by which the time of an anchor is later than before; 0 if that is not a whole number of quarters of an hour. */
function shiftOf(row: Row, { anchors, spelling = HONEST }: Memory, time: Column): number {
	const anchor = anchors.find(({ id }) => id === keyOf(row));
	const stamp = readStamp(row[time.property], spelling.offset);
	if (!anchor || !stamp || stamp.slice(23) !== anchor.stamp.slice(23)) return 0;
	const milliseconds = between(anchor.stamp, stamp);
	return milliseconds % QUARTER_MS === 0 ? milliseconds / 60_000 : 0;
}
