/** The process that holds n8n's engine; see `engine.ts`. */
import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';

import {
	BinaryDataBlobManager,
	BinaryDataService,
	CredentialTestContext,
	ErrorReporter,
	ExecutionLifecycleHooks,
	LoadOptionsContext,
	PackageDirectoryLoader,
	PollContext,
	WebhookContext,
	WorkflowExecute,
} from 'n8n-core';
import {
	type IBinaryData,
	type IBinaryKeyData,
	type ICredentialDataDecryptedObject,
	type ICredentialsHelper,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeParameters,
	type INodeType,
	type INodeTypes,
	type IPairedItemData,
	type IPinData,
	type IRun,
	type ITaskData,
	type IWebhookData,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
	type NodeApiError,
	type RegexEngine,
	setSafeRegexEngine,
	Workflow,
} from 'n8n-workflow';

import type {
	CallOptions,
	CallResult,
	EngineRequest,
	GivenFile,
	Members,
	MethodOptions,
	NodeErrorData,
	PollOptions,
	PollResult,
	RunOptions,
	RunResult,
	WorkflowOptions,
	WorkflowResult,
} from './engineProtocol';
import { Kept } from './kept';
import { recordCoverage } from './recordCoverage';

const loader = new PackageDirectoryLoader(process.cwd());
const PACKAGE = loader.packageName;
const SOURCE = 'test.itemsSource';
const kept = new Kept(process.env.ENGINE_KEEP === '1');

/** Gives the items of its parameter, as a trigger would. */
const itemsSource: INodeType = {
	description: {
		displayName: 'Items',
		name: SOURCE,
		group: ['trigger'],
		version: 1,
		description: '',
		defaults: { name: 'Items' },
		inputs: [],
		outputs: ['main'],
		properties: [
			{ displayName: 'Items', name: 'items', type: 'json', default: [] },
			{ displayName: 'Files', name: 'files', type: 'json', default: [] },
		],
	},
	async execute() {
		const { items, files } = this.getNode().parameters as unknown as Pick<RunOptions, 'items' | 'files'>;
		const given = items.map(async (json, index) => {
			const named = Object.entries(files?.[index] ?? {}).map(async ([name, file]) => [
				name,
				await storedFile(this, file),
			]);
			const binary = Object.fromEntries(await Promise.all(named)) as IBinaryKeyData;
			const item = { json: json as ICredentialDataDecryptedObject };
			return Object.keys(binary).length > 0 ? { ...item, binary } : item;
		});
		return [await Promise.all(given)];
	},
};

async function storedFile({ helpers }: IExecuteFunctions, file: GivenFile): Promise<IBinaryData> {
	if ('stored' in file) return file.stored;
	return await helpers.prepareBinaryData(Buffer.from(file.bytes), file.fileName, file.mimeType);
}

type Constructor<T> = new (...args: never[]) => T;

/** What n8n-core itself uses, so that there is one instance of each. */
const ofCore = createRequire(require.resolve('n8n-core'));

function instanceOf<T>(type: Constructor<T>): T {
	const { Container } = ofCore('@n8n/di') as { Container: { get<I>(type: Constructor<I>): I } };
	return Container.get(type);
}

/** Without the limit of 250 ms, which a pause of a busy machine exceeds. */
const regexEngine: RegexEngine = {
	exec: (pattern, input, flags) => new RegExp(pattern, flags).exec(input),
	test: (pattern, input, flags) => new RegExp(pattern, flags).test(input),
	replace: (pattern, input, flags, replacement) => input.replace(new RegExp(pattern, flags), replacement),
	matchAll: (pattern, input, flags) => [
		...input.matchAll(new RegExp(pattern, [...new Set(`${flags ?? ''}g`)].join(''))),
	],
	split: (pattern, input, flags) => input.split(new RegExp(pattern, flags)),
};

