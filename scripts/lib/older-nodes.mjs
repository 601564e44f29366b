import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bringNode } from './bring/node.mjs';
import { environmentFor } from './environment.mjs';
import { listTests } from './jest.mjs';
import { packages } from './package/packages.mjs';
import { repository } from './paths.mjs';
import { portableTests } from './portable-tests.mjs';
import { run } from './process/run.mjs';
import { step } from './progress.mjs';

/** The oldest Node that package.json allows. */
export const oldest = '20.18.1';

/** Nodes that users have besides the one of the tests. */
const older = [oldest, '22'];

export const bringOldest = () => bringNode(oldest);

/**
 * The tests that run under the oldest Node.
 *
 * @param {string} node The Node that the other tests run under.
 * @returns {Promise<string[]>} Paths.
 */
export const listTestsOfOldest = (node) => portableTests((args) => listTests({ node, args }));

/** A Node that the packages refuse with a sentence. */
const tooOld = '18';

/** Whether the built packages, on a Node that is too old, say so in all that n8n runs of them. */
export async function refusesTooOld() {
	const node = await bringNode(tooOld);
	const program = join(repository, 'test', 'package', 'oldHosts', 'askOldHost.cjs');
	let refuses = true;
	for (const { name, folder } of Object.values(packages)) {
		const title = `Running ${name} on Node ${tooOld}`;
		refuses = (await passes(title, node, [program, folder], saysSo)) && refuses;
	}
	return refuses;
}

/** @param {string} output */
function saysSo(output) {
	const messages = Object.values(JSON.parse(output).messages);
	return (
		messages.length > 0 && messages.every((message) => /needs n8n .* Node\.js (18|is older)/.test(message))
	);
}

/** Whether the nodes and credentials of the built packages can be loaded by each older Node. */
export async function loadsOnOlder() {
	const program = fileURLToPath(new URL('package/load-built.cjs', import.meta.url));
	let loads = true;
	for (const version of older) {
		const node = await bringNode(version);
		loads = (await passes(`Loading the packages on Node ${version}`, node, [program])) && loads;
	}
	return loads;
}

/**
 * Runs a program and shows what it prints where it fails.
 *
 * @param {string} title
 * @param {string} node Path of the Node program.
 * @param {readonly string[]} args
 * @param {(output: string) => boolean} [holds] Whether it printed what it has to.
 */
async function passes(title, node, args, holds = () => true) {
	const succeeded = (/** @type {{ code: number | null, output: string }} */ { code, output }) =>
		code === 0 && holds(output);
	const result = await step(title, () => run(node, args, { cwd: repository, env: environmentFor(node) }), {
		succeeded,
	});
	if (!succeeded(result)) console.log(`${result.output}\n`);
	return succeeded(result);
}
