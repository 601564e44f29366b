/** A thread that keeps the largest resident set of its process. Started by meter.mjs. */
import { workerData } from 'node:worker_threads';

/** @type {{ peak: Float64Array, stop: Int32Array, everyMs: number }} */
const { peak, stop, everyMs } = workerData;

do {
	peak[0] = Math.max(peak[0] ?? 0, process.memoryUsage.rss());
} while (Atomics.wait(stop, 0, 0, everyMs) === 'timed-out');
