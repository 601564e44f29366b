import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { builtPackage } from '../builtPackage';
import { ROOT } from '../../support/packageFolders';
import { anchorsOf, linksOf } from './markdown';
import { pages, tablesOn, withTables } from './pages';
import { parameterTables } from './parameterTables';
import { sourceFiles } from './sourceTexts';

const all = pages();
const page = (name: string) => all.find((candidate) => candidate.name === name)?.text ?? '';

describe('the tables of parameters', () => {
	const tables = parameterTables();

	it.each(all.filter((candidate) => tablesOn(candidate).length > 0))(
		'of $name are those of the code (if not: npm run docs)',
		(candidate) => {
			expect(candidate.text).toBe(withTables(candidate, tables));
		},
	);

	it('are there for every node and credential', () => {
		const { nodes, credentials } = builtPackage();
		const names = [
			...nodes.map(({ description }) => description.name),
			...credentials.map(({ name }) => name),
		];
		expect(all.flatMap(tablesOn).sort()).toEqual(names.sort());
	});
});

describe('the documentation', () => {
	it('leads to files and headings that exist', () => {
		const broken = all.flatMap(({ name, text }) =>
			linksOf(text)
				.filter((link) => !/^[a-z]+:/.test(link))
				.filter((link) => !leadsSomewhere(name, link))
				.map((link) => `${name}: ${link}`),
		);
		expect(broken).toEqual([]);
	});

	it('names every folder of nodes/shared in the tree of the design', () => {
		const tree = /```\n(credentials\/[\s\S]*?)```/.exec(page('docs/design.md'))?.[1] ?? '';
		const folders = readdirSync(path.join(ROOT, 'nodes/shared'), { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isDirectory())
			.map(({ name }) => name);
		expect(folders.length).toBeGreaterThan(15);
		expect(folders.filter((name) => !tree.includes(`${name}/`))).toEqual([]);
	});

	it('has the sections and rules of the design that comments cite', () => {
		const design = page('docs/design.md');
		const cited = [...sourceFiles(), { name: 'eslint.config.mjs', text: read('eslint.config.mjs') }].flatMap(
			({ name, text }) =>
				[...text.matchAll(/\bdesign,? (section|rule) (\d+)/g)].map((match) => ({
					name,
					kind: match[1],
					number: match[2],
				})),
		);
		const missing = cited.filter(({ kind, number }) => {
			const place = kind === 'section' ? `^## ${number}\\. ` : `^${number}\\. `;
			return !new RegExp(place, 'm').test(design);
		});
		expect(missing).toEqual([]);
	});

	it('begins with a README that can be read in one go', () => {
		expect(page('README.md').split('\n').length).toBeLessThanOrEqual(160);
	});

	function leadsSomewhere(from: string, link: string): boolean {
		const [file = '', anchor] = link.split('#');
		const target = file === '' ? from : path.posix.join(path.posix.dirname(from), file);
		if (!existsSync(path.join(ROOT, target))) return false;
		return anchor === undefined || anchorsOf(read(target)).has(anchor);
	}
});

function read(name: string): string {
	return readFileSync(path.join(ROOT, name), 'utf8');
}
