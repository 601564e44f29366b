import { diskFull, isDiskFull } from '../disk-full.mjs';
import { Stop } from '../stop.mjs';

/**
 * The complaint of a failed npm run: its first lines say what went wrong, the later ones are details and advice.
 *
 * @param {string} output
 */
function npmComplaint(output) {
	const lines = output.split('\n');
	const complaints = lines
		.filter((line) => /^npm (error|ERR!)/.test(line) && !/complete log|debug-\d+\.log/.test(line))
		.map((line) => line.replace(/^npm (error|ERR!)\s?/, '  '))
		.filter((line) => line.trim() !== '' && !/^\s+at /.test(line));
	return complaints.length > 0 ? complaints.slice(0, 5).join('\n') : lines.slice(-8).join('\n');
}

/**
 * @param {string} what What was being fetched, e.g. "n8n 2.41.1".
 * @param {string} folder Where it was to go.
 * @returns {(output: string) => Stop}
 */
export const downloadFailed = (what, folder) => (output) =>
	isDiskFull(output)
		? diskFull(folder)
		: new Stop(
				`Fetching ${what} did not work. npm says:\n${npmComplaint(output)}`,
				'Check the network connection (and the proxy and registry in npm’s settings) and run the same command again. ' +
					'Nothing half fetched is kept.',
			);
