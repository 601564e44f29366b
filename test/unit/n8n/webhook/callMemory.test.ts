import fc from 'fast-check';

import { CallMemory, MOST_KEPT } from '../../../../nodes/shared/n8n/webhook/callMemory';

const WINDOW_MS = 60_000;
const START = Date.UTC(2026, 2, 2, 9);
const at = (seconds: number) => new Date(START + 1_000 * seconds);

/** Processes of n8n that share what n8n stores. */
function processes(count: number) {
	let stored: unknown = undefined;
	const memories = Array.from({ length: count }, () => new CallMemory());
	return {
		/** Whether the call starts the workflow. */
		call(process: number, id: string, seconds: number): boolean {
			const call = memories[process]?.receive(id, at(seconds), WINDOW_MS, stored);
			// As n8n keeps it.
			if (call) stored = JSON.parse(JSON.stringify(call.started()));
			return call !== undefined;
		},
		restart(process: number) {
			memories[process] = new CallMemory();
		},
		store: (value: unknown) => {
			stored = value;
		},
	};
}

const step = fc.record({
	process: fc.nat(2),
	id: fc.nat(9).map(String),
	wait: fc.nat(40),
	restarts: fc.boolean(),
});

it('a call starts the workflow exactly when it did not within the window, whichever process gets it, restarts included', () => {
	fc.assert(
		fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
			const n8n = processes(3);
			const startedAt = new Map<string, number>();
			let now = 0;
			for (const { process, id, wait, restarts } of steps) {
				now += wait;
				if (restarts) n8n.restart(process);
				const isNew = now - (startedAt.get(id) ?? -Infinity) > WINDOW_MS / 1_000;
				expect(n8n.call(process, id, now)).toBe(isNew);
				if (isNew) startedAt.set(id, now);
			}
		}),
	);
});

it('calls that read the same stored data are all stored by the last of them', () => {
	const memory = new CallMemory();
	const calls = ['a', 'b', 'c'].map((id) => memory.receive(id, at(0), WINDOW_MS, undefined));
	const [, , last] = calls.map((call) => call?.started());
	const restarted = new CallMemory();
	for (const id of ['a', 'b', 'c']) expect(restarted.receive(id, at(1), WINDOW_MS, last)).toBeUndefined();
});

it('whatever is stored, a call is received, known from then on, and stored in a good form', () => {
	const entry = fc.tuple(fc.oneof(fc.string(), fc.jsonValue()), fc.oneof(fc.double(), fc.jsonValue()));
	fc.assert(
		fc.property(fc.oneof(fc.jsonValue(), fc.array(entry)), (broken) => {
			const n8n = processes(1);
			n8n.store(broken);
			expect(n8n.call(0, 'a', 0)).toBe(true);
			n8n.restart(0);
			expect(n8n.call(0, 'a', 1)).toBe(false);
		}),
	);
});

it('a time far ahead, as of a broken clock, does not last', () => {
	const n8n = processes(1);
	n8n.call(0, 'a', 1_000_000);
	n8n.restart(0);
	expect(n8n.call(0, 'a', 0)).toBe(true);
});

it('a call whose run does not start may come again, and is not stored by others meanwhile', () => {
	const memory = new CallMemory();
	const failing = memory.receive('a', at(0), WINDOW_MS, undefined);
	expect(memory.receive('a', at(0), WINDOW_MS, undefined)).toBeUndefined();
	const stored = memory.receive('b', at(0), WINDOW_MS, undefined)?.started() ?? [];
	expect(stored).toHaveLength(1);
	failing?.failed();
	const again = memory.receive('a', at(1), WINDOW_MS, stored);
	expect(again?.started()).toHaveLength(2);
	// The first answer may end late.
	failing?.failed();
	again?.failed();
	expect(memory.receive('a', at(2), WINDOW_MS, undefined)).toBeUndefined();
});

it('does not grow without end, in n8n nor in the process', () => {
	const memory = new CallMemory();
	const calls = Array.from({ length: MOST_KEPT + 1 }, (_, index) =>
		memory.receive(String(index), at(1), WINDOW_MS, undefined),
	);
	for (const call of calls.slice(-2_500, -1)) call?.started();
	expect(calls.at(-1)?.started()).toHaveLength(2_000);
	expect(memory.receive('0', at(2), WINDOW_MS, undefined)).toBeDefined();
	expect(memory.receive(String(MOST_KEPT), at(2), WINDOW_MS, undefined)).toBeUndefined();
});
