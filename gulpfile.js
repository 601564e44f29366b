const { execFile } = require('node:child_process');
const { rm } = require('node:fs/promises');
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
	await bundle({
		entryPoints: ['dist/nodes/shared/basics/xml.js'],
		outfile: 'dist/nodes/shared/basics/xml.js',
		allowOverwrite: true,
		bundle: true,
		platform: 'node',
		format: 'cjs',
		target: 'node20',
		legalComments: 'inline',
	});
}

// `encoding: false`: gulp 5 would otherwise read every file as text.
const icons = () => src('nodes/icons/*.svg', { encoding: false }).pipe(dest('dist/nodes/icons'));
const codex = () => src('nodes/**/*.node.json', { encoding: false }).pipe(dest('dist/nodes'));

exports.build = series(clean, compile, parallel(bundleXmlParser, icons, codex));
