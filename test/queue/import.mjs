import { control } from '../bench/control.mjs';
import { runInParts } from './parts.mjs';
import { names, withParameters } from './workflows.mjs';

/** Every 97th line has what CSV has to quote. */
const awkward = (/** @type {number} */ line) => (line % 97 === 0 ? ', "quoted"\nand on a second line' : '');

/**
 * A CSV file of products.
 *
 * @param {number} lines
 * @param {string} name What the names of the products begin with.
 */
export function productsFile(lines, name) {
	const rows = Array.from({ length: lines }, (_, line) => {
		const text = `${name} ${line}${awkward(line)}`.replaceAll('"', '""');
		return `"${text}",${line},${(line % 1_000) / 4}`;
	});
	return ['Name,Code,Price', ...rows].join('\r\n');
}

/**
 * Puts the sample workflow into n8n, for a file of the server.
 *
 * @param {import('./workflows.mjs').AddSample} add
 * @param {string} url Of the file.
 * @param {{ rows: number, parts: number, options?: Readonly<Record<string, unknown>> }} settings options: of the node that imports.
 */
export async function addImport(add, url, { rows, parts, options = {} }) {
	return await add(names.import, (sample) => {
		const file = { url, rows, parts };
		const assignments = Object.entries(file).map(([name, value]) => ({
			id: name,
			name,
			value,
			type: typeof value,
		}));
		return withParameters(
			withParameters(sample, 'The file', () => ({ assignments: { assignments } })),
			'Import the rows',
			(given) => ({ options: { .../** @type {object} */ (given.options), ...options } }),
		);
	});
}

/**
 * Imports a file in parts.
 *
 * @param {import('./stack.mjs').Stack} stack
 * @param {import('./fileServer.mjs').FileServer} server Where the file is.
 * @param {import('./workflows.mjs').AddSample} add
 * @param {number} lines
 * @param {() => Promise<void>} [afterKill] What happens after a worker was killed; without it, all live.
 * @returns {Promise<import('./parts.mjs').Check[]>}
 */
export async function checkImport(stack, server, add, lines, afterKill) {
	server.files.set('products.csv', productsFile(lines, 'Imported'));
	const workflow = await addImport(add, `${server.url}/products.csv`, { rows: lines, parts: 8 });
	const count = (where = '1') => countProducts(stack, `Name LIKE 'Imported %' AND ${where}`);
	const done = async () => (await count()) / lines;
	const { checks } = await runInParts(stack, workflow, afterKill && { done, afterwards: afterKill });
	const sameCode = 'SELECT Code FROM Product GROUP BY Code HAVING count(*) > 1';
	return [
		...checks,
		{ name: 'records of the import at the site', found: await count(), expected: lines },
		{ name: 'lines that are there more than once', found: await count(`Code IN (${sameCode})`), expected: 0 },
	];
}

/**
 * @param {import('./stack.mjs').Stack} stack
 * @param {string} where SQL.
 * @returns {Promise<number>}
 */
export async function countProducts({ emulator }, where) {
	const query = new URLSearchParams({ object: 'Product', where });
	return await control(emulator.url, 'GET', `count?${query}`);
}
