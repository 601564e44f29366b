import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type {
	IBinaryData,
	INodeListSearchResult,
	INodePropertyOptions,
	ResourceMapperFields,
} from 'n8n-workflow';

import type {
	CallOptions,
	CallResult,
	EngineAnswer,
	EngineRequest,
	Members,
	MethodOptions,
	PollOptions,
	PollResult,
	RunOptions,
	RunResult,
	WorkflowOptions,
	WorkflowResult,
} from './engineProtocol';
import { CLOUD, ROOT, TESTED } from './packageFolders';

export type { Members, NodeErrorData, PollResult, RunOptions, RunResult } from './engineProtocol';

/**
 * n8n's own engine (n8n-core) with the built package loaded from `dist`, in a process of its own: it loads in under two
 * seconds there, and jest's module registry need not know it. The emulator stays with the test, which can so assert
 * on what went over the wire.
 */
export interface Engine {
	/** Runs a workflow of an items source and the node. */
	run(options: RunOptions): Promise<RunResult>;
	/** Runs a whole workflow. */
	runWorkflow(options: WorkflowOptions): Promise<WorkflowResult>;
	/** Polls a trigger once. */
	poll(options: PollOptions): Promise<PollResult>;
	/** Calls a webhook, as an authenticated caller or any other. */
	call(options: CallOptions): Promise<CallResult>;
	/** The methods of a node as the editor calls them. They reject with the error that the editor would show. */
	loadOptions(method: string, options: MethodOptions): Promise<INodePropertyOptions[]>;
	listSearch(method: string, options: MethodOptions): Promise<INodeListSearchResult>;
	resourceMapping(method: string, options: MethodOptions): Promise<ResourceMapperFields>;
	/** The content of a file that an item has. */
	file(file: IBinaryData | undefined): Promise<Buffer>;
	/** The button "Test" of a credential. */
	credentialTest(credentialType: string, data: Members): Promise<{ status: string; message: string }>;
	/**
	 * Which of the texts are in what the engine was given back by nodes since the last call, or in what it wrote to its log: items,
	 * and errors with all their properties, nested and hidden ones too. Only for an engine with `ENGINE_KEEP`.
	 */
	found(texts: readonly string[]): Promise<string[]>;
	stop(): Promise<void>;
}

/** The folder of the package that engines load. */
let packageFolder = TESTED;

/** Makes the engines of a file load n8n-nodes-creatio-cloud, also those of a file of tests that it imports afterwards. */
export function useCloudPackage(): void {
	packageFolder = CLOUD;
}

/** Whether the package of the file keeps connections open between requests (docs/packages.md). */
export const keepsConnections = () => packageFolder === ROOT;

/**
 * `env`: more variables for its process. n8n keeps files in the folder `ENGINE_FILES` or at the S3 address `ENGINE_S3`, otherwise
 * in the memory.
 */
export async function startEngine(env: Readonly<Record<string, string>> = {}): Promise<Engine> {
	const host = fork(path.join(__dirname, 'engineHost.ts'), {
		execArgv: ['--import', 'tsx'],
		cwd: packageFolder,
		serialization: 'advanced',
		// Jest's own settings are not for the engine.
		env: {
			PATH: process.env.PATH,
			HOME: process.env.HOME,
			// What the packages share is counted once.
			...(packageFolder === ROOT && { ENGINE_COVERAGE: process.env.ENGINE_COVERAGE }),
			N8N_LOG_LEVEL: 'error',
			TZ: 'UTC',
			...env,
		},
	});
	await once(host, 'message');

	let lastId = 0;
	const waiting = new Map<number, (answer: EngineAnswer) => void>();
	host.on('message', (answer: EngineAnswer) => waiting.get(answer.id)?.(answer));
	host.on('exit', (code) => {
		const error = { name: 'Error', message: `The engine ended with code ${code}` };
		for (const [id, settle] of waiting) settle({ id, ok: false, error });
	});
	const ask = async (request: EngineRequest): Promise<unknown> => {
		const id = ++lastId;
		const answer = await new Promise<EngineAnswer>((resolve) => {
			waiting.set(id, resolve);
			host.send({ id, ...request });
		});
		waiting.delete(id);
		if (answer.ok) return answer.value;
		throw Object.assign(new Error(answer.error.message), answer.error);
	};
	const method =
		(group: Extract<EngineRequest, { kind: 'method' }>['group']) => (name: string, options: MethodOptions) =>
			ask({ kind: 'method', group, method: name, options });

	return {
		run: (options) => ask({ kind: 'run', options }) as Promise<RunResult>,
		runWorkflow: (options) => ask({ kind: 'workflow', options }) as Promise<WorkflowResult>,
		poll: (options) => ask({ kind: 'poll', options }) as Promise<PollResult>,
		call: (options) => ask({ kind: 'call', options }) as Promise<CallResult>,
		loadOptions: method('loadOptions') as Engine['loadOptions'],
		listSearch: method('listSearch') as Engine['listSearch'],
		resourceMapping: method('resourceMapping') as Engine['resourceMapping'],
		file: async (file) => {
			if (!file) throw new Error('The item has no such file');
			return Buffer.from((await ask({ kind: 'file', file })) as Uint8Array);
		},
		credentialTest: (credentialType, data) =>
			ask({ kind: 'credentialTest', credentialType, data }) as ReturnType<Engine['credentialTest']>,
		found: (texts) => ask({ kind: 'found', texts }) as Promise<string[]>,
		stop: async () => {
			if (host.exitCode !== null) return;
			host.disconnect();
			await once(host, 'exit');
		},
	};
}
