import { table } from '../../scripts/lib/markdown-table.mjs';
import { describeMachine } from '../bench/report/machine.mjs';
import { startFileServer } from './fileServer.mjs';
import { addImport, countProducts, productsFile } from './import.mjs';
import { runInParts } from './parts.mjs';
import { startStack } from './stack.mjs';
import { samplesIn } from './workflows.mjs';

/** @typedef {{ workers: number, seconds: number }} Measured */

/**
 * What is measured: the site is slow to answer, and every worker waits for one answer at a time. Batches are small, since all processes share
 * the cores of one machine: with 100 records in each, three workers and the emulator would wait for a core.
 */
const settings = { lines: 9_600, parts: 12, batchSize: 25, latency: 100, workers: [1, 2, 3] };

/** How many times as fast two workers have to be as one. */
const goal = 1.7;

/**
 * Measures the same import with one worker, two and three.
 *
 * @param {object} program
 * @param {string} program.node Path of the Node program.
 * @param {string} program.n8nFolder The folder that n8n is installed in.
 * @param {string} program.logs
 * @returns {Promise<{ figure: string, checks: import('./parts.mjs').Check[] }>} figure: a table, and what it was measured on.
 */
export async function measureFigure(program) {
	const { lines, parts, batchSize, latency } = settings;
	const server = await startFileServer();
	const stack = await startStack({
		...program,
		...{ concurrency: 1, manualOnWorkers: false },
		emulatorArgs: ['--latency', String(latency)],
	});
	const add = await samplesIn(stack);
	/** @type {Measured[]} */
	const measured = [];
	/** @type {import('./parts.mjs').Check[]} */
	const checks = [];
	/** @type {(name: string, rows: number) => ReturnType<typeof runInParts>} */
	async function imported(name, rows) {
		// Another content: what the same file has created is not created again.
		server.files.set('products.csv', productsFile(rows, name));
		const url = `${server.url}/products.csv`;
		const workflow = await addImport(add, url, { rows, parts, options: { parallel: 1, batchSize } });
		const ended = await runInParts(stack, workflow);
		await stack.client.deactivate(workflow.id);
		return ended;
	}
	for (const workers of settings.workers) {
		await stack.addWorker();
		await imported(`Warm-up of ${workers}`, parts * 50);
		const { seconds, checks: ended } = await imported(`Of ${workers} workers,`, lines);
		measured.push({ workers, seconds });
		const found = await countProducts(stack, `Name LIKE 'Of ${workers} workers,%'`);
		checks.push(...ended, { name: `records that ${workers} workers imported`, found, expected: lines });
	}
	const [one, two] = measured.map(({ seconds }) => seconds);
	const isFaster = Number(one) / Number(two) >= goal;
	const name = `two workers are at least ${goal} times as fast as one`;
	const about = `${new Date().toISOString().slice(0, 10)}, ${await describeMachine(program.node)}`;
	return {
		figure: `${figureOf(measured)}\n\n${about}`,
		checks: [...checks, { name, found: isFaster, expected: true }],
	};
}

/** @param {readonly Measured[]} measured */
function figureOf(measured) {
	const [first] = measured;
	return table(
		0,
		['workers', 'seconds', 'records per second', 'times as fast as one'],
		measured.map(({ workers, seconds }) => [
			String(workers),
			seconds.toFixed(1),
			String(Math.round(settings.lines / seconds)),
			(Number(first?.seconds) / seconds).toFixed(2),
		]),
	);
}

const [start, end] = ['<!-- figure:start -->', '<!-- figure:end -->'];

/**
 * docs/scaling.md with this figure in place of the one that it has.
 *
 * @param {string} page
 * @param {string} figure
 */
export function withFigure(page, figure) {
	const before = page.slice(0, page.indexOf(start) + start.length);
	return `${before}\n\n${figure}\n\n${page.slice(page.indexOf(end))}`;
}
