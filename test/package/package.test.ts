import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import ts from 'typescript';

const ROOT = path.resolve(__dirname, '../..');
const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));

/** What `npm pack` would put into the tarball. */
function packedFiles(): string[] {
	const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts', '--silent'], {
		cwd: ROOT,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	const [{ files }] = JSON.parse(output) as [{ files: Array<{ path: string }> }];
	return files.map((file) => file.path);
}

describe('the package as it is published', () => {
	const files = packedFiles();

	it('contains the built files that package.json names for n8n', () => {
		const named: string[] = [...manifest.n8n.nodes, ...manifest.n8n.credentials];
		expect(named.length).toBeGreaterThanOrEqual(3);
		for (const file of named) expect(files).toContain(file);
	});

	it('holds nothing but what is needed to run and to read', () => {
		const others = files.filter((file) => !/^dist\/.*\.(js|svg|json)$/.test(file));
		expect(others.sort()).toEqual(['LICENSE', 'README.md', 'dist/third-party-licenses.txt', 'package.json']);
	});

	it('requires nothing at run time but undici, n8n-workflow and what Node has', () => {
		const allowed = new Set([
			'undici',
			'n8n-workflow',
			...builtinModules,
			...builtinModules.map((name) => `node:${name}`),
		]);
		const required = new Set<string>();
		for (const file of files.filter((name) => name.endsWith('.js'))) {
			const { importedFiles } = ts.preProcessFile(readFileSync(path.join(ROOT, file), 'utf8'), true, true);
			for (const { fileName } of importedFiles) if (!fileName.startsWith('.')) required.add(fileName);
		}
		expect([...required].filter((name) => !allowed.has(name))).toEqual([]);
		expect(Object.keys(manifest.dependencies)).toEqual(['undici']);
	});

	it('takes from n8n-workflow what all supported versions of n8n have, and does not make npm install it', () => {
		const old = ['NodeApiError', 'NodeOperationError', 'isResourceMapperValue', 'updateDisplayOptions'];
		const isNew = (name: string | undefined) => name === undefined || !old.includes(name);
		const used = files
			.filter((name) => name.endsWith('.js'))
			.flatMap((file) => [
				...readFileSync(path.join(ROOT, file), 'utf8').matchAll(/\bn8n_workflow_\d+\.(\w+)/g),
			])
			.map((match) => match[1]);
		expect(used.length).toBeGreaterThan(0);
		expect(used.filter(isNew)).toEqual([]);
		expect(manifest.peerDependenciesMeta).toEqual({ 'n8n-workflow': { optional: true } });
	});

	it('describes each node for the node panel; n8n drops a codex without resources', () => {
		for (const node of manifest.n8n.nodes as string[]) {
			const codex = JSON.parse(readFileSync(path.join(ROOT, node.replace(/\.js$/, '.json')), 'utf8'));
			expect(codex).toMatchObject({
				categories: ['Sales'],
				resources: { primaryDocumentation: [{ url: expect.any(String) }] },
			});
			expect(codex.alias.length).toBeGreaterThan(2);
		}
	});

	it('names icons that exist, for light and for dark', () => {
		for (const file of [...manifest.n8n.nodes, ...manifest.n8n.credentials] as string[]) {
			const source = readFileSync(path.join(ROOT, file), 'utf8');
			const icons = [...source.matchAll(/'file:([^']+\.svg)'/g)].map((match) => String(match[1]));
			expect(new Set(icons).size).toBe(2);
			for (const icon of icons) expect(existsSync(path.resolve(ROOT, path.dirname(file), icon))).toBe(true);
		}
	});
});
