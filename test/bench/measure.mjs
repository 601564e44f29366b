import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { environmentFor } from '../../scripts/lib/environment.mjs';
import { repository } from '../../scripts/lib/paths.mjs';
import { mustRun } from '../../scripts/lib/process/run.mjs';
import { step } from '../../scripts/lib/progress.mjs';
import { Stop } from '../../scripts/lib/stop.mjs';
import { temporaryFolder } from '../../scripts/lib/temporary.mjs';
import { titles } from './contenders/index.mjs';
import { people, warmUpCount } from './people.mjs';

/** @typedef {import('./contenders/index.mjs').Contender} Contender */
/** @typedef {import('./measured/meter.mjs').TimeCost} TimeCost */
/** @typedef {import('./measured/meter.mjs').MemoryCost} MemoryCost */

/**
 * What is to be measured.
 *
 * @typedef {object} Run
 * @property {import('./site.mjs').BenchSite} site
 * @property {import('./cases/index.mjs').BenchCase} benchCase
 * @property {Contender} contender
 * @property {number} count Records or rows.
 * @property {Readonly<Record<string, unknown>>} [credential] More fields of the credential.
 * @property {readonly string[]} [flags] Of Node.
 * @property {string} [note] What is special about it, for the person who waits.
 */

/** @typedef {TimeCost & import('./site.mjs').Seen & { signInRequests: number }} Timing */

/**
 * @typedef {object} Repeated
 * @property {Timing} fastest What else the machine does only adds to it.
 * @property {Timing} median
 */

/**
 * @typedef {object} Measure
 * @property {(run: Run) => Promise<Timing>} time
 * @property {(run: Run, repeats: number) => Promise<Repeated>} timeAgain The same several times.
 * @property {(run: Run) => Promise<MemoryCost>} memory
 */

/**
 * @param {object} programs
 * @param {string} programs.node Path of the Node program.
 * @param {string} programs.n8nFolder The folder that n8n is installed in.
 * @param {number} programs.mostRepeats How often `timeAgain` does the same at most.
 * @returns {Promise<Measure>}
 */
export async function measureWith({ node, n8nFolder, mostRepeats }) {
	const folder = await temporaryFolder('bench');
	const resultFile = join(folder, 'result.json');
	const program = join('test', 'bench', 'measured', 'process.mjs');
	const env = environmentFor(node, { N8N_USER_FOLDER: folder, N8N_LOG_LEVEL: 'error', TZ: 'UTC' });

	/**
	 * Fills the site, measures in a fresh process, and makes sure that the work was done.
	 *
	 * @param {Run} run
	 * @param {'time' | 'memory'} what
	 */
	async function once({ site, benchCase, contender, count, credential = {}, flags = [] }, what) {
		const there = await site.replaceContacts(benchCase.before(people(warmUpCount + count)));
		/** @type {import('./measured/process.mjs').Order} */
		const order = {
			caseName: benchCase.name,
			contender,
			count,
			what,
			credential,
			n8nFolder,
			site: site.url,
			resultFile,
		};
		await mustRun(node, [...flags, '--expose-gc', program, JSON.stringify(order)], {
			cwd: repository,
			env,
			onFailure: (output) =>
				new Stop(`${titles[contender]} could not do the case ${benchCase.name}:\n${output}`),
		});
		/** @type {import('./measured/process.mjs').Outcome<TimeCost & MemoryCost>} */
		const outcome = JSON.parse(await readFile(resultFile, 'utf8'));
		const seen = await site.seen();
		const [done, wanted] =
			benchCase.unit === 'records' ? [Math.min(outcome.items, seen.writes), count] : [outcome.items, there];
		if (done !== wanted) {
			throw new Stop(`${titles[contender]} did ${done} of ${wanted} ${benchCase.unit} of ${benchCase.name}.`);
		}
		return { ...outcome, seen };
	}

	/**
	 * @param {Run} run
	 * @returns {Promise<Timing>}
	 */
	async function timeOnce(run) {
		const { cost, seen, signInRequests } = await once(run, 'time');
		return { ...cost, ...seen, signInRequests };
	}

	return {
		time: (run) => step(describe(run), () => timeOnce(run)),
		timeAgain: (run, wanted) => {
			const repeats = Math.min(wanted, mostRepeats);
			return step(`${describe(run)}, ${repeats} times`, async () => {
				const timings = [await timeOnce(run)];
				while (timings.length < repeats) timings.push(await timeOnce(run));
				timings.sort((a, b) => a.seconds - b.seconds);
				const [fastest, median] = [timings[0], timings[Math.floor(timings.length / 2)]];
				if (!fastest || !median) throw new Error('Nothing was measured');
				return { fastest, median };
			});
		},
		memory: (run) => step(`Memory of ${describe(run)}`, async () => (await once(run, 'memory')).cost),
	};
}

/** @param {Run} run */
const describe = ({ site, benchCase, contender, count, note }) =>
	`${count.toLocaleString('en')} ${benchCase.name} at ${site.latency} ms: ${titles[contender]}${note ? `, ${note}` : ''}`;
