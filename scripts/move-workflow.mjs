/**
 * npm run move-workflow: replaces the nodes of one package by those of the other in exported workflows.
 * Runs under any Node from 20 on, without any dependency.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { runWithOptions } from './lib/command.mjs';
import { readChoices } from './lib/options.mjs';
import { moveNodes } from './lib/package/move-nodes.mjs';
import { flavors } from './lib/package/packages.mjs';
import { Stop } from './lib/stop.mjs';

const help = `npm run move-workflow -- --to <platform | cloud> <file ...>

  --to <package>   platform for n8n-nodes-creatio-platform, cloud for n8n-nodes-creatio-cloud
  --help           this text

Changes the files: workflows as n8n exports them, one or many in a file.`;

/** @param {string} file */
async function readExported(file) {
	const text = await readFile(file, 'utf8').catch((error) => {
		throw new Stop(`${file} cannot be read: ${error.message}`);
	});
	try {
		JSON.parse(text);
		return text;
	} catch {
		throw new Stop(`${file} is not an exported workflow: it is not JSON.`, 'No file was changed.');
	}
}

runWithOptions(
	{ help, allowPositionals: true, options: { to: { type: 'string' } } },
	async ({ values, positionals: files }) => {
		if (values.to === undefined || files.length === 0)
			throw new Stop(`Name the package with --to, and at least one file.\n\n${help}`);
		const [to = 'cloud'] = readChoices([values.to], '--to', flavors);
		// All are read before one is changed.
		const texts = await Promise.all(files.map(readExported));
		for (const [index, file] of files.entries()) {
			const { moved, count } = moveNodes(texts[index] ?? '', to);
			await writeFile(file, moved);
			console.log(
				`${file}: ${count === 1 ? '1 node' : `${count} nodes`} of Creatio, now of the package ${to}`,
			);
		}
		return 0;
	},
);
