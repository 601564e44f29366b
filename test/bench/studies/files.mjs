import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { step } from '../../../scripts/lib/progress.mjs';
import { titles } from '../contenders/index.mjs';
import { processesWithFiles } from './processesWithFiles.mjs';

/** @typedef {'up' | 'down'} Direction */
/** @typedef {'node' | 'bare'} Mover */

/**
 * One large file from n8n to a record and back.
 *
 * @typedef {object} FileStudy
 * @property {number} bytes
 * @property {ReadonlyArray<{ direction: Direction, latency: number, contender: Mover, seconds: number }>} moves
 * @property {ReadonlyArray<{ direction: Direction, contender: Mover, peakBytes: number }>} peaks The median
 */

/** How often each is measured. The fastest run counts: what else the machine does only adds to it. */
export const fileRepeats = 5;
const directions = /** @type {const} */ (['up', 'down']);
const movers = /** @type {const} */ (['node', 'bare']);

/**
 * @param {object} settings
 * @param {string} settings.node Path of the Node program.
 * @param {string} settings.n8nFolder
 * @param {number} settings.bytes
 * @param {readonly number[]} settings.latencies
 * @param {number} settings.repeats
 * @param {(latency: number) => Promise<import('../site.mjs').BenchSite>} siteAt
 * @returns {Promise<FileStudy>}
 */
export async function fileStudy({ node, n8nFolder, bytes, latencies, repeats }, siteAt) {
	const { folder, measureIn } = await processesWithFiles(node);
	const source = join(folder, 'source.bin');
	await pipeline(Readable.from(noise(bytes)), createWriteStream(source));

	/**
	 * @param {number} latency
	 * @param {Direction} direction
	 * @param {Mover} contender
	 * @param {'time' | 'memory'} what
	 */
	const once = async (latency, direction, contender, what) => {
		const site = await siteAt(latency);
		/** @type {import('../measured/fileProcess.mjs').FileOrder} */
		const order = { direction, contender, what, source, bytes, n8nFolder, site: site.url };
		/** @type {{ seconds?: number, peakBytes?: number }} */
		const cost = await measureIn(
			'fileProcess.mjs',
			order,
			`${titles[contender]} could not move a file ${direction}`,
		);
		return cost;
	};

	const moves = [];
	for (const latency of latencies) {
		for (const direction of directions) {
			const words = `${bytes / 1e6} MB ${direction} at ${latency} ms, ${repeats} times`;
			const costs = await inTurn(words, repeats, (contender) => once(latency, direction, contender, 'time'));
			for (const contender of movers) {
				const seconds = Math.min(...costs[contender].map((cost) => cost.seconds ?? NaN));
				moves.push({ direction, latency, contender, seconds });
			}
		}
	}
	const peaks = [];
	for (const direction of directions) {
		const words = `Memory of ${bytes / 1e6} MB ${direction}, ${repeats} times`;
		const costs = await inTurn(words, repeats, (contender) => once(0, direction, contender, 'memory'));
		for (const contender of movers) {
			const found = costs[contender].map((cost) => cost.peakBytes ?? NaN).sort((a, b) => a - b);
			peaks.push({ direction, contender, peakBytes: found[Math.floor(repeats / 2)] ?? NaN });
		}
	}
	return { bytes, moves, peaks };
}

/**
 * In turn, so that what else the machine does meets both.
 *
 * @template T
 * @param {string} words
 * @param {number} repeats
 * @param {(contender: Mover) => Promise<T>} measure
 * @returns {Promise<Record<Mover, T[]>>}
 */
async function inTurn(words, repeats, measure) {
	return await step(words, async () => {
		/** @type {Record<Mover, T[]>} */
		const found = { node: [], bare: [] };
		for (let i = 0; i < repeats; i++) {
			for (const contender of movers) found[contender].push(await measure(contender));
		}
		return found;
	});
}

/**
 * Bytes that do not repeat at any boundary of chunks.
 *
 * @param {number} bytes
 */
function* noise(bytes) {
	const piece = Buffer.alloc(1_000_003);
	let state = 1;
	for (let index = 0; index < piece.length; index++) {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		piece[index] = state >>> 24;
	}
	for (let left = bytes; left > 0; left -= piece.length)
		yield piece.subarray(0, Math.min(left, piece.length));
}
