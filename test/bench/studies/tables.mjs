import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { step } from '../../../scripts/lib/progress.mjs';
import { titles } from '../contenders/index.mjs';
import { people } from '../people.mjs';
import { startSite } from '../site.mjs';
import { processesWithFiles } from './processesWithFiles.mjs';

/** @typedef {'export' | 'create' | 'upsert'} TableWork */

/**
 * What it took to export all records of a site to a CSV file, or to import one.
 *
 * @typedef {object} TableResult
 * @property {TableWork} work
 * @property {'node' | 'bare'} contender
 * @property {number} rows That were exported or written.
 * @property {number} badRows Of the imported file, beside those.
 * @property {number} requests
 * @property {number} signInRequests Requests of the warm-up for sign-in and metadata.
 * @property {number} seconds
 * @property {number} cpuSeconds
 * @property {number} peakBytes With V8's garbage, by its defaults.
 * @property {number} neededBytes At most in use in a small heap, in which V8 collects garbage early.
 */

/**
 * The heap in which it is measured how much memory a run needs. Its limit is what Node sets where a container has 512 MB. n8n alone
 * takes a third of it.
 */
export const smallHeap = ['--max-old-space-size=256', '--max-semi-space-size=4'];
/** How often the export is measured by each contender: the fastest run counts, and the median of the memory. */
export const exportRepeats = 3;
/** One row of so many of an imported file is bad. */
const badEvery = 201;
/** Rows of the file that an import warms up with: two of its windows. */
const warmUpRows = 3_000;

/**
 * @param {object} settings
 * @param {string} settings.node Path of the Node program.
 * @param {string} settings.n8nFolder
 * @param {number} settings.rows Of the export; an import writes a fifth of them.
 * @param {number} settings.repeats
 * @param {boolean} settings.smoke Whether to try only what the node exports and creates, once and in the small heap.
 * @returns {Promise<TableResult[]>}
 */
export async function tableStudy({ node, n8nFolder, rows, repeats, smoke }) {
	const { folder, measureIn } = await processesWithFiles(node);

	/**
	 * @param {import('../site.mjs').BenchSite} site
	 * @param {Omit<import('../measured/tableProcess.mjs').TableOrder, 'n8nFolder' | 'site'>} about
	 * @param {readonly string[]} flags For V8.
	 */
	const run = async (site, about, flags) => {
		const { work, contender, rows: ordered, badRows = [] } = about;
		const failure = `${titles[contender]} failed in the work "${work}"`;
		/** @type {import('../measured/tableProcess.mjs').TableCost} */
		const cost = await measureIn('tableProcess.mjs', { ...about, n8nFolder, site: site.url }, failure, flags);
		const { requests, writes } = await site.seen();
		const wanted = work === 'export' ? 0 : ordered;
		if (writes !== wanted) throw new Error(`The site has ${writes} of ${wanted} writes`);
		const { seconds, cpuSeconds, peakBytes, signInRequests } = cost;
		return {
			...{ work, contender, rows: ordered, badRows: badRows.length },
			...{ requests, signInRequests, seconds, cpuSeconds, peakBytes },
		};
	};

	/**
	 * @param {(flags: readonly string[]) => ReturnType<typeof run>} runWith
	 * @returns {Promise<TableResult>}
	 */
	const measure = async (runWith) => {
		const inSmallHeap = await runWith(smallHeap);
		return { ...(smoke ? inSmallHeap : await runWith([])), neededBytes: inSmallHeap.peakBytes };
	};

	const contenders = /** @type {const} */ (['node', 'bare']).slice(0, smoke ? 1 : 2);
	const full = await startSite(node, 0, ['--made-contacts', String(rows)]);
	const exports = await step(`Export of ${rows} records, ${repeats} times`, async () => {
		/** @type {TableResult[]} */
		const results = [];
		// In turn, so that what else the machine does meets both.
		for (let i = 0; i < repeats; i++) {
			for (const contender of contenders)
				results.push(await measure((flags) => run(full, { work: 'export', contender, rows }, flags)));
		}
		return results;
	});

	const imported = Math.ceil(rows / 5);
	const everybody = people(imported + warmUpRows);
	const half = everybody.filter((_, index) => index % 2 === 0);
	const source = join(folder, 'contacts.csv');
	const warmUp = join(folder, 'warm-up.csv');
	const badRows = await writeContacts(source, everybody.slice(0, imported));
	await writeContacts(warmUp, everybody.slice(imported));
	const site = await startSite(node, 0, ['--email-index']);
	const imports = [];
	for (const work of /** @type {const} */ (['create', 'upsert']).slice(0, smoke ? 1 : 2)) {
		const about = { work, contender: /** @type {const} */ ('node'), rows: imported, source, warmUp, badRows };
		const result = await step(`Import of ${imported} records: ${work}`, () =>
			measure(async (flags) => {
				await site.replaceContacts(work === 'upsert' ? half : []);
				return await run(site, about, flags);
			}),
		);
		imports.push(result);
	}
	return [...contenders.map((one) => best(exports, one)), ...imports];
}

/**
 * @param {readonly TableResult[]} results
 * @param {'node' | 'bare'} contender
 * @returns {TableResult}
 */
function best(results, contender) {
	const own = results.filter((one) => one.contender === contender);
	const [fastest] = [...own].sort((a, b) => a.seconds - b.seconds);
	if (!fastest) throw new Error('Nothing was measured');
	const medianOf = (/** @type {'peakBytes' | 'neededBytes'} */ what) =>
		own.map((one) => one[what]).sort((a, b) => a - b)[Math.floor(own.length / 2)] ?? NaN;
	return { ...fastest, peakBytes: medianOf('peakBytes'), neededBytes: medianOf('neededBytes') };
}

/**
 * Writes a CSV file.
 *
 * @param {string} path
 * @param {readonly import('../people.mjs').Person[]} contacts
 * @returns {Promise<number[]>} The numbers of the bad rows among them, as spreadsheets count.
 */
async function writeContacts(path, contacts) {
	/** @type {number[]} */
	const badRows = [];
	function* lines() {
		let row = 1;
		yield 'Name,Email,JobTitle,BirthDate\r\n';
		for (const { Name, Email, JobTitle } of contacts) {
			if (++row % badEvery === 0) {
				badRows.push(row++);
				yield `${Name},bad.${Email},${JobTitle},no day\r\n`;
			}
			yield `${Name},${Email},${JobTitle},1990-01-31\r\n`;
		}
	}
	await pipeline(Readable.from(lines()), createWriteStream(path));
	return badRows;
}
