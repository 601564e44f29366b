import { creatioNode, credentialType, dataServiceNode, source } from './engine.mjs';

/** @typedef {import('./engine.mjs').BenchNode} BenchNode */
/** @typedef {import('./engine.mjs').BenchWorkflow} BenchWorkflow */
/** @typedef {import('./engine.mjs').Members} Members */

/** @param {string} name */
const to = (name) => [{ node: name, type: /** @type {const} */ ('main'), index: 0 }];

/**
 * The node under test.
 *
 * @param {Members} parameters
 * @returns {BenchNode}
 */
export const creatio = (parameters) => ({
	name: 'Creatio',
	type: creatioNode,
	typeVersion: 1,
	parameters: {
		authentication: 'userPassword',
		resource: 'record',
		object: { __rl: true, mode: 'name', value: 'Contact' },
		...parameters,
	},
});

/**
 * The node "Creatio DataService".
 *
 * @param {Members} parameters
 * @returns {BenchNode}
 */
export const dataService = (parameters) => ({
	name: 'Creatio DataService',
	type: dataServiceNode,
	typeVersion: 1,
	parameters: {
		authentication: 'userPassword',
		object: { __rl: true, mode: 'name', value: 'Contact' },
		...parameters,
	},
});

/**
 * The field "Columns", filled by the names of the input, or by the given values.
 *
 * @param {{ value?: Members, matchingColumns?: readonly string[] }} [how]
 */
export const columns = ({ value, matchingColumns = [] } = {}) => ({
	mappingMode: value ? 'defineBelow' : 'autoMapInputData',
	value: value ?? null,
	matchingColumns,
	schema: [],
	attemptToConvertTypes: false,
	convertFieldsToString: false,
});

/**
 * n8n's node "HTTP Request" with the credential of this package.
 *
 * @param {string} name
 * @param {Members} parameters
 * @returns {BenchNode}
 */
export const httpRequest = (name, parameters) => ({
	name,
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.5,
	parameters: {
		authentication: 'predefinedCredentialType',
		nodeCredentialType: credentialType,
		...parameters,
	},
});

/**
 * The parameters of a node "HTTP Request" that sends JSON.
 *
 * @param {string} expression
 */
export const jsonBody = (expression) => ({
	sendBody: true,
	contentType: 'json',
	specifyBody: 'json',
	jsonBody: expression,
});

/**
 * Nodes in a row: each gets all items at once.
 *
 * @param {readonly BenchNode[]} nodes
 * @returns {BenchWorkflow}
 */
export function inARow(nodes) {
	const names = [source, ...nodes.map(({ name }) => name)];
	return {
		nodes,
		connections: Object.fromEntries(
			names.slice(0, -1).map((name, index) => [name, { main: [to(names[index + 1] ?? '')] }]),
		),
		last: names.at(-1) ?? source,
	};
}

/**
 * Nodes in a loop: n8n's node "Loop Over Items" passes them one item after the other.
 *
 * @param {readonly BenchNode[]} nodes
 * @returns {BenchWorkflow}
 */
export function inALoop(nodes) {
	const loop = 'Loop Over Items';
	const row = inARow(nodes);
	const first = nodes[0]?.name ?? loop;
	return {
		nodes: [
			{ name: loop, type: 'n8n-nodes-base.splitInBatches', typeVersion: 3, parameters: { batchSize: 1 } },
			...nodes,
		],
		connections: {
			...row.connections,
			[source]: { main: [to(loop)] },
			[loop]: { main: [[], to(first)] },
			[row.last]: { main: [to(loop)] },
		},
		last: loop,
	};
}
