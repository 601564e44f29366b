import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { emulator } from '../support/emulator.mjs';
import { startOwnN8n } from '../support/own-n8n.mjs';
import { chain, creatioNode, credentialName, object, recordId, runOnce } from '../support/workflow.mjs';
import { connect, world } from '../support/world.mjs';

const contact = 'c4ed336c-3e9b-40fe-8b82-5632476472b4';
const ofContact = { resource: 'file', object: object('Contact'), recordId: recordId(contact) };
/** Three chunks of 1 MB, the last of which is not whole. */
const text = { jsCode: "return [{ json: { text: 'Ω😀 line\\n'.repeat(180_000) } }];" };
const length = Buffer.byteLength('Ω😀 line\n') * 180_000;

/** @param {string} fileName */
const steps = (fileName) => [
	{ name: 'Text', type: 'n8n-nodes-base.code', typeVersion: 2, parameters: text },
	{
		name: 'File',
		type: 'n8n-nodes-base.convertToFile',
		typeVersion: 1.1,
		parameters: { operation: 'toText', sourceProperty: 'text', options: { fileName } },
	},
	creatioNode('Upload', {
		...ofContact,
		operation: 'upload',
		binaryPropertyName: 'data',
		options: { chunkSize: 1 },
	}),
	creatioNode('Download', {
		...ofContact,
		operation: 'download',
		fileId: recordId('={{ $json.Id }}'),
		binaryPropertyName: 'back',
	}),
	{
		name: 'Read',
		type: 'n8n-nodes-base.extractFromFile',
		typeVersion: 1.1,
		parameters: { operation: 'text', binaryPropertyName: 'back' },
	},
	{
		name: 'Compare',
		type: 'n8n-nodes-base.code',
		typeVersion: 2,
		parameters: {
			jsCode:
				"const same = $input.first().json.data === $('Text').first().json.text; return [{ json: { same } }];",
		},
	},
];

/**
 * @param {import('../../../scripts/lib/n8n/client.mjs').N8nClient} client
 * @param {string} fileName
 */
async function upAndDown(client, fileName) {
	const run = await runOnce(client, chain(fileName, steps(fileName)));
	assert.equal(run.status, 'success', run.error);
	assert.equal(run.itemsByNode.Upload?.[0]?.Size, length);
	assert.deepEqual(run.itemsByNode.Compare, [{ same: true }]);
	const stored = await emulator.rows('ContactFile', `Name = '${fileName}'`);
	assert.equal(stored.length, 1);
}

/**
 * The contacts as files, each of a range, which n8n's own node reads.
 *
 * @param {import('../../../scripts/lib/n8n/client.mjs').N8nClient} client
 */
async function exportAndRead(client) {
	const contacts = { object: object('Contact') };
	const run = await runOnce(
		client,
		chain('Contacts into files', [
			creatioNode('Split', { ...contacts, operation: 'splitRanges', parts: 3 }),
			creatioNode('Export', {
				...{ ...contacts, operation: 'exportFile', format: 'csv', binaryPropertyName: 'data' },
				options: { range: '={{ $json.range }}', outputColumns: ['Name'], byteOrderMark: true },
			}),
			{
				name: 'Read',
				type: 'n8n-nodes-base.extractFromFile',
				typeVersion: 1.1,
				parameters: { operation: 'csv', binaryPropertyName: 'data', options: { enableBOM: true } },
			},
		]),
	);
	assert.equal(run.status, 'success', run.error);
	const stored = await emulator.rows('Contact', '1');
	const found = run.itemsByNode.Read ?? [];
	const byId = (/** @type {Record<string, unknown>} */ { Id, Name }) => `${Id} ${Name}`;
	assert.deepEqual(found.map(byId).sort(), stored.map(byId).sort());
	assert.deepEqual(
		run.itemsByNode.Export?.map(({ rows }) => rows),
		run.itemsByNode.Split?.map(({ rows }) => rows),
	);
}

/**
 * The contacts as a workbook that n8n's own node reads, and a workbook of n8n's own node that is imported, with its text, number and date.
 *
 * @param {import('../../../scripts/lib/n8n/client.mjs').N8nClient} client
 */
