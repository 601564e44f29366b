/**
 * The last resort for orderly ends: a small process that outlives its parent by a moment. It is notified over
 * standard input which process groups run ("+12345") and which have ended ("-12345"). When the input closes, the
 * parent is gone, perhaps killed without a chance to tidy up, and the groups still known are stopped.
 */
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning, signalGroup } from './signals.mjs';

/** @type {Set<number>} */
const groups = new Set();

// Ctrl-C goes to the whole terminal session. The end of the parent is what counts here.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);

for await (const line of createInterface({ input: process.stdin })) {
	const group = Number(line.slice(1));
	if (line.startsWith('+')) groups.add(group);
	else groups.delete(group);
}

for (const group of groups) signalGroup(group, 'SIGTERM');
const patience = Date.now() + 5_000;
while ([...groups].some(isRunning) && Date.now() < patience) await sleep(100);
for (const group of groups) signalGroup(group, 'SIGKILL');