/** Keeps files in a folder or in a bucket of S3, as the server of n8n prepares it; otherwise they stay in the memory. */
async function openFiles({ ENGINE_FILES: folder, ENGINE_S3: bucket }: NodeJS.ProcessEnv): Promise<void> {
	if (folder === undefined && bucket === undefined) return;
	Object.assign(process.env, {
		N8N_DEFAULT_BINARY_DATA_MODE: bucket === undefined ? 'filesystem' : 's3',
		...(folder !== undefined && { N8N_BINARY_DATA_STORAGE_PATH: folder }),
		...(bucket !== undefined && s3Settings(bucket)),
	});
	const service = instanceOf(BinaryDataService);
	await service.init();
	if (bucket === undefined) return;
	const { S3ByteStore } = ofCore('@n8n/blob-storage') as {
		S3ByteStore: new (objects: unknown) => ConstructorParameters<typeof BinaryDataBlobManager>[0];
	};
	const { ObjectStoreService } = ofCore('@n8n/blob-storage/object-store') as {
		ObjectStoreService: Constructor<{ init(): Promise<void> }>;
	};
	const objects = instanceOf(ObjectStoreService);
	await objects.init();
	const manager = new BinaryDataBlobManager(new S3ByteStore(objects), instanceOf(ErrorReporter));
	service.setManager('s3', manager);
}

function s3Settings(url: string): Record<string, string> {
	const variables = {
		HOST: new URL(url).host,
		PROTOCOL: 'http',
		FORCE_PATH_STYLE: 'true',
		BUCKET_NAME: 'files',
		BUCKET_REGION: 'eu-central-1',
		ACCESS_KEY: 'key',
		ACCESS_SECRET: 'secret',
	};
	return Object.fromEntries(
		Object.entries(variables).map(([name, value]) => [`N8N_EXTERNAL_STORAGE_S3_${name}`, value]),
	);
}

/** Nodes of other packages. They are not here, so that whatever uses them pins their items. */
const OTHER = 'n8n-nodes-base.';
const pinned: INodeType = {
	description: { ...itemsSource.description, displayName: 'Pinned', inputs: ['main'], properties: [] },
};

const nodeTypes: INodeTypes = {
	getByName: (name) => nodeTypes.getByNameAndVersion(name),
	getByNameAndVersion: (name) => {
		if (name === SOURCE) return itemsSource;
		if (name.startsWith(OTHER)) return pinned;
		// As n8n wraps a node that is a tool of an agent.
		const { type } = loader.getNode(name.replace(`${PACKAGE}.`, '').replace(/Tool$/, ''));
		return 'nodeVersions' in type ? type.getNodeType() : type;
	},
	getKnownTypes: () => ({}),
};

/** Credentials of a request by their names, which n8n would decrypt from its database. */
function credentialsHelper(credentials: Readonly<Record<string, Members>>): ICredentialsHelper {
	const helper: Partial<ICredentialsHelper> = {
		getParentTypes: (name) => loader.getCredential(name).type.extends ?? [],
		isCredentialUsableByNode: () => true,
		getDecrypted: async (_additional, { name }) =>
			({ ...credentials[name] }) as ICredentialDataDecryptedObject,
		preAuthentication: async () => undefined,
		runPreAuthentication: async () => undefined,
		authenticate: async (_credentials, _type, options) => options as never,
		getCredentialsProperties: () => [],
		updateCredentials: async () => undefined,
		updateCredentialsOauthTokenData: async () => undefined,
	};
	return helper as ICredentialsHelper;
}

