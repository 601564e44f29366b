/**
 * Loads the nodes and credentials of a built package as an n8n does whose package n8n-workflow exports only some names, and uses
 * each method of each node there. Prints what n8n would show, as JSON: for each method its message, or that it had none.
 *
 * node askOldHost.cjs FOLDER_OF_THE_PACKAGE [VERSION_OF_N8N_WORKFLOW]
 */
const { basename, join } = require('node:path');
const Module = require('node:module');

const [folder = '', version] = process.argv.slice(2);

/** Names that each version exports; without a version, n8n-workflow stays as it is. */
const exported = require('./n8nWorkflowExports.json')[version];
if (exported) {
	const newest = require('n8n-workflow');
	const old = Object.fromEntries(exported.map((name) => [name, newest[name]]));
	const load = Module._load;
	Module._load = (request, ...others) => (request === 'n8n-workflow' ? old : load(request, ...others));
}

const { n8n } = require(join(folder, 'package.json'));

function create(file) {
	const [name = ''] = basename(file).split('.');
	return new (require(join(folder, file))[name])();
}

const credentials = n8n.credentials.map(create);
const nodes = n8n.nodes.map(create);

/** What every n8n gives to a node. */
function contextFor({ name, properties }) {
	const defaults = Object.fromEntries(properties.map((property) => [property.name, property.default]));
	return {
		getRequestObject: () => ({ headers: {}, rawBody: Buffer.alloc(0) }),
		getNode: () => ({ id: 'node', name, type: name, typeVersion: 1, position: [0, 0], parameters: {} }),
		// A webhook has no items, so that the second value is the fallback there.
		getNodeParameter: (parameter, second) => defaults[parameter] ?? second,
		getCurrentNodeParameter: (parameter) => (parameter === 'object' ? 'Contact' : defaults[parameter]),
		getCredentials: async () => ({}),
		getInputData: () => [{ json: {} }],
		getMode: () => 'manual',
		getWorkflow: () => ({ id: 'workflow' }),
		getWorkflowStaticData: () => ({}),
		continueOnFail: () => false,
		helpers: {},
	};
}

/** What resumes an execution, which cannot have begun there, and what needs nothing of its host. */
const leftOut = ['creatioProcess webhook', 'creatioProcess activate', 'creatioWebhook webhookSecretTest'];

async function messageOf(run) {
	try {
		const result = await run();
		return result?.message ?? 'no message';
	} catch (error) {
		return error.message;
	}
}

async function main() {
	const messages = {};
	for (const node of nodes) {
		const { execute, poll, webhook, methods = {}, webhookMethods } = node;
		const { create: activate } = webhookMethods?.default ?? {};
		const all = { execute, poll, webhook, activate, ...Object.assign({}, ...Object.values(methods)) };
		for (const [name, method] of Object.entries(all)) {
			if (!method) continue;
			if (leftOut.includes(`${node.description.name} ${name}`)) continue;
			const context = contextFor(node.description);
			messages[`${node.description.name} ${name}`] = await messageOf(() =>
				method.call(context, { data: {} }),
			);
		}
	}
	const icons = [...credentials, ...nodes.map(({ description }) => description)].map(({ icon }) => icon);
	console.log(JSON.stringify({ icons, messages }));
}

void main();
