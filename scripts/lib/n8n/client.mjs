import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * @typedef {object} Owner
 * @property {string} email
 * @property {string} password
 * @property {string} firstName
 * @property {string} lastName
 */

/**
 * @typedef {object} Credential
 * @property {string} name
 * @property {string} type
 * @property {Record<string, unknown>} data
 */

/**
 * @typedef {object} DataTable
 * @property {string} name
 * @property {Array<{ name: string, type: 'string' | 'number' | 'boolean' | 'date' }>} columns
 */

/**
 * @typedef {object} WorkflowNode
 * @property {string} name
 * @property {string} type
 * @property {number} [typeVersion]
 * @property {Record<string, unknown>} [parameters]
 * @property {Record<string, { id?: string, name: string }>} [credentials]
 */

/**
 * @typedef {object} Workflow
 * @property {string} [id]
 * @property {string} name
 * @property {WorkflowNode[]} nodes
 * @property {Record<string, unknown>} connections
 * @property {Record<string, unknown>} [settings]
 */

/**
 * @typedef {object} Execution
 * @property {string} id
 * @property {string} status "success", "error" and so on.
 * @property {string | undefined} error What the run ended with, if it did not succeed.
 * @property {Record<string, Array<Record<string, unknown>>>} itemsByNode The JSON of the items that each node gave, all its outputs in a row.
 * @property {Record<string, string>} errorByNode
 * @property {string} raw All that n8n keeps of the run, as text.
 */

/** @typedef {import('n8n-workflow').INodeTypeDescription[]} Descriptions */

/** How long n8n may take to switch a workflow on, which it does in the background. */
const publishMs = 30_000;

/** A node type of n8n that starts a workflow by hand. */
const manualTrigger = 'n8n-nodes-base.manualTrigger';

/**
 * The part of n8n's own (internal) REST interface that demo and tests use, as the editor calls it.
 */
export class N8nClient {
	#url;
	#flatted;
	#browserId = randomUUID();
	#cookie = '';
	/** Older n8n answers only when the triggers work. */
	#publishesInBackground = true;
	/** @type {Promise<Descriptions> | undefined} */
	#descriptions;

	/**
	 * @param {object} options
	 * @param {string} options.url Address of n8n.
	 * @param {string} options.n8nFolder The folder that n8n is installed in.
	 */
	constructor({ url, n8nFolder }) {
		this.#url = url;
		const n8n = join(n8nFolder, 'node_modules', 'n8n');
		// n8n hands out run data in the notation of this library, so its own copy reads them best.
		this.#flatted = createRequire(join(n8n, 'package.json'))('flatted');
		this.#publishesInBackground = existsSync(join(n8n, 'dist', 'workflows', 'publication'));
	}

	/**
	 * @param {string} method
	 * @param {string} path
	 * @param {unknown} [body]
	 * @returns {Promise<any>} The answer's `data`, where it has one.
	 */
	async #call(method, path, body) {
		const response = await fetch(`${this.#url}${path}`, {
			method,
			headers: {
				'content-type': 'application/json',
				// n8n closes idle connections just when the next request is sent.
				connection: 'close',
				'browser-id': this.#browserId,
				...(this.#cookie ? { cookie: this.#cookie } : {}),
			},
			body: body === undefined ? undefined : JSON.stringify(body),
			signal: AbortSignal.timeout(60_000),
		});
		for (const cookie of response.headers.getSetCookie()) {
			if (cookie.startsWith('n8n-auth=')) this.#cookie = cookie.split(';', 1)[0] ?? '';
		}
		const text = await response.text();
		if (!response.ok) {
			throw new Error(`n8n answers ${method} ${path} with ${response.status}: ${text.slice(0, 500)}`);
		}
		const answer = text === '' ? undefined : JSON.parse(text);
		return answer && typeof answer === 'object' && 'data' in answer ? answer.data : answer;
	}

	/**
	 * Makes the owner account of a new n8n and signs in with it.
	 *
	 * @param {Owner} owner
	 */
	async setUpOwner(owner) {
		await this.#call('POST', '/rest/owner/setup', owner);
	}

	/**
	 * @param {Pick<Owner, 'email' | 'password'>} owner
	 */
	async signIn({ email, password }) {
		await this.#call('POST', '/rest/login', { emailOrLdapLoginId: email, password });
	}

