/**
 * npm run floors: holds the imports of the packages against the rules of .dependency-cruiser.mjs, and the
 * drawing in docs/design.md against the imports.
 * Runs under any Node from 20 on and before any dependency is installed.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import imports from '../.dependency-cruiser.mjs';
import { bringDependencies } from './lib/bring/dependencies.mjs';
import { bringNode24 } from './lib/bring/node24.mjs';
import { runWithOptions } from './lib/command.mjs';
import { environmentFor } from './lib/environment.mjs';
import { drawFloors } from './lib/floors/drawing.mjs';
import { repository } from './lib/paths.mjs';
import { mustRun } from './lib/process/run.mjs';
import { Stop } from './lib/stop.mjs';
import { Tally } from './lib/summary.mjs';
import { temporaryFolder } from './lib/temporary.mjs';

const help = `npm run floors [-- options]

  --write   renew the drawing in docs/design.md
  --help    this text

Says which imports of nodes, credentials and undici break a rule of .dependency-cruiser.mjs, and whether the drawing of the
folders in docs/design.md is up to date.`;

/** @typedef {import('dependency-cruiser').ICruiseResult} Findings */

const page = join(repository, 'docs', 'design.md');
const [start, end] = ['<!-- floors:start -->', '<!-- floors:end -->'];

/**
 * @param {string} node
 * @returns {Promise<Findings>}
 */
async function cruise(node) {
	const file = join(await temporaryFolder('floors'), 'result.json');
	const program = join('node_modules', '.bin', 'depcruise');
	const options = ['--config', '.dependency-cruiser.mjs', '--output-type', 'json', '--output-to', file];
	await mustRun(node, [program, ...options, 'nodes', 'credentials', 'undici'], {
		cwd: repository,
		env: environmentFor(node),
		onFailure: (output) => new Stop(`dependency-cruiser could not read the imports:\n${output}`),
	});
	return JSON.parse(await readFile(file, 'utf8'));
}

/**
 * Rules that hold nothing any more, because the files that they speak of have moved.
 *
 * @param {Findings} findings
 */
function emptyRules({ modules }) {
	return imports.forbidden
		.filter(({ from: { path = '' } }) => !modules.some(({ source }) => new RegExp(path).test(source)))
		.map(({ name }) => `${name}: these files no longer exist`);
}

/** @param {Findings['summary']['violations'][number]} violation */
function describe({ rule: { name }, from, to, cycle }) {
	const way = cycle ? [from, ...cycle.map((step) => step.name)] : [from, to];
	const cure = imports.forbidden.find((rule) => rule.name === name)?.comment;
	return `${name}: ${way.join(' -> ')}\n  ${cure}`;
}

runWithOptions({ help, options: { write: { type: 'boolean', default: false } } }, async ({ values }) => {
	const node = await bringNode24();
	await bringDependencies(node);
	const findings = await cruise(node);
	const tally = new Tally();

	const broken = [...findings.summary.violations.map(describe), ...emptyRules(findings)];
	if (broken.length > 0) console.log(broken.join('\n'));
	tally.count(broken.length === 0);

	const text = await readFile(page, 'utf8');
	const [from, to] = [text.indexOf(start), text.indexOf(end)];
	if (from === -1 || to < from) throw new Stop(`docs/design.md lacks ${start} and ${end}.`);
	const drawing = `\n\n\`\`\`mermaid\n${drawFloors(findings.modules)}\n\`\`\`\n\n`;
	const renewed = text.slice(0, from + start.length) + drawing + text.slice(to);
	if (values.write) await writeFile(page, renewed);
	else if (renewed !== text) {
		console.log('The drawing in docs/design.md is not that of the imports: npm run floors -- --write');
	}
	tally.count(values.write || renewed === text);
	return tally.close();
});