function additionalData(
	credentials: Readonly<Record<string, Members>>,
	executionId: string = randomUUID(),
): IWorkflowExecuteAdditionalData {
	const url = 'http://localhost:5678';
	const data: Partial<IWorkflowExecuteAdditionalData> = {
		credentialsHelper: credentialsHelper(credentials),
		currentNodeExecutionIndex: 0,
		executionId,
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
	return data as IWorkflowExecuteAdditionalData;
}

function nodeOf({
	node,
	parameters,
	credentials,
	onError,
	tries,
}: Pick<RunOptions, 'node' | 'parameters' | 'credentials' | 'onError' | 'tries'>): INode {
	return {
		id: 'node',
		name: 'Node',
		type: `${PACKAGE}.${node}`,
		typeVersion: 1,
		position: [200, 0],
		parameters: parameters as INodeParameters,
		credentials: Object.fromEntries(Object.keys(credentials).map((type) => [type, { id: type, name: type }])),
		onError,
		...(tries !== undefined && { retryOnFail: true, maxTries: tries, waitBetweenTries: 1 }),
	};
}

async function run(options: RunOptions): Promise<RunResult> {
	const source: INode = {
		id: 'items',
		name: 'Items',
		type: SOURCE,
		typeVersion: 1,
		position: [0, 0],
		parameters: { items: options.items as never, files: (options.files ?? []) as never },
	};
	const workflowData: IWorkflowBase = {
		id: 'workflow',
		name: 'Test',
		active: false,
		isArchived: false,
		createdAt: new Date(),
		updatedAt: new Date(),
		activeVersionId: null,
		nodes: [source, nodeOf(options)],
		connections: { Items: { main: [[{ node: 'Node', type: 'main', index: 0 }]] } },
		settings: {
			executionOrder: 'v1',
			timezone: options.timezone ?? 'UTC',
			binaryMode: options.binaryMode ?? 'separate',
		},
	};
	const workflow = new Workflow({ ...workflowData, nodeTypes });
	const executionId = options.executionId ?? randomUUID();
	const data = additionalData(options.credentials, executionId);
	data.hooks = new ExecutionLifecycleHooks('manual', executionId, workflowData);
	try {
		const running = new WorkflowExecute(data, 'manual').run({ workflow, startNode: source });
		if (options.cancelAfterMs !== undefined) setTimeout(() => running.cancel(), options.cancelAfterMs);
		return resultOf(kept.keep(await running));
	} catch (error) {
		kept.keep(error);
		// n8n itself refuses parameters that the editor would mark, before the node is asked.
		return { status: 'error', items: [], itemErrors: [], outputs: [], error: errorData(error), hints: [] };
	}
}

/** Runs a workflow as the editor does, with the nodes of this package in place of those that it was exported with. */
async function runWorkflow({
	workflow: exported,
	start,
	credentials,
}: WorkflowOptions): Promise<WorkflowResult> {
	const nodes = exported.nodes.map((node) => ({
		...node,
		id: node.name,
		position: [0, 0],
		type: node.type.startsWith(OTHER) ? node.type : node.type.replace(/^[^.]+/, PACKAGE),
		credentials: Object.fromEntries(
			Object.entries(node.credentials ?? {}).map(([type, { name }]) => [type, { id: name, name }]),
		),
	})) as unknown as INode[];
	const data = additionalData(credentials);
	const { name, connections, pinData } = exported;
	const workflowData = {
		id: name,
		name,
		nodes,
		connections,
		active: false,
		settings: { executionOrder: 'v1' },
	};
	data.hooks = new ExecutionLifecycleHooks('manual', name, workflowData as unknown as IWorkflowBase);
	const workflow = new Workflow({ ...workflowData, nodeTypes } as ConstructorParameters<typeof Workflow>[0]);
	const startNode = workflow.getNode(start) ?? undefined;
	const execute = new WorkflowExecute(data, 'manual');
	const run = await execute.run({ workflow, startNode, pinData: pinData as IPinData });
	const { runData, error } = run.data.resultData;
	const items = Object.entries(runData).map(([node, tasks]) => [
		node,
		tasks.flatMap((task) => (task.data?.main ?? []).flatMap((output) => (output ?? []).map(plainItem))),
	]);
	return { status: run.status, error: error && errorData(error), items: Object.fromEntries(items) };
}

const NODE = 'Node';
const STATIC = `node:${NODE}`;

async function poll(options: PollOptions): Promise<PollResult> {
	const node = nodeOf(options);
	const workflow = new Workflow({
		id: options.workflowId ?? 'workflow',
		nodes: [node],
		connections: {},
		active: true,
		nodeTypes,
		settings: { timezone: options.timezone ?? 'UTC' },
		staticData: {
			[STATIC]: plainItem(options.staticData === undefined ? {} : options.staticData),
		} as IDataObject,
	});
	const mode = options.mode ?? 'trigger';
	const context = new PollContext(workflow, node, additionalData(options.credentials), mode, 'activate');
	const { budgetMs } = options;
	if (budgetMs !== undefined) Object.assign(context, { getPollBudgetMs: () => budgetMs });
	const warnings: string[] = [];
	const ignore = () => undefined;
	const warn = (message: string) => warnings.push(message);
	const logger = { error: ignore, warn, info: ignore, debug: ignore };
	Object.defineProperty(context, 'logger', { value: logger });
	const type = nodeTypes.getByNameAndVersion(node.type) as INodeType;
	const stored = () => plainItem(workflow.staticData[STATIC] ?? {}) as Members;
	try {
		const items = kept.keep((await type.poll?.call(context))?.[0] ?? null);
		return { items: items && plainItem(items), staticData: stored(), warnings: kept.keep(warnings) };
	} catch (error) {
		const failed = errorData(kept.keep(error));
		return { items: null, error: failed, staticData: stored(), warnings: kept.keep(warnings) };
	}
}

/** What n8n gives a node to answer with, as far as the node uses it. */
class Response extends EventEmitter {
	statusCode = 200;
	body: unknown;
	status(code: number): this {
		this.statusCode = code;
		return this;
	}
	json(body: unknown): this {
		this.body = body;
		this.emit('finish');
		this.emit('close');
		return this;
	}
}

/** As n8n 2.41 handles a call (`executeWebhook`, `LiveWebhooks`): the run starts, the static data are saved, the answer is sent. */
async function call(options: CallOptions): Promise<CallResult> {
	const node = nodeOf(options);
	const loaded = { [STATIC]: plainItem(options.staticData === undefined ? {} : options.staticData) };
	const parameters = {
		id: options.workflowId ?? 'workflow',
		nodes: [node],
		connections: {},
		active: true,
		nodeTypes,
		staticData: loaded as IDataObject,
	};
	const workflow = new Workflow(parameters);
	const stored = () => plainItem(workflow.staticData[STATIC] ?? {});
	const before = stored();
	const response = new Response();
	const data = additionalData(options.credentials);
	data.httpRequest = {
		headers: options.headers,
		rawBody: options.body === null ? undefined : Buffer.from(options.body),
		readRawBody: async () => {
			if (options.body === null) throw new Error('Request body stream was aborted or is not readable');
		},
	} as unknown as typeof data.httpRequest;
	data.httpResponse = response as unknown as typeof data.httpResponse;
	const type = nodeTypes.getByNameAndVersion(node.type) as INodeType;
	const webhookDescription = type.description.webhooks?.[0];
	if (!webhookDescription) throw new Error(`${node.type} has no webhook`);
	const webhookData = { httpMethod: 'POST', node: NODE, path: 'creatio', webhookDescription } as IWebhookData;
	const context = new WebhookContext(workflow, node, data, 'webhook', webhookData, [], null);
	try {
		const result = await type.webhook?.call(context);
		const items = result?.workflowData?.[0] ?? null;
		if (items) {
			// The workflow of the run takes over the static data, and clears the mark that they have changed.
			new Workflow(parameters);
			if (options.startFails) throw new Error('There was a problem executing the workflow');
		}
		const answer = result?.noWebhookResponse ? undefined : result?.webhookResponse;
		const isSaved = (workflow.staticData as { __dataChanged?: boolean }).__dataChanged === true;
		const saved = isSaved ? stored() : before;
		if (options.saveMs !== undefined) await sleep(options.saveMs);
		if (answer !== undefined) response.json(answer);
		return {
			status: response.statusCode,
			answer: response.body,
			items,
			staticData: saved,
		};
	} catch (error) {
		response.status(500).json({});
		return { status: 500, answer: undefined, items: null, staticData: before, error: errorData(error) };
	}
}

function resultOf({ status, data }: IRun): RunResult {
	const task: ITaskData | undefined = data.resultData.runData.Node?.[0];
	const outputs = (task?.data?.main ?? []).map((items) => items ?? []);
	const error = task?.error ?? data.resultData.error;
	return {
		status,
		items: outputs[0]?.map(plainItem) ?? [],
		itemErrors: (outputs[0] ?? []).flatMap(({ error: failed, pairedItem }) =>
			failed ? [{ item: (pairedItem as IPairedItemData).item, error: errorData(failed) }] : [],
		),
		outputs: outputs.map((items) => items.map(plainItem)),
		error: error && errorData(error),
		hints: task?.hints ?? [],
	};
}

/** As n8n stores it: what cannot be written as JSON does not reach anybody. */
function plainItem<T>(item: T): T {
	return JSON.parse(JSON.stringify(item)) as T;
}

/** The three groups differ in what they return and in the arguments they read. */
type AnyMethod = (this: unknown, filter?: string, paginationToken?: string) => Promise<unknown>;

async function callMethod(
	group: 'loadOptions' | 'listSearch' | 'resourceMapping',
	method: string,
	options: MethodOptions,
) {
	const node = nodeOf(options);
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const data = additionalData(options.credentials);
	data.currentNodeParameters = options.parameters as INodeParameters;
	const type = nodeTypes.getByNameAndVersion(node.type) as INodeType;
	const found = type.methods?.[group]?.[method];
	if (!found) throw new Error(`There is no method ${method} among ${group}`);
	const context = new LoadOptionsContext(workflow, node, data, options.path ?? 'parameters.object');
	return kept.keep(await (found as AnyMethod).call(context, options.filter, options.paginationToken));
}

async function credentialTest(credentialType: string, credential: Members): Promise<unknown> {
	for (const name of Object.keys(loader.known.nodes)) {
		const type = nodeTypes.getByNameAndVersion(name) as INodeType;
		const testedBy = type.description.credentials?.find(
			({ name: used }) => used === credentialType,
		)?.testedBy;
		const test = typeof testedBy === 'string' ? type.methods?.credentialTest?.[testedBy] : undefined;
		if (!test) continue;
		const context = new CredentialTestContext(additionalData({}));
		const data = credential as ICredentialDataDecryptedObject;
		const details = { id: '1', name: credentialType, type: credentialType, data };
		return kept.keep(await test.call(context as never, details));
	}
	throw new Error(`No node tests the credential ${credentialType}`);
}

/** The data that `toNodeError` stores beside the error are the kind and what may have been done. */
function errorData(error: unknown): NodeErrorData {
	const { name, message, description, context } = error as NodeErrorData;
	const ofUs: Partial<NodeErrorData> =
		name === 'NodeOperationError' ? { kind: 'input' } : ((error as NodeApiError).errorResponse ?? {});
	const { kind, perhapsDone = false } = ofUs;
	return plainItem({ name, message, description, context, kind, perhapsDone });
}

async function answer(request: EngineRequest): Promise<unknown> {
	switch (request.kind) {
		case 'run':
			return await run(request.options);
		case 'workflow':
			return await runWorkflow(request.options);
		case 'poll':
			return await poll(request.options);
		case 'call':
			return await call(request.options);
		case 'method':
			return await callMethod(request.group, request.method, request.options);
		case 'found':
			return kept.find(request.texts);
		case 'file':
			return await instanceOf(BinaryDataService).getAsBuffer(request.file);
		case 'credentialTest':
			return await credentialTest(request.credentialType, request.data);
	}
}

process.on('message', ({ id, ...request }: EngineRequest & { id: number }) => {
	void answer(request as EngineRequest).then(
		(value) => process.send?.({ id, ok: true, value }),
		(error: unknown) => process.send?.({ id, ok: false, error: errorData(kept.keep(error)) }),
	);
});
const coverageFolder = process.env.ENGINE_COVERAGE;
const writeCoverage = coverageFolder === undefined ? undefined : recordCoverage(coverageFolder);
process.on('disconnect', () => {
	writeCoverage?.();
	process.exit();
});

async function start(): Promise<void> {
	setSafeRegexEngine(regexEngine);
	await openFiles(process.env);
	await loader.loadAll();
	process.send?.('ready');
}

void start();
