import { setTimeout as sleep } from 'node:timers/promises';
import { step } from '../progress.mjs';
import { Tally } from '../summary.mjs';
import { differences } from './expectations.mjs';

/** How long a trigger that looks once a minute may take to look twice. */
const twoLooksMs = 125_000;

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
	return together(await client.untilTriggered(id, node, count));
}

/** @param {ReadonlyArray<import('../n8n/client.mjs').Execution>} executions */
function together(executions) {
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
		tally.count(ok, workflow.name);
		console.log(`\n${ok ? '✓' : '✗'} ${workflow.name}`);
		for (const [node, items] of Object.entries(itemsByNode)) {
			const first = items.length > 0 ? `, first: ${shorten(items[0])}` : '';
			console.log(`    ${node}: ${items.length} item${items.length === 1 ? '' : 's'}${first}`);
		}
		for (const text of complaints) console.log(`    ✗ ${text}`);
	}
	await checkWhatStays(client, samples, tally);
	return tally;
}

/**
 * Waits until the triggers have looked twice more, and compares again: nothing may have moved, so that what one workflow writes
 * has not started the other.
 *
 * @param {Parameters<typeof checkSamples>[0]} client
 * @param {Parameters<typeof checkSamples>[1]} samples
 * @param {Tally} tally
 */
async function checkWhatStays(client, samples, tally) {
	const lasting = samples.filter(({ triggered }) => triggered?.staysSo);
	if (lasting.length === 0) return;
	await step('Waiting for two more polls, in which nothing may move', () => sleep(twoLooksMs));
	for (const { workflow, triggered } of lasting) {
		const items = together(await client.triggeredExecutions(workflow.id));
		const complaints = differences(triggered?.nodes ?? {}, items);
		tally.count(complaints.length === 0, `${workflow.name}: nothing has moved since`);
		console.log(`\n${complaints.length === 0 ? '✓' : '✗'} ${workflow.name}: nothing has moved since`);
		for (const text of complaints) console.log(`    ✗ ${text}`);
	}
}
