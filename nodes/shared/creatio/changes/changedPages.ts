import { CreatioError } from '../../basics/errors';
import type { Column } from '../model/objectModel';
import { repeatedPage } from '../model/pageProgress';
import type { Row } from '../model/rows';
import { both } from '../odata/filterText';
import { orderOption, type Page, type PageReader } from '../odata/pageReader';
import { protocolOf } from '../odata/protocolOf';
import type { KeyGroup } from './memory';
import { clockChangeMargin, latest, moved, readStamp, type Stamp, type TimeSpelling } from './stamp';
import { timeLiteral } from './timeLiteral';

/** Includes its beginning, but not its end. */
export interface Span {
	readonly from: Stamp;
	readonly to: Stamp;
}

export interface ChangedPage {
	readonly rows: readonly Row[];
	/** Set when the records are ordered by key and lie in this span; otherwise they are ordered by time. */
	readonly within?: Span;
	readonly isLast: boolean;
}

export interface ChangeOrder {
	readonly time: Column;
	readonly spelling: TimeSpelling;
	readonly filter: string | undefined;
}

/** Where to begin: at an instant, or after a key among the records that follow it. */
export interface Start {
	readonly from: Stamp;
	readonly group?: KeyGroup;
}

/** Times that go back this far are not a clock that was set back. */
const LONGEST_STEP_MS = 86_400_000;

/** Records of one instant are read up to this far after it: some databases round the times they return (contract 2.6). */
const INSTANT_MS = 10;

/**
 * Records from an instant on in the order of their time, page by page; each page begins at the time of the last record
 * before, so that some occur twice. A change moves a record behind what was read, never before it, so that none is
 * skipped. Where a whole page has one time, its records are read by their key; so are those of sites whose
 * clocks are changed under a false `Z`.
 */
export async function* changedPages(
	reader: PageReader,
	order: ChangeOrder,
	start: Start,
): AsyncGenerator<ChangedPage> {
	const { time, filter, spelling } = order;
	const literalOf = timeLiteral(reader.connection, time, spelling);
	let { from } = start;
	let width = INSTANT_MS;
	if (start.group) {
		const { to, after } = start.group;
		yield* pagesByKey(reader, order, { from, to }, after);
		from = to;
	}
	for (let behind: Page | undefined; ;) {
		const page = await reader.read({
			filter: both(filter, `${time.property} ge ${literalOf(from)}`),
			orderby: orderOption([{ property: time.property, direction: 'asc' }]),
			top: Infinity,
			behind,
			counts: behind === undefined,
		});
		yield { rows: page.rows, isLast: page.isLast };
		if (page.isLast) return;
		const last = lastTime(page, order);
		const slackMs = clockChangeMargin(spelling);
		if (slackMs > 0) {
			// From the time of the last record on, the filter might skip some, so the rest is read by key.
			const span = { from, to: moved(latest(from, last), slackMs) };
			yield* pagesByKey(reader, order, span);
			from = span.to;
		} else if (last > from) {
			from = last;
			width = INSTANT_MS;
		} else {
			const span = { from, to: moved(from, width) };
			yield* pagesByKey(reader, order, span);
			from = span.to;
			// Where times go back (a clock set back under a false Z), small steps would take forever.
			width *= 2;
			if (width > LONGEST_STEP_MS) throw repeatedPage(reader.query.object);
		}
		behind = page;
	}
}

async function* pagesByKey(
	reader: PageReader,
	{ time, filter, spelling }: ChangeOrder,
	span: Span,
	start?: string,
): AsyncGenerator<ChangedPage> {
	const literalOf = timeLiteral(reader.connection, time, spelling);
	const { guid } = protocolOf(reader.connection);
	let after = start;
	const passed = new Set([after]);
	for (let behind: Page | undefined; ;) {
		const within = [
			filter === undefined ? [] : `(${filter})`,
			`${time.property} ge ${literalOf(span.from)}`,
			`${time.property} lt ${literalOf(span.to)}`,
			after === undefined ? [] : `Id gt ${guid(after)}`,
		].flat();
		const page = await reader.read({
			filter: within.join(' and '),
			orderby: orderOption(),
			top: Infinity,
			behind,
		});
		if (page.rows.length > 0) yield { rows: page.rows, within: span, isLast: false };
		if (page.isLast) return;
		after = String(page.rows.at(-1)?.Id);
		if (passed.has(after)) throw repeatedPage(reader.query.object);
		passed.add(after);
		behind = page;
	}
}

function lastTime({ rows }: Page, { time, spelling }: ChangeOrder): Stamp {
	const shown = rows.at(-1)?.[time.property];
	const stamp = readStamp(shown, spelling.offset);
	if (stamp !== undefined) return stamp;
	throw new CreatioError('unreadable', `Creatio answered for ${time.name} with ${String(shown)}`, {
		cure: 'Check in Creatio whether the column contains a date and time.',
	});
}
