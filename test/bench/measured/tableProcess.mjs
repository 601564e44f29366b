/**
 * A process that exports or imports one file of records, and nothing else: it warms up with a small one, measures, looks whether the
 * work was done, and writes the result into a file. Started by studies/tables.mjs.
 */
import assert from 'node:assert/strict';
import { parse } from 'csv-parse';
import { BareClient } from '../contenders/bare.mjs';
import { FileEngine } from '../contenders/fileEngine.mjs';
import { NodeTables, readBare } from '../contenders/tables.mjs';
import { endWarmUp } from '../control.mjs';
import { measureMemory, measureTime, stayAlive } from './meter.mjs';
import { endWith, readOrder } from './order.mjs';

/**
 * @typedef {object} TableOrder
 * @property {import('../studies/tables.mjs').TableWork} work
 * @property {'node' | 'bare'} contender
 * @property {number} rows Of the export, or that an import writes.
 * @property {string} [source] The file to import.
 * @property {string} [warmUp] A small file to import first.
 * @property {readonly number[]} [badRows] Numbers of the rows of the file that cannot be imported.
 * @property {string} n8nFolder
 * @property {string} site
 */

/** @typedef {import('./meter.mjs').TimeCost & import('./meter.mjs').MemoryCost & { signInRequests: number }} TableCost */

stayAlive();

/** @type {TableOrder} */
const order = readOrder();
/** Up to it lies one of 64 rows of the site. */
const warmUpKey = '04000000-0000-0000-0000-000000000000';
const user = { username: 'Supervisor', password: 'Supervisor' };

const settings = { baseUrl: order.site, ...user, hosting: 'auto', allowUnauthorizedCerts: false };
// Both contenders load n8n: collecting garbage takes longer the more is loaded.
const engine = new FileEngine(order.n8nFolder, settings);
await engine.load();

const { work, check } = await prepare();
const signInRequests = await endWarmUp(order.site);
const { cost: memory, result: timed } = await measureMemory(() => measureTime(work));
await check(timed.result);
/** @type {TableCost} */
const cost = { ...timed.cost, ...memory, signInRequests };
endWith(cost);

/**
 * Warms up.
 *
 * @returns {Promise<{ work: () => Promise<any>, check: (result: any) => Promise<void> | void }>}
 */
async function prepare() {
	if (order.contender === 'bare') {
		const client = new BareClient(order.site);
		await client.signIn(user);
		await readBare(client, warmUpKey);
		return { work: () => readBare(client), check: (rows) => assert.equal(rows, order.rows) };
	}
	const node = new NodeTables(engine);
	if (order.work === 'export') {
		await node.export(`..${warmUpKey}`);
		return { work: () => node.export(), check: checkExport };
	}
	await (
		await node.prepareImport(order.warmUp ?? '', order.work)
	)();
	return { work: await node.prepareImport(order.source ?? '', order.work), check: checkImport };
}

/**
 * Every record once, in the order of keys.
 *
 * @param {import('../contenders/tables.mjs').TableOutput} output
 */
async function checkExport({ json, open }) {
	assert.equal(json.rows, order.rows, 'rows of the item');
	let [rows, last] = [0, ''];
	for await (const { Id } of (await open('data')).pipe(parse({ columns: true }))) {
		rows++;
		assert.ok(Id > last, `${Id} comes after ${last}`);
		last = Id;
	}
	assert.equal(rows, order.rows, 'rows of the file');
}

/**
 * Every row once, the bad ones with their numbers and reasons.
 *
 * @param {import('../contenders/tables.mjs').TableOutput} output
 */
async function checkImport({ json, open }) {
	const badRows = order.badRows ?? [];
	const { total, created, updated, failed } = json;
	assert.deepEqual(
		[total, created + updated, failed],
		[order.rows + badRows.length, order.rows, badRows.length],
	);
	const failures = [];
	let rows = 0;
	for await (const { Row, Result, Message } of (await open('result')).pipe(parse({ columns: true }))) {
		rows++;
		assert.equal(Number(Row), rows + 1, 'rows of the result');
		if (Result !== 'failed') continue;
		assert.match(Message, /BirthDate/);
		failures.push(Number(Row));
	}
	assert.equal(rows, total, 'rows of the result');
	assert.deepEqual(failures, badRows);
}
