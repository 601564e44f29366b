import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { isEnding, onEnd } from '../lifecycle.mjs';
import { Stop } from '../stop.mjs';
import { stopGroup, trackGroup } from './groups.mjs';
import { signalGroup } from './signals.mjs';

/** Lines of output kept to explain a failure. */
const tailLines = 400;

/**
 * @typedef {object} StartOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {string} [logFile] Where all output goes.
 * @property {boolean} [show] Let the output through to the terminal as it is; then none is kept.
 * @property {boolean} [hideStandardOutput] With `show`: of the two streams, let only standard error through.
 */

/**
 * @typedef {object} Started
 * @property {Promise<number>} ended Settles with the exit code (128 and more after a signal).
 * @property {() => Promise<void>} stop Ends the process and all that it started.
 * @property {() => Promise<void>} kill The same at once, as a crash would: nothing can be saved.
 * @property {() => string} output The last lines of its output.
 * @property {() => boolean} isRunning
 * @property {(listener: (line: string) => void) => void} onLine Called with each line of output from now on.
 */

/**
 * Starts a program in a process group of its own, so that it can be stopped with everything it starts itself.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {StartOptions} [options]
 * @returns {Started}
 */
export function start(command, args, { cwd, env, logFile, show = false, hideStandardOutput = false } = {}) {
	if (isEnding()) throw new Stop('The command is being stopped.');
	const standardOutput = hideStandardOutput ? 'ignore' : 'inherit';
	const child = spawn(command, args, {
		cwd,
		env: env ?? process.env,
		detached: true,
		stdio: ['ignore', show ? standardOutput : 'pipe', show ? 'inherit' : 'pipe'],
	});
	const group = child.pid;
	const stopMembers = async () => {
		if (group !== undefined) await stopGroup(group);
	};
	if (group !== undefined) trackGroup(group);
	const forget = onEnd(stopMembers);

	/** @type {string[]} */
	const tail = [];
	/** @type {Array<(line: string) => void>} */
	const listeners = [];
	const log = logFile === undefined ? undefined : createWriteStream(logFile, { flags: 'a' });
	for (const stream of [child.stdout, child.stderr]) {
		let rest = '';
		stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
			log?.write(text);
			const lines = (rest + text).split(/\r?\n/);
			rest = lines.pop() ?? '';
			for (const line of lines) {
				tail.push(line);
				if (tail.length > tailLines) tail.shift();
				for (const listener of listeners) listener(line);
			}
		});
		stream?.on('end', () => rest !== '' && tail.push(rest));
	}

	let alive = true;
	const ended = new Promise((/** @type {(code: number) => void} */ resolve) => {
		child.on('error', (error) => {
			alive = false;
			forget();
			tail.push(error.message);
			resolve(127);
		});
		// The leader has ended; a child that it left behind has no reason to continue, and keeps our pipes open.
		child.on('exit', () => {
			alive = false;
			void stopMembers();
		});
		child.on('close', (code, signal) => {
			forget();
			log?.end();
			void stopMembers().then(() => resolve(code ?? (signal ? 128 : 1)));
		});
	});
	return {
		ended,
		output: () => tail.join('\n').trim(),
		isRunning: () => alive,
		onLine: (listener) => void listeners.push(listener),
		async stop() {
			await stopMembers();
			await ended;
		},
		async kill() {
			if (group !== undefined) signalGroup(group, 'SIGKILL');
			await ended;
		},
	};
}

/**
 * Runs a program to its end.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {StartOptions} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export async function run(command, args, options) {
	const started = start(command, args, options);
	const code = await started.ended;
	// A program that was cut short has no result that anybody should read.
	if (isEnding()) throw new Stop('The command is being stopped.');
	return { code, output: started.output() };
}

/**
 * Runs a program whose failure ends the command.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {StartOptions & { onFailure: (output: string) => Stop }} options
 * @returns {Promise<string>} Its output.
 */
export async function mustRun(command, args, { onFailure, ...options }) {
	const { code, output } = await run(command, args, options);
	if (code !== 0) throw onFailure(output);
	return output;
}

/**
 * Waits until a program that was just started says that it is ready.
 *
 * @param {Started} program
 * @param {string} text A part of the line that it says it with.
 * @param {string} name For the message where it does not.
 * @param {number} [patienceMs]
 */
export async function untilLine(program, text, name, patienceMs = 180_000) {
	const said = new Promise((/** @type {(isReady: boolean) => void} */ resolve) => {
		program.onLine((line) => line.includes(text) && resolve(true));
		void program.ended.then(() => resolve(false));
		setTimeout(() => resolve(false), patienceMs).unref();
	});
	const isReady = program.output().includes(text) || (await said);
	if (!isReady) throw new Stop(`${name} did not start. Its last words:\n${program.output()}`);
}
