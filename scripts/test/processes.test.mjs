import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

const lib = (/** @type {string} */ name) => new URL(`../lib/${name}`, import.meta.url).href;

/** A command that starts a shell with a child process, prints the process ids of both, and waits. */
const program = `
	import { runCommand } from ${JSON.stringify(lib('lifecycle.mjs'))};
	import { start } from ${JSON.stringify(lib('process/run.mjs'))};
	runCommand(async () => {
		const shell = start('sh', ['-c', 'trap "" INT; sleep 600 & echo $$ $!; wait']);
		shell.onLine((line) => console.log(line));
		return await shell.ended;
	});`;

/** @param {number} pid */
function isAlive(pid) {
	try {
		process.kill(pid, 0);
	} catch {
		return false;
	}
	// On Linux: a zombie has ended; only nobody has asked for its exit code yet.
	if (!existsSync('/proc/self/stat')) return true;
	try {
		return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
	} catch {
		return false;
	}
}

/** @param {readonly number[]} pids */
async function untilGone(pids) {
	for (let tries = 0; tries < 100 && pids.some(isAlive); tries++) await sleep(50);
	return !pids.some(isAlive);
}

for (const [signal, code] of /** @type {const} */ ([
	['SIGINT', 130],
	['SIGTERM', 143],
	['SIGHUP', 129],
])) {
	test(`after ${signal} nothing is left running`, async () => {
		const command = spawn(process.execPath, ['--input-type=module', '-e', program]);
		const [line] = await once(command.stdout, 'data');
		const pids = String(line).trim().split(' ').map(Number);
		assert.equal(pids.length, 2);
		assert.ok(pids.every(isAlive));
		command.kill(signal);
		const [exitCode] = await once(command, 'exit');
		assert.equal(exitCode, code);
		assert.deepEqual(pids.filter(isAlive), []);
	});
}

test('a command that is killed outright takes its processes along', async () => {
	const command = spawn(process.execPath, ['--input-type=module', '-e', program]);
	const [line] = await once(command.stdout, 'data');
	const pids = String(line).trim().split(' ').map(Number);
	command.kill('SIGKILL');
	await once(command, 'exit');
	assert.ok(await untilGone(pids));
});
