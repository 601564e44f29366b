import type { IBinaryData, INodeExecutionData } from 'n8n-workflow';

import type { ErrorKind } from '../../nodes/shared/basics/errors';

/** What a test asks of the process that holds n8n's engine. Everything is plain data. */
export type Members = Readonly<Record<string, unknown>>;

/** A file that n8n stores before the run, or what an item holds instead of one. */
export type GivenFile =
	| { readonly bytes: Uint8Array; readonly fileName?: string; readonly mimeType?: string }
	| { readonly stored: IBinaryData };

export interface RunOptions {
	/** Name of the node of this package, such as `creatio`. */
	readonly node: string;
	readonly parameters: Members;
	/** `json` of the items that reach the node. */
	readonly items: readonly Members[];
	/** Files of the items, by item and by name of the field. */
	readonly files?: ReadonlyArray<Readonly<Record<string, GivenFile>>>;
	/** Decrypted data by credential type. */
	readonly credentials: Readonly<Record<string, Members>>;
	/** The node's setting "On Error". */
	readonly onError?: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
	/** Turns on the node's setting "Retry On Fail", with this many tries: 2 to 5. */
	readonly tries?: number;
	/** What n8n numbers executions with. Two runs with the same one are the same execution, begun again. */
	readonly executionId?: string;
	readonly cancelAfterMs?: number;
	readonly timezone?: string;
	/** The workflow's setting: files beside the values of an item, or among them. */
	readonly binaryMode?: 'separate' | 'combined';
}

export interface NodeErrorData {
	readonly name: string;
	readonly message: string;
	readonly description?: string | null;
	readonly context?: { readonly itemIndex?: number };
	/** `input` for every NodeOperationError; absent where the error is none of this package. */
	readonly kind?: ErrorKind;
	readonly perhapsDone?: boolean;
}

export interface RunResult {
	readonly status: string;
	/** The first output. */
	readonly items: INodeExecutionData[];
	/** All outputs; the error output is the second. */
	readonly outputs: INodeExecutionData[][];
	readonly error?: NodeErrorData;
	/** Errors of items that reach the first output in a run with `continueRegularOutput`. */
	readonly itemErrors: ReadonlyArray<{ readonly item: number; readonly error: NodeErrorData }>;
	readonly hints: ReadonlyArray<{ readonly message: string }>;
}

/** A workflow as n8n exports it. Nodes of other packages are pinned: they give the items of `pinData`. */
export interface ExportedWorkflow {
	readonly name: string;
	readonly nodes: ReadonlyArray<{
		readonly name: string;
		readonly type: string;
		readonly typeVersion: number;
		readonly parameters: Members;
		readonly credentials?: Readonly<Record<string, { readonly name: string }>>;
	}>;
	readonly connections: Members;
	readonly pinData: Readonly<Record<string, readonly INodeExecutionData[]>>;
}

export interface WorkflowOptions {
	readonly workflow: ExportedWorkflow;
	/** The name of the node to begin with. */
	readonly start: string;
	/** Decrypted data by the name of the credential. */
	readonly credentials: Readonly<Record<string, Members>>;
}

export interface WorkflowResult {
	readonly status: string;
	readonly error?: NodeErrorData;
	/** The items of each node that ran, all its outputs in a row. */
	readonly items: Readonly<Record<string, INodeExecutionData[]>>;
}

/** One poll of a trigger, as n8n's scheduler would begin it. */
export interface PollOptions extends Pick<RunOptions, 'node' | 'parameters' | 'credentials' | 'timezone'> {
	/** Milliseconds that n8n allows for a poll; five minutes when left out. */
	readonly budgetMs?: number;
	readonly mode?: 'trigger' | 'manual';
	/** What n8n had stored for the node. */
	readonly staticData?: Members;
	readonly workflowId?: string;
}

export interface PollResult {
	/** Null: nothing happened, and n8n starts no execution. */
	readonly items: INodeExecutionData[] | null;
	readonly error?: NodeErrorData;
	readonly staticData: Members;
	/** What the node wrote into n8n's log as a warning. */
	readonly warnings: readonly string[];
}

/** One call of a webhook, after n8n has read its body. */
export interface CallOptions extends Pick<RunOptions, 'node' | 'parameters' | 'credentials'> {
	readonly headers: Readonly<Record<string, string>>;
	/** `null`: n8n took it apart, as it does with forms that may have files. */
	readonly body: string | null;
	/** What n8n had stored for the node: any JSON, where something has broken it. */
	readonly staticData?: unknown;
	/** n8n cannot start the run, for example because its queue is not available. */
	readonly startFails?: boolean;
	/** How long n8n takes to save what the node has stored, before it sends the answer; milliseconds. */
	readonly saveMs?: number;
	readonly workflowId?: string;
}

export interface CallResult {
	readonly status: number;
	readonly answer: unknown;
	/** What the workflow starts with; null when it does not start. */
	readonly items: INodeExecutionData[] | null;
	/** What n8n has stored for the node once the answer is sent. */
	readonly staticData: unknown;
	readonly error?: NodeErrorData;
}

export interface MethodOptions {
	readonly node: string;
	readonly parameters: Members;
	readonly credentials: Readonly<Record<string, Members>>;
	/** Where in the parameters the list is, for `&sibling` references. */
	readonly path?: string;
	readonly filter?: string;
	readonly paginationToken?: string;
}

export type EngineRequest =
	| { readonly kind: 'run'; readonly options: RunOptions }
	| { readonly kind: 'workflow'; readonly options: WorkflowOptions }
	| { readonly kind: 'poll'; readonly options: PollOptions }
	| { readonly kind: 'call'; readonly options: CallOptions }
	| {
			readonly kind: 'method';
			readonly group: 'loadOptions' | 'listSearch' | 'resourceMapping';
			readonly method: string;
			readonly options: MethodOptions;
	  }
	| { readonly kind: 'found'; readonly texts: readonly string[] }
	| { readonly kind: 'file'; readonly file: IBinaryData }
	| { readonly kind: 'credentialTest'; readonly credentialType: string; readonly data: Members };

export type EngineAnswer =
	| { readonly id: number; readonly ok: true; readonly value: unknown }
	| { readonly id: number; readonly ok: false; readonly error: NodeErrorData };
