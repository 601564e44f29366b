import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { joinCredentials, readSamples } from '../../../scripts/lib/demo/samples.mjs';
import { Editor } from '../support/editor.mjs';
import { fillForm } from '../support/fill-form.mjs';
import { Form } from '../support/form.mjs';
import { actionOf, comparable, oneOfEachNode, ownNodes, readsAlone } from '../support/sample-nodes.mjs';
import { runOnce } from '../support/workflow.mjs';
import { connect, world } from '../support/world.mjs';

/** @typedef {import('../../../scripts/lib/n8n/client.mjs').WorkflowNode} WorkflowNode */

/** High enough for the longest form. */
const height = 1400;

/** @type {import('../../../scripts/lib/n8n/client.mjs').N8nClient} */
let client;
/** @type {Editor} */
let editor;
/** @type {Map<string, import('n8n-workflow').INodeTypeDescription>} */
let descriptions;
before(async () => {
	client = await connect();
	descriptions = new Map((await client.nodeDescriptions()).map((one) => [one.name, one]));
	editor = await Editor.open({ height });
});
after(() => editor?.close());

/** @param {WorkflowNode} node */
const descriptionOf = (node) => {
	const description = descriptions.get(node.type);
	assert.ok(description, node.type);
	return description;
};

/**
 * The nodes of the package, triggers first: behind another step, the node panel offers none.
 *
 * @param {Parameters<typeof ownNodes>[0]} workflow
 */
const formsOf = (workflow) => {
	const nodes = ownNodes(workflow);
	const isTrigger = (/** @type {WorkflowNode} */ node) => descriptionOf(node).group.includes('trigger');
	return [...nodes.filter(isTrigger), ...nodes.filter((node) => !isTrigger(node))];
};

const compared = (/** @type {WorkflowNode} */ node) => comparable(node, descriptionOf(node));

/**
 * @param {string} name
 * @param {string} [collection] What the form is scrolled to.
 */
async function picture(name, collection) {
	await editor.resize(1040);
	if (collection) await editor.scrollToTopOf(collection);
	await editor.screenshot(name);
	await editor.resize(height);
}

/**
 * Runs of built nodes that show more than that some rows come, by the names of the nodes.
 *
 * @type {Record<string, (workflow: import('../../../scripts/lib/n8n/client.mjs').Workflow) => Promise<void>>}
 */
const runs = {
	async 'Accounts with open cases'() {
		await editor.executeStep();
		const rows = await editor.outputRows();
		await picture('dataservice-open-cases', 'selectColumns');
		assert.equal(rows.length, 4);
		for (const row of rows) {
			assert.deepEqual(Object.keys(row), ['Name', 'Open cases', 'Last activity']);
			assert.ok(Number(row['Open cases']) > 3, `${row.Name} has ${row['Open cases']}`);
			assert.match(row['Last activity'] ?? '', /^20\d\d-\d\d-\d\dT/);
		}
	},
	async 'Creatio Trigger'(workflow) {
		if (workflow.name !== 'New contacts, each once') return;
		await runOnce(client, workflow);
		await editor.executeStep();
		const rows = await editor.outputRows();
		await picture('trigger');
		assert.equal(rows.length, 1);
		assert.equal(rows[0]?.JobTitle, 'Inventor');
	},
};

/** @param {WorkflowNode} node */
async function runsWithRows(node) {
	await editor.executeStep();
	assert.ok((await editor.outputRows()).length > 0, node.name);
}

const samples = (await readSamples()).filter(({ workflow }) => ownNodes(workflow).length > 0);
// The tour fills in the form of the one that is left out.
const tried = oneOfEachNode(samples).filter(({ workflow }) => workflow.name !== 'Accounts with open cases');
for (const { workflow } of world.isWhole ? samples : tried) {
	const name = `every form of "${workflow.name}" is filled in by clicking, from an empty node`;
	test(name, async (t) => {
		await editor.openEmptyCanvas();
		editor.resetEffort();
		const addresses = { emulator: world.emulatorUrl, n8n: world.n8nUrl };
		const nodes = formsOf(joinCredentials(workflow, new Map(), addresses));
		for (const [index, node] of nodes.entries()) {
			const description = descriptionOf(node);
			const { entry, action } = actionOf(description, node);
			await (index === 0 ? editor.addFirstStep(entry, action) : editor.addNextStep(entry, action));
			const [credential] = Object.values(node.credentials ?? {});
			if (credential) await editor.chooseCredential(credential.name);
			await fillForm(new Form(editor), description, node.parameters ?? {});
			if (Object.hasOwn(runs, node.name)) await runs[node.name]?.(workflow);
			else if (index === 0 && readsAlone(node)) await runsWithRows(node);
			await editor.closeNode();
		}
		t.diagnostic(`${editor.effort.clicks} clicks, ${editor.effort.typed.length} texts`);
		const built = formsOf({ nodes: await editor.exportNodes() });
		assert.deepEqual(built.map(compared), nodes.map(compared));
	});
}
