import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import type { INodeExecutionData } from 'n8n-workflow';

import type { ExportedWorkflow, Members } from '../support/engineProtocol';
import { openSite, useBench } from './setup';

const bench = useBench();

/** By the `typeVersion` of the nodes in it. */
const FROZEN = path.resolve(__dirname, '../fixtures/frozen');

const versions = readdirSync(FROZEN).filter((name) => /^\d/.test(name));
const workflows = versions.flatMap((version) =>
	readdirSync(path.join(FROZEN, version, 'workflows')).map((file) => ({ version, file })),
);

function read<T>(file: string): T {
	return JSON.parse(readFileSync(file, 'utf8')) as T;
}

/**
 * Workflows as users have stored them, with the items that their nodes gave when this version of the nodes was published: both stay as
 * they are (test/fixtures/frozen/README.md). Nodes of n8n are pinned.
 */
it.each(workflows)('version $version: $file gives what it gave', async ({ version, file }) => {
	const workflow = read<ExportedWorkflow>(path.join(FROZEN, version, 'workflows', file));
	const outputs = path.join(FROZEN, version, 'outputs', file);
	const given = neutral(await run(workflow, version));
	// For a new version; what is frozen is never written again.
	if (!existsSync(outputs) && process.env.FREEZE === 'yes')
		writeFileSync(outputs, `${JSON.stringify(given, null, '\t')}\n`);
	expect(given).toEqual(read(outputs));
});

type ExportedNode = ExportedWorkflow['nodes'][number];
type Outputs = Record<string, INodeExecutionData[]>;

const isOf = (type: string) => (node: ExportedNode) => node.type.endsWith(`.${type}`);

/** What each node of this package gives: a trigger what it finds after the others have run, a webhook what it was called with. */
async function run(workflow: ExportedWorkflow, version: string): Promise<object> {
	const { site, engine } = await openSite(bench.engine);
	const text = readFileSync(path.join(FROZEN, version, 'credentials.json'), 'utf8');
	const stored = JSON.parse(text.replaceAll('{{emulator}}', site.url)) as Array<{
		name: string;
		data: Members;
	}>;
	const credentials = Object.fromEntries(stored.map(({ name, data }) => [name, data]));
	const ofNode = ({ credentials: used = {} }: ExportedNode) =>
		Object.fromEntries(Object.entries(used).map(([type, { name }]) => [type, credentials[name] ?? {}]));

	const outputs: Outputs = {};
	const triggers = workflow.nodes.filter(isOf('creatioTrigger')).map((node) => ({
		name: node.name,
		poll: async (staticData?: Members) =>
			await engine.poll({
				node: 'creatioTrigger',
				parameters: node.parameters,
				credentials: ofNode(node),
				staticData,
				workflowId: workflow.name,
			}),
	}));
	const memories = await Promise.all(triggers.map(async ({ poll }) => (await poll()).staticData));

	const begins = ({ type, name }: ExportedNode) => /Trigger$|Webhook$/.test(type) && name in workflow.pinData;
	for (const { name: start } of workflow.nodes.filter(begins)) {
		const { status, error, items } = await engine.runWorkflow({ workflow, start, credentials });
		expect({ status, error }).toEqual({ status: 'success', error: undefined });
		Object.assign(outputs, items);
	}
	for (const [index, { name, poll }] of triggers.entries())
		outputs[name] = (await poll(memories[index])).items ?? [];
	for (const node of workflow.nodes.filter(isOf('creatioWebhook'))) {
		const { name, parameters } = node;
		const secret = String(credentials['Creatio calls n8n']?.secret);
		const called = await engine.call({
			node: 'creatioWebhook',
			parameters,
			credentials: ofNode(node),
			headers: { 'x-creatio-secret': secret, 'content-type': 'application/json' },
			body: JSON.stringify(workflow.pinData[name]?.[0]?.json),
		});
		outputs[name] = called.items ?? [];
	}
	const own = workflow.nodes.filter(({ type }) => type.startsWith('n8n-nodes-creatio-platform.'));
	return Object.fromEntries(own.map(({ name }) => [name, (outputs[name] ?? []).map(withoutContent)]));
}

/** What the next node sees of an item; where n8n keeps the content of a file differs. */
function withoutContent({ json, binary = {} }: INodeExecutionData) {
	const files = Object.entries(binary).map(([name, { data: _data, id: _id, ...file }]) => [name, file]);
	return { json, ...(files.length > 0 && { binary: Object.fromEntries(files) }) };
}

const GUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
const MOMENT = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z?/g;
const RECENTLY_MS = 24 * 60 * 60_000;

/** What differs from run to run: IDs are numbered in the order in which they come, moments of the last day are called so. */
function neutral(outputs: object): unknown {
	const ids = new Map<string, number>();
	const number = (id: string) => {
		if (!ids.has(id)) ids.set(id, ids.size + 1);
		return `<id ${ids.get(id)}>`;
	};
	const moment = (text: string) => (Math.abs(Date.parse(text) - Date.now()) < RECENTLY_MS ? '<now>' : text);
	const text = JSON.stringify(outputs);
	return JSON.parse(text.replace(GUID, number).replace(MOMENT, moment)) as unknown;
}
