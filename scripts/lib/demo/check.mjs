import { Tally } from '../summary.mjs';
import { differences } from './expectations.mjs';

/** Characters of an item that are shown. */
const shownCharacters = 160;

/** @param {unknown} value */
function shorten(value) {
	const text = JSON.stringify(value);
	return text.length <= shownCharacters ? text : `${text.slice(0, shownCharacters)}…`;
}

/**
 * What the executions that a trigger began gave together, node by node.
 *
 * @param {import('../n8n/client.mjs').N8nClient} client
 * @param {string} id
 * @param {import('./samples.mjs').Triggered} triggered
 */
async function triggeredItems(client, id, { node, items: count }) {
	const executions = await client.untilTriggered(id, node, count);
	/** @type {Record<string, Array<Record<string, unknown>>>} */
	const items = {};
	for (const { itemsByNode } of executions) {
		for (const [name, given] of Object.entries(itemsByNode)) {
			items[name] = [...(items[name] ?? []), ...given];
		}
	}
	return items;
}

/**
 * Runs every sample workflow, prints what each node produced and compares it with what it must produce.
 *
 * @param {import('../n8n/client.mjs').N8nClient} client
 * @param {ReadonlyArray<{ workflow: import('../n8n/client.mjs').Workflow & { id: string }, expectations: import('./expectations.mjs').Expectations, triggered?: import('./samples.mjs').Triggered }>} samples
 * @returns {Promise<Tally>}
 */
export async function checkSamples(client, samples) {
	const tally = new Tally();
	for (const { workflow, expectations, triggered } of samples) {
		const execution = await client.runWorkflow(workflow);
		const itemsByNode = { ...execution.itemsByNode };
		const complaints = differences(expectations, itemsByNode);
		if (triggered) {
			const begun = await triggeredItems(client, workflow.id, triggered);
			complaints.push(...differences(triggered.nodes, begun));
			Object.assign(itemsByNode, begun);
		}
		if (execution.status !== 'success') {
			complaints.unshift(`the run ended with "${execution.status}": ${execution.error ?? 'no reason given'}`);
		}
		const ok = complaints.length === 0;
		tally.count(ok);
		console.log(`\n${ok ? '✓' : '✗'} ${workflow.name}`);
		for (const [node, items] of Object.entries(itemsByNode)) {
			const first = items.length > 0 ? `, first: ${shorten(items[0])}` : '';
			console.log(`    ${node}: ${items.length} item${items.length === 1 ? '' : 's'}${first}`);
		}
		for (const text of complaints) console.log(`    ✗ ${text}`);
	}
	return tally;
}