async function exchangeWorkbooks(client) {
	const outputColumns = ['Name', 'Age'];
	const exported = await runOnce(
		client,
		chain('Contacts into a workbook', [
			creatioNode('Export', {
				...{ object: object('Contact'), operation: 'exportFile', format: 'xlsx', binaryPropertyName: 'data' },
				options: { outputColumns },
			}),
			{
				name: 'Read',
				type: 'n8n-nodes-base.extractFromFile',
				typeVersion: 1.1,
				parameters: { operation: 'xlsx', binaryPropertyName: 'data', options: {} },
			},
		]),
	);
	assert.equal(exported.status, 'success', exported.error);
	const stored = await emulator.rows('Contact', '1');
	// The node of n8n reads each line end as LF.
	const asText = (/** @type {Record<string, unknown>} */ { Id, Name, Age }) =>
		JSON.stringify([Id, String(Name).replace('\r\n', '\n'), Age]);
	assert.deepEqual((exported.itemsByNode.Read ?? []).map(asText).sort(), stored.map(asText).sort());

	const rows =
		"return [{ json: { Name: 'From Excel _1', Age: 41, BirthDate: '1985-03-31' } }, { json: { Name: 'From Excel =2', Age: 0, BirthDate: '' } }];";
	const imported = await runOnce(
		client,
		chain('Contacts out of a workbook', [
			{ name: 'Rows', type: 'n8n-nodes-base.code', typeVersion: 2, parameters: { jsCode: rows } },
			{
				name: 'File',
				type: 'n8n-nodes-base.convertToFile',
				typeVersion: 1.1,
				parameters: { operation: 'xlsx', binaryPropertyName: 'data', options: { compression: true } },
			},
			creatioNode('Import', {
				object: object('Contact'),
				operation: 'importFile',
				binaryPropertyName: 'data',
			}),
		]),
	);
	assert.equal(imported.status, 'success', imported.error);
	const { total, created } = imported.itemsByNode.Import?.[0] ?? {};
	assert.deepEqual({ total, created }, { total: 2, created: 2 });
	const found = await emulator.rows('Contact', "Name LIKE 'From Excel %' ORDER BY Name DESC");
	assert.deepEqual(
		found.map(({ Name, Age }) => [Name, Age]),
		[
			['From Excel _1', 41],
			['From Excel =2', 0],
		],
	);
	assert.match(String(found[0]?.BirthDate), /^1985-03-31/);
}

/**
 * Rows that n8n's own node makes a file of, imported, and the result read by n8n's own node. Run again, nothing is created.
 *
 * @param {import('../../../scripts/lib/n8n/client.mjs').N8nClient} client
 * @param {string} name
 */
async function importAndRead(client, name) {
	const rows = `return Array.from({ length: 230 }, (_, index) => ({ json: { Name: '${name} ' + index, Email: index === 7 ? 'x'.repeat(300) : '' } }));`;
	const workflow = chain(`Import ${name}`, [
		{ name: 'Rows', type: 'n8n-nodes-base.code', typeVersion: 2, parameters: { jsCode: rows } },
		{
			name: 'File',
			type: 'n8n-nodes-base.convertToFile',
			typeVersion: 1.1,
			parameters: { operation: 'csv', binaryPropertyName: 'data' },
		},
		creatioNode('Import', { object: object('Contact'), operation: 'importFile', binaryPropertyName: 'data' }),
		{
			name: 'Read',
			type: 'n8n-nodes-base.extractFromFile',
			typeVersion: 1.1,
			parameters: { operation: 'csv', binaryPropertyName: 'result' },
		},
	]);
	const run = await runOnce(client, workflow);
	assert.equal(run.status, 'success', run.error);
	const { total, created, failed } = run.itemsByNode.Import?.[0] ?? {};
	assert.deepEqual({ total, created, failed }, { total: 230, created: 229, failed: 1 });
	const results = run.itemsByNode.Read ?? [];
	assert.equal(results.length, 230);
	assert.match(String(results[7]?.Message), /Email/);
	assert.equal((await emulator.rows('Contact', `Name LIKE '${name} %'`)).length, 229);
	const again = await runOnce(client, workflow);
	assert.equal(again.itemsByNode.Import?.[0]?.skipped, 229);
	assert.equal((await emulator.rows('Contact', `Name LIKE '${name} %'`)).length, 229);
}

afterEach(() => emulator.faults());

test('a file goes to a record in chunks and comes back, although an answer is lost', async () => {
	await emulator.faults({
		match: { method: 'POST', path: 'UploadFile', times: 1 },
		fault: { kind: 'resetAfter' },
	});
	await upAndDown(await connect(), 'Ω report.txt');
});

test('records are exported in ranges into files that n8n reads', async () => {
	await exportAndRead(await connect());
});

test('records are imported from a file of n8n, once', async () => {
	await importAndRead(await connect(), 'Imported');
});

test('workbooks go to and from n8n', async () => {
	await exchangeWorkbooks(await connect());
});

test('the same where n8n keeps files in its database', async () => {
	const own = await startOwnN8n({ N8N_DEFAULT_BINARY_DATA_MODE: 'database' });
	try {
		const typed = { username: 'Supervisor', password: 'Supervisor' };
		await own.client.createCredential({
			name: credentialName,
			type: 'creatioPlatformApi',
			data: { baseUrl: world.emulatorUrl, ...typed, hosting: 'auto', allowUnauthorizedCerts: false },
		});
		await upAndDown(own.client, 'in the database.txt');
		await exportAndRead(own.client);
		await importAndRead(own.client, 'From the database');
	} finally {
		await own.remove();
	}
});
