import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readSamples } from '../lib/demo/samples.mjs';
import { moveNodes } from '../lib/package/move-nodes.mjs';
import { repository } from '../lib/paths.mjs';

const folder = await mkdtemp(join(tmpdir(), 'move-workflow-'));
after(() => rm(folder, { recursive: true, force: true }));

/** @param {readonly string[]} args */
function run(args) {
	const command = spawn(process.execPath, ['scripts/move-workflow.mjs', ...args], { cwd: repository });
	let output = '';
	for (const stream of [command.stdout, command.stderr])
		stream.setEncoding('utf8').on('data', (text) => (output += text));
	return new Promise((resolve) => command.on('close', (code) => resolve({ code, output })));
}

test('every sample workflow moves to the other package and back, and nothing else of it changes', async () => {
	for (const { workflow } of await readSamples()) {
		const exported = JSON.stringify(workflow, null, 2);
		const ofCreatio = workflow.nodes.filter(({ type }) => type.startsWith('n8n-nodes-creatio-platform.'));
		const { moved, count } = moveNodes(exported, 'cloud');
		assert.equal(count, ofCreatio.length);
		const types = JSON.parse(moved).nodes.map((/** @type {{ type: string }} */ { type }) => type);
		assert.deepEqual(
			types,
			workflow.nodes.map(({ type }) =>
				type.replace('n8n-nodes-creatio-platform.', 'n8n-nodes-creatio-cloud.'),
			),
		);
		assert.equal(moveNodes(moved, 'platform').moved, exported);
	}
});

test('a workflow in a parameter of another moves with it, however often it is escaped; other texts stay', () => {
	const inner = { nodes: [{ type: 'n8n-nodes-creatio-platform.creatioTool' }] };
	const workflow = {
		nodes: [
			{ type: 'n8n-nodes-base.executeWorkflow', parameters: { workflowJson: JSON.stringify(inner) } },
			{ type: 'n8n-nodes-base.set', parameters: { jsonOutput: JSON.stringify(JSON.stringify(inner)) } },
			{ type: 'n8n-nodes-base.stickyNote', parameters: { content: 'n8n-nodes-creatio-platform.creatio' } },
			{ type: 'n8n-nodes-creatio-platforms.creatio' },
		],
	};
	const { moved, count } = moveNodes(JSON.stringify(workflow), 'cloud');
	assert.equal(count, 2);
	const [called, set, note, other] = JSON.parse(moved).nodes;
	assert.equal(
		JSON.parse(called.parameters.workflowJson).nodes[0].type,
		'n8n-nodes-creatio-cloud.creatioTool',
	);
	assert.equal(
		JSON.parse(JSON.parse(set.parameters.jsonOutput)).nodes[0].type,
		'n8n-nodes-creatio-cloud.creatioTool',
	);
	assert.deepEqual([note, other], workflow.nodes.slice(2));
});

test('npm run move-workflow changes no file when one of them is not JSON', async () => {
	const [good, bad] = [join(folder, 'good.json'), join(folder, 'bad.json')];
	const text = '{ "nodes": [{ "type": "n8n-nodes-creatio-platform.creatio" }] }\n';
	await writeFile(good, text);
	await writeFile(bad, 'nodes');
	const refused = await run(['--to', 'cloud', good, bad]);
	assert.equal(refused.code, 1);
	assert.match(refused.output, /bad\.json is not an exported workflow/);
	assert.equal(await readFile(good, 'utf8'), text);

	assert.equal((await run(['--to', 'cloud', good])).code, 0);
	assert.equal(await readFile(good, 'utf8'), text.replace('platform', 'cloud'));
});

for (const args of [[], ['--to', 'cloud'], ['--to', 'elsewhere', 'file.json']]) {
	test(`npm run move-workflow refuses ${args.join(' ') || 'to run without arguments'}`, async () => {
		const { code, output } = await run(args);
		assert.equal(code, 1);
		assert.match(output, /--to/);
	});
}
