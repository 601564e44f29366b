import { constants } from 'node:os';
import { diskFull, isDiskFull } from './disk-full.mjs';
import { Stop } from './stop.mjs';

/** @typedef {() => void | Promise<void>} Cleanup */

/** @type {Cleanup[]} */
const cleanups = [];
/** @type {Promise<void> | undefined} */
let ending;

/** Whether the command is being wound up, so that nothing new may be started. */
export const isEnding = () => ending !== undefined;

/**
 * Registers work for the end of the command, however it ends. Last registered, first done.
 *
 * @param {Cleanup} cleanup
 * @returns {() => void} Takes the registration back.
 */
export function onEnd(cleanup) {
	cleanups.push(cleanup);
	return () => {
		const index = cleanups.indexOf(cleanup);
		if (index !== -1) cleanups.splice(index, 1);
	};
}

function windUp() {
	ending ??= (async () => {
		for (let cleanup = cleanups.pop(); cleanup; cleanup = cleanups.pop()) {
			try {
				await cleanup();
			} catch (error) {
				console.error(`While stopping: ${error instanceof Error ? error.message : error}`);
			}
		}
	})();
	return ending;
}

/** @param {unknown} error */
function show(error) {
	if (isDiskFull(error) && !(error instanceof Stop)) {
		show(diskFull(error instanceof Error && 'path' in error ? String(error.path) : undefined));
	} else if (error instanceof Stop) {
		console.error(`\n${error.message}`);
		if (error.cure) console.error(error.cure);
	} else {
		console.error('\n', error);
	}
}

/**
 * Runs a command to its end: every child process is stopped and every temporary folder removed, after success,
 * after an error and after Ctrl-C alike. The process exits with the number that `main` returns.
 *
 * @param {() => Promise<number>} main
 * @param {{ onWindows?: boolean }} [options] onWindows: the command starts no process group, so that it runs there too.
 */
export async function runCommand(main, { onWindows = false } = {}) {
	if (process.platform === 'win32' && !onWindows) {
		console.error('These commands run on Linux, macOS and WSL. On Windows, please use WSL.');
		process.exit(1);
	}

	for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
		process.on(signal, () => {
			if (isEnding()) return;
			console.error('\nStopping ...');
			void windUp().then(() => {
				console.error('Stopped. Nothing is left running.');
				process.exit(128 + constants.signals[signal]);
			});
		});
	}
	// Killed outright, npm cannot pass a signal on; without it nobody waits for us any more.
	if (process.env.npm_lifecycle_event !== undefined) {
		const parent = process.ppid;
		setInterval(() => {
			if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
		}, 1_000).unref();
	}
	// A closed terminal must not keep us from stopping what we started.
	for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
	/** @param {unknown} error */
	const crash = (error) => {
		if (!isEnding()) show(error);
		void windUp().then(() => process.exit(1));
	};
	process.on('uncaughtException', crash);

	try {
		const code = await main();
		if (isEnding()) return;
		await windUp();
		process.exit(code);
	} catch (error) {
		// After Ctrl-C every running step ends with an error, which need not be reported.
		if (isEnding()) return;
		crash(error);
	}
}
