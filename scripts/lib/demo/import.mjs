import { moveNodes } from '../package/move-nodes.mjs';
import { joinCredentials, readCredentials, readSamples, readTables } from './samples.mjs';

/**
 * Puts the demo into a new n8n: credentials, data tables and the sample workflows, of which those with a trigger are switched
 * on.
 *
 * @param {import('../n8n/client.mjs').N8nClient} client
 * @param {Parameters<typeof joinCredentials>[2]} addresses
 * @param {import('../package/packages.mjs').Flavor} [flavor] The package that is installed in it.
 */
export async function importSamples(client, addresses, flavor = 'platform') {
	/** @type {Map<string, string>} */
	const credentialIds = new Map();
	for (const credential of await readCredentials(addresses.emulator)) {
		credentialIds.set(credential.name, await client.createCredential(credential));
	}
	/** @type {Map<string, string>} */
	const tableIds = new Map();
	for (const table of await readTables()) tableIds.set(table.name, await client.createTable(table));
	const imported = [];
	for (const sample of await readSamples()) {
		const joined = joinCredentials(movedTo(sample.workflow, flavor), credentialIds, addresses);
		const workflow = await client.createWorkflow(withTableIds(joined, tableIds));
		if (sample.triggered) await client.activate(workflow.id);
		imported.push({ ...sample, workflow });
	}
	return imported;
}

/**
 * A workflow with the nodes of a package.
 *
 * @param {import('../n8n/client.mjs').Workflow} workflow
 * @param {import('../package/packages.mjs').Flavor} flavor
 * @returns {import('../n8n/client.mjs').Workflow}
 */
export const movedTo = (workflow, flavor) => JSON.parse(moveNodes(JSON.stringify(workflow), flavor).moved);

/**
 * Older n8n finds a data table only by its id; newer n8n also by the name that the samples have.
 *
 * @param {import('../n8n/client.mjs').Workflow} workflow
 * @param {ReadonlyMap<string, string>} idsByName
 * @returns {import('../n8n/client.mjs').Workflow}
 */
function withTableIds(workflow, idsByName) {
	const nodes = workflow.nodes.map((node) => {
		const table = /** @type {{ value?: string } | undefined} */ (node.parameters?.dataTableId);
		const id = idsByName.get(table?.value ?? '');
		if (id === undefined) return node;
		return { ...node, parameters: { ...node.parameters, dataTableId: { ...table, mode: 'id', value: id } } };
	});
	return { ...workflow, nodes };
}
