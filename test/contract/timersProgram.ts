/**
 * Many waits, requests and limits while memory is cleaned up all the time (`--expose-gc`). Sends how many ended, and what
 * they left behind, to the process that forked it.
 */
import { getEventListeners, once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import { attempt } from '../../nodes/shared/basics/attempt';
import { within } from '../../nodes/shared/basics/timer';
import { wait } from '../../nodes/shared/basics/wait';
import { createSend } from '../../undici/createSend';

export interface TimersReport {
	/** How many waits, limits and requests ended. */
	readonly ended: number;
	readonly timers: number;
	/** Those that neither fired nor were given back. */
	readonly left: number;
	/** Those on the signal by which n8n cancels a run. */
	readonly listeners: number;
	readonly warnings: readonly string[];
}

const collectGarbage = (globalThis as unknown as { gc: () => void }).gc;

const signals: Array<WeakRef<AbortSignal>> = [];
const { timeout } = AbortSignal;
AbortSignal.timeout = (ms) => {
	const signal = timeout.call(AbortSignal, ms);
	signals.push(new WeakRef(signal));
	return signal;
};
const pending = () => signals.filter((signal) => signal.deref()?.aborted === false).length;

const warnings: string[] = [];
process.on('warning', ({ message }) => warnings.push(message));

const cancel = new AbortController();

async function report(): Promise<TimersReport> {
	const silent = createServer(() => undefined).listen(0, '127.0.0.1');
	const quick = createServer((_, response) => response.end('{}')).listen(0, '127.0.0.1');
	await Promise.all([once(silent, 'listening'), once(quick, 'listening')]);
	const send = createSend({ allowUnauthorizedCerts: false, connections: 50 });
	const ask = (server: typeof silent, timeoutMs: number) => {
		const address = server.address();
		const port = typeof address === 'object' ? address?.port : 0;
		const url = `http://127.0.0.1:${port}/`;
		return attempt(send({ method: 'GET', url, headers: {}, timeoutMs, signal: cancel.signal }));
	};
	const never = new Promise<void>(() => undefined);
	const cleaning = setInterval(collectGarbage, 2);
	let ended = 0;
	for (let round = 0; round < 20; round++) {
		const work = Array.from({ length: 100 }, (_, index) => {
			if (index % 4 === 0) return within(never, 10, () => undefined);
			if (index % 4 === 1) return wait(10, cancel.signal);
			if (index % 4 === 2) return wait(10);
			return index % 8 === 3 ? ask(silent, 10) : ask(quick, 300_000);
		});
		// What was cancelled, or was done in time, leaves its timer for five minutes if it is not given back.
		const stopped = new AbortController();
		const cancelled = attempt(wait(300_000, stopped.signal));
		stopped.abort();
		ended += (await Promise.all([...work, cancelled, within(Promise.resolve(), 300_000, () => undefined)]))
			.length;
	}
	clearInterval(cleaning);
	for (let tries = 0; tries < 100 && pending() > 0; tries++) {
		// What was looked at is held until the next turn.
		await sleep(10);
		collectGarbage();
	}
	for (const server of [silent, quick]) {
		server.closeAllConnections();
		server.close();
	}
	const listeners = getEventListeners(cancel.signal, 'abort').length;
	return { ended, timers: signals.length, left: pending(), listeners, warnings };
}

void report().then((result) => process.send?.(result, () => process.exit()));
