/** How a measured process with files gets its order, and tells what it measured. Started by studies/processesWithFiles.mjs. */
import { writeFileSync } from 'node:fs';

/** @returns {any} */
export const readOrder = () => JSON.parse(process.argv[2] ?? '');

/**
 * Ends the process.
 *
 * @param {unknown} found
 */
export function endWith(found) {
	writeFileSync(process.argv[3] ?? '', JSON.stringify(found));
	process.exit(0);
}