	/** @returns {Promise<string[]>} Names of all node types, e.g. "n8n-nodes-base.set". */
	async nodeTypes() {
		return (await this.nodeDescriptions()).map(({ name }) => name);
	}

	/** @returns {Promise<Descriptions>} What the editor knows about all node types. */
	async nodeDescriptions() {
		return await this.#call('GET', '/types/nodes.json');
	}

	/**
	 * @param {Credential} credential
	 * @returns {Promise<string>} Its id.
	 */
	async createCredential(credential) {
		return (await this.#call('POST', '/rest/credentials', credential)).id;
	}

	/**
	 * Makes an empty data table in the owner's project.
	 *
	 * @param {DataTable} table
	 * @returns {Promise<string>} Its id.
	 */
	async createTable(table) {
		const project = await this.#call('GET', '/rest/projects/personal');
		return (await this.#call('POST', `/rest/projects/${project.id}/data-tables`, table)).id;
	}

	/** @returns {Promise<Array<{ id: string, name: string, type: string }>>} */
	async credentials() {
		return await this.#call('GET', '/rest/credentials');
	}

	/**
	 * Does what the button "Test" (or saving) in the credential's window does.
	 *
	 * @param {string} id
	 * @returns {Promise<{ status: string, message: string }>} status "OK" or "Error".
	 */
	async testCredential(id) {
		const stored = await this.#call('GET', `/rest/credentials/${id}?includeData=true`);
		const { name, type, data } = stored;
		return await this.#call('POST', '/rest/credentials/test', { credentials: { id, name, type, data } });
	}

	/**
	 * Stores a workflow. Nodes of a version that this n8n does not have yet get the newest before it.
	 *
	 * @param {Workflow} workflow
	 * @returns {Promise<Workflow & { id: string }>}
	 */
	async createWorkflow({ name, nodes, connections, settings = {} }) {
		this.#descriptions ??= this.nodeDescriptions();
		const descriptions = await this.#descriptions;
		const runnable = nodes.map((node) => ({ ...node, ...newestUpTo(node, descriptions) }));
		// Older n8n wants to be told that it is not active.
		const workflow = { name, active: false, nodes: runnable, connections, settings };
		return await this.#call('POST', '/rest/workflows', workflow);
	}

	/**
	 * Runs a stored workflow from its manual trigger and waits for the end.
	 *
	 * @param {Workflow & { id: string }} workflow
	 * @param {number} [timeoutMs]
	 * @returns {Promise<Execution>}
	 */
	async runWorkflow(workflow, timeoutMs) {
		return await this.untilEnded(await this.startWorkflow(workflow), timeoutMs);
	}

	/**
	 * @param {Workflow & { id: string }} workflow
	 * @returns {Promise<string>} The id of the execution.
	 */
	async startWorkflow(workflow) {
		const { id, name, nodes } = workflow;
		const trigger = nodes.find(({ type }) => type === manualTrigger);
		if (!trigger) throw new Error(`The workflow "${name}" has no manual trigger.`);
		const { executionId } = await this.#call('POST', `/rest/workflows/${id}/run`, {
			triggerToStartFrom: { name: trigger.name },
			// Older n8n runs what it is sent, newer n8n what it has stored.
			workflowData: workflow,
		});
		return executionId;
	}

	/**
	 * @param {string} executionId
	 * @param {number} [timeoutMs]
	 * @returns {Promise<Execution>}
	 */
	async untilEnded(executionId, timeoutMs = 120_000) {
		const patience = Date.now() + timeoutMs;
		for (;;) {
			const stored = await this.#call('GET', `/rest/executions/${executionId}`);
			const execution = this.#readEnded(stored);
			if (execution) return execution;
			if (Date.now() > patience) {
				const { name } = stored.workflowData;
				throw new Error(`The workflow "${name}" still runs after ${timeoutMs / 1000} seconds.`);
			}
			await sleep(150);
		}
	}

