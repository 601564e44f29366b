import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onEnd } from './lifecycle.mjs';

/**
 * A new folder that is removed when the command ends.
 *
 * @param {string} purpose
 * @param {{ keep?: boolean }} [options] keep: leave it where it is.
 */
export async function temporaryFolder(purpose, { keep = false } = {}) {
	const folder = await mkdtemp(join(tmpdir(), `creatio-nodes-${purpose}-`));
	if (!keep) onEnd(() => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
	return folder;
}
