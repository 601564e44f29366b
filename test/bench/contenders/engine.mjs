import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { packages } from '../../../scripts/lib/package/packages.mjs';
import { credentialsOf } from './credentials.mjs';

/** @typedef {import('n8n-workflow').INode} INode */
/** @typedef {import('n8n-workflow').INodeType} INodeType */
/** @typedef {import('n8n-workflow').INodeTypes} INodeTypes */
/** @typedef {import('n8n-workflow').INodeExecutionData} Item */
/** @typedef {import('n8n-workflow').IConnections} IConnections */
/** @typedef {Readonly<Record<string, unknown>>} Members */

/** By this name the workflows know the nodes of either package. */
const packageName = packages.platform.name;
export const creatioNode = `${packageName}.creatio`;
export const dataServiceNode = `${packageName}.creatioDataService`;
export const credentialType = 'creatioPlatformApi';
/** Name of the node that provides the items. */
export const source = 'Items';
const sourceType = 'bench.items';

/**
 * @typedef {object} BenchNode
 * @property {string} name
 * @property {string} type
 * @property {number} typeVersion
 * @property {Members} parameters
 */

/**
 * @typedef {object} BenchWorkflow
 * @property {readonly BenchNode[]} nodes
 * @property {IConnections} connections From the node `source` on.
 * @property {string} last The node whose items are the result.
 */

/**
 * Gives the items of a run, as a trigger would.
 *
 * @param {() => Item[]} items
 * @returns {INodeType}
 */
const sourceOf = (items) => ({
	description: {
		displayName: 'Items',
		name: sourceType,
		group: ['trigger'],
		version: 1,
		description: '',
		defaults: { name: source },
		inputs: [],
		outputs: ['main'],
		properties: [],
	},
	execute: async () => [items()],
});

/** n8n's own engine, from the n8n that is in the cache, with the nodes of n8n and of this package. */
export class Engine {
	/** @type {typeof import('n8n-core')} */
	#core;
	/** @type {NodeJS.Require} */
	#ofCore;
	/** @type {typeof import('n8n-workflow')} */
	#workflowPackage;
	/** @type {Record<string, import('n8n-core').PackageDirectoryLoader>} */
	#packages;
	#credential;
	/** @type {Item[]} */
	#items = [];
	#source = sourceOf(() => this.#items);

	/**
	 * @param {string} n8nFolder The folder that n8n is installed in.
	 * @param {Members} credential Decrypted data of the credential "Creatio API".
	 * @param {import('../../../scripts/lib/package/packages.mjs').Package} [which] Whose nodes run.
	 */
	constructor(n8nFolder, credential, { folder } = packages.platform) {
		const ofN8n = createRequire(join(n8nFolder, 'node_modules', 'n8n', 'package.json'));
		this.#core = ofN8n('n8n-core');
		this.#ofCore = createRequire(ofN8n.resolve('n8n-core'));
		this.#workflowPackage = ofN8n('n8n-workflow');
		this.#packages = {
			[packageName]: new this.#core.PackageDirectoryLoader(folder),
			'n8n-nodes-base': new this.#core.LazyPackageDirectoryLoader(
				dirname(ofN8n.resolve('n8n-nodes-base/package.json')),
			),
		};
		this.#credential = { ...credential, sessionToken: '' };
	}

	/** Brings the nodes; nothing runs before. */
	async load() {
		for (const loader of Object.values(this.#packages)) await loader.loadAll();
	}

	/**
	 * Where n8n keeps files, as the variables N8N_DEFAULT_BINARY_DATA_MODE and N8N_BINARY_DATA_STORAGE_PATH say.
	 *
	 * @returns {Promise<import('n8n-core').BinaryDataService>}
	 */
	async openFiles() {
		const { Container } = this.#ofCore('@n8n/di');
		const service = Container.get(this.#core.BinaryDataService);
		await service.init();
		return service;
	}

	/** @param {string} name */
	#loaderOf(name) {
		const loader = this.#packages[name];
		if (!loader) throw new Error(`There is no package ${name}`);
		return loader;
	}

	/** @type {INodeTypes} */
	#nodeTypes = {
		getByName: (name) => this.#nodeTypes.getByNameAndVersion(name),
		getByNameAndVersion: (name, version) => {
			if (name === sourceType) return this.#source;
			const [prefix = '', short = ''] = name.split('.');
			const { type } = this.#loaderOf(prefix).getNode(short);
			return this.#workflowPackage.NodeHelpers.getVersionedNodeType(type, version);
		},
		getKnownTypes: () => ({}),
	};

	/**
	 * Runs a workflow to its end. Rejects with the error that n8n would show.
	 *
	 * @param {BenchWorkflow} workflow
	 * @param {readonly Members[]} items `json` of the items.
	 * @param {readonly import('n8n-workflow').IBinaryKeyData[]} [files] Of the items.
	 * @returns {Promise<readonly Item[]>}
	 */
	async run({ nodes, connections, last }, items, files = []) {
		this.#items = items.map((json, index) => {
			const binary = files[index];
			return { json: /** @type {Item['json']} */ (json), ...(binary && { binary }) };
		});
		const start = toNode({ name: source, type: sourceType, typeVersion: 1, parameters: {} });
		const data = {
			id: 'bench',
			name: 'Bench',
			active: false,
			isArchived: false,
			createdAt: new Date(),
			updatedAt: new Date(),
			activeVersionId: null,
			nodes: [start, ...nodes.map(toNode)],
			connections,
			settings: { executionOrder: /** @type {const} */ ('v1'), timezone: 'UTC' },
		};
		const workflow = new this.#workflowPackage.Workflow({ ...data, nodeTypes: this.#nodeTypes });
		const additional = this.#additionalData();
		// As a workflow that runs by itself: nothing is sent to an editor.
		additional.hooks = new this.#core.ExecutionLifecycleHooks('trigger', '1', data);
		const running = new this.#core.WorkflowExecute(additional, 'trigger').run({ workflow, startNode: start });
		const { resultData } = (await running).data;
		if (resultData.error) {
			const { message, description } = resultData.error;
			throw new Error(`The workflow failed: ${message} ${description ?? ''}`);
		}
		return resultData.runData[last]?.at(-1)?.data?.main?.[0] ?? [];
	}

	/** @returns {import('n8n-workflow').IWorkflowExecuteAdditionalData} */
	#additionalData() {
		const url = 'http://localhost:5678';
		/** @type {Partial<import('n8n-workflow').IWorkflowExecuteAdditionalData>} */
		const data = {
			credentialsHelper: credentialsOf(
				(name) => this.#loaderOf(packageName).getCredential(name).type,
				this.#credential,
			),
			currentNodeExecutionIndex: 0,
			executionId: '1',
			restApiUrl: url,
			instanceBaseUrl: url,
			formBaseUrl: url,
			formWaitingBaseUrl: url,
			formTestBaseUrl: url,
			webhookBaseUrl: url,
			webhookWaitingBaseUrl: url,
			webhookTestBaseUrl: url,
			mcpBaseUrl: url,
			mcpTestBaseUrl: url,
			variables: {},
			logAiEvent: () => undefined,
			setExecutionStatus: () => undefined,
		};
		return /** @type {import('n8n-workflow').IWorkflowExecuteAdditionalData} */ (data);
	}
}

/**
 * @param {BenchNode} node
 * @returns {INode}
 */
const toNode = ({ name, type, typeVersion, parameters }) => ({
	id: name,
	name,
	type,
	typeVersion,
	position: [0, 0],
	parameters: /** @type {INode['parameters']} */ (parameters),
	credentials: { [credentialType]: { id: '1', name: 'Creatio' } },
});
