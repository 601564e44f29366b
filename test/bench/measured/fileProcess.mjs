/**
 * A process that moves one file for one contender, and nothing else: it warms up with a small file, measures, and writes the
 * result into a file. Started by studies/files.mjs.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { BareFiles, NodeFiles, openRecord } from '../contenders/files.mjs';
import { endWith, readOrder } from './order.mjs';
import { measureMemory, measureTime, stayAlive } from './meter.mjs';

/**
 * @typedef {object} FileOrder
 * @property {import('../studies/files.mjs').Direction} direction
 * @property {import('../studies/files.mjs').Mover} contender
 * @property {'time' | 'memory'} what
 * @property {string} source The file.
 * @property {number} bytes Its size.
 * @property {string} n8nFolder
 * @property {string} site
 */

stayAlive();

/** @type {FileOrder} */
const order = readOrder();
const warmUpBytes = 5_000_000;

const record = await openRecord(order.site);
const files = order.contender === 'node' ? new NodeFiles(order, record) : new BareFiles(order, record);
// Both contenders load n8n: large pieces of memory make V8 collect garbage often, which takes longer the more is loaded.
await files.load();

/** @param {number} bytes How much of the source. */
async function prepare(bytes) {
	const upload = await files.prepare(bytes);
	if (order.direction === 'up') return { work: upload, fileOf: async (/** @type {string} */ id) => id };
	const id = await upload();
	return { work: () => files.download(id), fileOf: async () => id };
}

await (await prepare(warmUpBytes)).work();
const { work, fileOf } = await prepare(order.bytes);
const measure = order.what === 'time' ? measureTime : measureMemory;
const { cost, result } = await measure(work);

const expected = await hashOf(createReadStream(order.source));
const there = await hashOf(await record.read(await fileOf(result)));
assert.equal(there, expected, 'The site has other bytes');
if (order.direction === 'down')
	assert.equal(await hashOf(await files.open(result)), expected, 'n8n has other bytes');
await record.remove();
endWith(cost);

/** @param {AsyncIterable<Buffer>} stream */
async function hashOf(stream) {
	const hash = createHash('sha256');
	for await (const piece of stream) hash.update(piece);
	return hash.digest('hex');
}
