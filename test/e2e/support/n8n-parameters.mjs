import { createRequire } from 'node:module';

/** @typedef {import('n8n-workflow').INodeTypeDescription} Description */
/** @typedef {Record<string, any>} Values */

// Its build for import() does not load in Node.
const { NodeHelpers } = /** @type {typeof import('n8n-workflow')} */ (
	createRequire(import.meta.url)('n8n-workflow')
);

/** @param {Values} parameters @returns {any} */
const nodeWith = (parameters) => ({ typeVersion: 1, parameters });

/**
 * Whether n8n shows a field.
 *
 * @param {Description} description
 * @param {Values} parameters Of the node.
 * @param {import('n8n-workflow').INodeProperties} property
 * @param {Values} [siblings] The values of the fields beside it, where they are not those of the node.
 * @returns {boolean}
 */
export function isShown(description, parameters, property, siblings = parameters) {
	return NodeHelpers.displayParameter(siblings, property, nodeWith(parameters), description, parameters);
}

/**
 * The parameters of a node with the defaults of those that it does not store, and without those that n8n hides.
 *
 * @param {Description} description
 * @param {Values} parameters
 * @returns {Values}
 */
export function completeParameters(description, parameters) {
	const node = nodeWith(parameters);
	return (
		NodeHelpers.getNodeParameters(description.properties, parameters, true, false, node, description) ?? {}
	);
}
