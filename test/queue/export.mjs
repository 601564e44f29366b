import { parse } from 'csv-parse/sync';
import { control } from '../bench/control.mjs';
import { runInParts } from './parts.mjs';
import { names, withStorage } from './workflows.mjs';

/**
 * Exports the rows that the site makes up, in the four ranges of the sample workflow.
 *
 * @param {import('./stack.mjs').Stack} stack
 * @param {import('./fileServer.mjs').FileServer} server Where the files go.
 * @param {import('./workflows.mjs').AddSample} add
 * @param {number} rows
 * @param {() => Promise<void>} [afterKill] What happens after a worker was killed; without it, all live.
 * @returns {Promise<import('./parts.mjs').Check[]>}
 */
export async function checkExport(stack, server, add, rows, afterKill) {
	const workflow = await add(names.export, (sample) =>
		withStorage(sample, 'Export a range', `${server.url}/exports`),
	);
	await control(stack.emulator.url, 'POST', 'reset');
	const done = async () => {
		const { requests } = await control(stack.emulator.url, 'GET', 'stats');
		const pages = requests.filter((/** @type {{ path: string }} */ { path }) => /\/Account\?/.test(path));
		// 20,000 keys come with a request, and 2,000 records.
		return pages.length / (rows / 20_000 + rows / 2_000);
	};
	const { checks } = await runInParts(stack, workflow, afterKill && { done, afterwards: afterKill });
	const files = [...server.files].filter(([name]) => name.startsWith('exports/'));
	/** @type {Array<{ Id: string }>} */
	const exported = files.flatMap(([, content]) => parse(content, { columns: true }));
	return [
		...checks,
		{ name: 'files that are exported', found: files.length, expected: 4 },
		{ name: 'rows in them', found: exported.length, expected: rows },
		{ name: 'different rows in them', found: new Set(exported.map(({ Id }) => Id)).size, expected: rows },
	];
}
