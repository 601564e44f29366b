const { execFile } = require('node:child_process');
const { readdir, readFile, rm, writeFile } = require('node:fs/promises');
const { dirname, join, relative, resolve, sep } = require('node:path');
const { promisify } = require('node:util');
const { build: bundle } = require('esbuild');
const { dest, parallel, series, src } = require('gulp');

const run = promisify(execFile);

/** The files that have a parser in them, a development dependency (docs/adr/0002, docs/adr/0013). */
const BUNDLED = [join('basics', 'xml.js'), join('tables', 'csvRows.js')];

/**
 * The steps that both packages have.
 *
 * @param {string} dist Where the package is built.
 * @param {string} project Its configuration of TypeScript.
 */
function stepsFor(dist, project) {
	const clean = () => rm(dist, { recursive: true, force: true });
	const compile = () => compileProject(project);
	const bundleParsers = () =>
		bundleInto(
			BUNDLED.map((file) => join(dist, 'nodes', 'shared', file)),
			dist,
		);
	// `encoding: false`: gulp 5 would otherwise read every file as text.
	const copy = (pattern, folder) => src(pattern, { encoding: false }).pipe(dest(join(dist, folder)));
	const icons = () => copy('nodes/icons/*.svg', 'nodes/icons');
	const codex = () => copy('nodes/**/*.node.json', 'nodes');
	// What n8n shows as the output of an operation before its first run.
	const outputSchemas = () => copy('nodes/**/__schema__/**/*.json', 'nodes');
	return [clean, compile, parallel(bundleParsers, icons, codex, outputSchemas)];
}

async function compileProject(project) {
	await run(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', project]).catch((error) => {
		throw new Error(error.stdout || error.message);
	});
}

/** The files of the package stay what they are: a class of an error that is there twice is two classes. */
const ownFiles = {
	name: 'own files',
	setup({ onResolve }) {
		onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) =>
			resolveDir.split(sep).includes('node_modules') ? undefined : { path, external: true },
		);
	},
};

/** What libraries import from a module of Node that n8n does not allow, and that every Node has without it. */
const globalsOfNode = {
	name: 'globals of Node',
	setup({ onResolve, onLoad }) {
		onResolve({ filter: /^node:stream\/web$/ }, ({ path }) => ({ path, namespace: 'globals' }));
		onLoad({ filter: /.*/, namespace: 'globals' }, () => ({
			contents: 'module.exports = { TransformStream, CountQueuingStrategy };',
		}));
	},
};

/** Puts into each file the code of the libraries that it imports, and their licences beside all files. */
async function bundleInto(files, dist) {
	const inputs = await Promise.all(files.map((file) => bundleIntoOne(file, dist)));
	await writeLicenses(inputs.flat(), join(dist, 'third-party-licenses.txt'));
}

/** Returns the files that are in the bundle. */
async function bundleIntoOne(file, dist) {
	const { metafile } = await bundle({
		stdin: {
			contents: await readFile(file, 'utf8'),
			resolveDir: resolve(dirname(file)),
			// For the notes of the bundler, which are then the same in both packages.
			sourcefile: resolve(relative(dist, file)),
		},
		outfile: file,
		bundle: true,
		platform: 'node',
		format: 'cjs',
		target: 'node20',
		legalComments: 'inline',
		plugins: [ownFiles, globalsOfNode],
		// Where `node_modules` is a link, the notes of the bundler would name folders of this machine.
		preserveSymlinks: true,
		metafile: true,
	});
	return Object.keys(metafile.inputs);
}

/** Whoever passes a package on has to pass its licence on. */
async function writeLicenses(files, target) {
	const folders = new Set(
		files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []),
	);
	const texts = [...folders].sort().map(async (folder) => {
		const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
		return `${name} ${version} (${license})\n\n${await licenseOf(name, folder)}`;
	});
	const all = await Promise.all(texts);
	await writeFile(target, all.join(`\n${'='.repeat(80)}\n\n`));
}

/** From the package, or from `licenses` for one that npm delivers without it. */
async function licenseOf(name, folder) {
	const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
	return await readFile(file ? join(folder, file) : join('licenses', `${name}.txt`), 'utf8');
}

/** The one file in which the packages differ (docs/adr/0012). */
async function sendByUndici() {
	await writeFile(
		'dist/nodes/shared/n8n/connect/sendFor.js',
		"module.exports = require('../../../../undici/sendFor');\n",
	);
}

exports.build = series(...stepsFor('dist', '.'), sendByUndici);
exports.buildVerified = series(...stepsFor(join('cloud', 'dist'), 'cloud'));
