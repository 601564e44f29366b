import { cpus, platform, release, totalmem } from 'node:os';
import { run } from '../../../scripts/lib/process/run.mjs';
import { n8nVersion } from '../../../scripts/lib/paths.mjs';

/**
 * What the numbers were measured on, in one line.
 *
 * @param {string} node Path of the Node program.
 */
export async function describeMachine(node) {
	const [cpu] = cpus();
	const { output } = await run(node, ['--version']);
	const memory = Math.round(totalmem() / 2 ** 30);
	return `${cpu?.model ?? 'unknown CPU'}, ${cpus().length} cores, ${memory} GB of memory, ${platform()} ${release()}, Node ${output.replace('v', '')}, n8n ${n8nVersion}`;
}
