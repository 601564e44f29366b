import { mkdir, readdir, readFile, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { diskFull, isDiskFull } from '../disk-full.mjs';
import { onEnd } from '../lifecycle.mjs';
import { cacheFolder } from '../paths.mjs';
import { Stop } from '../stop.mjs';

/** @param {number} pid */
function isAlive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}

/** @param {string} folder */
const removeFolder = (folder) => rm(folder, { recursive: true, force: true, maxRetries: 3 });

/**
 * Takes the lock of one thing in the cache; waits while another living run holds it.
 *
 * @param {string} name
 * @returns {Promise<() => Promise<void>>} Gives the lock back.
 */
async function lock(name) {
	const file = join(cacheFolder, `.lock-${name}`);
	let isReported = false;
	for (;;) {
		try {
			await writeFile(file, String(process.pid), { flag: 'wx' });
			break;
		} catch (error) {
			if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
				// On a full disk it is made and stays empty.
				await rm(file, { force: true });
				throw error;
			}
		}
		const owner = Number(await readFile(file, 'utf8').catch(() => ''));
		// An empty file is one that its owner is about to write: it gets a moment.
		if (owner === 0) await sleep(200);
		const stillOwner = Number(await readFile(file, 'utf8').catch(() => ''));
		if (stillOwner === owner && (owner === 0 || !isAlive(owner))) {
			await rm(file, { force: true });
			continue;
		}
		if (!isReported) console.log(`  Another run (process ${owner}) is bringing ${name}; waiting for it ...`);
		isReported = true;
		await sleep(500);
	}
	const release = () => rm(file, { force: true });
	const forget = onEnd(release);
	return async () => {
		forget();
		await release();
	};
}

/**
 * Removes what runs that were killed have left half installed.
 *
 * @param {string} name
 */
async function removeLeftovers(name) {
	const prefix = `.part-${name}-`;
	for (const entry of await readdir(cacheFolder)) {
		const isLeftover = entry.startsWith(prefix) && !isAlive(Number(entry.slice(prefix.length)));
		if (isLeftover) await removeFolder(join(cacheFolder, entry));
	}
}

/**
 * Gives a folder of the cache and fills it first if it is missing. Filling happens in a folder beside it that is
 * renamed when complete, so a partial download never counts as complete; a lock keeps two runs apart.
 *
 * @param {string} name Name of the folder, with the version in it.
 * @param {(folder: string) => boolean} isComplete
 * @param {(folder: string) => Promise<void>} fill
 * @param {number} [bytes] What it takes on the disk; npm notices a full one only after minutes.
 * @returns {Promise<string>} The folder.
 */
export async function cached(name, isComplete, fill, bytes = 0) {
	const folder = join(cacheFolder, name);
	if (isComplete(folder)) return folder;
	try {
		return await filled(name, isComplete, fill, bytes);
	} catch (error) {
		if (!(error instanceof Error && 'syscall' in error)) throw error;
		if (isDiskFull(error)) throw diskFull(cacheFolder);
		throw new Stop(
			`The cache folder ${cacheFolder} cannot be written to: ${error.message}`,
			'Name another folder in the variable CREATIO_NODES_CACHE.',
		);
	}
}

/** @type {typeof cached} */
async function filled(name, isComplete, fill, bytes = 0) {
	const folder = join(cacheFolder, name);
	await mkdir(cacheFolder, { recursive: true });
	const unlock = await lock(name);
	try {
		if (isComplete(folder)) return folder;
		await removeLeftovers(name);
		const { bavail, bsize } = await statfs(cacheFolder);
		if (bavail * bsize < bytes) throw diskFull(cacheFolder, bytes);
		const part = join(cacheFolder, `.part-${name}-${process.pid}`);
		await mkdir(part);
		const forget = onEnd(() => removeFolder(part));
		try {
			await fill(part);
			if (!isComplete(part)) {
				throw new Stop(
					`The download of ${name} ended without complaint, but something is missing in it.`,
					'Please run the same command again.',
				);
			}
			if (existsSync(folder)) await removeFolder(folder);
			await rename(part, folder);
		} finally {
			await removeFolder(part);
			forget();
		}
		return folder;
	} finally {
		await unlock();
	}
}
