import { builtinModules } from 'node:module';
import path from 'node:path';
import ts from 'typescript';

import { ROOT } from '../support/packageFolders';
import { published } from './packages';

/** npm takes more; this is what n8n's users and reviewers are asked to load. In bytes. */
const LARGEST_TARBALL = 400_000;

const NODE = [...builtinModules, ...builtinModules.map((name) => `node:${name}`)];

describe.each([
	{ folder: '.', dependencies: ['undici'], ofNode: NODE },
	// What n8n verifies may import this much.
	{ folder: 'cloud', dependencies: [], ofNode: ['crypto', 'node:crypto'] },
])('the package in the folder $folder, as it is published', ({ folder, dependencies, ofNode }) => {
	const { manifest, size, files, read } = published(folder);
	const named = [...manifest.n8n.nodes, ...manifest.n8n.credentials];
	const code = files.filter((file) => file.endsWith('.js')).map((file) => ({ file, text: read(file) }));
	const required = code.flatMap(({ file, text }) =>
		ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => ({ file, name: fileName })),
	);

	it('contains the built files that package.json names for n8n', () => {
		expect(named.length).toBeGreaterThanOrEqual(9);
		expect(named.filter((file) => !files.includes(file))).toEqual([]);
	});

	it('holds nothing but what is needed to run and to read', () => {
		const isBuilt = (file: string) =>
			/^dist\/(?:credentials|nodes|undici)\/.*(?:\.js|\.svg|\.node\.json|\/__schema__\/.*\.json)$/.test(file);
		const others = files.filter((file) => !isBuilt(file));
		expect(others).toEqual(['LICENSE', 'README.md', 'dist/third-party-licenses.txt', 'package.json']);
		expect(files.filter((file) => /\.test\.|\btests?\b|fixture|\.d\.js$/i.test(file))).toEqual([]);
	});

	it(`is less than ${LARGEST_TARBALL / 1000} kB: ${(size / 1000).toFixed(1)} kB`, () => {
		expect(size).toBeGreaterThan(100_000);
		expect(size).toBeLessThan(LARGEST_TARBALL);
	});

	it(`requires nothing at run time but n8n-workflow, modules of Node${folder === '.' ? ' and undici' : ': crypto'}`, () => {
		const allowed = new Set([...dependencies, 'n8n-workflow', ...ofNode]);
		const others = required.map(({ name }) => name).filter((name) => !name.startsWith('.'));
		expect(others).toContain('n8n-workflow');
		expect(others.filter((name) => !allowed.has(name))).toEqual([]);
		expect(Object.keys(manifest.dependencies ?? {})).toEqual(dependencies);
	});

	it('contains every file that another one of it requires', () => {
		const own = required
			.filter(({ name }) => name.startsWith('.'))
			.map(({ file, name }) => path.posix.join(path.posix.dirname(file), name));
		expect(own.length).toBeGreaterThan(500);
		expect(own.filter((name) => ![name, `${name}.js`, `${name}/index.js`].some(isPacked))).toEqual([]);
	});

	it('has each class once: `instanceof` knows no other of the same name', () => {
		const classes = code.flatMap(({ text }) =>
			[...text.matchAll(/^\s*(?:var \w+ = )?class (\w+)/gm)].map(([, name = '']) => name),
		);
		expect(classes).toContain('CreatioError');
		expect(classes.filter((name, index) => classes.indexOf(name) !== index)).toEqual([]);
	});

	it('names no folder of the machine that built it', () => {
		const places = code.flatMap(({ text }) => text.match(/[^\s"'`]*node_modules\//g) ?? []);
		expect(places.length).toBeGreaterThan(0);
		expect(places.filter((place) => place !== 'node_modules/')).toEqual([]);
		expect(code.filter(({ text }) => text.includes(ROOT))).toEqual([]);
	});

	it('takes from n8n-workflow what all supported versions of n8n have, and does not make npm install it', () => {
		const old = ['NodeApiError', 'NodeOperationError', 'isResourceMapperValue'];
		const used = code.flatMap(({ text }) =>
			[...text.matchAll(/\bn8n_workflow_\d+\.(\w+)/g)].map(([, name = '']) => name),
		);
		expect(used.length).toBeGreaterThan(0);
		expect(used.filter((name) => !old.includes(name))).toEqual([]);
		expect(manifest.peerDependenciesMeta).toEqual({ 'n8n-workflow': { optional: true } });
	});

	it('describes each node for the node panel; n8n drops a codex without resources', () => {
		for (const node of manifest.n8n.nodes) {
			const codex = JSON.parse(read(node.replace(/\.js$/, '.json')));
			expect(codex).toMatchObject({
				categories: ['Sales'],
				resources: { primaryDocumentation: [{ url: expect.any(String) }] },
			});
			expect(codex.alias.length).toBeGreaterThan(2);
		}
	});

	it('names icons that are packed, for light and for dark', () => {
		for (const file of named) {
			const icons = [...read(file).matchAll(/'file:([^']+\.svg)'/g)].map(([, icon = '']) => icon);
			expect(new Set(icons).size).toBe(2);
			for (const icon of icons) expect(isPacked(path.posix.join(path.posix.dirname(file), icon))).toBe(true);
		}
	});

	function isPacked(file: string): boolean {
		return files.includes(file);
	}
});
