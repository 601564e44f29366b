import type { SimulatedRecord, Version } from './site';
import type { PollRecord, Told, Watcher } from './watcher';

export interface Verdict {
	readonly event: string;
	/** Changes that had to be told. */
	readonly due: number;
	readonly told: number;
	readonly lost: number;
	readonly doubled: number;
	/** Told, but no change that counts. */
	readonly needless: number;
	readonly polls: number;
	readonly failedPolls: number;
	/** Requests of a poll in which nothing happened. */
	readonly quietRequests: { readonly average: number; readonly most: number };
	readonly largestMemory: number;
}

/** A change that stood through so many polls has to be told; one that was soon replaced by the next may be. */
const POLLS_UNTIL_DUE = 8;
/** A burst is larger than what one poll takes. */
const POLLS_UNTIL_SEEN = 4;

type Kind = 'created' | 'updated' | 'columnsChanged';

/**
 * Compares what a trigger told with the journal of the site. A version is told once or, when the next one replaced it
 * before a poll could see it, not at all.
 */
export function judge(
	kind: Kind,
	watcher: Watcher,
	records: readonly SimulatedRecord[],
	begun: number,
): Verdict {
	const rules: Record<Kind, (record: SimulatedRecord) => readonly Version[]> = {
		created: ({ versions }) => versions.slice(0, 1),
		updated: ({ versions }) => versions.slice(1),
		columnsChanged: (record) => (record.isWatched ? firstOfEachValue(record.versions).slice(1) : []),
	};
	const times = watcher.polls.filter(({ succeeded }) => succeeded).map(({ time }) => time);
	const keyOf = ({ id, value, modifiedOn }: Told | Version) => {
		if (kind === 'created') return id;
		return kind === 'updated' ? `${id} ${modifiedOn}` : `${id} ${value}`;
	};
	const counts = new Map<string, number>();
	for (const told of watcher.told) counts.set(keyOf(told), (counts.get(keyOf(told)) ?? 0) + 1);

	const legitimate = new Set<string>();
	let due = 0;
	let lost = 0;
	for (const record of records) {
		for (const version of rules[kind](record)) {
			if (version.visibleAt <= begun) continue;
			legitimate.add(keyOf(version));
			const isFirstSeen = kind === 'columnsChanged' && version.visibleAt <= seenUntil(times, record, begun);
			const isDue = kind === 'created' || stands(times, version, standsUntil(kind, version, record));
			if (!isDue || isFirstSeen) continue;
			due++;
			if (!counts.has(keyOf(version))) lost++;
		}
	}
	const doubled = [...counts.values()].reduce((sum, count) => sum + count - 1, 0);
	const needless = [...counts.keys()].filter((key) => !legitimate.has(key)).length;
	return {
		event: watcher.name,
		due,
		told: watcher.told.length,
		lost,
		doubled,
		needless,
		polls: watcher.polls.length,
		failedPolls: watcher.polls.length - times.length,
		quietRequests: quietRequests(watcher.polls),
		largestMemory: watcher.largestMemory,
	};
}

function firstOfEachValue(versions: readonly Version[]): Version[] {
	return versions.filter((version, index) => versions[index - 1]?.value !== version.value);
}

/** When the next one that counts became visible. */
function standsUntil(kind: Kind, version: Version, { versions }: SimulatedRecord): number {
	const later = versions.slice(versions.indexOf(version) + 1);
	const next = kind === 'columnsChanged' ? later.find(({ value }) => value !== version.value) : later[0];
	return next?.visibleAt ?? Infinity;
}

function stands(times: readonly number[], { visibleAt }: Version, until: number): boolean {
	const first = times.findIndex((time) => time >= visibleAt);
	const reached = first < 0 ? undefined : times[first + POLLS_UNTIL_DUE - 1];
	return reached !== undefined && reached < until;
}

/** The columns of a new record are watched from the poll on that sees it first: in a burst, a few polls later. */
function seenUntil(times: readonly number[], { versions }: SimulatedRecord, begun: number): number {
	const made = versions[0]?.visibleAt ?? begun;
	const first = times.findIndex((time) => time >= made);
	return made <= begun ? begun : (times[first + POLLS_UNTIL_SEEN - 1] ?? Infinity);
}

function quietRequests(polls: readonly PollRecord[]): Verdict['quietRequests'] {
	// What happened lately may still be looked at; after ten quiet minutes a poll has nothing to do but ask.
	const quiet = polls.filter((_, index) => {
		const around = polls.slice(Math.max(0, index - 10), index + 1);
		return index >= 10 && around.every(({ succeeded, items }) => succeeded && items === 0);
	});
	const sum = quiet.reduce((total, { requests }) => total + requests, 0);
	return {
		average: quiet.length === 0 ? 0 : sum / quiet.length,
		most: quiet.reduce((most, { requests }) => Math.max(most, requests), 0),
	};
}
