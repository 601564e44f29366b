import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { environmentFor } from '../../../scripts/lib/environment.mjs';
import { repository } from '../../../scripts/lib/paths.mjs';
import { mustRun } from '../../../scripts/lib/process/run.mjs';
import { Stop } from '../../../scripts/lib/stop.mjs';
import { temporaryFolder } from '../../../scripts/lib/temporary.mjs';

/**
 * A folder for the files of a study, and processes whose n8n keeps its own files in a folder, which is empty at the start of each.
 *
 * @param {string} node Path of the Node program.
 */
export async function processesWithFiles(node) {
	const folder = await temporaryFolder('bench-files');
	const resultFile = join(folder, 'result.json');
	return {
		folder,
		/**
		 * @param {string} program In test/bench/measured.
		 * @param {object} order
		 * @param {string} failure What to say when the process fails.
		 * @param {readonly string[]} [flags] For V8.
		 * @returns {Promise<any>} What the process found.
		 */
		async measureIn(program, order, failure, flags = []) {
			const storage = join(folder, 'storage');
			await mkdir(storage, { recursive: true });
			const path = join('test', 'bench', 'measured', program);
			await mustRun(node, ['--expose-gc', ...flags, path, JSON.stringify(order), resultFile], {
				cwd: repository,
				env: environmentFor(node, {
					N8N_USER_FOLDER: folder,
					N8N_LOG_LEVEL: 'error',
					N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
					N8N_BINARY_DATA_STORAGE_PATH: join(storage, 'n8n'),
					TZ: 'UTC',
				}),
				onFailure: (output) => new Stop(`${failure}:\n${output}`),
			});
			await rm(storage, { recursive: true });
			return JSON.parse(await readFile(resultFile, 'utf8'));
		},
	};
}
