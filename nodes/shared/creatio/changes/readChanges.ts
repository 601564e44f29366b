import { PRINT_LENGTH, unpacked } from '../../basics/fingerprint';
import type { Connection } from '../../connection/serviceCall';
import { inEitherSpelling } from '../odata/queryRecords';
import { type Change, ChangeCollector } from './changeCollector';
import { changedPages } from './changedPages';
import { type ChangeSource, type LookOptions, readerOf, type Reading } from './changeSource';
import type { Memory } from './memory';
import { otherSpelling, wasSure } from './siteClock';
import { clockChangeMargin, HONEST, stampOf, type TimeSpelling } from './stamp';

export interface Look {
	/** In the order of their time; records of one instant in the site's order of keys. */
	readonly changes: readonly Change[];
	/** Whether nothing was left for the next read. */
	readonly isComplete: boolean;
	readonly memory: Memory;
}

/**
 * The versions of records that appeared since the memory was made, each once. Nothing is lost when this rejects: the
 * previous memory is still valid.
 */
export async function readChanges(
	connection: Connection,
	source: ChangeSource,
	memory: Memory,
	options: LookOptions,
): Promise<Look> {
	return await inEitherSpelling(connection, source.filter, async ({ filters: [filter] }) => {
		const until = Date.now() + options.timeLimitMs;
		const view = { connection, source, options, filter: filter?.text, until };
		let before = memory;
		for (let isChecked = false; ; isChecked = true) {
			const outcome = await lookOnce(view, before, isChecked);
			if ('changes' in outcome) return outcome;
			before = { ...before, spelling: outcome };
		}
	});
}

interface View extends Reading {
	readonly filter: string | undefined;
	/** Milliseconds since 1970. */
	readonly until: number;
}

/** The result of a read, or the notation of times that it found instead of the expected one. */
async function lookOnce(view: View, memory: Memory, isChecked: boolean): Promise<Look | TimeSpelling> {
	const { source, options } = view;
	const spelling = memory.spelling ?? HONEST;
	const known = new Set(memory.seen.flatMap(({ prints }) => unpacked(prints, PRINT_LENGTH)));
	const walk = new ChangeCollector(source, spelling, memory, known, options.most);
	const start = { from: memory.group ? memory.position : memory.floor, group: memory.group };
	const order = { time: source.time, spelling, filter: view.filter };
	let { sureAt } = memory;
	let now: Date | undefined;
	let isFirst = true;
	for await (const page of changedPages(readerOf(view), order, start)) {
		if (isFirst) {
			isFirst = false;
			now = view.connection.siteTime();
			const isInDoubt = !walk.knowsAnyOf(page.rows) && !(page.rows.length === 0 && wasSure(memory, now));
			const other = isInDoubt && !isChecked ? await otherSpelling(view, memory, page) : undefined;
			if (other) return other;
			if (isInDoubt) sureAt = now ? stampOf(now) : memory.position;
		}
		if (!walk.take(page)) break;
		// Not before something new was found: the next read would get just as far, and no further.
		if (!page.isLast && walk.hasFound && Date.now() >= view.until) {
			walk.end();
			break;
		}
	}
	return {
		changes: walk.changes,
		isComplete: walk.isComplete,
		memory: walk.memory({ now, overlapMs: overlapOf(options, spelling), sureAt }),
	};
}

/** How far a read goes back; longer where the clocks change under a false `Z`. */
export function overlapOf({ overlapMs }: LookOptions, spelling: TimeSpelling): number {
	return overlapMs + clockChangeMargin(spelling);
}
