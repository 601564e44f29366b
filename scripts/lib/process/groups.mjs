import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { onEnd } from '../lifecycle.mjs';
import { isRunning, signalGroup } from './signals.mjs';

/** Time for a process group to end by itself after SIGTERM, in milliseconds. */
const graceMs = 8_000;

/**
 * Process groups that run now, and the stopping of those that are being stopped.
 *
 * @type {Map<number, Promise<void> | undefined>}
 */
const running = new Map();
/** @type {import('node:child_process').ChildProcess | undefined} */
let leash;

function startLeash() {
	leash = spawn(process.execPath, [fileURLToPath(new URL('leash.mjs', import.meta.url))], {
		detached: true,
		stdio: ['pipe', 'ignore', 'ignore'],
	});
	leash.on('error', () => undefined);
	leash.stdin?.on('error', () => undefined);
	const gone = once(leash, 'exit').catch(() => undefined);
	leash.unref();
	onEnd(async () => {
		await Promise.all([...running.keys()].map((group) => stopGroup(group)));
		leash?.stdin?.end();
		await Promise.race([gone, sleep(2_000)]);
	});
}

/**
 * Notes a process group that must not outlive this command.
 *
 * @param {number} group The process id of the group's leader.
 */
export function trackGroup(group) {
	if (!leash) startLeash();
	running.set(group, undefined);
	leash?.stdin?.write(`+${group}\n`);
}

/** @param {number} group */
function forgetGroup(group) {
	running.delete(group);
	leash?.stdin?.write(`-${group}\n`);
}

/** @param {number} group */
async function stopMembers(group) {
	signalGroup(group, 'SIGTERM');
	const patience = Date.now() + graceMs;
	while (isRunning(group) && Date.now() < patience) await sleep(50);
	if (signalGroup(group, 'SIGKILL')) {
		for (let tries = 0; tries < 40 && isRunning(group); tries++) await sleep(50);
	}
	forgetGroup(group);
}

/**
 * Stops all members of a process group, politely first.
 *
 * @param {number} group
 */
export async function stopGroup(group) {
	if (!running.has(group)) return;
	const stopping = running.get(group) ?? stopMembers(group);
	running.set(group, stopping);
	await stopping;
}
