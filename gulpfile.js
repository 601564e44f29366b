const { execFile } = require('node:child_process');
const { readdir, readFile, rm, writeFile } = require('node:fs/promises');
const { join } = require('node:path');
const { promisify } = require('node:util');
const { build: bundle } = require('esbuild');
const { dest, parallel, series, src } = require('gulp');

const run = promisify(execFile);

const clean = () => rm('dist', { recursive: true, force: true });

async function compile() {
	await run(process.execPath, [require.resolve('typescript/bin/tsc')]).catch((error) => {
		throw new Error(error.stdout || error.message);
	});
}

/** The XML parser is a development dependency: its code goes into the one file that uses it (docs/adr/0002). */
async function bundleXmlParser() {
	const { metafile } = await bundle({
		entryPoints: ['dist/nodes/shared/basics/xml.js'],
		outfile: 'dist/nodes/shared/basics/xml.js',
		allowOverwrite: true,
		bundle: true,
		platform: 'node',
		format: 'cjs',
		target: 'node20',
		legalComments: 'inline',
		metafile: true,
	});
	await writeLicenses(Object.keys(metafile.inputs));
}

/** Whoever passes a package on has to pass its licence on. */
async function writeLicenses(files) {
	const folders = new Set(
		files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []),
	);
	const texts = [...folders].sort().map(async (folder) => {
		const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
		return `${name} ${version} (${license})\n\n${await licenseOf(name, folder)}`;
	});
	const all = await Promise.all(texts);
	await writeFile('dist/third-party-licenses.txt', all.join(`\n${'='.repeat(80)}\n\n`));
}

/** From the package, or from `licenses` for one that npm delivers without it. */
async function licenseOf(name, folder) {
	const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
	return await readFile(file ? join(folder, file) : join('licenses', `${name}.txt`), 'utf8');
}

// `encoding: false`: gulp 5 would otherwise read every file as text.
const icons = () => src('nodes/icons/*.svg', { encoding: false }).pipe(dest('dist/nodes/icons'));
const codex = () => src('nodes/**/*.node.json', { encoding: false }).pipe(dest('dist/nodes'));
// What n8n shows as the output of an operation before its first run.
const outputSchemas = () =>
	src('nodes/**/__schema__/**/*.json', { encoding: false }).pipe(dest('dist/nodes'));

exports.build = series(clean, compile, parallel(bundleXmlParser, icons, codex, outputSchemas));
