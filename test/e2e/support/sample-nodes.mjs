import { completeParameters, isShown } from './n8n-parameters.mjs';

/** @typedef {import('n8n-workflow').INodeTypeDescription} Description */
/** @typedef {import('../../../scripts/lib/n8n/client.mjs').WorkflowNode} WorkflowNode */

/**
 * The nodes of the package in a workflow.
 *
 * @param {{ nodes: readonly WorkflowNode[] }} workflow
 */
export const ownNodes = ({ nodes }) =>
	nodes.filter(({ type }) => type.startsWith('n8n-nodes-creatio-platform.'));

/**
 * The first sample of each node of the package.
 *
 * @param {ReadonlyArray<import('../../../scripts/lib/demo/samples.mjs').Sample>} samples
 */
export function oneOfEachNode(samples) {
	const seen = new Set();
	return samples.filter(({ workflow }) => {
		const types = ownNodes(workflow).map(({ type }) => type);
		const isFirst = types.some((type) => !seen.has(type));
		for (const type of types) seen.add(type);
		return isFirst;
	});
}

/**
 * Where the node panel offers what a node does: the node, and its action if it has several.
 *
 * @param {Description} description
 * @param {WorkflowNode} node
 */
export function actionOf(description, node) {
	const parameters = completeParameters(description, node.parameters ?? {});
	const entry = description.displayName.replace(/ Trigger$/, '');
	const choice = description.properties.find(
		(property) =>
			['operation', 'event'].includes(property.name) && isShown(description, parameters, property),
	);
	if (!choice) return { entry, action: undefined };
	const options = /** @type {import('n8n-workflow').INodePropertyOptions[]} */ (choice.options);
	const option = options.find(({ value }) => value === parameters[choice.name]);
	if (!option) throw new Error(`${entry} does not offer ${JSON.stringify(parameters[choice.name])}.`);
	return { entry, action: option.action ?? `On ${option.name.toLowerCase()}` };
}

/** Operations that change nothing in Creatio. */
const reads = ['get', 'getAll', 'count', 'select'];

/**
 * Whether a node can run behind a trigger by hand without changing anything: it reads, and needs no values of other nodes.
 *
 * @param {WorkflowNode} node
 */
export function readsAlone({ parameters = {} }) {
	return reads.includes(String(parameters.operation)) && !JSON.stringify(parameters).includes('"=');
}

/**
 * What matters of a stored node: its parameters with their defaults, without what n8n only remembers to show it.
 *
 * @param {WorkflowNode} node
 * @param {Description} description
 */
export function comparable({ type, credentials = {}, parameters = {} }, description) {
	return {
		type,
		credentials: Object.values(credentials).map(({ name }) => name),
		parameters: withoutCaches(completeParameters(description, parameters)),
	};
}

/**
 * @param {any} value
 * @returns {any}
 */
function withoutCaches(value) {
	if (Array.isArray(value)) return value.map(withoutCaches);
	if (typeof value !== 'object' || value === null) return value;
	const { cachedResultName: _name, cachedResultUrl: _url, ...rest } = value;
	if (rest.mappingMode !== undefined) {
		const { schema: _schema, ...mapping } = rest;
		return mapping;
	}
	return Object.fromEntries(Object.entries(rest).map(([name, inner]) => [name, withoutCaches(inner)]));
}
