import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import ts from 'typescript';

const ROOT = path.resolve(__dirname, '../..');

/** Who may import whom, lowest first: an import goes to the same layer or to one below. */
const LAYERS = [
	'nodes/shared/basics',
	'nodes/shared/http',
	'nodes/shared/connection',
	'nodes/shared/creatio',
	'nodes/shared/n8n',
	'operation',
	'node',
] as const;

interface SourceFile {
	readonly name: string;
	readonly packages: readonly string[];
	/** Files of the project, relative to its root. */
	readonly files: readonly string[];
}

function sources(folder: string): SourceFile[] {
	return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts'))
		.map((name) => read(path.posix.join(folder, name)));
}

function read(name: string): SourceFile {
	const { importedFiles } = ts.preProcessFile(readFileSync(path.join(ROOT, name), 'utf8'), true, true);
	const specifiers = importedFiles.map(({ fileName }) => fileName);
	return {
		name,
		packages: specifiers.filter((specifier) => !specifier.startsWith('.')),
		files: specifiers
			.filter((specifier) => specifier.startsWith('.'))
			.map((specifier) => path.posix.join(path.posix.dirname(name), specifier))
			.map((file) => [`${file}.ts`, `${file}/index.ts`].find((known) => names.has(known)) ?? file),
	};
}

const names = new Set(
	['nodes', 'credentials'].flatMap((folder) =>
		readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
			path.posix.join(folder, name),
		),
	),
);
const nodes = sources('nodes');
const credentials = sources('credentials');

function layerOf(name: string): (typeof LAYERS)[number] {
	const shared = LAYERS.find((layer) => name.startsWith(`${layer}/`));
	if (shared) return shared;
	return /\/(resources|operations)\//.test(name) ? 'operation' : 'node';
}

describe('the layers of the design', () => {
	it('every relative import finds its file', () => {
		for (const { name, files } of [...nodes, ...credentials]) {
			for (const file of files) expect([name, names.has(file) ? 'found' : file]).toEqual([name, 'found']);
		}
	});

	it('imports point down only', () => {
		for (const { name, files } of nodes) {
			for (const file of files) {
				const isDown = LAYERS.indexOf(layerOf(file)) <= LAYERS.indexOf(layerOf(name));
				expect([name, isDown ? 'down' : file]).toEqual([name, 'down']);
			}
		}
	});

	it('there are no cycles', () => {
		const byName = new Map(nodes.map((file) => [file.name, file]));
		const done = new Set<string>();
		const visit = (name: string, trail: readonly string[]): void => {
			expect(trail).not.toContain(name);
			if (done.has(name)) return;
			for (const next of byName.get(name)?.files ?? []) visit(next, [...trail, name]);
			done.add(name);
		};
		for (const { name } of nodes) visit(name, []);
	});

	it.each(['nodes/shared/creatio', 'nodes/shared/connection', 'nodes/shared/basics'])(
		'%s does not know n8n',
		(folder) => {
			const lower = nodes.filter(({ name }) => name.startsWith(folder));
			expect(lower.length).toBeGreaterThan(5);
			for (const { name, packages } of lower) expect([name, ...packages]).not.toContain('n8n-workflow');
		},
	);

	it('one file imports undici, and one the XML parser', () => {
		const importers = (wanted: string) =>
			nodes.filter(({ packages }) => packages.includes(wanted)).map(({ name }) => name);
		expect(importers('undici')).toEqual(['nodes/shared/http/send.ts']);
		expect(importers('saxes')).toEqual(['nodes/shared/basics/xml.ts']);
	});

	it('an operation sees no address, header or cookie', () => {
		const operations = nodes.filter(({ name }) => name.endsWith('.operation.ts'));
		expect(operations.length).toBeGreaterThanOrEqual(7);
		for (const { name, files } of operations) {
			expect([name, files.filter((file) => /^nodes\/shared\/(http|connection)\//.test(file))]).toEqual([
				name,
				[],
			]);
		}
	});
});