	/**
	 * Switches a stored workflow on, as the button "Publish" does, and waits until its triggers work. Rejects with what
	 * they say when they do not.
	 *
	 * @param {string} id
	 */
	async activate(id) {
		const { versionId } = await this.#call('GET', `/rest/workflows/${id}`);
		await this.#call('POST', `/rest/workflows/${id}/activate`, { versionId });
		if (!this.#publishesInBackground) return;
		const patience = Date.now() + publishMs;
		for (;;) {
			const { status, triggers } = await this.#call('GET', `/rest/workflows/${id}/publication-status`);
			if (status === 'published') return;
			const messages = triggers.map((/** @type {{ errorMessage?: string }} */ one) => one.errorMessage);
			if (status === 'failed' || status === 'partial' || Date.now() > patience) {
				throw new Error(`n8n does not switch the workflow on (${status}): ${messages.join('; ')}`);
			}
			await sleep(200);
		}
	}

	/**
	 * Installs a package as the window "Community nodes" does.
	 *
	 * @param {string} name
	 * @param {string} version
	 * @returns {Promise<string[]>} The types of the nodes that n8n found in it.
	 */
	async installPackage(name, version) {
		const { installedNodes } = await this.#call('POST', '/rest/community-packages', { name, version });
		return installedNodes.map((/** @type {{ type: string }} */ { type }) => type);
	}

	/** @param {string} id */
	async deactivate(id) {
		await this.#call('POST', `/rest/workflows/${id}/deactivate`, {});
	}

	/**
	 * The executions of a workflow, running ones included, newest first.
	 *
	 * @param {string} workflowId
	 * @returns {Promise<Array<{ id: string, mode: string }>>}
	 */
	async listExecutions(workflowId) {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const { results } = await this.#call('GET', `/rest/executions?limit=100&filter=${filter}`);
		return results;
	}

	/**
	 * The ended executions that a trigger of the workflow began, oldest first.
	 *
	 * @param {string} id
	 * @returns {Promise<Execution[]>}
	 */
	async triggeredExecutions(id) {
		const all = await this.listExecutions(id);
		const triggered = all.filter(({ mode }) => mode !== 'manual');
		// n8n looks for the running and for the ended ones at the same time: one that ends in between is listed twice.
		const ids = new Set(triggered.reverse().map((one) => one.id));
		/** @type {Execution[]} */
		const executions = [];
		for (const executionId of ids) {
			const execution = this.#readEnded(await this.#call('GET', `/rest/executions/${executionId}`));
			if (execution) executions.push(execution);
		}
		return executions;
	}

	/**
	 * Waits until what triggers of the workflow began has given enough items at a node.
	 *
	 * @param {string} id
	 * @param {string} node
	 * @param {number} count
	 * @param {number} [timeoutMs] A polling trigger looks once a minute.
	 * @returns {Promise<Execution[]>}
	 */
	async untilTriggered(id, node, count, timeoutMs = 100_000) {
		const patience = Date.now() + timeoutMs;
		for (;;) {
			const executions = await this.triggeredExecutions(id);
			const items = executions.flatMap(({ itemsByNode }) => itemsByNode[node] ?? []);
			if (items.length >= count || Date.now() > patience) return executions;
			await sleep(500);
		}
	}

	/**
	 * @param {{ id: string, status: string, data: string }} execution
	 * @returns {Execution | undefined} Nothing while it runs, or its data are not stored yet.
	 */
	#readEnded({ id, status, data }) {
		if (['new', 'running', 'waiting', 'unknown'].includes(status)) return undefined;
		const parsed = this.#flatted.parse(data);
		if (parsed === undefined) return undefined;
		const { resultData } = parsed;
		/** @type {Execution['itemsByNode']} */
		const itemsByNode = {};
		/** @type {Execution['errorByNode']} */
		const errorByNode = {};
		for (const [node, runs] of Object.entries(resultData.runData ?? {})) {
			itemsByNode[node] = [];
			for (const run of /** @type {any[]} */ (runs)) {
				for (const output of run.data?.main ?? []) {
					for (const item of output ?? []) itemsByNode[node].push(item.json);
				}
				if (run.error) errorByNode[node] = describeError(run.error);
			}
		}
		const error = resultData.error ? describeError(resultData.error) : undefined;
		return { id, status, error, itemsByNode, errorByNode, raw: data };
	}
}

/** @param {{ message?: string, description?: string | null }} error */
const describeError = ({ message, description }) => [message, description].filter(Boolean).join(' - ');

/**
 * @param {WorkflowNode} node
 * @param {Descriptions} descriptions One or several for each node type.
 */
function newestUpTo({ type, typeVersion = 1 }, descriptions) {
	const versions = descriptions.filter(({ name }) => name === type).flatMap(({ version }) => version);
	const older = versions.filter((version) => version <= typeVersion);
	return older.length > 0 ? { typeVersion: Math.max(...older) } : {};
}
