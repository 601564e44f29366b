import { inputError } from '../../basics/errors';
import { fingerprint, packed } from '../../basics/fingerprint';
import type { Connection } from '../../connection/serviceCall';
import type { Row } from '../model/rows';
import { both } from '../odata/filterText';
import { orderOption } from '../odata/pageReader';
import { inEitherSpelling } from '../odata/queryRecords';
import { settledUntil } from './changeCollector';
import { changedPages } from './changedPages';
import { cellOf, type ChangeSource, keyOf, type LookOptions, NOTHING, readerOf } from './changeSource';
import type { Anchor, Memory } from './memory';
import { overlapOf } from './readChanges';
import { measureSpelling } from './siteClock';
import { earliest, FIRST_STAMP, HONEST, readStamp, type Stamp, stampOf, type TimeSpelling } from './stamp';
import { timeLiteral } from './timeLiteral';

/** A memory of everything that exists now, so that the next read returns only later changes. */
export async function beginNow(
	connection: Connection,
	source: ChangeSource,
	options: LookOptions,
): Promise<Memory> {
	const { spelling, newest } = await newestRecord(connection, source, options);
	if (newest === undefined) return beginAt(FIRST_STAMP);
	const settled = settledUntil(newest, connection.siteTime(), overlapOf(options, spelling));
	const floor = earliest(newest, settled);
	let anchor: Anchor | undefined;
	const prints = new Set<string>();
	let last = newest;
	await inEitherSpelling(connection, source.filter, async ({ filters: [filter] }) => {
		const reader = readerOf({ connection, source: { ...source, shape: NOTHING }, options });
		const order = { time: source.time, spelling, filter: filter?.text };
		for await (const { rows } of changedPages(reader, order, { from: floor })) {
			for (const row of rows) {
				const stamp = readStamp(cellOf(row, source.time), spelling.offset);
				if (stamp === undefined || stamp < floor) continue;
				prints.add(fingerprint(keyOf(row), stamp));
				if (stamp >= last) last = stamp;
				anchor = { id: keyOf(row), stamp };
			}
		}
	});
	const seen = prints.size > 0 ? [{ newest: last, prints: packed(prints) }] : [];
	return { position: last, floor, seen, anchors: anchor ? [anchor] : [], spelling };
}

/** An empty memory that starts at an instant. */
function beginAt(stamp: Stamp): Memory {
	return { position: stamp, floor: stamp, seen: [], anchors: [] };
}

/** An empty memory that starts at a date that the user entered. */
export async function beginAtDate(
	connection: Connection,
	source: ChangeSource,
	date: Date,
	options: LookOptions,
): Promise<Memory> {
	if (date.getTime() > Date.now() + 86_400_000) {
		throw inputError(
			'The date in Start From lies in the future, so no event would occur until then',
			'Enter a date in the past, or remove the option to begin now.',
		);
	}
	const { spelling, newest } = await newestRecord(connection, source, options);
	return { ...beginAt(stampOf(date)), spelling: newest && spelling };
}

/** The record that changed last, whatever the conditions: it shows how the site writes times. */
async function newestRecord(
	connection: Connection,
	source: ChangeSource,
	options: LookOptions,
): Promise<{ readonly spelling: TimeSpelling; readonly newest: Stamp | undefined }> {
	const { model, time } = source;
	const row = await newestRow(connection, { ...source, shape: NOTHING }, undefined, options);
	if (row === undefined) return { spelling: HONEST, newest: undefined };
	const record = { id: keyOf(row), shown: String(row[time.property]) };
	const spelling = await measureSpelling(connection, model, time, record);
	return { spelling, newest: readStamp(record.shown, spelling.offset) };
}

/** The record that changed last among those that match a filter. */
export async function newestRow(
	connection: Connection,
	source: ChangeSource,
	filter: string | undefined,
	options: LookOptions,
): Promise<Row | undefined> {
	const { property } = source.time;
	const reader = readerOf({ connection, source, options });
	// Databases sort empty dates first or last.
	const hasTime = `${property} gt ${timeLiteral(connection, source.time)(FIRST_STAMP)}`;
	const { rows } = await reader.read({
		filter: both(filter, hasTime),
		orderby: orderOption([{ property, direction: 'desc' }]),
		top: 1,
	});
	return rows[0];
}
