import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { environmentFor } from '../environment.mjs';
import { freePort, loopback, mustBeFree } from '../ports.mjs';
import { run, start, untilLine } from '../process/run.mjs';
import { step } from '../progress.mjs';
import { Stop } from '../stop.mjs';

/** How long n8n may take to become ready, in milliseconds. A first start makes the database. */
const readyMs = 180_000;

/** An n8n that keeps to this machine: it reports nothing, asks nobody for news and shows no advertisement. */
const quiet = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
};

/** Modules of n8n that ask others on the network. */
const talkative = ['mcp-registry', 'instance-ai'];

/**
 * Those that this n8n has: it refuses to start where it does not know a module that is to be off.
 *
 * @param {string} n8nFolder
 */
function disabledModules(n8nFolder) {
	const modules = join(n8nFolder, 'node_modules', 'n8n', 'dist', 'modules');
	return talkative.filter((name) => existsSync(join(modules, name))).join(',');
}

/**
 * n8n 1.123 allows Node 20, but its engine for expressions needs a native module that asks for Node 22. Without the module n8n
 * starts only with the engine that it had before.
 *
 * @param {string} node
 * @param {string} n8nFolder
 * @returns {Promise<Record<string, string>>} Variables.
 */
async function expressionEngine(node, n8nFolder) {
	const { code } = await run(node, ['-e', "require('isolated-vm')"], { cwd: n8nFolder });
	return code === 0 ? {} : { N8N_EXPRESSION_ENGINE: 'legacy' };
}

/**
 * @typedef {object} N8nProgram
 * @property {string} node Path of the Node program.
 * @property {string} n8nFolder The folder that n8n is installed in.
 * @property {string} userFolder The folder for its data, with the package installed in it.
 * @property {string} [logFile] In the user's folder when left out.
 * @property {Record<string, string>} [env] More variables.
 */

/**
 * Starts one of n8n's commands.
 *
 * @param {N8nProgram} program
 * @param {readonly string[]} command
 * @returns {Promise<{ logFile: string, process: import('../process/run.mjs').Started }>}
 */
async function startCommand({ node, n8nFolder, userFolder, env = {}, ...more }, command) {
	const { logFile = join(userFolder, 'n8n.log') } = more;
	const started = start(node, [join(n8nFolder, 'node_modules', 'n8n', 'bin', 'n8n'), ...command], {
		cwd: userFolder,
		logFile,
		env: environmentFor(node, {
			...quiet,
			N8N_DISABLED_MODULES: disabledModules(n8nFolder),
			...(await expressionEngine(node, n8nFolder)),
			N8N_USER_FOLDER: userFolder,
			N8N_HOST: loopback,
			N8N_LISTEN_ADDRESS: loopback,
			N8N_RUNNERS_BROKER_PORT: String(await freePort()),
			...env,
		}),
	});
	return { logFile, process: started };
}

/**
 * @typedef {object} N8nServer
 * @property {string} url Address without a slash at the end.
 * @property {string} logFile
 * @property {import('../process/run.mjs').Started} process
 */

/**
 * Starts n8n and waits until it answers.
 *
 * @param {N8nProgram & { port: number }} options
 * @returns {Promise<N8nServer>}
 */
export async function startN8n({ port, ...program }) {
	const url = `http://${loopback}:${port}`;
	// Another one there would answer in its place.
	await mustBeFree(port, 'n8n', 'Stop that program.');
	const env = {
		N8N_PORT: String(port),
		N8N_EDITOR_BASE_URL: url,
		N8N_WEBHOOK_URL: url,
		N8N_SECURE_COOKIE: 'false',
		...program.env,
	};
	const server = await startCommand({ ...program, env }, ['start']);
	await step('Starting n8n', () => untilReady(server.process, url), { usually: 'half a minute' });
	return { url, ...server };
}

/**
 * Starts a worker of n8n's queue mode and waits until it takes executions.
 *
 * @param {N8nProgram & { concurrency: number }} options concurrency: how many executions it runs at the same time.
 * @returns {Promise<import('../process/run.mjs').Started>}
 */
export async function startWorker({ concurrency, ...program }) {
	const worker = await startCommand(program, ['worker', `--concurrency=${concurrency}`]);
	await untilLine(worker.process, 'n8n worker is now ready', 'n8n');
	return worker.process;
}

/**
 * @param {import('../process/run.mjs').Started} server
 * @param {string} url
 */
async function untilReady(server, url) {
	const patience = Date.now() + readyMs;
	for (;;) {
		if (!server.isRunning()) throw n8nEnded(server);
		const isReady =
			(await answers(`${url}/healthz/readiness`)) &&
			(await answers(`${url}/rest/settings`)) &&
			(await knowsNodes(url));
		if (isReady) return;
		if (Date.now() > patience) {
			throw new Stop(
				`n8n did not become ready within ${readyMs / 60_000} minutes. Its last words:\n${lastLines(server)}`,
			);
		}
		await sleep(250);
	}
}

/** @param {string} address */
async function answers(address) {
	try {
		return (await fetch(address, { signal: AbortSignal.timeout(5_000) })).ok;
	} catch {
		return false;
	}
}

/**
 * Older n8n writes what the editor reads of the nodes only after it is ready; newer n8n shows it to no stranger.
 *
 * @param {string} url
 */
async function knowsNodes(url) {
	const init = { method: 'HEAD', signal: AbortSignal.timeout(5_000) };
	const answer = await fetch(`${url}/types/nodes.json`, init).catch(() => undefined);
	return answer !== undefined && answer.status !== 404;
}

/** @param {import('../process/run.mjs').Started} server */
const lastLines = (server) => server.output().split('\n').slice(-20).join('\n');

/**
 * @param {import('../process/run.mjs').Started} server
 */
export const n8nEnded = (server) => new Stop(`n8n ended by itself. Its last words:\n${lastLines(server)}`);
