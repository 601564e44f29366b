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
 * Runs every sample workflow, prints what each node produced and compares it with what it must produce.
 *
 * @param {import('../n8n/client.mjs').N8nClient} client
 * @param {ReadonlyArray<{ workflow: import('../n8n/client.mjs').Workflow & { id: string }, expectations: import('./expectations.mjs').Expectations }>} samples
 * @returns {Promise<Tally>}
 */
export async function checkSamples(client, samples) {
	const tally = new Tally();
	for (const { workflow, expectations } of samples) {
		const execution = await client.runWorkflow(workflow);
		const complaints = differences(expectations, execution.itemsByNode);
		if (execution.status !== 'success') {
			complaints.unshift(`the run ended with "${execution.status}": ${execution.error ?? 'no reason given'}`);
		}
		const ok = complaints.length === 0;
		tally.count(ok);
		console.log(`\n${ok ? '✓' : '✗'} ${workflow.name}`);
		for (const [node, items] of Object.entries(execution.itemsByNode)) {
			const first = items.length > 0 ? `, first: ${shorten(items[0])}` : '';
			console.log(`    ${node}: ${items.length} item${items.length === 1 ? '' : 's'}${first}`);
		}
		for (const text of complaints) console.log(`    ✗ ${text}`);
	}
	return tally;
}
