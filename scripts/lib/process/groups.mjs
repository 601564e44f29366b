import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { onEnd } from '../lifecycle.mjs';

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

/**
 * @param {number} group
 * @param {NodeJS.Signals | 0} signal
 * @returns {boolean} Whether the group still has members.
 */
function signalGroup(group, signal) {
	try {
		process.kill(-group, signal);
		return true;
	} catch {
		return false;
	}
}

/**
 * Whether anything of the group still runs. Members that have ended but that nobody has reaped do not count: in a
 * container without an init process they stay for good.
 *
 * @param {number} group
 */
function isRunning(group) {
	if (!signalGroup(group, 0)) return false;
	if (!existsSync('/proc/self/stat')) return true;
	return readdirSync('/proc').some((entry) => {
		if (!/^\d+$/.test(entry)) return false;
		try {
			// "pid (name) state parent group ...", where the name may hold anything.
			const fields = readFileSync(`/proc/${entry}/stat`, 'utf8');
			const [state, , itsGroup] = fields.slice(fields.lastIndexOf(')') + 2).split(' ');
			return Number(itsGroup) === group && state !== 'Z';
		} catch {
			return false;
		}
	});
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
