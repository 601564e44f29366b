import type { Column } from '../model/objectModel';
import type { Row } from '../model/rows';
import { keyOf } from './cell';
import type { ChangedPage } from './changedPages';
import type { Memory } from './memory';
import { NOTHING, readerOf, type Reading } from './changeSource';
import { between, readStamp, stampOf } from './stamp';
import { HONEST, learnFilter, measureSpelling, type TimeSpelling } from './siteClock';

const QUARTER_MS = 15 * 60_000;
/** For so long a site that shows no record is not asked how it tells times. */
const SURE_MS = 30 * 60_000;

/** Whether the spelling of times was looked at lately: a site where nothing happens is not asked with every poll. */
export function wasSure({ sureAt }: Memory, now: Date | undefined): boolean {
	return sureAt !== undefined && (now === undefined || between(sureAt, stampOf(now)) < SURE_MS);
}

/**
 * The spelling of times when it is not the one of the memory: not known yet, or changed. A change shows in records that
 * did not change: all of them have another time, by the same number of quarters of an hour.
 */
export async function otherSpelling(
	reading: Reading,
	memory: Memory,
	page: ChangedPage,
): Promise<TimeSpelling | undefined> {
	const { connection, source, signal } = reading;
	const { model, time } = source;
	const [first] = page.rows;
	if (memory.spelling === undefined) {
		if (!first) return undefined;
		const record = { id: keyOf(first), shown: String(first[time.property]) };
		return await measureSpelling(connection, model, time, record, signal);
	}
	if (memory.anchors.length === 0) return undefined;
	const reader = readerOf({ ...reading, source: { ...source, shape: NOTHING } });
	const filter = memory.anchors.map(({ id }) => `Id eq ${id}`).join(' or ');
	const { rows } = await reader.read({ filter, orderby: 'Id asc', top: memory.anchors.length });
	const [shift, ...others] = new Set(rows.map((row) => shiftOf(row, memory, time)));
	if (!shift || others.length > 0 || rows[0] === undefined) return undefined;
	const record = { id: keyOf(rows[0]), shown: String(rows[0][time.property]) };
	return await learnFilter(connection, model, time, record, memory.spelling.offset + shift, signal);
}

/** Minutes by which an anchor is shown later than before; 0 where that is no whole number of quarters of an hour. */
function shiftOf(row: Row, { anchors, spelling = HONEST }: Memory, time: Column): number {
	const anchor = anchors.find(({ id }) => id === keyOf(row));
	const stamp = readStamp(row[time.property], spelling.offset);
	if (!anchor || !stamp || stamp.slice(23) !== anchor.stamp.slice(23)) return 0;
	const milliseconds = between(anchor.stamp, stamp);
	return milliseconds % QUARTER_MS === 0 ? milliseconds / 60_000 : 0;
}
