import { randomUUID } from 'node:crypto';
import { type INodeParameters, type INodeType, NodeHelpers } from 'n8n-workflow';

import { isMembers, type Members } from '../../../nodes/shared/basics/json';

/** What is read of a DateTime of Luxon. */
export class DateTime {
	constructor(private readonly text: string) {}

	toISO(): string {
		return this.text;
	}

	toJSON(): string {
		return this.text;
	}
}

/** The expression of the parameter that is tried out; its result is the value of the run. */
export const EXPRESSION = '={{ $value }}';

/** The file of the item: an image, which each operation takes that does not read a table. */
const IMAGE = { data: Buffer.from('GIF89a').toString('base64'), mimeType: 'image/gif', fileName: 'a.gif' };
const TABLE = { data: Buffer.from('Name\nA').toString('base64'), mimeType: 'text/csv', fileName: 'a.csv' };

export interface NodeRun {
	readonly node: INodeType;
	/** As stored, with the expression in one place. */
	readonly parameters: Members;
	readonly value: unknown;
	readonly credentials: Readonly<Record<string, Members>>;
}

/** What a node returns: the items of its output. */
export async function runNode(run: NodeRun): Promise<unknown> {
	const n8n = contextOf(run);
	const { execute, poll, webhook } = run.node;
	if (execute) return await execute.call(n8n as never);
	if (poll) return await poll.call(n8n as never);
	return (await webhook?.call(n8n as never))?.workflowData;
}

/** A context of n8n for one item, with the parameters as n8n makes them when it loads a workflow. */
function contextOf({ node, parameters, value, credentials }: NodeRun) {
	const { description } = node;
	const stored = NodeHelpers.getNodeParameters(
		description.properties,
		parameters as INodeParameters,
		true,
		false,
		null,
		description,
	) as Members;
	const read = (path: string, fallback: unknown, raw: boolean) => {
		const typed = memberAt(stored, path);
		if (typed === undefined && fallback === undefined) throw new Error(`Could not get parameter "${path}"`);
		const entered = typed === undefined ? fallback : typed;
		return raw ? entered : withoutDateTimes(resolved(entered, value));
	};
	const n8nNode = { id: 'node', name: 'Node', type: description.name, typeVersion: 1, parameters: stored };
	const files: Members = { data: parameters.operation === 'importFile' ? TABLE : IMAGE };
	const response = { status: () => response, json: () => response, once: () => response };
	return {
		getNode: () => n8nNode,
		getNodeParameter: (path: string, ...rest: unknown[]) => {
			const [fallback, options] = node.execute ? rest.slice(1) : rest;
			return read(path, fallback, isMembers(options) && options.rawExpressions === true);
		},
		evaluateExpression: (text: string) => (text === EXPRESSION.slice(1) ? value : 'http://localhost/resume'),
		...(node.execute && { getInputData: () => [{ json: { Name: 'A' }, binary: files }] }),
		getExecuteData: () => ({ node: n8nNode }),
		getCredentials: async (name: string) => resolved(credentials[name] ?? {}, value),
		getWorkflow: () => ({ id: 'workflow', name: 'Test', active: true }),
		getWorkflowStaticData: () => ({}),
		getMode: () => 'manual',
		getActivationMode: () => 'manual',
		getTimezone: () => 'Europe/Berlin',
		getInstanceId: () => 'instance',
		// Records keep their Ids within an execution.
		getExecutionId: () => randomUUID(),
		getWorkflowDataProxy: () => ({ $runIndex: 0 }),
		getExecutionCancelSignal: () => undefined,
		putExecutionToWait: async () => undefined,
		continueOnFail: () => false,
		getRequestObject: () => ({
			headers: { 'x-creatio-secret': credentials.creatioPlatformWebhookApi?.secret },
			rawBody: Buffer.from('{"a":1}'),
		}),
		getResponseObject: () => response,
		helpers: {
			prepareBinaryData: async () => ({ data: '' }),
			assertBinaryData: (_: number, name: string) => {
				if (name in files) return files[name];
				throw new Error(`No file ${name}`);
			},
		},
		logger: { debug: () => undefined, warn: () => undefined },
	};
}

function memberAt(value: unknown, path: string): unknown {
	return path
		.split(/[.[\]]+/)
		.filter((name) => name !== '')
		.reduce<unknown>(
			(inner, name) => (typeof inner === 'object' && inner !== null ? (inner as Members)[name] : undefined),
			value,
		);
}

function resolved(entered: unknown, value: unknown): unknown {
	if (entered === EXPRESSION) return value;
	if (Array.isArray(entered)) return entered.map((inner) => resolved(inner, value));
	if (!isMembers(entered)) return entered;
	return Object.fromEntries(Object.entries(entered).map(([name, inner]) => [name, resolved(inner, value)]));
}

/** n8n writes those inside of a value as text. */
function withoutDateTimes(value: unknown, isInside = false): unknown {
	if (value instanceof DateTime) return isInside ? value.toISO() : value;
	if (Array.isArray(value)) return value.map((inner) => withoutDateTimes(inner, true));
	if (!isMembers(value) || value instanceof Date) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, inner]) => [name, withoutDateTimes(inner, true)]),
	);
}
