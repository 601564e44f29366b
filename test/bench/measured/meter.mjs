import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';
import { Worker } from 'node:worker_threads';

/**
 * What one run cost the process that did it. Time and memory come from runs of their own: looking at memory takes a
 * share of the CPU that would show in the smaller contenders.
 *
 * @typedef {object} TimeCost
 * @property {number} seconds
 * @property {number} cpuSeconds User and system time of all threads.
 */

/**
 * @typedef {object} MemoryCost
 * @property {number} peakBytes By how much the memory of the process grew at most. Of two numbers the larger one: the
 *   resident set alone would miss what goes into pages left over from the start, the heap alone what is beside it.
 * @property {number} keptBytes What is still in use after the run and a garbage collection, beyond that before it.
 */

/** How often memory is looked at, in milliseconds. */
const everyMs = 5;

/** A server of n8n keeps its process alive by itself; the pauses of the nodes do not. */
export function stayAlive() {
	setInterval(() => {}, 60_000);
}

/** Frees what can be freed. Twice, since finalizers of the first pass release more. */
async function collectGarbage() {
	for (let pass = 0; pass < 2; pass++) {
		globalThis.gc?.();
		await sleep(50);
	}
}

/**
 * Does work and takes its time. Needs a process with --expose-gc.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<{ cost: TimeCost, result: T }>}
 */
export async function measureTime(work) {
	await collectGarbage();
	const cpu = process.cpuUsage();
	const begin = performance.now();
	const result = await work();
	const seconds = (performance.now() - begin) / 1e3;
	const { user, system } = process.cpuUsage(cpu);
	return { cost: { seconds, cpuSeconds: (user + system) / 1e6 }, result };
}

/**
 * Does work and watches its memory. The result is held until the measuring ends, as n8n holds items until the run ends.
 * Needs a process with --expose-gc.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<{ cost: MemoryCost, result: T }>}
 */
export async function measureMemory(work) {
	const residentSet = await watchResidentSet();
	await collectGarbage();
	const before = { inUse: inUse(), resident: process.memoryUsage.rss() };
	let mostInUse = before.inUse;
	const look = () => (mostInUse = Math.max(mostInUse, inUse()));
	const timer = setInterval(look, everyMs);
	residentSet.begin();
	const result = await work();
	clearInterval(timer);
	look();
	const mostResident = await residentSet.end();
	await collectGarbage();
	const peakBytes = Math.max(mostInUse - before.inUse, mostResident - before.resident);
	return { cost: { peakBytes, keptBytes: inUse() - before.inUse }, result };
}

/** Memory that JavaScript values take, those outside of the heap included, in bytes. */
function inUse() {
	const { used_heap_size: heap, external_memory: external } = getHeapStatistics();
	return heap + external;
}

/** Watches the resident set from a thread of its own, so that a busy main thread hides nothing. */
async function watchResidentSet() {
	const peak = new Float64Array(new SharedArrayBuffer(8));
	const stop = new Int32Array(new SharedArrayBuffer(4));
	const thread = new Worker(new URL('memory-watch.mjs', import.meta.url), {
		workerData: { peak, stop, everyMs },
	});
	const ended = once(thread, 'exit');
	await once(thread, 'online');
	return {
		begin: () => void (peak[0] = 0),
		/** @returns {Promise<number>} The largest since `begin`, in bytes. */
		async end() {
			Atomics.store(stop, 0, 1);
			Atomics.notify(stop, 0);
			await ended;
			return peak[0] ?? 0;
		},
	};
}
