import { names } from './workflows.mjs';

/** What the sample workflow of the trigger creates each time that it is run by hand. */
const contactsEachTime = 3;

/**
 * The sample workflows with Creatio Trigger and Creatio Webhook, active while others work.
 *
 * @param {import('./stack.mjs').Stack} stack
 * @param {import('./workflows.mjs').AddSample} add
 */
export async function watchEvents({ client }, add) {
	const trigger = await add(names.trigger);
	const webhook = await add(names.webhook);
	// Tells the site address and secret, and creates a contact.
	await client.runWorkflow(webhook);
	let times = 0;
	return {
		/** Creates contacts, which the trigger has to report and about which the site calls the webhook. */
		async createContacts() {
			await client.runWorkflow(trigger);
			times++;
		},
		/** @returns {Promise<import('./parts.mjs').Check[]>} */
		async check() {
			const created = times * contactsEachTime;
			const events = await itemsOf(trigger.id, 'Creatio Trigger', created);
			const calls = await itemsOf(webhook.id, 'Creatio Webhook', created + 1);
			const seen = new Set(events.map(({ Id }) => Id));
			const called = new Set(calls.map(({ recordId }) => recordId));
			return [
				{ name: 'events of the trigger', found: events.length, expected: created },
				{ name: 'contacts that the trigger reports', found: seen.size, expected: created },
				{ name: 'calls of the webhook', found: calls.length, expected: created + 1 },
				{ name: 'contacts that the site calls about', found: called.size, expected: created + 1 },
			];
		},
	};

	/**
	 * @param {string} id
	 * @param {string} node
	 * @param {number} count
	 */
	async function itemsOf(id, node, count) {
		const executions = await client.untilTriggered(id, node, count);
		return executions.flatMap(({ itemsByNode }) => itemsByNode[node] ?? []);
	}
}
