import { tmpdir } from 'node:os';
import { sep } from 'node:path';
import { cacheFolder } from './paths.mjs';
import { Stop } from './stop.mjs';

/** Folders that a user can have elsewhere, and the environment variables that name them. */
const movable = /** @type {const} */ ([
	[cacheFolder, 'CREATIO_NODES_CACHE'],
	[tmpdir(), 'TMPDIR'],
]);

/**
 * Whether a failure says that a disk, or a user's share of it, is full.
 *
 * @param {unknown} failure An error, or the output of a program.
 */
export const isDiskFull = (failure) =>
	/ENOSPC|EDQUOT|no space left on device|disk quota exceeded/i.test(
		failure instanceof Error ? failure.message : String(failure),
	);

/**
 * @param {string} [path] What there was no space for, where that is known.
 * @param {number} [bytes] How much of it was needed, where that is known.
 */
export function diskFull(path = '', bytes = 0) {
	const [folder, variable] = movable.find(([parent]) => `${path}${sep}`.startsWith(parent + sep)) ?? [path];
	const choice = variable ? `, or name a folder on another disk in the variable ${variable}` : '';
	return new Stop(
		bytes > 0
			? `There is less than ${(bytes / 1e9).toFixed(1)} GB left on the disk of ${folder}.`
			: `There is no space left on the disk${folder && ` of ${folder}`}.`,
		`Free some space${choice}, and run the same command again. Nothing half fetched is kept.`,
	);
}
