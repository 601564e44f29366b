import { randomUUID } from 'node:crypto';
import { movedTo } from '../../../scripts/lib/demo/import.mjs';
import { joinCredentials, readSamples } from '../../../scripts/lib/demo/samples.mjs';
import { world } from './world.mjs';

/** @typedef {import('../../../scripts/lib/n8n/client.mjs').Workflow} Workflow */
/** @typedef {import('../../../scripts/lib/n8n/client.mjs').N8nClient} N8nClient */
/** @typedef {import('../../../scripts/lib/n8n/client.mjs').WorkflowNode} WorkflowNode */

/** @typedef {{ typeVersion?: number, onError?: string }} NodeExtras */

/** The credential that every node of the tests uses. */
export const credentialName = 'Creatio demo';

/**
 * The type of a node of the package that is installed.
 *
 * @param {string} node
 */
export const ownType = (node) => `${world.packageName}.${node}`;

/**
 * @param {string} name
 * @param {Record<string, unknown>} parameters
 * @param {NodeExtras} [extras]
 * @returns {WorkflowNode & NodeExtras}
 */
export const creatioNode = (name, parameters, extras) => ({
	name,
	type: ownType('creatio'),
	typeVersion: 1,
	parameters: { resource: 'record', ...parameters },
	credentials: { creatioPlatformApi: { name: credentialName } },
	...extras,
});

/**
 * The same node of another package.
 *
 * @param {string} name Of the package.
 * @param {WorkflowNode & NodeExtras} node
 * @returns {WorkflowNode & NodeExtras}
 */
export const ofPackage = (name, node) => ({ ...node, type: node.type.replace(/^[^.]+/, name) });

/**
 * n8n's own HTTP Request node, signing in with the package's credential.
 *
 * @param {string} name
 * @param {Record<string, unknown>} parameters
 * @param {NodeExtras} [extras]
 * @returns {WorkflowNode & NodeExtras}
 */
export const httpRequestNode = (name, parameters, extras) => ({
	name,
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.2,
	parameters: {
		authentication: 'predefinedCredentialType',
		nodeCredentialType: 'creatioPlatformApi',
		...parameters,
	},
	credentials: { creatioPlatformApi: { name: credentialName } },
	...extras,
});

/**
 * A node that returns one item for each of these objects.
 *
 * @param {string} name
 * @param {ReadonlyArray<Record<string, unknown>>} items
 * @returns {WorkflowNode & NodeExtras}
 */
export const itemsNode = (name, items) => ({
	name,
	type: 'n8n-nodes-base.code',
	typeVersion: 2,
	parameters: { jsCode: `return ${JSON.stringify(items)}.map((json) => ({ json }));` },
});

/** @param {string} name API name of the object. */
export const object = (name) => ({ __rl: true, mode: 'name', value: name });

/** @param {string} id An Id or an expression that returns one. */
export const recordId = (id) => ({ __rl: true, mode: 'id', value: id });

/**
 * @param {Record<string, unknown>} value By the API name of the column.
 * @param {readonly string[]} [matchingColumns]
 */
export const columns = (value, matchingColumns = []) => ({
	mappingMode: 'defineBelow',
	value,
	matchingColumns,
	schema: [],
	attemptToConvertTypes: false,
	convertFieldsToString: false,
});

/**
 * Nodes behind each other after a manual trigger.
 *
 * @param {string} name
 * @param {ReadonlyArray<WorkflowNode & NodeExtras>} nodes
 * @returns {Workflow}
 */
export function chain(name, nodes) {
	const all = [
		{ name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} },
		...nodes,
	].map((node, index) => ({ ...node, id: randomUUID(), position: [index * 220, 0] }));
	const connections = Object.fromEntries(
		all
			.slice(0, -1)
			.map((node, index) => [
				node.name,
				{ main: [[{ node: all[index + 1]?.name, type: 'main', index: 0 }]] },
			]),
	);
	return { name, nodes: all, connections };
}

/**
 * One of the sample workflows of the demo.
 *
 * @param {string} name
 * @returns {Promise<Workflow>}
 */
export async function sampleWorkflow(name) {
	const sample = (await readSamples()).find(({ workflow }) => workflow.name === name);
	if (!sample) throw new Error(`The demo has no workflow "${name}".`);
	return movedTo(sample.workflow, world.flavor);
}

/**
 * Stores a workflow in n8n, joined to the credential there.
 *
 * @param {N8nClient} client
 * @param {Workflow} workflow
 */
export async function store(client, workflow) {
	const idsByName = new Map((await client.credentials()).map(({ name, id }) => [name, id]));
	const addresses = { emulator: world.emulatorUrl, n8n: world.n8nUrl };
	return await client.createWorkflow(joinCredentials(workflow, idsByName, addresses));
}

/**
 * Stores a workflow and runs it once.
 *
 * @param {N8nClient} client
 * @param {Workflow} workflow
 */
export async function runOnce(client, workflow) {
	return await client.runWorkflow(await store(client, workflow));
}
