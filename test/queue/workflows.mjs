import { joinCredentials, readCredentials, readSamples } from '../../scripts/lib/demo/samples.mjs';

/** @typedef {import('../../scripts/lib/n8n/client.mjs').Workflow} Workflow */
/** @typedef {import('../../scripts/lib/n8n/client.mjs').WorkflowNode} WorkflowNode */

/** The names of sample workflows (test/demo/workflows). */
export const names = /** @type {const} */ ({
	import: 'Import in parts',
	export: 'Export in parts',
	trigger: 'New contacts, each once',
	webhook: 'Creatio calls n8n',
});

/**
 * Puts the sample workflow of this name into n8n and switches it on.
 *
 * @typedef {(name: string, change?: (sample: Workflow) => Workflow) => Promise<Workflow & { id: string }>} AddSample
 */

/**
 * @param {import('./stack.mjs').Stack} stack
 * @returns {Promise<AddSample>}
 */
export async function samplesIn({ client, url, emulator }) {
	/** @type {Map<string, string>} */
	const ids = new Map();
	for (const credential of await readCredentials(emulator.url)) {
		ids.set(credential.name, await client.createCredential(credential));
	}
	const samples = await readSamples();
	return async (name, change = (workflow) => workflow) => {
		const sample = samples.find(({ workflow }) => workflow.name === name);
		if (sample === undefined) throw new Error(`There is no sample workflow "${name}".`);
		const joined = joinCredentials(sample.workflow, ids, { emulator: emulator.url, n8n: url });
		const workflow = await client.createWorkflow(change(joined));
		await client.activate(workflow.id);
		return workflow;
	};
}

/**
 * The workflow with a node behind another one, whose file it puts to an address.
 *
 * @param {Workflow} workflow
 * @param {string} behind
 * @param {string} url
 * @returns {Workflow}
 */
export function withStorage(workflow, behind, url) {
	const name = 'Keep the file';
	/** @type {WorkflowNode} */
	const put = {
		name,
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: {
			method: 'PUT',
			url: `=${url}/{{ $json.fileName }}`,
			sendBody: true,
			contentType: 'binaryData',
			inputDataFieldName: 'data',
			options: {},
		},
	};
	const connections = {
		...workflow.connections,
		[behind]: { main: [[{ node: name, type: 'main', index: 0 }]] },
	};
	return { ...workflow, nodes: [...workflow.nodes, { ...put, ...{ position: [480, 480] } }], connections };
}

/**
 * The workflow with other parameters of one of its nodes.
 *
 * @param {Workflow} workflow
 * @param {string} name
 * @param {(given: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>} changed
 * @returns {Workflow}
 */
export function withParameters(workflow, name, changed) {
	const nodes = workflow.nodes.map((node) => {
		const given = node.parameters ?? {};
		return node.name === name ? { ...node, parameters: { ...given, ...changed(given) } } : node;
	});
	return { ...workflow, nodes };
}
