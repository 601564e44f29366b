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
		const { code, output } = await step(
			`Running ${name} on Node ${tooOld}`,
			() => run(node, [program, folder], { cwd: repository, env: environmentFor(node) }),
			{ succeeded: (result) => result.code === 0 && saysSo(result.output) },
		);
		const isRefused = code === 0 && saysSo(output);
		if (!isRefused) console.log(`${output}\n`);
		refuses &&= isRefused;
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
		const { code, output } = await step(
			`Loading the packages on Node ${version}`,
			() => run(node, [program], { cwd: repository, env: environmentFor(node) }),
			{ succeeded: (result) => result.code === 0 },
		);
		if (code !== 0) console.log(`${output}\n`);
		loads &&= code === 0;
	}
	return loads;
}
