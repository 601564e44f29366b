/** What happens at the site in the simulated time, made from a seed: the same seed makes the same plan. */

export interface PlannedChange {
	/** Virtual time of the write, milliseconds since 1970. */
	readonly at: number;
	/** When it is committed, and so becomes visible. */
	readonly visibleAt: number;
	readonly kind: 'create' | 'update' | 'touch';
	/** Digits of its time below the millisecond; equal for all of a mass update. */
	readonly micros: number;
}

export type Disturbance =
	| { readonly kind: 'outage'; readonly from: number; readonly to: number; readonly fault: OutageFault }
	| { readonly kind: 'sessionEnds'; readonly at: number }
	/** The n-th page of a poll comes cut. */
	| { readonly kind: 'pageFault'; readonly at: number; readonly page: number }
	/** `hasStored` false: n8n lost what polls without items learned. */
	| { readonly kind: 'restart'; readonly at: number; readonly hasStored: boolean };

type OutageFault = 'resetBefore' | 'resetAfter' | 'unavailable' | 'loginPage';

export interface Plan {
	readonly start: number;
	readonly end: number;
	/** In the order in which they become visible. */
	readonly changes: readonly PlannedChange[];
	readonly disturbances: readonly Disturbance[];
}

export interface PlanSize {
	readonly seed: number;
	readonly hours: number;
	readonly changes: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const START = Date.parse('2026-03-02T00:00:00Z');
/** Of the trigger; commits are at most this late. */
export const OVERLAP_MS = 120 * SECOND;
/** Commits come a little earlier than the overlap ends, so that the poll behind them still sees them. */
const LATEST_COMMIT_MS = 100 * SECOND;
const LARGEST_BURST = 2_000;

export type Random = () => number;

/** Numbers from 0 up to 1 (mulberry32). */
export function randomFrom(seed: number): Random {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

export function makePlan({ seed, hours, changes: count }: PlanSize): Plan {
	const random = randomFrom(seed);
	const length = hours * HOUR;
	const end = START + length;
	const changes: PlannedChange[] = [];
	while (changes.length < count) {
		const room = count - changes.length;
		const at = START + MINUTE + random() * (length - 4 * MINUTE);
		// Three of five changes come in bursts.
		if (random() < 0.6 / 400) burst(changes, Math.min(room, 100 + random() * LARGEST_BURST), at, random);
		else single(changes, at, random);
	}
	changes.sort((one, other) => one.visibleAt - other.visibleAt || one.at - other.at);
	return { start: START, end, changes, disturbances: disturbances(length, random) };
}

function single(changes: PlannedChange[], time: number, random: Random): void {
	const at = Math.floor(time);
	const isLate = random() < 0.1;
	const visibleAt = isLate ? at + Math.floor(random() * LATEST_COMMIT_MS) : at;
	changes.push({ at, visibleAt, kind: kindOf(random), micros: Math.floor(random() * 1_000) });
}

/** An import, or a mass update in one statement, whose records all have one time. */
function burst(changes: PlannedChange[], size: number, time: number, random: Random): void {
	const start = Math.floor(time);
	const hasOneTime = random() < 0.5;
	const spread = hasOneTime ? 0 : random() * 50 * SECOND;
	const micros = Math.floor(random() * 1_000);
	const delay = random() < 0.3 ? Math.floor(random() * (LATEST_COMMIT_MS - 60 * SECOND)) : 0;
	for (let index = 0; index < size; index++) {
		const at = start + Math.floor(random() * spread);
		// One transaction: all of it becomes visible together.
		const visibleAt = hasOneTime || delay > 0 ? start + Math.ceil(spread) + delay : at;
		const own = hasOneTime ? micros : Math.floor(random() * 1_000);
		changes.push({ at, visibleAt, kind: kindOf(random), micros: own });
	}
}

function kindOf(random: Random): PlannedChange['kind'] {
	const part = random();
	return part < 0.3 ? 'create' : part < 0.75 ? 'update' : 'touch';
}

function disturbances(length: number, random: Random): Disturbance[] {
	const some = <T>(everyHours: number, make: (at: number) => T): T[] =>
		Array.from({ length: Math.max(1, Math.round(length / HOUR / everyHours)) }, () =>
			make(Math.floor(START + 10 * MINUTE + random() * (length - 20 * MINUTE))),
		);
	const faults: readonly OutageFault[] = ['resetBefore', 'resetAfter', 'unavailable', 'loginPage'];
	return [
		...some(6, (at) => {
			const minutes = 2 + random() * 40;
			const fault = faults[Math.floor(random() * faults.length)] ?? 'unavailable';
			return { kind: 'outage', from: at, to: at + minutes * MINUTE, fault } as const;
		}),
		...some(2, (at) => ({ kind: 'sessionEnds', at }) as const),
		...some(1, (at) => ({ kind: 'pageFault', at, page: 1 + Math.floor(random() * 2) }) as const),
		...some(8, (at) => ({ kind: 'restart', at, hasStored: random() < 0.5 }) as const),
	];
}
